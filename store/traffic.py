"""A user's own prompts and answers, read from a file and run through the detector to calibrate its threshold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alu.errors import InputError
from alu.store.guarantee import LADDER, Guarantee, choose, detection_version, most, now, rows_needed
from alu.store.match.everyday import touches
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.query import Query

if TYPE_CHECKING:
    from alu.store.match.detector import Detector
    from alu.store.match.snapshot import Snapshot

__all__ = ["Exchange", "calibrated", "found_probes", "naming_lines", "read_traffic"]

_SHOWN = 10
"""Lines that a message names."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A prompt with the answer to it, if any."""

    line: int
    """Where it is in its file, from 1."""
    text: str = field(repr=False)
    draft: str = field(default="", repr=False)
    target: str = ""
    """Id of the target that it is a probe for, if that is said."""


def read_traffic(text: str, *, jsonl: bool) -> list[Exchange]:
    """Read a prompt a line or, in JSONL, `{"text": …, "draft": …}` a line with the answer to it; `target` for a probe.

    Raises:
        InputError: a line is no such object, or there is no line.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError("the traffic is empty: give a prompt a line")
    return [_exchange(number, line) if jsonl else Exchange(number, line.strip()) for number, line in lines]


def calibrated(
    snapshot: Snapshot,
    rows: Sequence[Exchange],
    *,
    rate: float,
    confidence: float,
    unnamed: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Guarantee:
    """Return the lowest threshold at which at most `rate` of traffic like these rows is flagged, with `confidence`.

    Args:
        snapshot: the targets.
        rows: harmless traffic, as it came: no row may have been chosen for being flagged or not.
        rate: share, 0 to 1.
        confidence: probability, 0 to 1, with which it holds.
        unnamed: rows that name a target were passed over.
        progress: called with what is done, how much of it, and of how much.

    Raises:
        InputError: the rows are too few, or too many of them are flagged at every threshold.
    """
    _check_enough(len(rows), rate, confidence)
    flagged: dict[float, list[int]] = {}

    def count(threshold: float) -> int:
        flagged[threshold] = _flagged(snapshot.at(threshold), rows, progress)
        return len(flagged[threshold])

    choice = choose(len(rows), count, rate, confidence)
    if choice is None:
        raise _at_no_threshold(flagged[LADDER[0]], len(rows), rate, confidence)
    return Guarantee(
        threshold=choice.threshold,
        rate=rate,
        confidence=confidence,
        rows=len(rows),
        flagged=choice.flagged,
        targets=len(snapshot.targets),
        version=snapshot.version,
        embedder=snapshot.index.embedder.name,
        detection=detection_version(),
        made=now(),
        unnamed=unnamed,
    )


def _check_enough(rows: int, rate: float, confidence: float) -> None:
    """Raise where a rate could not be shown by so many rows even if none of them were flagged."""
    if (needed := rows_needed(rate, confidence)) > rows:
        best = f"{100 * most(0, rows, confidence):.2g} %"
        raise InputError(
            f"{_wanted(rate, confidence)} needs {needed:,} rows if none of them is flagged, and there are {rows:,},"
            f" which show {best} at best: give more rows, or a higher --rate"
        )


def _at_no_threshold(lines: Sequence[int], rows: int, rate: float, confidence: float) -> InputError:
    """Return what is wrong where these lines are flagged even at the highest threshold."""
    return InputError(
        f"{_wanted(rate, confidence)} holds at no threshold: {len(lines)} of {rows:,} rows are flagged even at"
        f" {LADDER[0]} ({_listed(lines)}), which needs {rows_needed(rate, confidence, len(lines)):,} rows: see with"
        " `alu detect` what they touch, take names out that are ordinary words, or give a higher --rate"
    )


def _wanted(rate: float, confidence: float) -> str:
    return f"a rate of {100 * rate:g} % with {100 * confidence:g} % confidence"


def naming_lines(detector: Detector, rows: Iterable[Exchange]) -> list[int]:
    """Return the lines of the rows that hold a distinctive stored name: they are not harmless."""
    return [
        row.line
        for row in rows
        if any(e.distinctive and not e.disguised for e in detector.names(Query.of([row.text, row.draft])))
    ]


def found_probes(detector: Detector, probes: Iterable[Exchange]) -> int:
    """Return how many probes are found: the target of each, where it names one, or any."""
    return sum(_finds(detector, probe) for probe in probes)


def _finds(detector: Detector, probe: Exchange) -> bool:
    asked = Inquiry(probe.text)
    found = detector.draft(asked, Draft.of(asked, probe.draft), detector.question(asked)).evidence
    return any(not probe.target or e.target_id == probe.target for e in found)


def _flagged(
    detector: Detector, rows: Sequence[Exchange], progress: Callable[[str, int, int], None] | None
) -> list[int]:
    """Return the lines of the rows in which anything is found."""
    found = []
    for done, row in enumerate(rows, 1):
        if touches(detector, Inquiry(row.text), row.draft):
            found.append(row.line)
        if progress:
            progress(f"trying threshold {detector.threshold}", done, len(rows))
    return found


def _listed(lines: Sequence[int]) -> str:
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return f"lines {', '.join(map(str, lines[:_SHOWN]))}{more}"


def _exchange(number: int, line: str) -> Exchange:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(f"line {number}: not JSON") from None
    fields = ("text", "draft", "target")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise InputError(f'line {number}: no object with a string "text"')
    if wrong := [name for name in fields if not isinstance(row.get(name, ""), str)]:
        raise InputError(f'line {number}: "{wrong[0]}" is no string')
    return Exchange(number, **{name: row[name] for name in fields if name in row})
