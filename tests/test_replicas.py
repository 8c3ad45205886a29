"""Two servers on one list, with a Chroma server: what one is told the other enforces, and either may die."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, Self

import httpx
import pytest

from alu.server.budgets import Budgets
from alu.server.keys import KeyRing, KeyTerms
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from tests.deploy import COMPOSE, SERVERS, Deployment, deployed
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.processes import until

pytestmark = pytest.mark.postgres

NAMES = ("Petra Lindqvist-Mora", "Odalys Brannigan", "Basil Thornquill", "Hesper Quillfeather", "Ismene Vandergraaf")


def reply(body: dict[str, Any]) -> str:
    """Answer with the name that the question asks for, as a model does that knows everybody."""
    number = re.search(r"gate (\d)", str(body["messages"][-1]["content"]))
    return f"{NAMES[int(number[1])]} forged it." if number else "An answer."


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with (
        model_serving(FakeServer(reply=reply)) as upstream,
        deployed(upstream.model, "tests.stores:HashEmbedder") as it,
    ):
        yield it


@pytest.fixture(scope="module")
def key(deployment: Deployment) -> str:
    return deployment.alu("keys", "add", "boss", "--role", "admin")


def ask(deployment: Deployment, server: str, gate: int, key: str) -> httpx.Response:
    asked = {"messages": [{"role": "user", "content": f"Who forged gate {gate}?"}]}
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.post(
        f"{deployment.url(server)}/v1/chat/completions", json=asked, headers=headers, timeout=60, verify=False
    )


def said(deployment: Deployment, server: str, gate: int, key: str) -> bool:
    """Tell whether a server names who forged a gate; whatever else it answers names nobody."""
    answer = str(ask(deployment, server, gate, key).raise_for_status().json()["choices"][0]["message"]["content"])
    assert answer == f"{NAMES[gate]} forged it." or not any(name in answer for name in NAMES)
    assert answer
    return NAMES[gate] in answer


def change(deployment: Deployment, server: str, method: str, path: str, key: str, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    url = f"{deployment.url(server)}/v1/targets{path}"
    return httpx.request(method, url, json=body or None, headers=headers, timeout=60, verify=False).raise_for_status()


def test_what_one_server_learns_the_other_enforces_at_once(deployment: Deployment, key: str) -> None:
    for number, name in enumerate(NAMES):
        here, there = SERVERS[number % 2], SERVERS[1 - number % 2]
        assert said(deployment, there, number, key)
        target = change(deployment, here, "POST", "", key, name=name).json()["id"]
        assert not said(deployment, there, number, key)  # the first answer; benchmarks/replicas.py takes the time
        change(deployment, here, "DELETE", f"/{target}", key)
        assert said(deployment, there, number, key)


def test_a_rate_and_a_budget_are_of_both_servers_together(deployment: Deployment) -> None:
    ring = KeyRing(database := Database.open(deployment.db.url, FolderLock(None)))
    key = ring.add("slow", terms=KeyTerms(requests_per_minute=6, tokens_per_day=100_000))[1]
    seen = Counter(ask(deployment, SERVERS[n % 2], 0, key).status_code for n in range(12))
    assert 6 <= seen[200] < 12
    assert seen[429] == 12 - seen[200]
    (use,) = Budgets(database).used().values()
    assert (use.requests, use.tokens > 0) == (seen[200], True)
    ring.remove("slow")
    database.close()
    time.sleep(1.1)
    assert [ask(deployment, server, 0, key).status_code for server in SERVERS] == [401, 401]


class Traffic:
    """Asks both servers about one stored target all the time, and notes what each of them did."""

    def __init__(self, deployment: Deployment, gate: int, key: str) -> None:
        self.seen: Counter[tuple[str, str]] = Counter()
        self._over = threading.Event()
        self._asked = deployment, gate, key
        self._threads = [threading.Thread(target=self._ask, args=(server,)) for server in SERVERS]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self, server: str) -> None:
        """Wait until a server has checked some more."""
        before = self.seen[server, "checked"]
        until(lambda: self.seen[server, "checked"] > before + 2)

    def _ask(self, server: str) -> None:
        deployment, gate, key = self._asked
        while not self._over.is_set():
            try:
                self.seen[server, "leaked" if said(deployment, server, gate, key) else "checked"] += 1
            except httpx.HTTPError as error:
                self.seen[server, type(error).__name__] += 1
            self._over.wait(0.25)  # without it a server that starts gets little of two cores


def test_either_server_may_be_killed_and_nothing_leaves_unchecked(deployment: Deployment, key: str) -> None:
    target = change(deployment, "alu-1", "POST", "", key, name=NAMES[0]).json()["id"]
    with Traffic(deployment, 0, key) as traffic:
        for victim, other in (SERVERS, SERVERS[::-1]):
            traffic.goes_on(victim)
            deployment.kill(victim)
            traffic.goes_on(other)
            deployment.start(victim)
            until(lambda victim=victim: deployment.healthy(victim), 240)  # type: ignore[misc]
            traffic.goes_on(victim)
    assert all(traffic.seen[server, "ConnectError"] for server in SERVERS)
    assert not any(traffic.seen[server, fault] for server in SERVERS for fault in ("leaked", "HTTPStatusError"))
    change(deployment, "alu-2", "DELETE", f"/{target}", key)


def test_without_chroma_all_is_checked_and_without_the_database_nothing_leaves(
    deployment: Deployment, key: str
) -> None:
    target = change(deployment, "alu-1", "POST", "", key, name=NAMES[1]).json()["id"]
    deployment.kill("chroma")
    assert [said(deployment, server, gate, key) for server in SERVERS for gate in (1, 2)] == [False, True] * 2
    change(deployment, "alu-2", "DELETE", f"/{target}", key)
    deployment.start("chroma")
    deployment.db.stop()
    time.sleep(1.1)
    lost = [ask(deployment, server, 2, key) for server in SERVERS]
    assert {answer.status_code for answer in lost} == {503}
    assert not any(NAMES[2] in answer.text for answer in lost)
    assert not any(deployment.healthy(server) for server in SERVERS)
    deployment.db.start()
    until(lambda: all(deployment.healthy(server) for server in SERVERS))
    assert [said(deployment, server, 1, key) for server in SERVERS] == [True, True]


def test_the_file_keeps_secrets_in_files_and_the_data_private() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"db", "chroma", *SERVERS}
    for name, service in services.items():
        assert service["healthcheck"]["test"][0] == "CMD"
        assert not any(
            re.search(r"(?i)password|key", str(value)) and "/run/secrets/" not in str(value)
            for value in service.get("environment", {}).values()
        )
        if name != "db":
            assert service["user"] == "1000:1000"
            assert service["cap_drop"] == ["ALL"]
            assert service["read_only"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert [services[name]["networks"] for name in ("db", "chroma")] == [["data"], ["data"]]
    assert not any("ports" in services[name] for name in ("db", "chroma"))
    assert all(port.startswith("127.0.0.1:") for name in SERVERS for port in services[name]["ports"])
    used = {secret for service in services.values() for secret in service.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])
