"""The activity log summarised by time: verdicts, calls, tokens, and durations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select

from alu.store.persist.activity import rows

__all__ = ["Period", "summed"]

_SUMS = ("calls", "prompt_tokens", "completion_tokens")


@dataclass(frozen=True, slots=True)
class Period:
    """What was answered within one stretch of time."""

    start: datetime
    verdicts: dict[str, int] = field(default_factory=dict)
    """How many requests had each."""
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    p50: int = 0
    """Milliseconds within which half of the requests were answered, to the upper end of 10, from a second on of 100."""
    p95: int = 0
    """The same of 19 in 20."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        numbers = {name: getattr(self, name) for name in (*_SUMS, "p50", "p95")}
        return {"start": self.start.isoformat(timespec="seconds"), "verdicts": dict(self.verdicts), **numbers}


def summed(
    read: Callable[[Select[Any]], Sequence[Any]],
    which: Sequence[ColumnElement[bool]],
    start: float,
    width: int,
    parts: int,
) -> list[Period]:
    """Return `parts` periods of `width` seconds from `start`, the oldest first, those without a request among them.

    Args:
        read: runs a query.
        which: the conditions of the entries that count.
        start: seconds since 1970.
        width: seconds.
        parts: how many periods.
    """
    number = (cast(rows.c.time - start, Integer) // width).label("number")
    sums = [func.sum(rows.c[name]).label(name) for name in _SUMS]
    counted = select(number, rows.c.verdict, _BAND, func.count().label("requests"), *sums).where(*which)
    found: list[list[Any]] = [[] for _ in range(parts)]
    for row in read(counted.group_by("number", "verdict", "band")):
        found[max(0, min(int(row.number), parts - 1))].append(row)  # the last: what was kept while this was counted
    return [_period(datetime.fromtimestamp(start + n * width, UTC), some) for n, some in enumerate(found)]


_TIME = rows.c.milliseconds
_BAND = case((_TIME < 100, _TIME), (_TIME < 1000, 100 + _TIME // 10), else_=200 + _TIME // 100).label("band")
"""Times that count as one: to sort 100,000 of them takes the database three times as long."""


def _period(start: datetime, some: Sequence[Any]) -> Period:
    """Add up the rows of one period."""
    verdicts, bands = Counter[str](), Counter[int]()
    for row in some:
        verdicts[row.verdict] += row.requests
        bands[row.band] += row.requests
    sums = {name: sum(int(getattr(row, name)) for row in some) for name in _SUMS}
    return Period(start, dict(verdicts), **sums, p50=_within(bands, 0.5), p95=_within(bands, 0.95))


def _within(bands: Mapping[int, int], share: float) -> int:
    """Return the longest time of the band by which a share of the requests was answered; 0 where there are none."""
    needed, total = share * sum(bands.values()), 0
    for band in sorted(bands):
        total += bands[band]
        if total >= needed:
            return band if band < 100 else (band - 100) * 10 + 9 if band < 200 else (band - 200) * 100 + 99
    return 0
