"""The activity of a namespace: off by default, without texts unless they are wanted, and no longer than its targets."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from alu.chat import Choice, Completion, Request
from alu.errors import ModelUnreachable
from alu.flow import activity as keeping
from alu.server.keys import KeyRing
from alu.store.persist.activity import HELD, Activity
from alu.store.persist.activity_log import ActivityFilter, ActivityLog
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.cli import Shell
from tests.flow import CANARY, KEEPER, agents
from tests.postgres import Server
from tests.server import ABOUT, ASK, running
from tests.stores import files_with

LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}."
BARE = Target(id="bare", name="Petra Lindqvist-Mora")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path | str]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if request.param == "sqlite":
        yield tmp_path / "store"
        return
    # pytest's own folders are closed to the user that the server runs as
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        yield server.url
        server.stop()


def asked(place: Path | str, *questions: str, namespace: str = "default", **settings: Any) -> list[str]:
    """Ask over a store with both targets; return the verdicts."""

    def draft(request: Request) -> str:
        return "Paris." if request.messages[-1].content == ASK else LEAK

    store = TargetStore.open(place, namespace=namespace)
    if not store.list():
        store.add(KEEPER, BARE)
    models: Any = {"vanilla": ScriptedModel(reply=draft)}
    judge = ScriptedModel(reply=agents(only=True))
    with Unlearner.open(store, model=judge, roles=models, **settings) as u:
        return [u.ask(q).verdict for q in questions]


def kept(place: Path | str, namespace: str = "default") -> list[Activity]:
    with TargetStore.open(place, namespace=namespace) as store:
        return ActivityLog(store.database, namespace).list()


def test_nothing_is_kept_by_default(place: Path | str) -> None:
    assert asked(place, ABOUT) == ["refused"]
    assert kept(place) == []


def test_ids_and_verdicts_are_kept_without_a_text(place: Path | str) -> None:
    assert asked(place, ABOUT, ASK, activity="ids") == ["refused", "clean"]
    assert asked(place, ABOUT, activity="ids", mode="observe") == ["observed"]
    later, plain, first = kept(place)
    assert (first.verdict, first.matched, later.verdict) == ("refused", ("keeper",), "observed")
    assert (plain.verdict, plain.matched, plain.evidence, plain.calls) == ("clean", (), (), 1)
    assert {e["target"] for e in first.evidence} == {"keeper"}
    assert (first.question, first.draft, first.who) == ("", "", "")
    assert first.time is not None
    said = json.dumps([e.as_dict() for e in (first, plain, later)])
    assert not [t for t in (CANARY, "Thunderbeak", "Brannigan", "brannigan", "tower") if t in said]
    if isinstance(place, Path):
        assert files_with(place, CANARY) == []


def test_texts_are_kept_where_they_are_wanted(place: Path | str) -> None:
    asked(place, ABOUT, activity="texts")
    (entry,) = kept(place)
    assert (entry.question, entry.draft) == (ABOUT, LEAK)
    assert entry.as_dict()["draft"] == LEAK
    assert CANARY not in repr(entry)


def test_a_removed_target_is_in_no_row_and_no_file(place: Path | str) -> None:
    asked(place, ABOUT, "Who is Petra Lindqvist-Mora?", activity="texts")
    with TargetStore.open(place) as store:
        store.remove("keeper")
        store.purge()
        bare, keeper = ActivityLog(store.database, "default").list()
    assert (keeper.verdict, keeper.matched, keeper.evidence, keeper.question, keeper.draft) == (
        "refused",
        (),
        (),
        "",
        "",
    )
    assert bare.matched == ("bare",)
    assert {e["target"] for e in bare.evidence} == {"bare"}
    assert (bare.question, bare.draft) == ("", "")  # the same draft: it discloses the other target
    if isinstance(place, Path):
        for text in (CANARY, "Thunderbeak", "Brannigan"):
            assert files_with(place, text) == []


def test_an_edit_takes_what_is_no_longer_stored_out_of_the_texts(tmp_path: Path) -> None:
    asked(tmp_path / "store", ABOUT, activity="texts")
    with TargetStore.open(tmp_path / "store") as store:
        store.update("keeper", facts=())
        (entry,) = ActivityLog(store.database, "default").list()
    assert (entry.draft, entry.matched) == ("", ("keeper",))
    assert files_with(tmp_path / "store", CANARY) == []


def test_each_namespace_has_its_own(place: Path | str) -> None:
    asked(place, ABOUT, activity="ids", namespace="one")
    asked(place, ABOUT, activity="ids", namespace="two")
    with TargetStore.open(place, namespace="one") as store:
        store.remove("keeper")
        assert ActivityLog(store.database, "one").clear() == 1
    assert kept(place, "one") == []
    assert [e.matched for e in kept(place, "two")] == [("keeper",)]


def test_rows_go_after_their_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TargetStore.open(tmp_path / "store") as store:
        log = ActivityLog(store.database, "default", days=1.0)
        log.add(Activity("refused", ("keeper",)))
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 86_401)
        assert log.list() == []
        log.add(Activity("clean", ("bare",)))
        assert [e.matched for e in ActivityLog(store.database, "default", days=9.0).list()] == [("bare",)]


@pytest.mark.parametrize("draft", ["a\x00b", "half \ud83d"])
def test_texts_that_no_database_takes_are_kept_as_far_as_they_can_be(place: Path | str, draft: str) -> None:
    with TargetStore.open(place) as store:
        log = ActivityLog(store.database, "default")
        log.add(Activity("refused", ("keeper",), draft=draft))
        assert log.list()[0].draft in ("a b", "half ?")


def test_a_log_that_cannot_be_written_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(ActivityLog, "add", broken)
    assert asked(tmp_path / "store", ABOUT, activity="texts") == ["refused"]
    assert "could not be kept (RuntimeError)" in caplog.text
    assert CANARY not in caplog.text


def test_a_log_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    go = Event()
    monkeypatch.setattr(keeping, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(ActivityLog, "add", lambda *_: go.wait(3))
    assert asked(tmp_path / "store", ABOUT, activity="ids") == ["refused"]
    assert "could not be kept (TimeoutError)" in caplog.text
    go.set()


def test_a_failed_check_is_kept_too(tmp_path: Path) -> None:
    store = TargetStore.open(tmp_path / "store")
    store.add(KEEPER)
    judge, draft = ScriptedModel(reply=ModelUnreachable("gone")), Completion((Choice(LEAK),))
    with Unlearner.open(store, model=judge, roles={"vanilla": ScriptedModel(draft)}, activity="ids") as u:
        assert u.ask(ABOUT).verdict == "failed_closed"
    assert [e.verdict for e in kept(tmp_path / "store")] == ["failed_closed"]


def test_the_command_lists_and_drops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(tmp_path, monkeypatch)
    asked(shell.store, ABOUT, ABOUT, activity="ids")
    rows = json.loads(shell.run("activity", "--json").stdout)
    assert [(r["verdict"], r["matched"]) for r in rows] == [("refused", ["keeper"])] * 2
    table = shell.run("activity", "--limit", 1).stdout.splitlines()
    assert len(table) == 2
    assert table[1].split()[-2:] == ["refused", "keeper"]
    assert "dropped 2" in shell.run("activity", "--clear", "--yes").stderr
    assert json.loads(shell.run("activity", "--json").stdout) == []


def test_admins_see_the_activity_of_their_namespace_with_the_keys_that_asked() -> None:
    with running(draft=LEAK, judge=agents(only=True), activity="ids") as server:
        ring = KeyRing(server.unlearner.targets.database)
        (desk, secret), (_, boss), (_, other) = ring.add("desk"), ring.add("boss", "admin"), ring.add("o", "admin", "o")
        server.ask(ABOUT, key=secret)

        def seen(key: str) -> Any:
            response = server.client.get("/v1/activity?limit=9", headers={"Authorization": f"Bearer {key}"})
            return response.json()["data"] if response.status_code == 200 else response.status_code

        (row,) = seen(boss)
        assert (row["who"], row["verdict"], row["matched"]) == (desk.id, "refused", ["keeper"])
        assert (seen(secret), seen(other)) == (403, [])


def opened(place: Path | str) -> tuple[TargetStore, ActivityLog]:
    store = TargetStore.open(place)
    return store, ActivityLog(store.database, "default")


def test_entries_are_filtered_paged_and_counted(place: Path | str) -> None:
    store, log = opened(place)
    with store:
        assert (log.list(), log.count(), log.verdicts(ActivityFilter())) == ([], 0, {})
        assert not log.rule(1, "right", "rita")
        log.add(
            Activity("clean", who="k1", trace="t1"),
            Activity("clean", ("bare",), who="k2"),
            Activity("refused", ("keeper", "bare"), who="k1"),
            Activity("observed", ("keeper_2",), who="k2"),
        )

        def found(**wanted: Any) -> list[str]:
            which = ActivityFilter(**wanted)
            assert log.count(which) == len(log.list(9, which)) == sum(log.verdicts(which).values())
            return [f"{e.verdict} {','.join(e.matched)}" for e in log.list(9, which)]

        assert found() == ["observed keeper_2", "refused keeper,bare", "clean bare", "clean "]
        assert found(target="keeper") == ["refused keeper,bare"]
        assert found(target="keeper%") == found(target="keeper__") == []
        assert found(touched=True, verdicts=["clean"]) == ["clean bare"]
        assert found(who="k1") == ["refused keeper,bare", "clean "]
        assert found(trace="t1") == ["clean "]
        assert [e.verdict for e in log.list(2, None, 1)] == ["refused", "clean"]


def test_the_queue_holds_what_was_held_back_until_somebody_has_ruled(place: Path | str) -> None:
    store, log = opened(place)
    with store:
        log.add(*(Activity(verdict, ("keeper",)) for verdict in ("clean", *HELD)))
        queue = log.list(9, ActivityFilter(open=True))
        assert sorted(e.verdict for e in queue) == sorted(HELD)
        assert log.rule(queue[0].id, "wrong", "rita")
        assert not ActivityLog(store.database, "other").rule(queue[1].id, "wrong", "rita")
        ruled = next(e for e in log.list() if e.id == queue[0].id)
        assert (ruled.ruling, ruled.ruled_by, ruled.as_dict()["ruling"]) == ("wrong", "rita", "wrong")
        assert log.count(ActivityFilter(open=True)) == len(HELD) - 1
        assert log.rule(queue[0].id, "", "rita")
        assert log.count(ActivityFilter(open=True)) == len(HELD)


def test_costs_are_added_up_by_time_with_the_times_of_half_and_of_19_in_20(place: Path | str) -> None:
    store, log = opened(place)
    now = datetime.now(UTC)
    with store:
        assert [p.verdicts for p in log.periods(24, 24)] == [{}] * 24
        log.add(
            *(
                Activity("clean", time=now - timedelta(minutes=1), milliseconds=n, calls=1, prompt_tokens=2)
                for n in range(1, 101)
            ),
            Activity("refused", ("keeper",), time=now - timedelta(hours=3, minutes=30), completion_tokens=7),
            Activity("refused", ("keeper",), time=now - timedelta(hours=25)),
        )
        periods = log.periods(24, 24)
    last = periods[-1]
    assert (last.verdicts, last.calls, last.prompt_tokens, last.p50, last.p95) == ({"clean": 100}, 100, 200, 50, 95)
    assert (periods[-4].verdicts, periods[-4].completion_tokens) == ({"refused": 1}, 7)
    assert sum(sum(p.verdicts.values()) for p in periods) == 101
    assert last.as_dict()["start"] < now.isoformat()


@pytest.mark.parametrize("first", ["read", "write", "remove"])
def test_a_table_of_an_older_alu_gets_what_it_lacks(place: Path | str, first: str) -> None:
    store, log = opened(place)
    with store:
        store.add(KEEPER)
        log.add(Activity("refused", ("keeper",)))
        with store.database.transaction(write=True) as connection:
            new = ("trace", "milliseconds", "calls", "prompt_tokens", "completion_tokens", "ruling", "ruled_by")
            for column in new:
                connection.execute(text(f"ALTER TABLE alu_activity DROP COLUMN {column}"))
        if first == "write":
            log.add(Activity("clean", trace="new"))
        if first == "remove":
            store.remove("keeper")
        old = log.list()[-1]
        assert (old.verdict, old.trace, old.calls, old.ruling) == ("refused", "", 0, "")
        assert old.matched == (() if first == "remove" else ("keeper",))
        assert log.rule(old.id, "right", "rita")
