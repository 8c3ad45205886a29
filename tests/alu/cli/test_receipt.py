"""`alu bench receipt` and `verify`: one's own targets through a run, on paper without a name, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alu.bench.report.receipt import WITHHELD, digest_of
from tests.bench_rows import KEPT, SECRET
from tests.cli import Shell

FACTS = {"Which bird does she keep?": "A tame cormorant called Barnaby.", "Where was she born?": "In Dunmorrow."}
QUICK = ("--knower", "memoriser", "--agents", "blind", "--targets", "facts", "--methods", "none,alu")


@pytest.fixture
def shell(shell: Shell, tmp_path: Path) -> Shell:
    """A person who forgot two people and asked about them, plainly and by two attacks; the run is in `home/out`."""
    rows = [
        {"id": "t-first", "name": SECRET, "reason": "GDPR-2026-118", "facts": _facts(FACTS)},
        {"id": "t-second", "name": KEPT, "policy": "facts", "facts": [{"text": "Tobin Ashgrove lives at 4 Quay Row."}]},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "data" / "own").mkdir(parents=True)
    exported = tmp_path / "data" / "own" / "targets.jsonl"
    for order in (("import", tmp_path / "in.jsonl"), ("export", "--out", exported)):
        said = shell.run("targets", *order)
        assert said.exit_code == 0, said.stderr
    common = (*QUICK, "--data", tmp_path / "data", "--out", tmp_path / "out")
    attacks = ("--attacks", "say-base64,samples", "--budget", "2")
    for how, more in (("run", ()), ("attack", attacks)):
        said = shell.run("bench", how, "own", *more, *common)
        assert said.exit_code == 0, said.stderr
    return shell


def _facts(facts: dict[str, str]) -> list[dict[str, str]]:
    return [{"question": q, "text": a} for q, a in facts.items()]


def made(shell: Shell, *targets: str, where: str = "out") -> dict[str, Any]:
    said = shell.run("bench", "receipt", *targets, "--run", shell.home / "out", "--out", shell.home / where)
    assert said.exit_code == 0, said.stderr
    return dict(json.loads((shell.home / where / "receipt.json").read_text(encoding="utf-8")))


def verified(shell: Shell, where: str = "out") -> str:
    said = shell.run("bench", "verify", shell.home / where / "receipt.json", "--run", shell.home / "out")
    assert (said.exit_code == 0) == ("agree" in said.stdout)
    return said.stdout + said.stderr


def test_a_receipt_says_what_was_asked_and_what_came_out_and_no_name(shell: Shell) -> None:
    found = made(shell, SECRET, "t-second")
    first, second = found["targets"]
    assert (first["id"], first["reference"], first["policy"]) == ("t-first", "GDPR-2026-118", "strict")
    assert (second["id"], second["policy"]) == ("t-second", "facts")
    assert first["since"].startswith("20")
    plain = {(c["target"], c["method"]): c for c in found["counted"] if c["attack"].startswith("none")}
    assert [plain[1, m]["questions"] for m in ("alu", "none")] == [2, 2]
    assert plain[1, "none"]["leaks"] == 2
    assert plain[1, "alu"]["leaks"] == 0
    assert plain[1, "alu"]["high"] == pytest.approx(0.6576, abs=1e-4)  # Wilson: z²/(n + z²), n = 2
    sampled = [c for c in found["counted"] if c["attack"] == "samples" and c["method"] == "none" and c["target"] == 1]
    assert [(c["questions"], c["leaks"]) for c in sampled] == [(2, 2)]  # two samples of a question are one question
    page = (shell.home / "out" / "receipt.html").read_text(encoding="utf-8")
    for text in (page, json.dumps(found, ensure_ascii=False)):
        for secret in ("Odalys", "Brannigan", "Tobin", "Ashgrove", "cormorant", "Barnaby", "Dunmorrow", "Quay Row"):
            assert secret.lower() not in text.lower()
    assert "GDPR-2026-118" in page
    assert found["sha256"] in page
    assert "With alu, 0 of 2 answers (0.0 to 65.8 % at 95 %) to plain questions" in page
    assert "agree" in verified(shell)


def test_whatever_is_changed_is_found(shell: Shell) -> None:
    made(shell, "t-first", where="paper")
    paper, log = shell.home / "paper" / "receipt.json", shell.home / "out" / "samples.jsonl"
    whole, page, lines = paper.read_text("utf-8"), paper.with_suffix(".html"), log.read_bytes()
    assert "agree" in verified(shell, "paper")
    log.write_bytes(lines + lines.splitlines(keepends=True)[0])  # the folder's next run
    assert "agree" in verified(shell, "paper")
    log.write_bytes(lines.replace(b'"verdict":"', b'"verdict":"x', 1))
    assert "samples.jsonl was changed" in verified(shell, "paper")
    log.write_bytes(lines)
    better = json.loads(whole)
    better["counted"][0]["questions"] += 40
    paper.write_text(json.dumps(better), encoding="utf-8")
    assert "its own digest differs" in verified(shell, "paper")
    better["sha256"] = digest_of(better)  # whoever knows how can make the digest anew, but not the count
    paper.write_text(json.dumps(better), encoding="utf-8")
    assert "counting samples.jsonl again gives other numbers" in verified(shell, "paper")
    paper.write_text(whole, encoding="utf-8")
    shown = page.read_text("utf-8")
    page.write_text(shown.replace("<thead>", "").replace("margin: 16mm", "margin: 9mm"), encoding="utf-8")
    assert "receipt.html has the receipt's words in another layout: another alu made it" in verified(shell, "paper")
    page.write_text(shown.replace("0 of 2", "0 of 20"), encoding="utf-8")
    assert "receipt.html does not show" in verified(shell, "paper")
    manifest = shell.home / "out" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"blind"', '"wary"'), encoding="utf-8")
    assert "manifest.json was changed" in verified(shell, "paper")


def test_what_is_no_receipt_is_said_to_be_none(shell: Shell) -> None:
    paper = shell.home / "receipt.json"
    for text in ("", "no json", "[]", "{}", '{"kind": "alu receipt"}', '{"kind": "alu receipt", "log": 1}'):
        paper.write_text(text, encoding="utf-8")
        said = shell.run("bench", "verify", paper, "--run", shell.home / "out")
        assert said.exit_code != 0
        assert "receipt" in said.stderr
        assert "Traceback" not in said.stderr


def test_no_receipt_without_a_question(shell: Shell) -> None:
    shell.keep("Maud Thistlewood", ["She paints."])
    said = shell.run("bench", "receipt", "Maud Thistlewood", "--run", shell.home / "out")
    assert said.exit_code != 0
    assert "no open answer of alu" in said.stderr
    assert "Thistlewood" not in said.stderr


def test_an_id_that_tells_the_name_is_withheld(shell: Shell) -> None:
    row = {"id": "odalys-1", "name": SECRET, "facts": _facts(FACTS)}
    for reference in ("", "GDPR-7"):
        rows = shell.home / "data" / "own" / "targets.jsonl"
        rows.write_text(json.dumps({**row, "reason": reference}), encoding="utf-8")
        store, out = (shell.home / f"{part}-{len(reference)}" for part in ("store", "out"))
        for order in (
            ("targets", "import", rows, "--store", store),
            ("bench", "run", "own", *QUICK, "--data", rows.parents[1], "--out", out),
        ):
            done = shell.run(*order)
            assert done.exit_code == 0, done.stderr
        said = shell.run("bench", "receipt", "odalys-1", "--run", out, "--store", store)
        if reference == "GDPR-7":
            assert said.exit_code == 0, said.stderr
            found = json.loads((out / "receipt.json").read_text("utf-8"))
            assert (found["targets"][0]["id"], found["targets"][0]["reference"]) == (WITHHELD, "GDPR-7")
            assert "odalys" not in (out / "receipt.html").read_text("utf-8").lower()
        else:
            assert "neither the id nor the reference" in said.stderr
