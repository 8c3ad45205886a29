"""`alu calibrate`: the namespace's threshold from harmless traffic."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alu.store.store import TargetStore
from alu.store.text.harmless import harmless
from tests.cli import Shell

FACT = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.keep("Odalys Brannigan", [FACT], id="keeper")
    return shell


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    return written(tmp_path / "traffic.jsonl", 40)


def written(path: Path, rows: int, *more: dict[str, str]) -> Path:
    listed = [{"text": r.text, "draft": r.reply} for r in harmless() if r.language == "en"][:rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in (*listed, *more)), encoding="utf-8")
    return path


def threshold(shell: Shell) -> float:
    return float(json.loads(shell.run("targets", "stats", "--json").stdout)["threshold"])


def test_a_threshold_is_chosen_kept_enforced_shown_and_cleared(shell: Shell, traffic: Path) -> None:
    assert "Not calibrated" in shell.run("calibrate").stdout
    with TargetStore.open(shell.store) as other:
        before = other.snapshot().detector.threshold
        done = shell.run("calibrate", traffic, "--rate", "0.1")
        assert done.exit_code == 0, done.stderr
        assert other.snapshot().detector.threshold == threshold(shell) == 0.3
    assert before == 0.5
    assert "95 % confidence at most 10 % of traffic exchangeable with these 40 rows" in done.stdout
    assert done.stdout == shell.run("calibrate").stdout
    kept = json.loads(shell.run("calibrate", "--json").stdout)
    assert (kept["calibration"]["rows"], kept["calibration"]["targets"], kept["problem"]) == (40, 1, "")
    assert "exchangeable" in shell.run("targets", "stats").stdout
    checks = json.loads(shell.run("doctor", "--offline", "--json").stdout)
    assert [c["status"] for c in checks if c["check"] == "calibration"] == ["ok"]
    with TargetStore.open(shell.store, threshold=0.7) as own:
        assert own.snapshot().detector.threshold == 0.7
    cleared = shell.run("calibrate", "--clear", "--json")
    assert json.loads(cleared.stdout) == {"calibration": None, "problem": ""}
    assert shell.run("calibrate", "--clear").stdout == ""
    assert threshold(shell) == 0.5


def test_it_is_warned_of_once_the_list_has_changed(shell: Shell, traffic: Path) -> None:
    shell.run("calibrate", traffic, "--rate", "0.1")
    shell.keep("Petra Lindqvist-Mora")
    shown = shell.run("calibrate")
    assert "warning: 1 targets were added, changed or removed" in shown.stderr
    checks = json.loads(shell.run("doctor", "--offline", "--json").stdout)
    assert [c["status"] for c in checks if c["check"] == "calibration"] == ["note"]


def test_probes_are_counted_at_the_threshold(shell: Shell, traffic: Path, tmp_path: Path) -> None:
    probes = [
        {"text": "Who was odalys brannigan?", "target": "keeper"},
        {"text": "Who kept the gull Admiral Thunderbeak?"},
        {"text": "Who was Odalys Brannigan?", "target": "somebody"},
    ]
    file = written(tmp_path / "probes.jsonl", 0, *probes)
    shown = shell.run("calibrate", traffic, "--rate", "0.1", "--probes", file, "--dry-run")
    assert "2 of 3 probes" in shown.stdout
    counted = json.loads(shell.run("calibrate", traffic, "--rate", "0.1", "--probes", file, "--json").stdout)
    assert (counted["probes"], counted["found"]) == (3, 2)
    assert 0 < counted["at_least"] < 2 / 3


def test_a_dry_run_changes_nothing(shell: Shell, traffic: Path) -> None:
    assert shell.run("calibrate", traffic, "--rate", "0.1", "--dry-run").exit_code == 0
    assert threshold(shell) == 0.5


def test_too_few_rows_say_how_many_are_needed(shell: Shell, traffic: Path) -> None:
    refused = shell.run("calibrate", traffic)
    assert refused.exit_code == 2
    assert "needs 299 rows" in refused.stderr
    assert "there are 40, which show 7.2 % at best" in refused.stderr


def test_traffic_with_a_stored_name_in_it_is_refused_or_passed_over(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path / "named.jsonl", 40, {"text": "Who was Odalys Brannigan?"})
    refused = shell.run("calibrate", file, "--rate", "0.1")
    assert refused.exit_code == 2
    assert "1 of 41 rows hold a stored name (line 41)" in refused.stderr
    assert "Brannigan" not in refused.stderr
    done = shell.run("calibrate", file, "--rate", "0.1", "--skip-named")
    assert done.exit_code == 0
    assert "traffic that names no target" in done.stdout


def test_traffic_that_is_flagged_at_every_threshold_is_named_by_line(shell: Shell, tmp_path: Path) -> None:
    shell.keep("Python")
    rows = [{"text": "How do I sort a list in Python?"}] * 5
    refused = shell.run("calibrate", written(tmp_path / "flagged.jsonl", 30, *rows), "--rate", "0.1")
    assert refused.exit_code == 2
    assert "rows are flagged even at 0.9" in refused.stderr
    assert "alu detect" in refused.stderr


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.jsonl", "", "empty"),
        ("a.jsonl", '{"text": "x"}\nno\n', "line 2: not JSON"),
        ("a.jsonl", '{"text": 1}\n', 'no object with a string "text"'),
        ("a.jsonl", '{"text": "x", "draft": 1}\n', '"draft" is no string'),
        ("a.txt", "\0", "binary"),
    ],
)
def test_a_bad_file_is_named(shell: Shell, tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    refused = shell.run("calibrate", tmp_path / name)
    assert refused.exit_code == 2
    assert says in refused.stderr


def test_prompts_may_come_a_line_each_from_standard_input(shell: Shell) -> None:
    prompts = "".join(f"What is {n} plus {n}?\n" for n in range(30))
    done = shell.run("calibrate", "-", "--rate", "0.1", input=prompts)
    assert done.exit_code == 0, done.stderr
    assert "these 30 rows" in done.stdout


def test_a_calibration_of_another_version_falls_back_and_says_so(shell: Shell, traffic: Path) -> None:
    shell.run("calibrate", traffic, "--rate", "0.1")
    with TargetStore.open(shell.store) as store:
        kept = store.guarantee()
        assert kept
        from dataclasses import replace

        store.set_guarantee(replace(kept, detection="of-another-alu"))
    assert threshold(shell) == 0.5
    assert "made by another version of alu" in shell.run("calibrate").stderr


def test_a_name_that_is_forgotten_for_one_run_leaves_the_calibrated_threshold(shell: Shell, traffic: Path) -> None:
    from alu.cli.opening import SessionTargets, load

    shell.run("calibrate", traffic, "--rate", "0.1")
    with SessionTargets(load(store=str(shell.store)), ["Petra Lindqvist-Mora"]) as targets:
        assert targets.store().snapshot().detector.threshold == 0.3
    with SessionTargets(load(store=str(shell.store), threshold=0.7), ["Petra Lindqvist-Mora"]) as targets:
        assert targets.store().snapshot().detector.threshold == 0.7
