"""Differences of SQLite and PostgreSQL: how to connect, and what their errors mean."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Generator, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from alu.errors import MissingExtra, StoreCorrupt, StoreError, StoreLocked, StoreReadOnly

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["connect", "postgres_url", "translated", "unhurried"]

R = TypeVar("R")


def connect(url: URL, *, wait: float) -> Engine:
    """Make the engine: one connection for a list in memory, tried before use on a server.

    `wait` is in seconds: for a lock, and for any sign of a server; one that hangs counts as one that is down. A
    connection option `alu_begin` is the statement that begins a transaction on SQLite; without it every statement
    is a transaction of its own.

    Raises:
        MissingExtra: PostgreSQL's driver is not installed.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        options["connect_args"] = {"check_same_thread": False, "timeout": wait}
        if not url.database:
            options["poolclass"] = StaticPool
    else:
        options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": int(wait)}, "pool_timeout": wait}
    try:
        engine = create_engine(url, **options)
    except ImportError:
        raise MissingExtra("PostgreSQL needs its driver: pip install 'alu[postgres]'") from None
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", lambda _, __, args, options: _watched(wait).connect(*args, **options))
        event.listen(engine, "connect", lambda connection, _: _set_up_postgres(connection, wait))
    return engine


@contextlib.contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """Let a PostgreSQL server take its time over the statements inside."""
    watched: Any = connection.connection.driver_connection
    patience, watched.patience = watched.patience, math.inf
    try:
        yield
    finally:
        watched.patience = patience


@cache
def _watched(seconds: float) -> Any:
    """Return psycopg's connection, but for one that is given up where no byte came for so many seconds.

    Neither `statement_timeout` nor a timeout of TCP ends the wait for a server whose processes are stopped.
    """
    from psycopg import Connection as Plain
    from psycopg import OperationalError

    class Watched(Plain[Any]):
        patience = seconds

        def wait(self, gen: Generator[Any, Any, R], *args: Any, **options: Any) -> R:
            return super().wait(self._watch(gen), *args, **options)

        def _watch(self, gen: Generator[Any, Any, R]) -> Generator[Any, Any, R]:
            seen = time.monotonic()
            try:
                wanted = next(gen)
                while True:
                    ready = yield wanted
                    if ready:
                        seen = time.monotonic()
                    elif time.monotonic() - seen > self.patience:
                        self.pgconn.finish()
                        raise OperationalError("the server does not answer")
                    wanted = gen.send(ready)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]

    return Watched


def _set_up_postgres(connection: Any, wait: float) -> None:
    """Let the server end a wait for another's lock just before the connection is given up."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {round(900 * wait)}")
    connection.autocommit = False


def postgres_url(where: str) -> URL:
    """Return the URL with psycopg 3 as its driver."""
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise StoreError("the store's URL cannot be read: postgresql://USER@HOST:PORT/DATABASE") from None
    if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise StoreError(f"a store is a folder or postgresql://…, not {url.drivername}://…")
    return url.set(drivername="postgresql+psycopg")


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Set what SQLite keeps per connection: wiped pages, durable commits, no temporary files, our own BEGIN."""
    connection.isolation_level = None
    for pragma in ("secure_delete=ON", "synchronous=FULL", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as the caller asked; a plain statement runs without a transaction."""
    if begin := connection.get_execution_options().get("alu_begin"):
        connection.exec_driver_sql(begin)


_SQLITE: tuple[tuple[str, type[StoreError], str], ...] = (
    ("SQLITE_FULL", StoreReadOnly, "the disk of {} is full: make room and try again; nothing was lost"),
    ("SQLITE_READONLY", StoreReadOnly, "{} cannot be written: check its permissions"),
    ("SQLITE_CANTOPEN", StoreReadOnly, "{} cannot be opened: check the permissions of its folder"),
    ("SQLITE_BUSY", StoreLocked, "another process has been writing to {} for too long: try again"),
    ("SQLITE_LOCKED", StoreLocked, "another process has been writing to {} for too long: try again"),
    ("SQLITE_CORRUPT", StoreCorrupt, "the list of targets in {} is damaged: restore a backup"),
    ("SQLITE_NOTADB", StoreCorrupt, "{} is no list of targets, or it is damaged: restore a backup"),
    ("SQLITE_IOERR", StoreReadOnly, "the disk refused to read or write {} (full, over quota or faulty)"),
)
_POSTGRES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("53100", StoreReadOnly, "the disk of {} is full: make room and try again; nothing was lost"),
    ("25006", StoreReadOnly, "{} is read-only"),
    ("42501", StoreReadOnly, "the user may not read or write the tables in {}"),
    ("55P03", StoreLocked, "another process has been writing to {} for too long: try again"),
    ("XX001", StoreCorrupt, "the list of targets in {} is damaged: restore a backup"),
)


def translated(error: DBAPIError, where: str) -> StoreError:
    """Return our error for the driver's, with nothing of the statement in it."""
    name = getattr(error.orig, "sqlite_errorname", "")
    state = getattr(error.orig, "sqlstate", None) or ""
    for code, kind, message in (*_SQLITE, *_POSTGRES):
        if code in {name, state} or (name and name.startswith(code)):
            return kind(message.format(where))
    if isinstance(error, OperationalError):
        return StoreError(f"the database {where} cannot be reached, does not answer or refused the login")
    return StoreError(f"the database {where} failed ({name or state or type(error.orig).__name__})")
