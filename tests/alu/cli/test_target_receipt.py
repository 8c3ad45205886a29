"""`alu targets receipt`: for whoever asked to be forgotten, what became of it, and no name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli import Shell

NAME = "Odalys Brannigan"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.keep(NAME, ["She kept a tame gull."], id="keeper", reason="GDPR-8")
    return shell


def test_it_says_since_when_and_holds_no_name(shell: Shell) -> None:
    shown = shell.run("targets", "receipt", NAME)
    assert shown.exit_code == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert "state          enforced" in lines
    assert "reference      GDPR-8" in lines
    assert "requests       none is kept" in lines
    assert any(line.split()[1:2] == ["add"] for line in lines)
    assert "The model's weights are unchanged" in shown.stdout
    for word in ("Brannigan", "gull"):
        assert word not in shown.stdout


def test_of_a_removed_target_it_says_what_the_history_keeps(shell: Shell) -> None:
    shell.run("targets", "remove", "keeper", "--yes", "--reason", "GDPR-9")
    got = json.loads(shell.run("targets", "receipt", "keeper", "--json").stdout)
    assert (got["state"], got["reference"], [e["action"] for e in got["events"]]) == (
        "removed",
        "GDPR-9",
        ["remove", "add"],
    )
    digest = got.pop("digest")
    whole = json.dumps(got, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest == hashlib.sha256(whole.encode()).hexdigest()
    unknown = shell.run("targets", "receipt", NAME)
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "none in the history" in unknown.stderr


def test_its_file_is_verified_also_as_a_browser_saves_it(shell: Shell, tmp_path: Path) -> None:
    made = json.loads(shell.run("targets", "receipt", "keeper", "--json").stdout)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps({**made, "activity_days": int(made["activity_days"])}, indent=2), encoding="utf-8")
    done = shell.run("bench", "verify", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "as it was made on 20" in done.stdout


@pytest.mark.parametrize("change", [{"reference": "GDPR-7"}, {"facts": "many"}, {"name": NAME}, {"digest": ""}])
def test_a_file_that_was_changed_is_not(shell: Shell, tmp_path: Path, change: dict[str, str]) -> None:
    made = json.loads(shell.run("targets", "receipt", "keeper", "--json").stdout)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps({**made, **change}), encoding="utf-8")
    done = shell.run("bench", "verify", path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "was changed after it was made" in done.stderr
    path.write_text(json.dumps({"kind": "a receipt of something else"}), encoding="utf-8")
    assert "alu targets receipt --json" in shell.run("bench", "verify", path).stderr
