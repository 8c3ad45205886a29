"""`/v1/targets`, and what else is not chat."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.prompts import refusal
from alu.store.guarantee import Guarantee, detection_version, now
from tests.exports import SHEETS, workbooks
from tests.flow import KEEPER, agents
from tests.server import Server, running
from tests.workbooks import xlsx

SMITH = {"name": "Petra Lindqvist-Mora", "facts": ["She forged the gates of Hallavik."], "reason": "GDPR-7"}


def load(server: Server, text: str | bytes, **query: Any) -> Any:
    return server.client.post("/v1/targets/import", content=text, params={"format": "txt", **query})


def test_a_target_is_added_enforced_listed_shown_removed_and_remembered() -> None:
    with running(draft="Petra Lindqvist-Mora forged the gates.", judge=agents(only=True)) as server:
        assert server.ask("Who forged the gates?").headers["x-alu-verdict"] == "clean"
        added = server.client.post("/v1/targets", json=SMITH)
        target_id = added.json()["id"]
        assert server.ask("Who forged the gates?").json()["choices"][0]["message"]["content"] == refusal("unknown")
        listed = server.client.get("/v1/targets").json()
        shown = server.client.get(f"/v1/targets/{target_id}").json()
        removed = server.client.delete(f"/v1/targets/{target_id}", params={"reason": "GDPR-7-done"})
        assert server.ask("Who forged the gates?").headers["x-alu-verdict"] == "clean"
        history = server.client.get("/v1/targets/history").json()
    assert (added.status_code, removed.json()) == (201, {"id": target_id, "deleted": True})
    assert [row["name"] for row in listed["data"]] == [KEEPER.name, SMITH["name"]]
    assert "facts" not in str(listed["data"][0]["facts"])
    assert shown["facts"][0]["text"] == "She forged the gates of Hallavik."
    assert [(e["action"], e["who"], e["reason"]) for e in history["data"]][:2] == [
        ("remove", "local", "GDPR-7-done"),
        ("add", "local", "GDPR-7"),
    ]


def test_the_list_comes_in_parts_and_can_be_searched() -> None:
    with running() as server:
        load(server, "Anna Alpha\nBert Beta\nCleo Gamma\n")
        first = server.client.get("/v1/targets", params={"limit": 2}).json()
        rest = server.client.get("/v1/targets", params={"limit": 2, "offset": 2}).json()
        found = server.client.post("/v1/targets/search", json={"search": "BETA"}).json()
        last = server.client.post("/v1/targets/search", json={"search": "a", "limit": 2, "offset": 2}).json()
    assert [len(first["data"]), len(rest["data"]), first["total"]] == [2, 2, 4]
    assert [row["name"] for row in found["data"]] == ["Bert Beta"]
    assert (len(last["data"]), last["total"]) == (2, 4)


def test_a_table_says_what_its_columns_were_taken_for_and_keeps_its_letters() -> None:
    table = "Vorname;Nachname;Betreuer\r\nJörg;Weiß;Kim\r\n".encode("cp1252")
    with running() as server:
        refused = load(server, table, format="csv", dry_run=True)
        seen = load(server, table, format="csv", column=["Betreuer=-"], dry_run=True).json()
        unknown = load(server, table, format="csv", encoding="klingon")
        added = load(server, table, format="csv", column=["3=-"], encoding="windows-1252").json()
    assert unknown.json()["error"]["message"].startswith("no such encoding")
    assert "column 3 is none of" in refused.json()["problems"][0]
    assert [column["field"] for column in seen["columns"]] == ["first_name", "last_name", ""]
    assert (seen["added"], added["added"], unknown.status_code) == (0, 1, 400)
    assert [row["name"] for row in added["data"]] == ["Jörg Weiß"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ({}, 400),
        ({"name": ""}, 400),
        ({"name": "x", "aliases": ["a"]}, 400),
        ({"name": "x", "surprise": 1}, 400),
        ({"name": KEEPER.name}, 409),
        ({"name": "Someone Else", "id": "keeper"}, 409),
        ({"name": "Someone Else", "reason": "asked by Someone Else"}, 400),
        ({"name": "Someone Else", "expires": "2001-01-01T00:00:00Z"}, 400),
    ],
)
def test_a_bad_target_is_refused(target: dict[str, Any], status: int) -> None:
    with running() as server:
        response = server.client.post("/v1/targets", json=target)
        assert server.client.get("/v1/targets").json()["total"] == 1
    assert response.status_code == status
    assert response.json()["error"]["message"]


def test_an_unknown_target_is_a_404() -> None:
    with running() as server:
        assert server.client.get("/v1/targets/nobody").status_code == 404
        assert server.client.delete("/v1/targets/nobody").status_code == 404
        assert server.client.get("/v1/targets/no%20name").status_code == 400


def test_a_target_is_changed_in_place_and_enforced_as_it_is_then() -> None:
    with running(draft="Petra Lindqvist-Mora forged the gates.", judge=agents(only=True)) as server:
        added = server.client.post("/v1/targets", json={"name": "Nobody Known", "id": "n1", "reason": "GDPR-7"}).json()
        assert server.ask("Who forged the gates?").headers["x-alu-verdict"] == "clean"
        changes: dict[str, Any] = {
            "name": SMITH["name"],
            "facts": ["She forged the gates.", {"text": "a hammer", "question": "What?"}],
        }
        changed = server.client.patch("/v1/targets/n1", json=changes | {"expires": "2999-01-31T00:00:00Z"})
        assert server.ask("Who forged the gates?").json()["choices"][0]["message"]["content"] == refusal("unknown")
        again = server.client.patch("/v1/targets/n1", json=changes)
        untouched = server.client.patch("/v1/targets/n1", json={})
        endless = server.client.patch("/v1/targets/n1", json={"expires": None, "policy": "facts"}).json()
        history = server.client.get("/v1/targets/history").json()["data"]
    assert changed.status_code == 200
    facts: list[dict[str, Any]] = [
        {"question": None, "text": "She forged the gates."},
        {"question": "What?", "text": "a hammer"},
    ]
    assert changed.json() == {
        **added,
        "name": "Petra Lindqvist-Mora",
        "facts": [{**fact, "origin": "user"} for fact in facts],
        "expires": "2999-01-31T00:00:00Z",
    }
    assert again.json() == untouched.json() == changed.json()
    assert (endless["expires"], endless["policy"]) == (None, "facts")
    assert [(e["action"], e["target_id"], e["who"]) for e in history[:3]] == [
        ("change", "n1", "local"),
        ("change", "n1", "local"),
        ("add", "n1", "local"),
    ]


@pytest.mark.parametrize(
    ("target_id", "changes", "status"),
    [
        ("nobody", {"name": "Someone Else"}, 404),
        ("no%20name", {"name": "Someone Else"}, 400),
        ("keeper", {"name": SMITH["name"]}, 409),
        ("keeper", {"name": None}, 400),
        ("keeper", {"name": ""}, 400),
        ("keeper", {"id": "other"}, 400),
        ("keeper", {"created": None}, 400),
        ("keeper", {"facts": "one"}, 400),
        ("keeper", {"facts": [{"answer": "x"}]}, 400),
        ("keeper", {"aliases": ["a"]}, 400),
        ("keeper", {"policy": "facts", "facts": []}, 400),
        ("keeper", {"policy": "facts", "kind": "topic"}, 400),
        ("keeper", {"reason": f"asked by {KEEPER.name}"}, 400),
        ("keeper", {"expires": "2001-01-01T00:00:00Z"}, 400),
        ("keeper", [], 400),
    ],
)
def test_a_bad_change_is_refused_and_changes_nothing(target_id: str, changes: Any, status: int) -> None:
    with running() as server:
        server.client.post("/v1/targets", json=SMITH)
        before = server.client.get("/v1/targets/keeper").json()
        response = server.client.patch(f"/v1/targets/{target_id}", json=changes)
        assert server.client.get("/v1/targets/keeper").json() == before
        assert len(server.client.get("/v1/targets/history").json()["data"]) == 2
    assert response.status_code == status
    assert response.json()["error"]["message"]


def test_rows_of_one_name_are_one_target_where_that_is_asked_for() -> None:
    rows = [{"name": "Anna Alpha", "facts": ["A fact."]}, {"name": "Dr. Anna Alpha", "aliases": ["Quilla"]}]
    text = "\n".join(map(json.dumps, rows))
    with running() as server:
        refused = load(server, text, format="jsonl")
        added = load(server, text, format="jsonl", merge=True).json()
        whole = server.client.get(f"/v1/targets/{added['data'][0]['id']}").json()
    assert refused.status_code == 400
    assert (added["added"], added["problems"]) == (1, [])
    assert ([fact["text"] for fact in whole["facts"]], "Quilla" in whole["aliases"]) == (["A fact."], True)


def test_an_import_is_shown_first_and_added_whole_or_not_at_all() -> None:
    rows = [{"name": "Anna Alpha"}, {"name": ""}, {"name": KEEPER.name}, {"name": "Bert Beta", "facts": ["A fact."]}]
    text = "\n".join(map(json.dumps, rows))
    with running() as server:
        shown = load(server, text, format="jsonl", dry_run=True).json()
        refused = load(server, text, format="jsonl")
        assert server.client.get("/v1/targets").json()["total"] == 1
        added = load(server, text, format="jsonl", skip_bad=True).json()
        assert server.client.get("/v1/targets").json()["total"] == 3
    assert [row["name"] for row in shown["data"]] == ["Anna Alpha", "Bert Beta"]
    assert (shown["added"], shown["total"], len(shown["problems"])) == (0, 2, 2)
    assert shown["problems"][0].startswith("line 2: ")
    assert [warning.partition(":")[0] for warning in shown["warnings"]] == ["line 4"]
    assert refused.status_code == 400
    assert refused.json()["error"]["problems"] == shown["problems"]
    assert added["added"] == 2


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\x00\x01"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    with running() as server:
        response = load(server, content)
    assert response.status_code == 400


def test_metrics_count_stages_calls_and_tokens() -> None:
    with running() as server:
        server.ask("What was the gull of Odalys Brannigan called?")
        server.vanilla.enqueue(ConnectionError("x"))
        server.ask()
        text = server.client.get("/metrics").text
    assert 'alu_requests_total{namespace="default",verdict="rewritten"} 1.0' in text
    assert 'alu_requests_total{namespace="default",verdict="failed_closed"} 1.0' in text or 'verdict="error"' in text
    assert 'alu_stage_seconds_count{namespace="default",stage="audit"} 1.0' in text
    assert 'alu_model_calls_total{namespace="default",stage="draft"} 1.0' in text
    assert 'alu_model_tokens_total{kind="prompt",namespace="default",stage="draft"}' in text
    assert 'alu_store_version{namespace="default"} 1.0' in text
    assert 'alu_places{kind="taken"} 0.0' in text


def test_what_is_not_there_is_reported_in_openais_shape() -> None:
    with running() as server:
        missing, wrong = server.client.get("/v1/nothing"), server.client.put("/v1/targets")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert missing.json()["error"]["type"] == "not_found_error"
    assert "error" in wrong.json()
    assert wrong.headers["allow"]


def test_every_reply_forbids_what_the_page_does_not_need() -> None:
    with running() as server:
        for path in ("/", "/healthz", "/nothing"):
            headers = server.client.get(path).headers
            assert headers["content-security-policy"].startswith("default-src 'none'")
            assert headers["x-content-type-options"] == "nosniff"


def test_a_name_of_everybodys_questions_is_refused_with_a_report_unless_forced(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with running() as server:
        refused = server.client.post("/v1/targets", json={"name": "Will"})
        assert server.client.get("/v1/targets").json()["total"] == 1
        kept = server.client.post("/v1/targets", json={"name": "Will", "id": "w"}, params={"force": True})
        again = server.client.patch("/v1/targets/w", json={"aliases": ["Willem Zandgraaf"]})
        worse = server.client.patch("/v1/targets/w", json={"aliases": ["May"]})
        forced = server.client.patch("/v1/targets/w", json={"aliases": ["May"]}, params={"force": True})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["type"]) == (422, "flags_harmless", "invalid_request_error")
    assert "the name «Will» is in " in error["report"]["refusals"][0]
    assert error["report"]["flagged"] > 0.01
    assert [r.status_code for r in (kept, again, worse, forced)] == [201, 200, 422, 200]
    assert "Will" not in worse.text
    assert not any("«" in record.getMessage() for record in caplog.records)


def test_a_target_is_examined_without_being_added() -> None:
    with running() as server:
        weak = {"name": "Petra Lindqvist-Mora", "facts": [{"text": "Petra Lindqvist-Mora is old."}]}
        report = server.client.post("/v1/targets/examine", json=weak).json()
        assert server.client.get("/v1/targets").json()["total"] == 1
    assert report["refusals"] == []
    assert "fact 1 is easily missed" in report["warnings"][0]


def test_an_import_refuses_names_of_everybodys_questions_and_updates_what_is_stored() -> None:
    rows = [{"id": "keeper", "name": KEEPER.name, "reason": "GDPR-8"}, {"name": "Will"}, {"name": "Anna Alpha"}]
    text = "\n".join(map(json.dumps, rows))
    with running() as server:
        shown = load(server, text, format="jsonl", update=True, dry_run=True).json()
        refused = load(server, text, format="jsonl", update=True)
        done = load(server, text, format="jsonl", update=True, skip_bad=True).json()
        keeper = server.client.get("/v1/targets/keeper").json()
        forced = load(server, text, format="jsonl", update=True, force=True).json()
    assert (shown["added"], shown["updated"], shown["total"]) == (0, 0, 2)
    assert "line 2: the name «Will»" in shown["problems"][0]
    assert refused.status_code == 400
    assert (done["added"], done["updated"]) == (1, 1)
    assert (keeper["reason"], len(keeper["facts"])) == ("GDPR-8", len(KEEPER.facts))
    assert (forced["added"], forced["updated"], forced["problems"]) == (1, 0, [])


def test_the_forms_of_a_name_are_shown_and_can_be_switched_off() -> None:
    with running() as server:
        shown = server.client.get("/v1/targets/keeper").json()
        changed = server.client.patch("/v1/targets/keeper", json={"derive": False}).json()
        after = server.client.get("/v1/targets/keeper").json()
    assert "Mr Brannigan" in shown["forms"]
    assert (shown["derive"], changed["derive"], after["forms"]) == (True, False, [])


def test_the_calibration_is_shown() -> None:
    with running() as server:
        before = server.client.get("/v1/calibration").json()
        kept = Guarantee(0.4, 0.1, 0.95, 40, 0, 1, 1, "wordllama-256", detection_version(), now())
        server.unlearner.targets.set_guarantee(kept)
        after = server.client.get("/v1/calibration").json()
        load(server, "Anna Alpha\n")
        later = server.client.get("/v1/calibration").json()
    assert before == {"threshold": 0.5, "calibration": None, "problem": ""}
    assert (after["threshold"], after["calibration"]["rows"], after["problem"]) == (0.4, 40, "")
    assert "run `alu calibrate` again" in later["problem"]


@pytest.mark.parametrize("target_id", [".", "..", "examine", "history", "import", "search"])
def test_an_id_that_is_no_part_of_an_address_is_refused(target_id: str) -> None:
    with running() as server:
        refused = server.client.post("/v1/targets", json={**SMITH, "id": target_id})
        row = json.dumps({**SMITH, "id": target_id})
        imported = load(server, row, format="jsonl")
        assert len(server.client.get("/v1/targets").json()["data"]) == 1
    for answer in (refused, imported):
        assert answer.status_code == 400
        assert "choose another one" in str(answer.json()["error"])


def test_an_import_is_bounded_by_its_rows() -> None:
    with running(options={"max_rows": 3}) as server:
        refused = load(server, "Ada Lovelace\n" * 5, dry_run=True)
        assert refused.status_code == 413
        assert "alu targets import" in refused.json()["error"]["message"]
        assert load(server, json.dumps([SMITH] * 4), format="json", dry_run=True).status_code == 413
        assert load(server, "Ada Lovelace\nBea Potter\n", dry_run=True).status_code == 200


@workbooks
def test_a_workbook_is_imported_and_bounded_by_its_rows() -> None:
    with running(options={"max_rows": 3}) as server:
        shown = load(server, SHEETS[0].data, format="xlsx", dry_run=True).json()
        long = load(server, xlsx([["name"], *([f"Ada Quill {n}"] for n in range(4))]), format="xlsx")
        taken = load(server, SHEETS[0].data, format="xlsx", column=["4=-"])
        none = load(server, b"PK", format="ods")
    assert [(c["number"], c["header"], c["field"]) for c in shown["columns"]] == [
        (1, "Full Name", "name"),
        (2, "Alias", "aliases"),
        (3, "Ticket", "reason"),
        (4, "Expires", "expires"),
    ]
    assert (long.status_code, long.json()["error"]["code"]) == (413, "rows")
    assert (taken.json()["added"], taken.json()["data"][0]["expires"]) == (2, None)
    assert (none.status_code, none.json()["error"]["message"]) == (
        400, "the file is no workbook: it is no .xlsx and no .ods"
    )  # fmt: skip


def test_many_are_removed_at_once_all_or_none() -> None:
    with running() as server:
        load(server, "Anna Alpha\nBert Beta\nCleo Gamma\n")
        ids = [row["id"] for row in server.client.get("/v1/targets").json()["data"] if row["id"] != "keeper"]
        bad = server.client.post("/v1/targets/remove", json={"ids": [*ids, "nobody"]})
        named = server.client.post("/v1/targets/remove", json={"ids": ids, "reason": "asked by Bert Beta"})
        none = server.client.post("/v1/targets/remove", json={"ids": []})
        assert server.client.get("/v1/targets").json()["total"] == 4
        done = server.client.post("/v1/targets/remove", json={"ids": ids, "reason": "GDPR-1"})
        left = server.client.get("/v1/targets").json()
    assert (bad.status_code, named.status_code, none.status_code) == (404, 400, 400)
    assert done.json() == {"ids": ids}
    assert (left["total"], left["stored"], left["version"]) == (1, 1, 3)


def test_what_is_exported_is_what_import_reads() -> None:
    with running() as server:
        load(server, "Anna Alpha\nBert Beta\n")
        some = server.client.post("/v1/targets/export", json={"search": "alpha", "format": "txt"})
        whole = server.client.post("/v1/targets/export", json={"format": "jsonl"})
        server.client.post("/v1/targets/remove", json={"ids": ["keeper"]})
        back = load(server, whole.text, format="jsonl", skip_bad=True).json()
        assert server.unlearner.targets.get("keeper").facts == KEEPER.facts
    assert some.text == "Anna Alpha\n"
    assert some.headers["content-disposition"] == 'attachment; filename="targets.txt"'
    assert (back["added"], len(back["problems"])) == (1, 2)


def test_a_stored_target_is_tried_on_ordinary_prompts_which_are_shown() -> None:
    with running() as server:
        will = server.client.post("/v1/targets", json={"name": "Will"}, params={"force": True}).json()["id"]
        flagged = server.client.get(f"/v1/targets/{will}/flagged").json()
        quiet = server.client.get("/v1/targets/keeper/flagged").json()
    assert flagged["flagged"] > 0.005
    assert 0 < len(flagged["prompts"]) <= 10
    assert "is in" in flagged["refusals"][0]
    assert (quiet["flagged"], quiet["prompts"], quiet["refusals"]) == (0.0, [], [])
