"""The list of targets in a database (SQLite or PostgreSQL): the source of truth for everything else.

A namespace is one list. Every write to it is one transaction, and changes its version in that transaction.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, func, insert, or_, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from alu.address import shown
from alu.errors import StoreCorrupt, StoreError, StoreLocked
from alu.store.persist.activity import TABLE, is_made
from alu.store.persist.driver import connect, postgres_url, translated, unhurried
from alu.store.persist.events import Event
from alu.store.persist.files import FolderLock, private_file
from alu.store.persist.head_reader import HeadReader
from alu.store.persist.schema import SCHEMA, events, meta, namespaces, prepare, targets, topic_models, version_of
from alu.store.persist.transaction import HEAD, RECORD, Head, Record, Writer, guarantee_key, undo_key

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Update

R = TypeVar("R")

__all__ = ["INDEX", "Database"]

INDEX = "index"
"""Folder next to a SQLite list with what is derived from it; made after the list."""
BUSY = 10.0
"""Seconds that another process's transaction is waited for, and that a server may be silent."""
PROMPT = 1.0
"""Seconds within which a dropped connection fails."""
_WIPED = (targets.name, events.name, topic_models.name, meta.name)
_ADVISORY = 0x616C75
"""PostgreSQL's advisory lock under which tables are made (the bytes of «alu»)."""


class Database:
    """A connection to the list. Safe for several threads; survives a fork and a server's restart."""

    def __init__(self, url: URL, lock: FolderLock, path: Path | None = None) -> None:
        self.path = path
        self.dialect = url.get_backend_name()
        as_given = url.set(drivername=self.dialect)  # without the name of the driver
        self.where = str(path or shown(as_given.render_as_string(hide_password=False)))
        self._lock = lock
        self._memory = self.dialect == "sqlite" and path is None
        self._engine = connect(url, wait=BUSY)
        self._heads = HeadReader(self._engine, self._memory)
        self._reading = threading.RLock()
        self._file = self._inode()
        self._pid = os.getpid()

    @classmethod
    def open(cls, where: Path | str | None, lock: FolderLock, *, create: bool = True) -> Database:
        """Open a SQLite file, a `postgresql://` URL or (None) a list in memory, and bring its tables up to date.

        Raises:
            StoreError: there is none and `create` is false, or it cannot be reached; a subclass says more.
            MissingExtra: PostgreSQL's driver is not installed.
        """
        if isinstance(where, Path):
            if create:
                private_file(where)
            elif not where.exists():
                raise StoreError(f"no store in {where.parent}: `alu targets add` or `import` makes one")
            database = cls(URL.create("sqlite", database=str(where)), lock, where)
        else:
            database = cls(postgres_url(where) if where else URL.create("sqlite"), lock)
        try:
            database._prepare(create)
        except BaseException:
            database.close()
            raise
        return database

    def head(self, namespace: str) -> Head | None:
        """Return the state of the namespace, or None where there is none."""
        with self._turn(), self._guard():
            self._still_the_same()
            return self._again(lambda: self._heads.read(namespace))

    def head_at_hand(self, namespace: str) -> Head | None:
        """Return the state of the namespace where nothing has to be waited for; else, and of a server, None."""
        if not self._reading.acquire(blocking=False):
            return None
        try:
            return self._heads.at_hand(namespace) if (self._inode(), os.getpid()) == (self._file, self._pid) else None
        except StoreError:  # the file has gone
            return None
        finally:
            self._reading.release()

    def ensure(self, namespace: str, embedder: str, dim: int, now: float) -> Head:
        """Return the state of the namespace; make it where there is none."""
        head = self.head(namespace)
        if head is None:
            new = {
                "name": namespace,
                "version": 0,
                "stamp": uuid.uuid4().hex,
                "targets": 0,
                "embedder": embedder,
            }
            with (
                contextlib.suppress(IntegrityError),
                self._guard(IntegrityError),
                self._begin() as connection,
            ):
                connection.execute(insert(namespaces), {**new, "dim": dim, "clock": now, "unclean": False})
            head = self.head(namespace)
        if head is None:
            raise StoreError(f"the namespace could not be made in {self.where}")
        return head

    def reading(self, work: Callable[[Connection], R]) -> R:
        """Return what `work` reads in one transaction, all of it of one moment; it may be done twice."""

        def read() -> R:
            with self._begin(write=False) as connection:
                return work(connection)

        with self._guard():
            return self._again(read)

    def models(self, namespace: str) -> dict[str, bytes]:
        """Return the classifiers of the namespace's topics, by the rev of the target that each was fitted on."""
        query = select(topic_models.c.rev, topic_models.c.data).where(topic_models.c.namespace == namespace)
        with self._guard(), self._begin(write=False) as connection:
            return {row.rev: row.data for row in connection.execute(query)}

    def keep_model(self, namespace: str, target_id: str, rev: str, data: bytes) -> None:
        """Keep a classifier that was fitted anew, unless its target is another one by now; the version stays.

        Every process reads the list again.
        """
        with self._guard(), self._begin() as connection:
            row = connection.execute(HEAD.with_for_update(), {"namespace": namespace}).first()
            writer = Writer(connection, namespace, Head(*row), 0.0) if row else None
            if writer and any(record.rev == rev for record in writer.find([target_id], [])):
                writer.keep_models({(target_id, rev): data})
                which = namespaces.c.name == namespace
                connection.execute(update(namespaces).where(which).values(stamp=uuid.uuid4().hex))

    def find(self, namespace: str, target_id: str, name_keys: Collection[str]) -> list[Record]:
        """Return the records of that id or one of these names."""
        query = RECORD.where(
            targets.c.namespace == namespace, or_(targets.c.id == target_id, targets.c.name_key.in_(name_keys))
        )
        return [Record(*row) for row in self._rows(query.order_by(targets.c.id))]

    @contextlib.contextmanager
    def write(self, namespace: str, now: float) -> Iterator[Writer]:
        """Write in one transaction: all of it is kept, with a new version, or nothing."""
        with self._guard(), self._begin() as connection:
            row = connection.execute(HEAD.with_for_update(), {"namespace": namespace}).first()
            if row is None:
                raise StoreError(f"the namespace has gone from {self.where}: open the store again")
            writer = Writer(connection, namespace, Head(*row), now)
            yield writer
            writer.finish()

    def guarantee(self, namespace: str) -> str | None:
        """Return what was found of a threshold of the namespace, as it was written; None where nothing was."""
        return self._kept(guarantee_key(namespace))

    def undo(self, namespace: str) -> str | None:
        """Return what the last write replaced, as it was written; None where that write cannot be taken back."""
        return self._kept(undo_key(namespace))

    def _kept(self, key: str) -> str | None:
        with self._guard(), self._begin(write=False) as connection:
            found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
        return None if found is None else str(found)

    def set_clock(self, namespace: str, now: float) -> None:
        """Keep `now` as the latest time seen, unless a later one is kept already."""
        which = (namespaces.c.name == namespace) & (namespaces.c.clock < now)
        self._change(update(namespaces).where(which).values(clock=now))

    def history(self, namespace: str) -> list[Event]:
        """Return all events of the namespace, the oldest first."""
        columns = (
            events.c.time,
            events.c.action,
            events.c.target_id,
            events.c.who,
            events.c.reason,
            events.c.version,
        )
        query = select(*columns).where(events.c.namespace == namespace).order_by(events.c.seq)
        return [_event(row) for row in self._rows(query)]

    def clean(self, namespace: str, *, rewrite: bool = True) -> None:
        """Wipe what was deleted from the database's files, then note that the namespace is clean.

        SQLite is rewritten and its log emptied. PostgreSQL is rewritten (which locks the table) where `rewrite`
        is set; its own log (WAL), backups and replicas are beyond reach.

        Raises:
            StoreLocked: another process kept the log in use; the targets are removed, their bytes are not.
        """
        if self.dialect == "sqlite":
            with self._guard(), self._plain() as connection:
                connection.exec_driver_sql("VACUUM")
                # a reader in mid-query can make it busy
                busy = self._memory or connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            if busy and not self._memory:
                raise StoreLocked(
                    "removed and no longer enforced, but bytes remain in the database's log, which another"
                    " process reads: run `alu targets purge`"
                )
        elif rewrite:
            with self._guard(), self._plain() as connection, unhurried(connection):
                for table in (*_WIPED, *([TABLE] if is_made(connection) else ())):
                    connection.execute(text(f"VACUUM FULL {table}"))
        self._change(update(namespaces).where(namespaces.c.name == namespace).values(unclean=False))

    @property
    def beyond_reach(self) -> str:
        """Say what `clean` does not reach: nothing of SQLite, much of a server."""
        if self.dialect == "sqlite":
            return ""
        return "PostgreSQL's log (pg_wal), archives, replicas and backups keep them until these are dropped"

    @contextlib.contextmanager
    def transaction(self, *, write: bool) -> Iterator[Connection]:
        """Run statements on tables that are not the list's (the server's keys), in one transaction."""
        with self._guard(), self._begin(write=write) as connection:
            yield connection

    def problems(self) -> list[str]:
        """Return what is wrong with the database's files, as SQLite finds it by reading all of them."""
        if self.dialect != "sqlite":
            return []
        with self._guard(), self._plain() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
        return [] if list(found) == ["ok"] else [f"the list of targets in {self.where} is damaged: restore a backup"]

    def close(self) -> None:
        """Close all connections."""
        with self._reading:
            self._heads.drop()
            self._engine.dispose()

    def _prepare(self, create: bool) -> None:
        """Make the tables or migrate them, one process at a time."""
        with self._guard(), self._plain() as connection:
            version = version_of(connection)
        if version == SCHEMA:
            return
        if version is None and not create:
            raise StoreError(f"no store in {self.where}: `alu targets add` or `import` makes one")
        with self._lock.hold(), self._guard():
            if self.path:
                with self._plain() as connection:
                    if version_of(connection) is None and (self.path.parent / INDEX).exists():
                        raise StoreCorrupt(f"{self.where} is empty while its index is there: restore a backup")
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            with self._begin() as connection:
                if self.dialect != "sqlite":
                    connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY)))
                prepare(connection)

    @contextlib.contextmanager
    def _begin(self, *, write: bool = True) -> Iterator[Connection]:
        """Run a transaction: a write takes SQLite's lock at once, a read sees one moment."""
        if self.dialect == "sqlite":
            options = {"alu_begin": "BEGIN IMMEDIATE" if write else "BEGIN"}
        else:
            options = {"isolation_level": "READ COMMITTED" if write else "REPEATABLE READ"}
        with (
            self._one_at_a_time(),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextlib.contextmanager
    def _plain(self) -> Iterator[Connection]:
        """Run statements that no transaction may be around."""
        options = {} if self.dialect == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        with self._one_at_a_time(), self._engine.connect().execution_options(**options) as connection:
            yield connection

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Keep other threads out in memory, where all share one connection; look for a fork or a new file."""
        with self._reading if self._memory else contextlib.nullcontext():
            with self._turn():
                self._still_the_same()
            yield

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other threads of this process, but not for long on one that waits for a server in vain."""
        if not self._reading.acquire(timeout=-1 if self._memory else BUSY):
            raise StoreError(f"the database {self.where} does not answer")
        try:
            yield
        finally:
            self._reading.release()

    def _rows(self, query: Select[Any]) -> Sequence[Any]:
        """Return what a query finds."""
        return self.reading(lambda connection: connection.execute(query).all())

    def _change(self, change: Update) -> None:
        """Write what may be written twice."""

        def write() -> None:
            with self._begin() as connection:
                connection.execute(change)

        with self._guard():
            self._again(write)

    def _again(self, work: Callable[[], R]) -> R:
        """Do what reads, or may be done twice; where the connection failed, once more on new ones.

        A server that is up may have dropped every connection that is kept: of a restart, or of a pooler that ends.
        What failed slowly was waited for, and is not waited for twice.
        """
        began = time.monotonic()
        try:
            return work()
        except SQLAlchemyError:
            self._drop_connections()
            if time.monotonic() - began > PROMPT:
                raise
        try:
            return work()
        except SQLAlchemyError:
            self._drop_connections()
            raise

    def _drop_connections(self) -> None:
        """Close what is kept open, whatever state it is in: the next statement connects anew."""
        with self._turn():
            self._heads.drop()
            if not self._memory:  # whose one connection is the list
                self._engine.dispose()

    def _still_the_same(self) -> None:
        """Connect anew where the file was replaced (a restored backup) or the process was forked."""
        inode, pid = self._inode(), os.getpid()
        if pid != self._pid:
            self._heads.forget()
            self._pid = pid
            self._engine.dispose(close=False)
        elif inode != self._file:
            self._heads.drop()
            self._engine.dispose()
        self._file = inode

    def _inode(self) -> tuple[int, int] | None:
        """Return which file the list is in."""
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            raise StoreError(f"the list of targets {self.path} has gone: restore a backup") from None
        return found.st_dev, found.st_ino

    @contextlib.contextmanager
    def _guard(self, *let_through: type[Exception]) -> Iterator[None]:
        """Turn the driver's errors, which carry parameters, into ours, which do not."""
        try:
            yield
        except let_through:
            raise
        except DBAPIError as error:
            raise translated(error, self.where) from None
        except SQLAlchemyError as error:
            raise StoreError(f"the database {self.where} failed ({type(error).__name__})") from None


def _event(row: Any) -> Event:
    """Read an event from its columns."""
    return Event(datetime.fromtimestamp(row.time, UTC), row.action, row.target_id, row.who, row.reason, row.version)
