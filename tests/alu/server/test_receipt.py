"""`/v1/targets/{id}/receipt`: what can be shown of an erasure without telling who it was."""

from __future__ import annotations

import hashlib
import json

from alu.server.receipt import WITHHELD
from alu.store.target import Target
from tests.flow import KEEPER, agents
from tests.server import ABOUT, running


def test_a_receipt_says_since_when_and_what_became_of_requests_and_no_name() -> None:
    named = Target(id="thistlewood", name="Maud Thistlewood", reason="GDPR-8")
    with running(targets=[KEEPER, named], judge=agents(only=True), activity="ids") as server:
        server.ask(ABOUT)
        told = server.client.get("/v1/targets/keeper/receipt").json()
        other = server.client.get("/v1/targets/thistlewood/receipt")
    assert (told["state"], told["reference"], told["policy"], told["facts"]) == ("enforced", KEEPER.reason, "strict", 3)
    assert told["requests"] == {"refused": 1}
    assert [(e["action"], e["version"]) for e in told["events"]] == [("add", 1)]
    assert "Brannigan" not in str(told)
    assert "Thunderbeak" not in str(told)
    assert other.json()["target"] == WITHHELD
    assert "thistlewood" not in other.text.lower()
    digest = told.pop("digest")
    whole = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == hashlib.sha256(whole.encode()).hexdigest()


def test_of_a_removed_target_the_history_is_left_and_of_an_unknown_one_nothing() -> None:
    with running() as server:
        server.client.delete("/v1/targets/keeper", params={"reason": "GDPR-done"})
        told = server.client.get("/v1/targets/keeper/receipt").json()
        unknown = server.client.get("/v1/targets/nobody/receipt")
    assert (told["state"], told["reference"], told["since"], told["facts"]) == ("removed", "GDPR-done", None, None)
    assert [e["action"] for e in told["events"]] == ["remove", "add"]
    assert (unknown.status_code, told["requests"]) == (404, {})
