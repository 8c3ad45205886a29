"""The activity log of a namespace: written, searched, reviewed and summarised."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from alu.store.persist.activity import HELD, Activity, ReviewResult, entry_of, is_made, lacking, prepare, rows, touches
from alu.store.persist.activity_summary import Period, summed
from alu.store.persist.database import Database

__all__ = ["ActivityFilter", "ActivityLog"]


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Which entries are wanted; what is empty excludes nothing."""

    verdicts: Sequence[str] = ()
    target: str = ""
    """Id of a target that was touched."""
    who: str = ""
    """Id of a key."""
    trace: str = ""
    open: bool = False
    """Only the review queue: what was or would have been held back, and no person has ruled on."""
    touched: bool = False
    """Only requests that touched a target."""

    def conditions(self) -> list[Any]:
        """Return it in SQL."""
        found: list[Any] = []
        if self.verdicts:
            found.append(rows.c.verdict.in_(self.verdicts))
        if self.target:
            found.append(touches(self.target))
        if self.who:
            found.append(rows.c.who == self.who)
        if self.trace:
            found.append(rows.c.trace == self.trace)
        if self.open:
            found += [rows.c.verdict.in_(HELD), rows.c.ruling == ""]
        if self.touched:
            found.append(rows.c.matched != "[]")
        return found


class ActivityLog:
    """The activity of one namespace.

    Args:
        database: that of the list.
        namespace: whose targets.
        days: for which an entry is kept.
    """

    def __init__(self, database: Database, namespace: str, days: float = 30.0) -> None:
        self._database = database
        self._namespace = namespace
        self._days = days

    def add(self, *entries: Activity) -> None:
        """Keep entries, now where they have no time, and drop those that are too old.

        Raises:
            StoreError: the database cannot be written.
        """
        now = time.time()
        new = [self._row(entry, now) for entry in entries]
        with self._database.transaction(write=True) as connection:
            prepare(connection)
            connection.execute(delete(rows).where(self._mine, rows.c.time < self._since(now)))
            connection.execute(insert(rows), new)

    def list(self, limit: int = 100, wanted: ActivityFilter | None = None, offset: int = 0) -> list[Activity]:
        """Return entries, the latest first.

        Raises:
            StoreError: the database cannot be read.
        """
        latest = (
            select(rows)
            .where(*self._which(wanted))
            .order_by(rows.c.time.desc(), rows.c.seq.desc())
            .limit(limit)
            .offset(offset)
        )
        return [entry_of(row) for row in self._read(latest)]

    def count(self, wanted: ActivityFilter | None = None) -> int:
        """Return how many entries there are.

        Raises:
            StoreError: the database cannot be read.
        """
        found = self._read(select(func.count()).select_from(rows).where(*self._which(wanted)))
        return int(found[0][0]) if found else 0

    def verdicts(self, wanted: ActivityFilter) -> dict[str, int]:
        """Return how many entries have each verdict.

        Raises:
            StoreError: the database cannot be read.
        """
        query = select(rows.c.verdict, func.count()).where(*self._which(wanted)).group_by(rows.c.verdict)
        return {verdict: count for verdict, count in self._read(query)}

    def rule(self, entry_id: int, ruling: ReviewResult, who: str) -> bool:
        """Keep what a person found of an entry; tell whether there is such an entry.

        Raises:
            StoreError: the database cannot be written.
        """
        found = {"ruling": ruling, "ruled_by": who[:100] if ruling else ""}
        with self._database.transaction(write=True) as connection:
            if not is_made(connection):
                return False
            prepare(connection)
            changed = connection.execute(update(rows).where(self._mine, rows.c.seq == entry_id).values(**found))
            return changed.rowcount > 0

    def periods(self, hours: int, parts: int) -> builtins.list[Period]:
        """Return the last `hours` in `parts` of equal length, the oldest first: verdicts, costs and times of each.

        Raises:
            StoreError: the database cannot be read.
        """
        start = time.time() - hours * 3600
        which = [*self._which(None), rows.c.time >= start]
        return summed(self._read, which, start, hours * 3600 // parts, parts)

    def clear(self) -> int:
        """Drop all entries; return how many there were.

        Raises:
            StoreError: the database cannot be written.
        """
        with self._database.transaction(write=True) as connection:
            if not is_made(connection):
                return 0
            return connection.execute(delete(rows).where(self._mine)).rowcount

    @property
    def _mine(self) -> Any:
        return rows.c.namespace == self._namespace

    def _since(self, now: float) -> float:
        return now - self._days * 86_400

    def _row(self, entry: Activity, now: float) -> dict[str, Any]:
        return {
            "namespace": self._namespace,
            "time": entry.time.timestamp() if entry.time else now,
            "who": entry.who[:100],
            "verdict": entry.verdict,
            "trace": entry.trace[:40],
            "milliseconds": entry.milliseconds,
            "calls": entry.calls,
            "prompt_tokens": entry.prompt_tokens,
            "completion_tokens": entry.completion_tokens,
            "ruling": entry.ruling,
            "ruled_by": entry.ruled_by,
            "matched": json.dumps(entry.matched),
            "evidence": json.dumps(entry.evidence),
            "question": _kept(entry.question),
            "draft": _kept(entry.draft),
        }

    def _which(self, wanted: ActivityFilter | None) -> builtins.list[Any]:
        """Return the conditions of what is kept and wanted."""
        return [self._mine, rows.c.time >= self._since(time.time()), *(wanted.conditions() if wanted else ())]

    def _read(self, query: Select[Any]) -> Sequence[Any]:
        """Return what a query finds; nothing where there is no table."""
        with self._database.transaction(write=False) as connection:
            if not is_made(connection):
                return []
            if not lacking(connection):
                return connection.execute(query).all()
        with self._database.transaction(write=True) as connection:
            prepare(connection)
            return connection.execute(query).all()


def _kept(text: str) -> str:
    """Return a text that every database takes: without NUL and half characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
