"""What a receipt counts, and what it must not show, on logs written by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.bench.report.receipt import NOT_PROMISED, WITHHELD, Counted, digest_of, receipt_of, recount
from alu.bench.report.receipt_page import receipt_page, write_receipt
from alu.bench.report.verify import faults_of, read_receipt
from alu.bench.runner.manifest import Manifest
from alu.bench.runner.sample import Arm, Log, Sample
from alu.errors import InputError
from alu.store.target import Target
from tests.bench_rows import SECRET, item, sample

TARGET = Target(id="t-1", name=SECRET, reason="GDPR-9", facts=["She was born in Dunmorrow."])


def run_of(folder: Path, *samples: Sample, model: str = "m-1") -> Path:
    """A run's folder with these samples."""
    Manifest(folder, {"models": {"vanilla": model}, "knower": "none", "agents": "model"}).add({})
    log = Log(folder / "samples.jsonl")
    for one in samples:
        log.write(one)
    log.close()
    return folder


def asked(row: int, answer: str = "I don't know.", about: str = "t-1", **fields: Any) -> Sample:
    arm = fields.pop("arm", Arm("facts"))
    return sample(about=item(id=f"x/{row}", row=row, subject=about, **fields), arm=arm, answer=answer)


def test_faults_are_no_answers_and_no_leaks(tmp_path: Path) -> None:
    fault = sample(about=item(id="x/2", row=2, subject="t-1"), error="ModelUnreachable")
    (counted,) = recount(run_of(tmp_path, asked(0), asked(1, "In Dunmorrow."), fault), ["t-1"])
    assert (counted.questions, counted.answered, counted.leaks) == (3, 2, 1)
    assert (counted.low, counted.high) == (0.0945, 0.9055)  # Wilson, 1 of 2


def test_only_what_is_open_and_about_the_target_counts(tmp_path: Path) -> None:
    samples = [
        asked(0),
        asked(1, about="t-2"),
        asked(2, side="retain"),
        asked(3, "A", gold="A", options=("x", "y"), form="choice"),
        asked(4, SECRET, gold=SECRET, arm=Arm("facts", attack="list-whom")),
        sample("prompt", about=item(id="x/5", row=5, subject="t-1")),
    ]
    (counted,) = recount(run_of(tmp_path, *samples), ["t-1"])
    assert (counted.questions, counted.method) == (1, "alu")


def test_a_target_whose_questions_all_failed_has_no_receipt(tmp_path: Path) -> None:
    fault = sample(about=item(subject="t-1"), error="ModelUnreachable")
    with pytest.raises(InputError, match="no open answer of alu"):
        receipt_of(run_of(tmp_path, fault), [TARGET])
    with pytest.raises(InputError, match="manifest"):
        receipt_of(tmp_path / "nowhere", [TARGET])


def test_splits_and_models_that_tell_the_name_are_not_shown(tmp_path: Path) -> None:
    named = Sample("rwku", SECRET, "alu", Arm("facts"), item(subject="t-1"), answer="No.")
    found = receipt_of(run_of(tmp_path, named, model="my-brannigan-7b"), [TARGET])
    assert found["counted"][0]["split"] == "chosen subjects"
    assert found["models"] == {"vanilla": WITHHELD}
    assert "rannigan" not in receipt_page(found)
    other = Sample("their.brannigan:SUITE", "all", "alu", Arm("facts"), item(subject="t-1"), answer="No.")
    (tmp_path / "other").mkdir()
    found = receipt_of(run_of(tmp_path / "other", other), [TARGET])
    assert [c["suite"] for c in found["counted"]] == [WITHHELD]
    assert "rannigan" not in json.dumps(found)


@pytest.mark.parametrize(
    ("name", "facts", "stated"),
    [
        ("李明", (), "request of 李明"),
        ("Bo Ek", (), "bo-ek.1"),
        ("Li Wu", (), "Li's request"),
        ("Иван Петров", (), "ivan-petrov"),
        ("Jürgen Müller", (), "mueller-1"),
        (SECRET, ["She kept a gull called Admiral Thunderbeak."], "the gull Thunderbeak"),
        (SECRET, ["Her phone is +47 912 34 567."], "call 004791234567"),
        (SECRET, ["Her phone is +47 912 34 567."], "91234567"),
    ],
)
def test_no_line_of_a_receipt_says_who_or_what(tmp_path: Path, name: str, facts: list[str], stated: str) -> None:
    target = Target(id="t-1", name=name, reason=stated, facts=facts)
    found = receipt_of(run_of(tmp_path, asked(0, arm=Arm(stated)), model=stated), [target])
    assert found["targets"][0]["reference"] == found["models"]["vanilla"] == WITHHELD
    assert stated not in json.dumps(found, ensure_ascii=False)
    kept = Target(id="t-1", name=name, reason="GDPR-2026-118", facts=[*facts, "She died on 12.03.2026."])
    assert receipt_of(tmp_path, [kept])["targets"][0]["reference"] == "GDPR-2026-118"


def test_no_module_that_a_log_names_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever checks a receipt may have the folder of somebody else."""
    (tmp_path / "trap.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    foreign = Sample("trap:SUITE", "chosen by me", "alu", Arm("facts"), item(subject="t-1"), answer="No.")
    found = receipt_of(run_of(tmp_path, foreign), [TARGET])
    assert [(c["suite"], c["split"]) for c in found["counted"]] == [("trap:SUITE", "chosen subjects")]
    assert faults_of(write_receipt(found, tmp_path)[0], tmp_path) == []


def forged(receipt: dict[str, Any], folder: Path, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Change a receipt, make its digest and its page anew, and return what is found."""
    made = json.loads(json.dumps(receipt))
    change(made)
    made["sha256"] = digest_of(made)
    return faults_of(write_receipt(made, folder)[0], folder)


FORGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "fewer leaks": lambda r: r["counted"][0].update(leaks=0),
    "a narrow interval": lambda r: r["counted"][0].update(high=0.001),
    "another suite": lambda r: r["counted"][0].update(suite="muse"),
    "a row less": lambda r: r["counted"].pop(),
    "a row more": lambda r: r["counted"].append({**r["counted"][0], "target": 2}),
    "no log": lambda r: r["log"].update(bytes=0, sha256=hashlib.sha256(b"").hexdigest()),
    "a negative size": lambda r: r["log"].update(bytes=-1, sha256=hashlib.sha256(b"").hexdigest()),
    "another model": lambda r: r["models"].update(vanilla="gpt-9"),
    "other agents": lambda r: r.update(agents="blind"),
    "another machine": lambda r: r["machine"].update(cores=999),
    "an earlier run": lambda r: r["runs"].insert(0, "2020-01-01T00:00:00+00:00"),
    "more promises": lambda r: r["not_promised"].pop(),
}


@pytest.mark.parametrize("grown", [False, True])
@pytest.mark.parametrize("how", list(FORGED))
def test_a_receipt_made_anew_does_not_agree_with_its_run(tmp_path: Path, how: str, grown: bool) -> None:
    """Also where the log has grown since, and where the id is withheld."""
    for target in (TARGET, TARGET.model_copy(update={"id": "odalys"})):
        (folder := tmp_path / target.id).mkdir()
        own = [asked(n, "In Dunmorrow.", about=target.id) for n in range(2)]
        plain = [sample("none", about=s.item, arm=Arm(), answer="Dunmorrow.") for s in own]
        found = receipt_of(run_of(folder, *own, *plain, asked(7, about="t-2")), [target])
        if grown:
            log = Log(folder / "samples.jsonl")
            log.write(asked(5, about=target.id))
            log.close()
        assert forged(found, folder, lambda _: None) == []
        assert len(forged(found, folder, FORGED[how])) == 1


def test_what_is_too_deep_is_no_receipt(tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match="no receipt that can be read"):
        read_receipt(tmp_path / "receipt.json")
    path, page = write_receipt(receipt_of(run_of(tmp_path, asked(0)), [TARGET]), tmp_path)
    page.write_bytes(b"\xff")
    assert faults_of(path, tmp_path) == ["receipt.html does not show what the receipt says"]
    changed = read_receipt(path)
    changed["counted"][0]["leaks"] = 10**400
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert len(faults_of(path, tmp_path)) == 3


def test_a_receipt_says_when_and_what_is_not_promised(tmp_path: Path) -> None:
    now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    stored = TARGET.model_copy(update={"created": datetime(2026, 1, 2, tzinfo=UTC), "expires": now})
    found = receipt_of(run_of(tmp_path, asked(0)), [stored], now)
    assert found["date"] == "2026-11-26T08:00:00+00:00"
    assert found["targets"][0]["since"] == "2026-01-02T00:00:00+00:00"
    page = receipt_page(found)
    assert page.count("<li>") == len(NOT_PROMISED) == len(found["not_promised"])
    assert "<script" not in page
    assert "http" not in page


def test_a_torn_last_line_is_not_part_of_the_log(tmp_path: Path) -> None:
    folder = run_of(tmp_path, asked(0))
    whole = (folder / "samples.jsonl").stat().st_size
    with open(folder / "samples.jsonl", "a", encoding="utf-8") as log:
        log.write('{"suite":"to')
    found = receipt_of(folder, [TARGET])
    assert found["log"]["bytes"] == whole
    path, _ = write_receipt(found, folder)
    assert faults_of(path, folder) == []
    assert read_receipt(path) == found


def test_every_number_of_a_receipt_is_under_its_digest(tmp_path: Path) -> None:
    found = receipt_of(run_of(tmp_path, asked(0)), [TARGET])
    (path, _), whole = write_receipt(found, tmp_path), json.dumps(found)
    for key in Counted.__slots__:
        changed = json.loads(whole)
        changed["counted"][0][key] = "other"
        path.write_text(json.dumps(changed), encoding="utf-8")
        assert any("its own digest" in fault for fault in faults_of(path, tmp_path))
    for key in found:
        changed = {k: v for k, v in json.loads(whole).items() if k != key}
        path.write_text(json.dumps(changed), encoding="utf-8")
        if key == "kind":
            with pytest.raises(InputError, match="no receipt"):
                faults_of(path, tmp_path)
        else:
            assert faults_of(path, tmp_path)


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=4))
def test_a_digest_does_not_depend_on_order_or_on_itself(found: dict[str, int]) -> None:
    turned = dict(reversed(list(found.items())))
    assert digest_of(found) == digest_of(turned) == digest_of({**turned, "sha256": 1})
