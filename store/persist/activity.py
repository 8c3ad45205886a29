"""The activity log: ids, verdicts and costs of answered requests; texts only if the settings say so.

The table is made with the first entry, in the database of the list, and outlives no target: what a removal leaves of it
is the time, the verdict, the costs and the other targets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

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
    or_,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateColumn

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

__all__ = [
    "HELD",
    "TABLE",
    "Activity",
    "ReviewResult",
    "entry_of",
    "forget",
    "is_made",
    "lacking",
    "prepare",
    "rows",
    "touches",
]

TABLE = "alu_activity"
"""The table's name."""
HELD = ("rewritten", "refused", "failed_closed", "bypassed", "observed")
"""Verdicts of what was changed, withheld, or would have been: a person looks whether that was right."""
ReviewResult = Literal["", "right", "wrong"]
"""What a person found of an entry; empty where nobody has looked."""

_metadata = MetaData()
rows = Table(
    TABLE,
    _metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("namespace", String(100), nullable=False),
    Column("time", Double, nullable=False),
    # id of the key that asked
    Column("who", String(100), nullable=False),
    Column("verdict", String(20), nullable=False),
    # the reply's id
    Column("trace", String(40), nullable=False, server_default=""),
    Column("milliseconds", Integer, nullable=False, server_default="0"),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("prompt_tokens", Integer, nullable=False, server_default="0"),
    Column("completion_tokens", Integer, nullable=False, server_default="0"),
    Column("ruling", String(10), nullable=False, server_default=""),
    # name of the key that ruled
    Column("ruled_by", String(100), nullable=False, server_default=""),
    # JSON: ids of targets, and evidence without any text
    Column("matched", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    # empty unless texts are kept
    Column("question", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Index("alu_activity_time", "namespace", "time"),
)
"""A row for each request that was answered."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One request that was answered."""

    verdict: str
    matched: tuple[str, ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()
    """Why, as `Evidence.as_dict` has it."""
    who: str = ""
    """Id of the server's key that asked."""
    question: str = field(default="", repr=False)
    draft: str = field(default="", repr=False)
    time: datetime | None = None
    """Set when it is kept."""
    id: int = 0
    """Set when it is kept; grows with time."""
    trace: str = ""
    """The reply's id (`x-request-id`); empty without a server."""
    milliseconds: int = 0
    """The whole request's."""
    calls: int = 0
    """Of models."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    ruling: str = ""
    """What a person found of it, see `ReviewResult`."""
    ruled_by: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as a JSON object; texts only where they are kept."""
        texts = {"question": self.question, "draft": self.draft}
        return {
            "id": self.id,
            "time": self.time.isoformat(timespec="seconds") if self.time else None,
            "who": self.who,
            "verdict": self.verdict,
            "trace": self.trace,
            **{name: getattr(self, name) for name in _COSTS},
            "ruling": self.ruling,
            "ruled_by": self.ruled_by,
            "matched": list(self.matched),
            "evidence": [dict(e) for e in self.evidence],
            **{name: kept for name, kept in texts.items() if kept},
        }


_COSTS = ("milliseconds", "calls", "prompt_tokens", "completion_tokens")
_PLAIN = ("verdict", "who", "question", "draft", "trace", *_COSTS, "ruling", "ruled_by")


def is_made(connection: Connection) -> bool:
    """Tell whether there is such a table."""
    return inspect(connection).has_table(TABLE)


def lacking(connection: Connection) -> list[Column[Any]]:
    """Return the columns that the table of an older alu lacks; none where there is no table."""
    if not is_made(connection):
        return []
    there = {column["name"] for column in inspect(connection).get_columns(TABLE)}
    return [column for column in rows.c if column.name not in there]


def prepare(connection: Connection) -> None:
    """Make the table, or add what that of an older alu lacks, in the transaction that `connection` is in."""
    _metadata.create_all(connection)
    for column in lacking(connection):
        what = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(text(f"ALTER TABLE {TABLE} ADD COLUMN {what}"))


def touches(target_id: str) -> ColumnElement[bool]:
    """Select the rows of requests that touched a target."""
    return rows.c.matched.contains(json.dumps(target_id), autoescape=True)


def forget(
    connection: Connection, namespace: str, target_id: str, discloses: Callable[[str], bool], *, removed: bool
) -> None:
    """Blank the texts that disclose what is no longer stored of a target; of a removed one, its evidence and id too."""
    if not is_made(connection):
        return
    prepare(connection)
    concerned = or_(touches(target_id), rows.c.question != "", rows.c.draft != "")
    for row in connection.execute(select(rows).where(rows.c.namespace == namespace, concerned)).all():
        old = entry_of(row)
        own = removed and target_id in old.matched
        if not own and not any(discloses(kept) for kept in (old.question, old.draft) if kept):
            continue
        changes = {"question": "", "draft": ""}
        if own:
            changes["matched"] = json.dumps([t for t in old.matched if t != target_id])
            changes["evidence"] = json.dumps([e for e in old.evidence if e.get("target") != target_id])
        connection.execute(update(rows).where(rows.c.seq == row.seq).values(**changes))


def entry_of(row: Any) -> Activity:
    """Return the entry that a row holds."""
    matched: Sequence[str] = json.loads(row.matched)
    return Activity(
        matched=tuple(matched),
        evidence=tuple(json.loads(row.evidence)),
        time=datetime.fromtimestamp(row.time, UTC),
        id=row.seq,
        **{name: getattr(row, name) for name in _PLAIN},
    )
