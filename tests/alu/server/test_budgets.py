"""Rates and budgets of keys: counted once for all processes, and nobody is let in uncounted."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from alu.errors import StoreError
from alu.prompts import refusal
from alu.server import access
from alu.server.budgets import Budgets, KeyUse
from alu.server.errors import ApiError
from alu.server.keys import KeyRing, KeyTerms
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from tests.flow import KEEPER
from tests.postgres import Server as Postgres
from tests.server import ABOUT, Server, body, running

NOON = 20_000 * 86_400 + 43_200.0
"""Noon of some day, by UTC."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what sets the clock that SQLite goes by."""
    now = [NOON]
    monkeypatch.setattr("alu.server.budgets.time.time", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database.open(None, FolderLock(None))
    yield opened
    opened.close()


def spend(budgets: Budgets, terms: KeyTerms, key: str = "a") -> dict[str, str]:
    """Ask once; return the headers of the refusal, empty where there was none."""
    try:
        asyncio.run(budgets.spend(key, terms))
    except ApiError as error:
        return {**error.headers, "code": error.code or ""} if error.status == 429 else {"status": str(error.status)}
    return {}


def charge(budgets: Budgets, terms: KeyTerms, tokens: int) -> None:
    asyncio.run(budgets.charge("a", terms, tokens))


def test_a_minutes_worth_is_let_in_at_once_and_then_evenly(database: Database, clock: Callable[[float], None]) -> None:
    budgets, terms = Budgets(database), KeyTerms(requests_per_minute=60)
    assert [spend(budgets, terms) for _ in range(60)] == [{}] * 60
    assert spend(budgets, terms) == {"Retry-After": "1", "code": "rate"}
    assert spend(budgets, terms, "b") == {}
    clock(1)
    assert [bool(spend(budgets, terms)) for _ in range(2)] == [False, True]
    clock(60)
    assert [spend(budgets, terms) for _ in range(60)] == [{}] * 60
    clock(-3600)  # set back: it must not lock anybody out for an hour
    assert spend(budgets, terms) == {}


def test_the_rate_of_a_key_comes_before_the_servers(database: Database, clock: Callable[[float], None]) -> None:
    def passing(rate: int, terms: KeyTerms, key: str) -> int:
        return sum(not spend(Budgets(database, rate), terms, key) for _ in range(12))

    assert passing(0, KeyTerms(), "a") == 12
    assert passing(3, KeyTerms(), "b") == 3
    assert passing(3, KeyTerms(requests_per_minute=8), "c") == 8
    assert Budgets(database).used() == {"b": KeyUse(3, 0), "c": KeyUse(8, 0)}


def test_the_tokens_of_a_day_are_a_days(database: Database, clock: Callable[[float], None]) -> None:
    budgets, terms = Budgets(database), KeyTerms(tokens_per_day=100)
    assert spend(budgets, terms) == {}
    charge(budgets, terms, 99)
    assert spend(budgets, terms) == {}
    charge(budgets, terms, 50)
    assert spend(budgets, terms) == {"Retry-After": "43200", "code": "token_budget"}
    assert budgets.used() == {"a": KeyUse(2, 149)}
    clock(43_199.5)
    assert spend(budgets, terms)["Retry-After"] == "1"
    clock(0.5)
    assert budgets.used() == {}
    assert spend(budgets, terms) == {}
    assert budgets.used() == {"a": KeyUse(1, 0)}


def test_a_key_without_limits_needs_no_database(database: Database) -> None:
    with database.transaction(write=True) as connection:
        connection.execute(text("DROP TABLE alu_key_use"))
    assert spend(Budgets(database), KeyTerms()) == {}
    with pytest.raises(StoreError):
        spend(Budgets(database), KeyTerms(tokens_per_day=1))
    with pytest.raises(StoreError):
        spend(Budgets(database, 10), KeyTerms())


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


def count_from_two_processes(where: str | Path, lock: FolderLock) -> tuple[Counter[str], KeyUse]:
    """Ask 60 times from two replicas at once, with a rate of 25; return what came, and what was counted."""
    replicas = [Database.open(where, lock) for _ in range(2)]
    terms = KeyTerms(requests_per_minute=25, tokens_per_day=1_000_000)

    def ask(number: int) -> str:
        budgets = Budgets(replicas[number % 2])
        found = spend(budgets, terms)
        charge(budgets, terms, 10)
        return found.get("code", "in")

    with ThreadPoolExecutor(12) as threads:
        seen = Counter(threads.map(ask, range(60)))
    used = Budgets(replicas[0]).used()["a"]
    for replica in replicas:
        replica.close()
    return seen, used


def test_replicas_share_one_count(tmp_path: Path) -> None:
    seen, used = count_from_two_processes(tmp_path / "targets.db", FolderLock(tmp_path))
    assert seen["in"] in (25, 26)  # a token comes back every 2.4 s
    assert used == KeyUse(seen["in"], 600)


@pytest.mark.postgres
def test_replicas_share_one_count_in_postgres(postgres: Postgres) -> None:
    seen, used = count_from_two_processes(postgres.url, FolderLock(None))
    assert seen["in"] in (25, 26)
    assert used == KeyUse(seen["in"], 600)


@pytest.mark.postgres
def test_without_the_database_nobody_is_let_in_and_with_it_everybody_is_again(postgres: Postgres) -> None:
    database = Database.open(postgres.url, FolderLock(None))
    budgets, terms = Budgets(database), KeyTerms(requests_per_minute=1000)
    assert spend(budgets, terms, "c") == {}
    postgres.stop()
    with pytest.raises(StoreError, match="cannot be reached"):
        spend(budgets, terms, "c")
    postgres.start()
    assert spend(budgets, terms, "c") == {}
    assert budgets.used()["c"] == KeyUse(2, 0)
    database.close()


@contextmanager
def with_key(terms: KeyTerms, **flow: Any) -> Iterator[tuple[Server, str]]:
    """Serve scripted models with one key."""
    with running(**flow) as server:
        yield server, KeyRing(server.unlearner.targets.database).add("ann", terms=terms)[1]


def test_a_request_with_a_body_counts_once() -> None:
    with with_key(KeyTerms(requests_per_minute=2)) as (server, key):
        answers = [server.ask(key=key) for _ in range(3)]
        assert [a.status_code for a in answers] == [200, 200, 429]
        assert answers[2].json()["error"] == {
            "message": "this key has made too many requests",
            "type": "rate_limit_error",
            "param": None,
            "code": "rate",
        }
        assert 1 <= int(answers[2].headers["retry-after"]) <= 30
        other = KeyRing(server.unlearner.targets.database).add("bob")[1]
        assert [server.ask(key=other).status_code for _ in range(4)] == [200] * 4
        assert len(server.vanilla.history) == 6


def test_a_server_counts_without_any_key() -> None:
    with running(options={"rate": 2}) as server:
        assert [server.ask().status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("stream", [False, True])
def test_spent_tokens_are_refused_in_the_words_of_each_protocol(stream: bool) -> None:
    with with_key(KeyTerms(tokens_per_day=1)) as (server, key):
        first = server.ask(key=key, stream=stream)
        assert first.status_code == 200
        headers = {"Authorization": f"Bearer {key}"}
        asked = body(stream=stream)
        refused = {
            path: server.client.post(path, json=sent, headers=headers)
            for path, sent in (
                ("/v1/chat/completions", asked),
                ("/v1/responses", {"model": "any", "input": "x", "stream": stream}),
                ("/v1/messages", {**asked, "max_tokens": 9}),
                ("/v1/guard", {"text": "x"}),
            )
        }
        assert len(server.vanilla.history) == 1
    assert {r.status_code for r in refused.values()} == {429}
    assert all(0 < int(r.headers["retry-after"]) <= 86_400 for r in refused.values())
    message = "this key's tokens of today are used up"
    claude = refused.pop("/v1/messages").json()
    assert claude == {"type": "error", "error": {"type": "rate_limit_error", "message": message}}
    assert {(r.json()["error"]["message"], r.json()["error"]["code"]) for r in refused.values()} == {
        (message, "token_budget")
    }


def test_what_is_counted_is_what_the_reply_shows_so_that_no_budget_tells_of_an_audit() -> None:
    with with_key(KeyTerms(tokens_per_day=10**6), targets=(KEEPER,), draft=f"{ABOUT} 38 metres.") as (server, key):
        budgets = Budgets(server.unlearner.targets.database)
        shown = 0
        for question in (ABOUT, "What is the capital of France?"):
            reply = server.ask(question, key=key).json()
            shown += reply["usage"]["total_tokens"]
            (used,) = budgets.used().values()
            assert used.tokens == shown
        assert len(server.others.history) > 0


def test_a_request_that_cannot_be_counted_is_not_answered() -> None:
    with with_key(KeyTerms(tokens_per_day=10**6)) as (server, key):
        assert server.ask(key=key).status_code == 200
        with server.unlearner.targets.database.transaction(write=True) as connection:
            connection.execute(text("DROP TABLE alu_key_use"))
        answer = server.ask(key=key)
        assert len(server.vanilla.history) == 1
    assert (answer.status_code, answer.json()["error"]["message"]) == (503, "the targets cannot be read")
    assert refusal("unknown") not in answer.text


def test_an_expired_key_is_refused_and_a_wrong_one_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    until = datetime.now(UTC) + timedelta(hours=1)
    with with_key(KeyTerms(expires=until)) as (server, key):
        assert server.ask(key=key).status_code == 200
        monkeypatch.setattr("alu.server.keys.time.time", lambda: until.timestamp())
        late = server.ask(key=key)
        claude = server.client.post("/v1/messages", json={**body(), "max_tokens": 9}, headers={"x-api-key": key})
        wrong = server.ask(key=f"{key[:-1]}{'A' if key[-1] != 'A' else 'B'}")
        assert len(server.vanilla.history) == 1
    assert (late.status_code, late.json()["error"]["code"]) == (401, "expired_api_key")
    assert late.headers["www-authenticate"] == "Bearer"
    assert (claude.status_code, claude.json()["error"]["type"]) == (401, "authentication_error")
    assert "expired" in claude.json()["error"]["message"]
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "invalid_api_key")


def test_a_rotated_key_is_another_one_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    with with_key(KeyTerms(tokens_per_day=10**6)) as (server, key):
        ring, budgets = KeyRing(server.unlearner.targets.database), Budgets(server.unlearner.targets.database)
        assert server.ask(key=key).status_code == 200
        before = budgets.used()
        rotated, second = ring.rotate("ann", grace=timedelta(hours=1))
        assert [server.ask(key=k).status_code for k in (key, second)] == [200, 200]
        third = ring.rotate(rotated.id)[1]
        assert [server.ask(key=k).status_code for k in (key, second, third)] == [401, 401, 200]
        assert [k.id for k in ring.list()] == [rotated.id]
        assert budgets.used()[rotated.id].requests == before[rotated.id].requests + 3
        ring.remove("ann")
        assert budgets.used() == {}


def test_the_old_secret_goes_after_its_grace_or_when_it_would_have(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, start = KeyRing(database), datetime.now(UTC)

    def opens(secret: str, after: timedelta) -> bool:
        monkeypatch.setattr("alu.server.keys.time.time", lambda: (start + after).timestamp())
        (key,) = ring.list()
        return key.opens_with(secret) and not key.expired

    hour = timedelta(hours=1)
    monkeypatch.setattr("alu.server.keys.time.time", lambda: start.timestamp())
    _, first = ring.add("ann", terms=KeyTerms(expires=start + 10 * hour))
    monkeypatch.setattr("alu.server.keys.time.time", lambda: (start + 8 * hour).timestamp())
    key, second = ring.rotate("ann", grace=24 * hour)
    assert key.terms.expires == start + 18 * hour
    assert [opens(first, n * hour) for n in (9, 10, 11)] == [True, False, False]
    assert [opens(second, n * hour) for n in (9, 17, 18)] == [True, True, False]
    assert ring.rotate("ann", expires=start + 99 * hour)[0].terms.expires == start + 99 * hour
