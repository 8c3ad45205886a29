"""The list as last read: after a change, only what was written since is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from alu.errors import StoreCorrupt, StoreError
from alu.store.persist.packed_targets import LAZY_FROM, PackedTargets, Roll
from alu.store.persist.records import parse
from alu.store.persist.schema import events, targets
from alu.store.persist.transaction import HEAD, Head, chunks

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alu.store.persist.database import Database

__all__ = ["Listing"]

_FEW = 2_000
"""Events up to which they say what to read; of more, all of the list is compared."""


class _Mark(NamedTuple):
    """The last event that was read: a list that lacks it has another history, of a backup that was restored."""

    seq: int
    time: float


class _ListRead(NamedTuple):
    """What was read of the list at one moment."""

    head: Head | None
    mark: _Mark | None
    revs: dict[str, str | None]
    """The rev of each id; None of one that is not on the list."""
    docs: dict[str, str]
    """The doc of each rev that was not known."""
    whole: bool
    """It is all of the list, and not only what has changed."""
    packed: PackedTargets | None = None
    """Targets that are known from a file."""


class Listing:
    """The targets of one namespace by rev, kept up to date. Used by one thread at a time.

    Args:
        packed: gives the targets that are in a file; asked once, where the list is long.
    """

    def __init__(
        self, database: Database, namespace: str, packed: Callable[[], PackedTargets | None] | None = None
    ) -> None:
        self._database, self._namespace, self._packed = database, namespace, packed
        self._revs: dict[str, str] = {}
        self._targets = Roll.of({})
        self._mark: _Mark | None = None

    def read(self) -> tuple[Head, Roll]:
        """Return the head of the list, and all targets by rev, expired ones among them.

        Raises:
            StoreError: the list cannot be read, or has gone.
            StoreCorrupt: targets have gone that nothing has removed.
        """
        read = self._database.reading(self._read)
        if read.head is None:
            raise StoreError("the list of targets has gone from the database: restore a backup")
        self._take(read)
        if len(self._revs) != read.head.targets and not read.whole:
            # the event of a removal may not say of whom, where the id told it
            read = self._database.reading(self._whole)
            self._take(read)
        if read.head is None or len(self._revs) != read.head.targets:
            wanted = read.head.targets if read.head else 0
            raise StoreCorrupt(f"{len(self._revs)} of {wanted} targets are on the list: restore a backup")
        return read.head, self._targets

    def known(self) -> Set[str]:
        """Return the revs of the list as it was last read."""
        return self._targets.keys()

    def revs_of(self, ids: Iterable[str]) -> list[str]:
        """Return the revs of some ids, as they were last read; of one that is not on the list none."""
        return [self._revs[i] for i in ids if i in self._revs]

    def pack(self, packed: PackedTargets) -> None:
        """Keep what is in a file no longer in memory."""
        self._targets = self._targets.packed_as(packed)

    def doc(self, rev: str) -> str:
        """Return the JSON of a target.

        Raises:
            StoreError: it is not on the list any more.
        """
        mine = targets.c.namespace == self._namespace
        query = select(targets.c.doc).where(mine, targets.c.rev == rev).limit(1)
        doc = self._database.reading(lambda connection: connection.execute(query).scalar())
        if doc is None:
            raise StoreError("a target was removed while it was looked for: try again")
        return str(doc)

    def _take(self, read: _ListRead) -> None:
        parsed = {rev: parse(doc, rev) for rev, doc in read.docs.items()}
        if read.whole:
            # what is packed has each rev already: not a second time
            one = {rev: rev for rev in read.packed.revs} if read.packed else {}
            self._revs = {i: one.get(rev, rev) for i, rev in read.revs.items() if rev}
            known = Roll.of(parsed, read.packed) if read.packed else self._targets.changed((), parsed)
            self._targets = known.among(self._revs.values())
        else:
            gone = list[str]()
            for target_id, rev in read.revs.items():
                if (older := self._revs.pop(target_id, None)) and older != rev:
                    gone.append(older)
                if rev:
                    self._revs[target_id] = rev
            self._targets = self._targets.changed(gone, parsed)
        self._mark = read.mark

    def _read(self, connection: Connection) -> _ListRead:
        """Read what has changed; or all, where that is not known, or much."""
        ids = self._changed(connection)
        if ids is None:
            return self._whole(connection)
        mine = targets.c.namespace == self._namespace
        rows = [
            row
            for some in chunks(sorted(ids))
            for row in connection.execute(
                select(targets.c.id, targets.c.rev, targets.c.doc).where(mine, targets.c.id.in_(some))
            )
        ]
        revs: dict[str, str | None] = dict.fromkeys(ids) | {row.id: row.rev for row in rows}
        docs = {row.rev: row.doc for row in rows if row.rev not in self._targets}
        held = connection.execute(select(func.count()).select_from(targets).where(mine)).scalar_one()
        head = self._head(connection)
        if head is None or held != head.targets:
            return self._whole(connection)
        return _ListRead(head, self._last(connection), revs, docs, whole=False)

    def _changed(self, connection: Connection) -> set[str] | None:
        """Return the ids that events since the mark are of; None where all of the list is to be read."""
        if self._mark is None:
            return None
        query = (
            select(events.c.seq, events.c.time, events.c.target_id)
            .where(events.c.namespace == self._namespace, events.c.seq >= self._mark.seq)
            .order_by(events.c.seq)
            .limit(_FEW + 1)
        )
        rows = connection.execute(query).all()
        if not rows or _Mark(rows[0].seq, rows[0].time) != self._mark or len(rows) > _FEW:
            return None
        return {row.target_id for row in rows[1:]}

    def _whole(self, connection: Connection) -> _ListRead:
        """Read the rev of each id, and the docs that are not known."""
        mine = targets.c.namespace == self._namespace
        revs: dict[str, str | None] = dict(_pairs(connection.execute(select(targets.c.id, targets.c.rev).where(mine))))
        packed = None
        if self._packed and not self._targets and len(revs) >= LAZY_FROM:
            packed = self._packed()
        new = {rev for rev in revs.values() if rev}.difference(self._targets, packed.numbers() if packed else ())
        query = select(targets.c.rev, targets.c.doc).where(mine)
        if len(new) * 2 > len(revs):
            docs = {rev: doc for rev, doc in _pairs(connection.execute(query)) if rev in new}
        else:
            queries = (query.where(targets.c.rev.in_(some)) for some in chunks(sorted(new)))
            docs = {rev: doc for one in queries for rev, doc in _pairs(connection.execute(one))}
        return _ListRead(self._head(connection), self._last(connection), revs, docs, whole=True, packed=packed)

    def _head(self, connection: Connection) -> Head | None:
        row = connection.execute(HEAD, {"namespace": self._namespace}).first()
        return Head(*row) if row else None

    def _last(self, connection: Connection) -> _Mark | None:
        query = select(events.c.seq, events.c.time).where(events.c.namespace == self._namespace)
        row = connection.execute(query.order_by(events.c.seq.desc()).limit(1)).first()
        return _Mark(row.seq, row.time) if row else None


def _pairs(rows: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((row[0], row[1]) for row in rows)
