"""What requests touched, kept for a while: ids and verdicts; texts only where that is set.

The table is made with the first entry, in the database of the list, and outlives no target: what a removal leaves of it
is the time, the verdict and the other targets.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alu.store.persist.database import Database

__all__ = ["TABLE", "Activity", "ActivityLog", "forget", "is_made"]

TABLE = "alu_activity"
"""The table's name."""

_metadata = MetaData()
_rows = Table(
    TABLE,
    _metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("namespace", String(100), nullable=False),
    Column("time", Double, nullable=False),
    # id of the key that asked
    Column("who", String(100), nullable=False),
    Column("verdict", String(20), nullable=False),
    # JSON: ids of targets, and evidence without any text
    Column("matched", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    # empty unless texts are kept
    Column("question", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Index("alu_activity_time", "namespace", "time"),
)


@dataclass(frozen=True, slots=True)
class Activity:
    """One request that touched a target."""

    verdict: str
    matched: tuple[str, ...]
    evidence: tuple[Mapping[str, Any], ...] = ()
    """Why, as `Evidence.as_dict` has it."""
    who: str = ""
    """Id of the server's key that asked."""
    question: str = field(default="", repr=False)
    draft: str = field(default="", repr=False)
    time: datetime | None = None
    """Set when it is kept."""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as a JSON object; texts only where they are kept."""
        texts = {"question": self.question, "draft": self.draft}
        return {
            "time": self.time.isoformat(timespec="seconds") if self.time else None,
            "who": self.who,
            "verdict": self.verdict,
            "matched": list(self.matched),
            "evidence": [dict(e) for e in self.evidence],
            **{name: text for name, text in texts.items() if text},
        }


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
            _metadata.create_all(connection)
            connection.execute(delete(_rows).where(self._mine, _rows.c.time < now - self._days * 86_400))
            connection.execute(insert(_rows), row)

    def list(self, limit: int = 100) -> list[Activity]:
        """Return the latest entries, the latest first.

        Raises:
            StoreError: the database cannot be read.
        """
        since = time.time() - self._days * 86_400
        wanted = select(_rows).where(self._mine, _rows.c.time >= since).order_by(_rows.c.seq.desc()).limit(limit)
        with self._database.transaction(write=False) as connection:
            return [_entry(row) for row in connection.execute(wanted)] if is_made(connection) else []

    def clear(self) -> int:
        """Drop all entries; return how many there were.

        Raises:
            StoreError: the database cannot be written.
        """
        with self._database.transaction(write=True) as connection:
            if not is_made(connection):
                return 0
            count = connection.execute(select(func.count()).select_from(_rows).where(self._mine)).scalar_one()
            connection.execute(delete(_rows).where(self._mine))
        return int(count)

    @property
    def _mine(self) -> Any:
        return _rows.c.namespace == self._namespace


def is_made(connection: Connection) -> bool:
    """Tell whether there is such a table."""
    return inspect(connection).has_table(TABLE)


def forget(
    connection: Connection, namespace: str, target_id: str, discloses: Callable[[str], bool], *, removed: bool
) -> None:
    """Blank the texts that disclose what is no longer stored of a target; of a removed one, its evidence and id too."""
    if not is_made(connection):
        return
    for row in connection.execute(select(_rows).where(_rows.c.namespace == namespace)).all():
        old = _entry(row)
        own = removed and target_id in old.matched
        if not own and not any(discloses(text) for text in (old.question, old.draft) if text):
            continue
        changes = {"question": "", "draft": ""}
        if own:
            changes["matched"] = json.dumps([t for t in old.matched if t != target_id])
            changes["evidence"] = json.dumps([e for e in old.evidence if e.get("target") != target_id])
        connection.execute(update(_rows).where(_rows.c.seq == row.seq).values(**changes))


def _entry(row: Any) -> Activity:
    matched: Sequence[str] = json.loads(row.matched)
    when = datetime.fromtimestamp(row.time, UTC)
    return Activity(
        row.verdict, tuple(matched), tuple(json.loads(row.evidence)), row.who, row.question, row.draft, when
    )


def _kept(text: str) -> str:
    """Return a text that every database takes: without NUL and half characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
