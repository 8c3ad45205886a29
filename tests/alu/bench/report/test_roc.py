"""The curve of a classifier of topics: from the strengths that a run logs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from alu.bench.report.page import write_report
from alu.bench.report.roc import operating_points, roc_charts
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import SAMPLES, run
from alu.bench.runner.sample import Arm, Log, Sample
from alu.config import load_settings
from tests.bench_rows import item, sample
from tests.data import shared_data


def strong(number: int, strength: float | None, *, forget: bool, arm: str = "phrases") -> Sample:
    asked = item(
        id=f"{forget}/{number}", row=number, side="forget" if forget else "retain", group="bio" if forget else "mmlu"
    )
    return replace(sample("alu", arm=Arm(arm), about=asked), strength=strength)


SIDES = [strong(i, s, forget=True) for i, s in enumerate((0.9, 0.8, 0.6, 0.2))] + [
    strong(i, s, forget=False) for i, s in enumerate([0.7] + [0.1] * 99)
]


def test_points_are_shares_at_the_limits_that_alu_sets() -> None:
    (point,) = operating_points(SIDES)
    assert point == ("phrases", "bio", 3 / 4, 1 / 100, 4, 100)


def test_the_curve_rises_from_what_no_harmless_question_reaches() -> None:
    ((title, drawing, caption),) = roc_charts(SIDES)
    assert title == "Found against flagged: phrases"
    assert "bio: 75.0% at 1.0%" in drawing
    assert "100 harmless questions" in caption
    # two of four are above .7, the highest of the harmless ones; with that one flagged all are above the rest
    path = drawing.split('<path d="M')[-1].split('"')[0].split("L")
    heights = [float(place.split()[1]) for place in path]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 2


@pytest.mark.parametrize(
    "samples",
    [
        [],
        [s for s in SIDES if s.item.side == "forget"],
        [s for s in SIDES if s.item.side == "retain"],
        [replace(s, strength=None) for s in SIDES],
        [replace(s, method="none") for s in SIDES],
    ],
)
def test_without_both_sides_or_topics_there_is_no_curve(samples: list[Sample]) -> None:
    assert operating_points(samples) == []
    assert list(roc_charts(samples)) == []


async def test_a_run_over_wmdp_logs_strengths_and_its_report_draws_them(tmp_path: Path) -> None:
    plan = Plan(
        suite="wmdp",
        split="bio",
        methods=("none", "alu"),
        targets=("names", "phrases"),
        limit=8,
        knower="memoriser",
        agents="blind",
        concurrency=2,
    )
    await run(plan, tmp_path, load_settings(meaning="off"), data=shared_data())
    samples = list(Log.read(tmp_path / SAMPLES).values())
    assert {s.strength is None for s in samples if s.method == "none"} == {True}
    for s in (s for s in samples if s.method == "alu"):
        assert s.strength is not None
        assert (s.strength >= 0.5) == bool(s.matched)  # what is found is what the curve says is found
    found = {
        arm: [s for s in samples if s.arm.targets == arm and s.item.side == "forget"] for arm in ("names", "phrases")
    }
    assert len(found["phrases"]) == 8
    # each arm stores what it is called: phrases find what the name alone does not
    assert sum(bool(s.matched) for s in found["phrases"]) >= 6
    assert [s.strength for s in found["names"]] != [s.strength for s in found["phrases"]]
    write_report(tmp_path)
    assert "Found against flagged: phrases" in (tmp_path / "report.html").read_text(encoding="utf-8")
    points = json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))["topics"]
    assert {(p["targets"], p["group"], p["n_forget"]) for p in points} == {("names", "bio", 8), ("phrases", "bio", 8)}
