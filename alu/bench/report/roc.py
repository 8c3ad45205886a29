"""What a classifier of topics finds against what it flags, over all limits: the picture and its points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from alu.bench.report.charts import Curve, curves
from alu.bench.runner.sample import Sample

__all__ = ["Roc", "operating_points", "roc_charts"]

RIGHT = 0.12
"""Share of harmless questions flagged at the right edge of the picture: nobody would work further to the right."""
FOUND = 0.5
"""Strength from which on a question is of a topic."""
_STEPS = 121
_COLOURS = ("alu", "paper", "fin", "prompt", "icul", "word")


class Roc(NamedTuple):
    """One group of questions to forget against all that are to stay, in one arm."""

    targets: str
    """What the store knew of each topic."""
    group: str
    found: float
    """Share of the group that is found at the limits that alu works with."""
    flagged: float
    """Share of the harmless questions that is flagged there."""
    n_forget: int
    n_retain: int


def operating_points(samples: Sequence[Sample]) -> list[Roc]:
    """Return where alu works on each curve; nothing where the samples are of no topic, or of one side only."""
    return [
        Roc(targets, group, _found(forget), _found(kept), len(forget), len(kept))
        for targets, groups, kept in _sides(samples)
        for group, forget in groups.items()
    ]


def roc_charts(samples: Sequence[Sample]) -> Iterator[tuple[str, str, str]]:
    """Yield title, SVG and caption of a picture for each arm that has topics."""
    for targets, groups, kept in _sides(samples):
        drawn, shares = [], np.linspace(0.0, RIGHT, _STEPS)
        limits = np.quantile(kept, 1 - shares, method="higher")
        for number, (group, forget) in enumerate(groups.items()):
            points = [(float(x), float((forget > limit).mean())) for x, limit in zip(shares, limits, strict=True)]
            works = (min(RIGHT, _found(kept)), _found(forget))
            drawn.append(Curve(group, _COLOURS[number % len(_COLOURS)], points, works))
        caption = (
            f"The classifiers alone, with no model asked: {len(kept):,} harmless questions. Dots: the limits that alu "
            "sets when a topic is stored. Across: harmless questions flagged. Up: questions of the topic found."
        )
        yield f"Found against flagged: {targets}", curves(drawn, "Flagged, retain", "Found, forget", RIGHT), caption


def _found(strengths: np.ndarray) -> float:
    """Return the share that is found at the limits that alu works with."""
    return float((strengths >= FOUND).mean())


def _sides(samples: Sequence[Sample]) -> Iterator[tuple[str, dict[str, np.ndarray], np.ndarray]]:
    """Yield arm by arm the strengths of each group to forget, and of all that is to stay."""
    arms: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for s in samples:
        if s.method == "alu" and s.strength is not None and not s.arm.distractors:
            arms[s.arm.targets][s.item.group if s.item.side == "forget" else ""].append(s.strength)
    for targets, groups in arms.items():
        kept = np.array(groups.pop("", []))
        if groups and len(kept):
            yield targets, {group: np.array(found) for group, found in groups.items()}, kept
