"""The state of a list, which each request reads twice, over a connection that stays open."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from itertools import starmap
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError

from alu.store.persist.transaction import HEAD, Head

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["SQL", "HeadReader"]

SQL = str(HEAD.compile(dialect=sqlite.dialect()))
"""`HEAD` for SQLite's driver: through SQLAlchemy it takes ten times as long."""
_AT_ONCE = ("wal", "memory")
"""SQLite's journals with which nobody who reads waits for one who writes."""


class HeadReader:
    """Reads the heads of lists; never in a transaction. Used by one thread at a time.

    Args:
        engine: of the database.
        memory: it is in memory, and its one connection is the list.
    """

    def __init__(self, engine: Engine, memory: bool) -> None:
        self._engine, self._memory = engine, memory
        self._open: Connection | None = None
        self._waits = True
        """To read may take as long as another process writes, or a server does not answer."""

    def read(self, namespace: str) -> Head | None:
        """Return the state of the namespace, or None where there is none.

        Raises:
            SQLAlchemyError: it cannot be read.
        """
        if found := self.at_hand(namespace):
            return found
        if self._open is None:
            self._connect()
        assert self._open is not None
        row = self._open.execute(HEAD, {"namespace": namespace}).first()
        return Head(*row) if row else None

    def at_hand(self, namespace: str) -> Head | None:
        """Return the state of the namespace where it is there and nothing has to be waited for; else None."""
        if self._open is None or self._waits:
            return None
        try:
            driver: Any = self._open.connection.driver_connection
            rows = driver.execute(SQL, (namespace,)).fetchall()
        except (sqlite3.Error, SQLAlchemyError):  # `read` raises what is wrong as SQLAlchemy says it
            return None
        return next((replace(head, unclean=bool(head.unclean)) for head in starmap(Head, rows)), None)

    def _connect(self) -> None:
        lite = self._engine.dialect.name == "sqlite"
        options = {} if lite else {"isolation_level": "AUTOCOMMIT"}
        self._open = self._engine.connect().execution_options(**options)
        self._waits = not lite or self._open.exec_driver_sql("PRAGMA journal_mode").scalar() not in _AT_ONCE

    def drop(self) -> None:
        """Close the connection; the next one is a new one."""
        if self._open is not None:
            with contextlib.suppress(SQLAlchemyError):
                if not self._memory:
                    self._open.invalidate()  # a transaction that it is in is not rolled back over a dead line
                self._open.close()
            self._open = None

    def forget(self) -> None:
        """Leave the connection to the process that this one was forked from."""
        self._open = None
