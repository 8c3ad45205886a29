"""`/v1/targets/history`: searched and saved, without a name in an address or a formula in a cell."""

from __future__ import annotations

import csv

from tests.flow import KEEPER, NAMESAKE
from tests.server import running


def test_events_are_searched_by_id_reference_and_who_and_by_what_was_done() -> None:
    with running(targets=[KEEPER, NAMESAKE]) as server:
        server.client.patch("/v1/targets/bare", json={"reason": "GDPR-9"})
        server.unlearner.targets.remove("keeper", reason="GDPR-10", who="Ann")

        def found(**wanted: object) -> list[str]:
            reply = server.client.post("/v1/targets/history/search", json=wanted).json()
            assert reply["total"] >= len(reply["data"])
            return [f"{e['action']} {e['target_id']}" for e in reply["data"]]

        assert found() == ["remove keeper", "change bare", "add bare", "add keeper"]
        assert found(search="ANN") == ["remove keeper"]
        assert found(search="gdpr-9") == ["change bare"]
        assert found(search="keeper", action="add") == ["add keeper"]
        assert found(limit=1, offset=1) == ["change bare"]
        assert found(search="Brannigan") == []
        assert server.client.post("/v1/targets/history/search", json={"action": "burn"}).status_code == 400


def test_events_are_saved_as_csv_that_no_spreadsheet_runs() -> None:
    with running() as server:
        server.client.patch("/v1/targets/keeper", json={"reason": "=1+1"})
        reply = server.client.post("/v1/targets/history/export", json={"action": "change"})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="history.csv"'
    assert reply.headers["cache-control"] == "no-store"
    (row,) = csv.DictReader(reply.text.splitlines())
    assert (row["action"], row["target_id"], row["reason"], row["version"]) == ("change", "keeper", "'=1+1", "2")
