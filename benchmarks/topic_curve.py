"""WMDP found against MMLU flagged, over all limits: a table's rows and a picture of the curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from alu.store.match.topics.topics import Topics
from alu.store.text.vectors.topic_features import windows

__all__ = ["POINTS", "at", "best", "picture"]

POINTS = (1, 2, 3, 4, 5, 6, 8, 10)
"""Per cent of MMLU flagged at which the table has a row."""
_COLOURS = ("#0b6e4f", "#b5441b", "#3b4ba3", "#777777")
_WIDTH, _HEIGHT, _EDGE = 560, 380, 50
_RIGHT, _LOW = 12.0, 50.0
"""Per cent of MMLU at the right edge, and of WMDP at the bottom."""


def best(topics: Topics, questions: Sequence[str]) -> np.ndarray:
    """Return the strength of the nearest topic in the strongest window of each question, 0 to 1."""
    return np.array([topics.strengths(windows(question)).max(initial=0.0) for question in questions])


def at(found: Mapping[str, np.ndarray], kept: np.ndarray, share: float) -> dict[str, float]:
    """Return the share of each forget set that is found where all limits are moved until `share` of `kept` is flagged.

    Args:
        found: strengths of the questions to forget, by set.
        kept: strengths of the questions to keep.
        share: 0 to 1.
    """
    limit = np.quantile(kept, 1 - share)
    return {name: float((strengths >= limit).mean()) for name, strengths in found.items()}


def picture(found: Mapping[str, np.ndarray], kept: np.ndarray, path: Path) -> None:
    """Write the curves as an SVG file, the limits that alu sets as dots."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="12"><rect width="100%" height="100%" fill="white"/>',
        *(_grid(x, None) for x in range(0, 13, 2)),
        *(_grid(None, y) for y in range(50, 101, 10)),
    ]
    shares = np.linspace(0.0, _RIGHT / 100, 121)
    for number, (name, strengths) in enumerate(found.items()):
        points = [(100 * s, 100 * at({name: strengths}, kept, float(s))[name]) for s in shares]
        colour = _COLOURS[number % len(_COLOURS)]
        drawn = " ".join(f"{right:.1f},{down:.1f}" for right, down in (_place(x, y) for x, y in points))
        x, y = _place(100 * float((kept >= 0.5).mean()), 100 * float((strengths >= 0.5).mean()))
        lines.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        lines.append(
            f'<text x="{_WIDTH - 130}" y="{_HEIGHT - 110 + 18 * number}" fill="{colour}">{escape(name)}</text>'
        )
    axes = '<text x="210" y="372">MMLU flagged, %</text><text x="8" y="20">found, %</text></svg>\n'
    path.write_text("\n".join([*lines, axes]), encoding="utf-8")


def _place(x: float, y: float) -> tuple[float, float]:
    wide, high = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    return _EDGE + wide * x / _RIGHT, _HEIGHT - _EDGE - high * (max(y, _LOW) - _LOW) / (100 - _LOW)


def _grid(x: float | None, y: float | None) -> str:
    (left, bottom), (right, top) = (
        _place(x or 0, y or _LOW),
        _place(_RIGHT if x is None else x, 100 if y is None else y),
    )
    label = (
        f'<text x="{left - 24:.0f}" y="{bottom + 4:.0f}">{y}</text>'
        if x is None
        else (f'<text x="{left - 4:.0f}" y="{bottom + 16:.0f}">{x}</text>')
    )
    return f'<line x1="{left:.1f}" y1="{bottom:.1f}" x2="{right:.1f}" y2="{top:.1f}" stroke="#ddd"/>{label}'
