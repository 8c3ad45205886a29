"""`/v1/activity`: reviewers see and rule, without names; the path of one request is found by the reply's id."""

from __future__ import annotations

from typing import Any

import pytest

from alu.chat import Request
from alu.server import access
from alu.server.keys import KeyRing
from tests.flow import agents
from tests.server import ABOUT, ASK, Server, running

LEAK = "The gull was called Admiral Thunderbeak."


class Asker:
    """A key of a role, which asks for the activity."""

    def __init__(self, server: Server, name: str, role: Any) -> None:
        self.server = server
        self.key, secret = KeyRing(server.unlearner.targets.database).add(name, role)
        self.secret = secret

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"}
        response = self.server.client.request(method, path, headers=headers, json=body or None)
        return response.json() if response.status_code == 200 else response.status_code

    def search(self, **wanted: Any) -> list[dict[str, Any]]:
        return list(self("POST", "/v1/activity/search", **{"limit": 9, **wanted})["data"])


def test_a_reviewer_sees_and_rules_without_a_name_and_may_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)

    def draft(request: Request) -> str:
        return "Paris." if request.messages[-1].content == ASK else LEAK

    with running(draft=draft, judge=agents(only=True), activity="ids") as server:
        user, rita, boss = (Asker(server, n, r) for n, r in (("ulla", "user"), ("rita", "reviewer"), ("boss", "admin")))
        reply = server.ask(ABOUT, key=user.secret)
        server.ask(ASK, key=rita.secret)
        (seen,) = rita.search(open=True)
        assert "alu" not in server.ask(ASK, key=rita.secret).json()
        assert (seen["key"], seen["verdict"], seen["trace"]) == ("ulla", "refused", reply.headers["x-request-id"])
        assert seen["targets"] == [{"id": "keeper", "reason": "GDPR-2026-118", "name": None}]
        assert seen["calls"] > 1
        assert boss.search(trace=seen["trace"])[0]["targets"][0]["name"] == "Odalys Brannigan"
        for path in ("targets", "targets/keeper", "targets/history", "targets/keeper/receipt", "calibration"):
            assert rita("GET", f"/v1/{path}") == 403
        for path in ("/v1/activity", "/v1/activity/summary"):
            assert (user("GET", path), isinstance(rita("GET", path), dict)) == (403, True)
        ruling = f"/v1/activity/{seen['id']}/ruling"
        assert (user("PUT", ruling, ruling="right"), rita("PUT", ruling, ruling="maybe")) == (403, 400)
        assert rita("PUT", "/v1/activity/99999/ruling", ruling="right") == 404
        assert rita("PUT", ruling, ruling="right") == {"ruling": "right"}
        assert rita.search(open=True) == []
        assert boss.search(verdicts=["refused"])[0]["ruled_by"] == "rita"


def test_what_is_answered_is_counted_and_the_key_says_what_is_kept() -> None:
    with running(draft="Paris.", activity="ids", activity_days=3) as server:
        for _ in range(3):
            server.ask(ASK)
        summary = server.client.get("/v1/activity/summary", params={"hours": 2}).json()
        rows = server.client.post("/v1/activity/search", json={"who": "local"}).json()
        touched = server.client.get("/v1/activity").json()
        key = server.client.get("/v1/key").json()
        wrong = server.client.post("/v1/activity/search", json={"verdicts": ["nonsense"]})
    last = summary["data"][-1]
    assert (len(summary["data"]), last["verdicts"], last["calls"]) == (24, {"clean": 3}, 3)
    assert [(row["key"], row["verdict"], row["matched"]) for row in rows["data"]] == [("local", "clean", [])] * 3
    assert (rows["total"], touched["total"], wrong.status_code) == (3, 0, 400)
    assert (key["activity"], key["activity_days"]) == ("ids", 3)
    assert "Paris" not in str(rows)
