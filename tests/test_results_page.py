"""Pages that a script writes hold what it writes now: results, the README's figures, and its picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import result_tables as tables
from benchmarks.report import RESULTS
from benchmarks.results_page import NEWEST, headlines, page, with_headlines
from docs.picture import drawn, examples

ROOT = Path(__file__).parents[1]
AGAIN = "run `python -m benchmarks.results_page`"


def share(value: float, n: int = 100) -> dict[str, float]:
    return {"share": value, "low": value / 2, "high": min(1, value * 2), "n": n}


def test_the_pages_are_what_the_script_writes() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / "docs" / "results.md").read_text("utf-8") == page(), AGAIN
    assert with_headlines(readme) == readme, AGAIN
    assert len(readme.splitlines()) <= 120


def test_the_picture_is_what_the_demo_shows() -> None:
    shown = examples()
    picture = (ROOT / "docs" / "demo.svg").read_text("utf-8")
    assert picture == drawn(shown), "run `python -m docs.picture`"
    assert all(fact.split()[-1] not in shown["examples"][2]["text"] for fact in shown["target"]["facts"])


def test_a_figure_of_the_readme_follows_its_file(tmp_path: Path) -> None:
    for name in (NEWEST, "opacity", "overhead", "overhead-contextual"):
        (tmp_path / f"{name}.json").write_bytes((RESULTS / f"{name}.json").read_bytes())
    rows = json.loads((tmp_path / f"{NEWEST}.json").read_text("utf-8"))
    for row in rows:
        if row["form"] == "spaced":  # one notation of the seven leaks now
            row["leak"] = share(0.25, 116)
    (tmp_path / f"{NEWEST}.json").write_text(json.dumps(rows), encoding="utf-8")
    was, now = headlines().splitlines(), headlines(tmp_path).splitlines()
    assert [i for i, (a, b) in enumerate(zip(was, now, strict=True)) if a != b] == [6]
    assert "| 25.0 % of 116 (12.5–50.0 %) |" in now[6]
    assert "median" in was[-1]
    assert all(f"](benchmarks/results/{name}.md)" in was[-1] for name in ("overhead", "overhead-contextual"))


def test_a_readme_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="one place"):
        with_headlines("# alu\n")


def test_a_part_of_the_yardstick_with_what_it_was() -> None:
    now = [
        {"part": "a", "arm": "facts", "form": "asked", "near": share(1.0), "leak": share(0.02)},
        {"part": "a", "arm": "facts", "form": "others", "changed": share(0.01), "flagged": share(0.03)},
        {"part": "b", "arm": "facts", "form": "asked", "leak": share(0.5)},
    ]
    before = [{**now[0], "leak": share(0.3)}]
    table = tables.yardstick_table(now, before, {("a", "facts", "asked"): "leak ≤ 3 %"}, "a")
    assert table.splitlines()[2:] == [
        "| facts | asked | 100 | 100.0 % [50.0, 100.0] | 2.0 % [1.0, 4.0] |  |  | leak 30.0 % | leak ≤ 3 % |",
        "| facts | others | 100 |  |  | 1.0 % [0.5, 2.0] | 3.0 % [1.5, 6.0] |  |  |",
    ]


def test_rows_by_name_all_or_some() -> None:
    data = {"rows": {"p50": 4.3, "a | b": "0 of 9"}}
    assert tables.named_table(data).splitlines()[2:] == ["| p50 | 4.3 |", "| a \\| b | 0 of 9 |"]
    assert tables.named_table(data, names=["p50"]).splitlines()[2:] == ["| p50 | 4.3 |"]


def test_a_run_shows_the_figures_that_it_has() -> None:
    heads: list[dict[str, Any]] = [
        {"suite": "tofu", "method": "none", "targets": "-", "values": {"leak": {"value": 1.0, "n": 10}}},
        {"suite": "tofu", "method": "alu", "targets": "facts", "values": {"leak": {"value": 0.0, "n": 10}}},
        {"suite": "wmdp", "method": "alu", "targets": "facts", "values": {"forget_accuracy": {"value": 0.1, "n": 20}}},
    ]
    assert tables.run_table({"headlines": heads}, "tofu").splitlines() == [
        "| method | stored | leak |",
        "| --- | --- | --- |",
        "| `none` | - | 100% of 10 |",
        "| `alu` | facts | 0% of 10 |",
    ]


def test_attacks_that_won_are_counted() -> None:
    def attack(leak: float, method: str = "alu") -> dict[str, Any]:
        kept = {"value": 1.0, "n": 1}
        return {"method": method, "values": {"leak": {"value": leak, "n": 1}, "over_refusal": kept, "unchanged": kept}}

    run = {"attacks": {"attacks": [attack(0), attack(0.5), attack(1, "none")]}}
    assert tables.attack_table({"mine": run}).splitlines()[2] == "| `mine` | 1 of 2 | 100.0% | 100.0% |"


def test_sizes_and_what_was_not_measured() -> None:
    table = tables.scaling_table({"sizes": [{"targets": 10, "recall": 1.0}, {"targets": 1000, "open_s": 0.25}]})
    assert table.splitlines()[0] == "| targets | 10 | 1,000 |"
    assert "| targets found | 100.00% | – |" in table
    assert "| open, s | – | 0.25 |" in table
