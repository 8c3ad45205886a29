"""The activity of a namespace, written and read."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import delete, func, insert, select

from alu.store.persist.activity import Activity, entry_of, is_made, metadata, rows
from alu.store.persist.database import Database

__all__ = ["ActivityLog"]


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

    def add(self, entry: Activity) -> None:
        """Keep an entry, and drop those that are too old.

        Raises:
            StoreError: the database cannot be written.
        """
        now = time.time()
        row = {
            "namespace": self._namespace,
            "time": now,
            "who": entry.who[:100],
            "verdict": entry.verdict,
            "matched": json.dumps(entry.matched),
            "evidence": json.dumps(entry.evidence),
            "question": _kept(entry.question),
            "draft": _kept(entry.draft),
        }
        with self._database.transaction(write=True) as connection:
            metadata.create_all(connection)
            connection.execute(delete(rows).where(self._mine, rows.c.time < now - self._days * 86_400))
            connection.execute(insert(rows), row)

    def list(self, limit: int = 100) -> list[Activity]:
        """Return the latest entries, the latest first.

        Raises:
            StoreError: the database cannot be read.
        """
        since = time.time() - self._days * 86_400
        wanted = select(rows).where(self._mine, rows.c.time >= since).order_by(rows.c.seq.desc()).limit(limit)
        with self._database.transaction(write=False) as connection:
            return [entry_of(row) for row in connection.execute(wanted)] if is_made(connection) else []

    def clear(self) -> int:
        """Drop all entries; return how many there were.

        Raises:
            StoreError: the database cannot be written.
        """
        with self._database.transaction(write=True) as connection:
            if not is_made(connection):
                return 0
            count = connection.execute(select(func.count()).select_from(rows).where(self._mine)).scalar_one()
            connection.execute(delete(rows).where(self._mine))
        return int(count)

    @property
    def _mine(self) -> Any:
        return rows.c.namespace == self._namespace


def _kept(text: str) -> str:
    """Return a text that every database takes: without NUL and half characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
