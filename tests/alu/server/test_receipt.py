"""`/v1/targets/{id}/receipt`: what can be shown of an erasure without telling who it was."""

from __future__ import annotations

import hashlib
import json

from alu.store.exchange.receipt import WITHHELD
from alu.store.target import Target
from tests.flow import KEEPER, agents
from tests.server import ABOUT, running


def test_a_receipt_says_since_when_and_what_became_of_requests_and_no_name() -> None:
    named = Target(id="thistlewood", name="Maud Thistlewood", reason="GDPR-8")
    with running(targets=[KEEPER, named], judge=agents(only=True), activity="ids") as server:
        server.ask(ABOUT)
        got = server.client.get("/v1/targets/keeper/receipt").json()
        other = server.client.get("/v1/targets/thistlewood/receipt")
    assert (got["state"], got["reference"], got["policy"], got["facts"]) == ("enforced", KEEPER.reason, "strict", 3)
    assert got["requests"] == {"refused": 1}
    assert [(e["action"], e["version"]) for e in got["events"]] == [("add", 1)]
    assert "Brannigan" not in str(got)
    assert "Thunderbeak" not in str(got)
    assert other.json()["target"] == WITHHELD
    assert "thistlewood" not in other.text.lower()
    digest = got.pop("digest")
    whole = json.dumps(got, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == hashlib.sha256(whole.encode()).hexdigest()


def test_of_a_removed_target_the_history_is_left_and_of_an_unknown_one_nothing() -> None:
    with running() as server:
        server.client.delete("/v1/targets/keeper", params={"reason": "GDPR-done"})
        got = server.client.get("/v1/targets/keeper/receipt").json()
        unknown = server.client.get("/v1/targets/nobody/receipt")
    assert (got["state"], got["reference"], got["since"], got["facts"]) == ("removed", "GDPR-done", None, None)
    assert [e["action"] for e in got["events"]] == ["remove", "add"]
    assert (unknown.status_code, got["requests"]) == (404, {})
