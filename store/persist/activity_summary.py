"""The activity added up by time: verdicts, calls, tokens, and how long requests took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, Select, case, cast, func, select

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
    """Milliseconds within which half of the requests were answered."""
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
    verdicts: list[dict[str, int]] = [{} for _ in range(parts)]
    for row in read(
        select(number, rows.c.verdict, func.count().label("n")).where(*which).group_by("number", "verdict")
    ):
        counts = verdicts[_within(row.number, parts)]
        counts[row.verdict] = counts.get(row.verdict, 0) + row.n
    costs: list[dict[str, int]] = [{} for _ in range(parts)]
    for row in read(_costs(number, which)):
        costs[_within(row.number, parts)] = {name: int(getattr(row, name)) for name in (*_SUMS, "p50", "p95")}
    starts = [datetime.fromtimestamp(start + i * width, UTC) for i in range(parts)]
    return [Period(s, v, **c) for s, v, c in zip(starts, verdicts, costs, strict=True)]


def _within(number: int, parts: int) -> int:
    """Return a period's number, that of the last for what was kept while it was counted."""
    return max(0, min(int(number), parts - 1))


def _costs(number: Label[int], which: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the query of sums and times by period: the time at a share is that of the first place at or above it."""
    time = rows.c.milliseconds
    place = func.row_number().over(partition_by=number.element, order_by=time).label("place")
    among = func.count().over(partition_by=number.element).label("among")
    one = select(number, time, *(rows.c[name] for name in _SUMS), place, among).where(*which).subquery()
    at = {name: func.min(case((one.c.place * 20 >= one.c.among * share, one.c.milliseconds))) for name, share in _AT}
    sums = [func.sum(one.c[name]).label(name) for name in _SUMS]
    return select(one.c.number, *sums, *(q.label(name) for name, q in at.items())).group_by(one.c.number)


_AT = (("p50", 10), ("p95", 19))
"""Shares in twentieths."""
