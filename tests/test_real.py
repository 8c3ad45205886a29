"""`benchmarks/real.sh`: rounds that take all suites in turn, end on time, are taken up; `alu` only notes its calls."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "real.sh"

STUB = """#!/bin/sh
echo "$@" >> "$CALLS"
if [ "$2" != report ]; then echo "alu: 10 of 90 answers; about 1.25 hours for the rest" >&2; fi
if [ "$2" = report ]; then touch "$3/report.html" "$3/numbers.csv" "$3/numbers.json"; exit 0; fi
if [ "$(wc -l < "$CALLS")" -ge "${SLOW:-1000}" ]; then exec sleep 100; fi
out=$(echo "$*" | sed "s/.*--out \\([^ ]*\\).*/\\1/")
mkdir -p "$out"
echo x > "$out/samples.jsonl"
echo '{}' > "$out/manifest.json"
exit "${CODE:-0}"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an `alu` that notes its calls; from the call `SLOW` on it takes longer than any test."""
    called = tmp_path / "bin" / "alu"
    called.parent.mkdir()
    called.write_text(STUB)
    called.chmod(0o755)
    return tmp_path


def run(home: Path, *args: str, **env: str) -> tuple[int, list[str], str]:
    """Run the script, and return its code, what it called `alu` with, and what it said."""
    (home / "calls").write_text("")
    stated = {**os.environ, "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "CALLS": str(home / "calls"), **env}
    command = ["sh", str(SCRIPT), "data", "out", *args]
    done = subprocess.run(command, cwd=home, env=stated, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, (home / "calls").read_text().splitlines(), done.stderr


def limits(calls: list[str], suite: str) -> list[int]:
    """Return the rows that one suite was asked, call by call."""
    return [int(m[1]) for c in calls if c.startswith(f"bench run {suite} ") and (m := re.search(r"--limit (\d+)", c))]


def test_every_round_asks_all_suites_a_few_rows_more(home: Path) -> None:
    code, calls, said = run(home, "--hours", "0.003", SLOW="25")
    assert (code, "the same command goes on" in said) == (0, True)
    assert [c.split()[2] for c in calls[:4]] == ["tofu", "rwku", "wmdp", "mmlu"]
    assert all("none,prompt,alu " in c for c in calls[:4])
    assert limits(calls, "tofu")[:3] == [10, 20, 30]
    assert limits(calls, "mmlu")[:3] == [20, 40, 60]
    second = calls[[c.startswith("bench run mmlu") for c in calls].index(True) + 1 :]
    assert next(c for c in second if c.startswith("bench run tofu")).count("filter-output") == 1
    kept = home / "benchmarks" / "results" / "real" / "tofu"
    assert {file.name for file in kept.iterdir()} == {"report.html", "numbers.csv", "numbers.json", "manifest.json"}


def test_an_hour_ends_in_the_middle_of_a_run_and_still_leaves_tables(home: Path) -> None:
    code, calls, said = run(home, "--hours", "0.001", SLOW="3")
    assert code == 0
    assert calls[2].startswith("bench run wmdp")
    assert "round 1" in said


def test_further_rounds_bring_further_questions(home: Path) -> None:
    _, calls, _ = run(home, "m", "--hours", "0.004", PAPER_PROMPTS="copy")
    assert all("--model m " in c for c in calls if " run " in c)
    assert any("alu-published" in c and "--paper-prompts copy" in c for c in calls)
    assert any(c.startswith("bench run lume --split lives") for c in calls)
    assert any(c.startswith("bench attack tofu") for c in calls)
    assert any("--distractors 0,100" in c and "paraphrased" in c for c in calls)


@pytest.mark.parametrize(("code", "ends"), [("2", 2), ("4", 4)])
def test_a_fault_ends_it_and_items_left_do_not(home: Path, code: str, ends: int) -> None:
    assert run(home, "--hours", "0.001", CODE=code)[0] == ends
    assert run(home, "--hours", "0.0008", CODE="3")[0] != 3


def test_whole_splits_say_their_hours_before_they_begin(home: Path) -> None:
    code, calls, said = run(home, "--full", "--hours", "0.002", SLOW="100")
    assert code == 0
    probed = next(i for i, call in enumerate(calls) if call.startswith("bench run tofu") and i)  # the reworded answers
    assert "--split forget10 --limit 100000" in calls[0]
    assert "filter-output" in calls[0]
    assert "--distractors 0,100" in calls[probed]
    assert f"about {1.25 * (probed + 1):g} hours for all of it" in said


def test_without_a_folder_it_says_how(home: Path) -> None:
    done = subprocess.run(["sh", str(SCRIPT)], capture_output=True, text=True, check=False, cwd=home)
    assert done.returncode == 2
    assert "--hours" in done.stdout
    assert "set -eu" not in done.stdout
