"""One write to the list: a transaction that includes the namespace's new version."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from alu.store.persist.activity import forget
from alu.store.persist.events import Action
from alu.store.persist.schema import events, meta, namespaces, targets, topic_models
from alu.store.target import new_id

__all__ = ["HEAD", "RECORD", "Head", "Record", "Writer", "chunks", "guarantee_key", "plausible", "undo_key"]

_AHEAD = 86_400.0
"""Seconds by which clocks may differ: a time that is further ahead was taken by a clock that was wrong."""

_CHUNK = 500
"""Values in one SQL `IN (…)`."""


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a namespace: a cheap read that shows whether anything has changed."""

    version: int
    stamp: str
    """Random, new with every write; it differs where a backup was restored and written to again."""
    targets: int
    embedder: str
    dim: int
    clock: float
    """Seconds since 1970, the latest time that was seen at a write or an expiry."""
    unclean: bool
    """Something was removed and its bytes may still be in a file."""


@dataclass(frozen=True, slots=True)
class Record:
    """One target as the database holds it."""

    id: str
    rev: str
    """Hash of `doc`."""
    name_key: str
    """Hash of the normalised name."""
    doc: str = field(repr=False)
    """The target as JSON."""


HEAD = select(
    namespaces.c.version,
    namespaces.c.stamp,
    namespaces.c.targets,
    namespaces.c.embedder,
    namespaces.c.dim,
    namespaces.c.clock,
    namespaces.c.unclean,
).where(namespaces.c.name == bindparam("namespace"))
"""Reads what a `Head` holds of the namespace bound as `namespace`."""

RECORD = select(targets.c.id, targets.c.rev, targets.c.name_key, targets.c.doc)
"""Reads what a `Record` holds; its user adds the namespace."""


def guarantee_key(namespace: str) -> str:
    """Return the key under which a namespace's guarantee is: a hash, since keys are short."""
    return "guarantee:" + hashlib.blake2b(namespace.encode(), digest_size=12).hexdigest()


def undo_key(namespace: str) -> str:
    """Return the key under which is kept what a namespace's last write replaced."""
    return "undo:" + hashlib.blake2b(namespace.encode(), digest_size=12).hexdigest()


def plausible(seen: float, now: float) -> bool:
    """Tell whether a time that was seen before, in seconds since 1970, can be right if it is `now` here."""
    return seen <= now + _AHEAD


class Writer:
    """What can be done to a namespace within one transaction of `Database.write`."""

    def __init__(self, connection: Connection, namespace: str, head: Head, now: float) -> None:
        self.head = head
        self.embedder, self.dim = head.embedder, head.dim
        self._connection = connection
        self._namespace = namespace
        self._now = now
        self._added = 0
        self._unclean = head.unclean
        self._undo: str | None = None

    def find(self, ids: Collection[str], name_keys: Collection[str]) -> list[Record]:
        """Return the records that have one of these ids or names."""
        found: dict[str, Record] = {}
        for column, values in ((targets.c.id, list(ids)), (targets.c.name_key, list(name_keys))):
            for some in chunks(values):
                query = RECORD.where(targets.c.namespace == self._namespace, column.in_(some))
                found.update({row.id: Record(*row) for row in self._connection.execute(query)})
        return list(found.values())

    def insert(self, records: Sequence[Record]) -> None:
        """Add records whose ids are not there yet."""
        rows = [
            {"namespace": self._namespace, "id": r.id, "rev": r.rev, "name_key": r.name_key, "doc": r.doc}
            for r in records
        ]
        self._connection.execute(insert(targets), rows)
        self._added += len(rows)

    def delete(self, target_id: str, *, unclean: bool = True) -> bool:
        """Take a record out, if it is there; `unclean` says that its bytes are to be wiped from the files."""
        which = (targets.c.namespace == self._namespace) & (targets.c.id == target_id)
        deleted = self._connection.execute(delete(targets).where(which)).rowcount
        self._forget_model(target_id)
        self._added -= deleted
        self._unclean = self._unclean or unclean
        return deleted > 0

    def keep_models(self, models: Mapping[tuple[str, str], bytes]) -> None:
        """Keep the classifiers of topics, by id and rev of their targets, in the place of older ones."""
        for (target_id, rev), data in models.items():
            self._forget_model(target_id)
            row = {"namespace": self._namespace, "id": target_id, "rev": rev, "data": data}
            self._connection.execute(insert(topic_models), row)

    def record(self, action: Action, what: Mapping[str, str], who: str) -> None:
        """Write one event for each target: `what` maps ids to reasons."""
        if not what:
            return
        common = {"namespace": self._namespace, "version": self.head.version + 1, "time": self._now}
        rows = [
            {**common, "action": action, "target_id": i, "who": _line(who), "reason": _line(reason)}
            for i, reason in what.items()
        ]
        self._connection.execute(insert(events), rows)

    def blank(self, target_id: str, discloses: Callable[[str], bool]) -> None:
        """Blank the reasons of a target's events, and the kept texts, that disclose what is no longer stored of it."""
        which = self._events_of(target_id)
        for seq, reason in self._connection.execute(select(events.c.seq, events.c.reason).where(which)).all():
            if discloses(reason):
                self._connection.execute(update(events).where(events.c.seq == seq).values(reason=""))
        forget(self._connection, self._namespace, target_id, discloses, removed=False)

    def redact(self, target_id: str, discloses: Callable[[str], bool]) -> None:
        """Blank what discloses a removed target, and its activity; replace an id of an event that does by a new one."""
        self.blank(target_id, discloses)
        if discloses(target_id):
            self._connection.execute(update(events).where(self._events_of(target_id)).values(target_id=new_id()))
        forget(self._connection, self._namespace, target_id, discloses, removed=True)

    def set_guarantee(self, text: str | None) -> None:
        """Keep what was found of a threshold of the namespace in the place of what is there; None keeps nothing."""
        self._keep(guarantee_key(self._namespace), text)

    def offer_undo(self, replaced: Mapping[str, str]) -> None:
        """Let this write be taken back until the next one: `replaced` are older documents by id, none for additions."""
        self._undo = json.dumps(dict(replaced))

    def finish(self) -> None:
        """Move the namespace on to its next version; what the write before this one replaced goes."""
        self._keep(undo_key(self._namespace), self._undo)
        self._connection.execute(
            update(namespaces)
            .where(namespaces.c.name == self._namespace)
            .values(
                version=self.head.version + 1,
                stamp=uuid.uuid4().hex,
                targets=self.head.targets + self._added,
                embedder=self.embedder,
                dim=self.dim,
                clock=max(self._now, self.head.clock) if plausible(self.head.clock, self._now) else self._now,
                unclean=self._unclean,
            )
        )

    def _keep(self, key: str, text: str | None) -> None:
        self._connection.execute(delete(meta).where(meta.c.key == key))
        if text is not None:
            self._connection.execute(insert(meta).values(key=key, value=text))

    def _forget_model(self, target_id: str) -> None:
        which = (topic_models.c.namespace == self._namespace) & (topic_models.c.id == target_id)
        self._connection.execute(delete(topic_models).where(which))

    def _events_of(self, target_id: str) -> ColumnElement[bool]:
        """Select the events of a target."""
        return (events.c.namespace == self._namespace) & (events.c.target_id == target_id)


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut values into runs that one statement can take."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))


def _line(value: str) -> str:
    """Return one printable line (PostgreSQL takes no NUL)."""
    return "".join(c if c.isprintable() else " " for c in value).strip()
