"""What requests touched, kept for a while: ids and verdicts; texts only where that is set.

The table is made with the first entry, in the database of the list, and outlives no target: what a removal leaves of it
is the time, the verdict and the other targets.
"""

from __future__ import annotations

import json
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
    inspect,
    select,
    update,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["TABLE", "Activity", "entry_of", "forget", "is_made", "metadata", "rows"]

TABLE = "alu_activity"
"""The table's name."""

metadata = MetaData()
"""Of this table alone."""
rows = Table(
    TABLE,
    metadata,
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
"""A row for each request that touched a target."""


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


def is_made(connection: Connection) -> bool:
    """Tell whether there is such a table."""
    return inspect(connection).has_table(TABLE)


def forget(
    connection: Connection, namespace: str, target_id: str, discloses: Callable[[str], bool], *, removed: bool
) -> None:
    """Blank the texts that disclose what is no longer stored of a target; of a removed one, its evidence and id too."""
    if not is_made(connection):
        return
    for row in connection.execute(select(rows).where(rows.c.namespace == namespace)).all():
        old = entry_of(row)
        own = removed and target_id in old.matched
        if not own and not any(discloses(text) for text in (old.question, old.draft) if text):
            continue
        changes = {"question": "", "draft": ""}
        if own:
            changes["matched"] = json.dumps([t for t in old.matched if t != target_id])
            changes["evidence"] = json.dumps([e for e in old.evidence if e.get("target") != target_id])
        connection.execute(update(rows).where(rows.c.seq == row.seq).values(**changes))


def entry_of(row: Any) -> Activity:
    """Return the entry that a row holds."""
    matched: Sequence[str] = json.loads(row.matched)
    when = datetime.fromtimestamp(row.time, UTC)
    return Activity(
        row.verdict, tuple(matched), tuple(json.loads(row.evidence)), row.who, row.question, row.draft, when
    )
