"""Rates and budgets of keys, counted in the database of the targets, so that all processes and replicas share them."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from alu.server.errors import ApiError
from alu.store.persist.schema import key_use

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alu.server.keys import KeyTerms
    from alu.store.persist.database import Database

__all__ = ["Budgets", "KeyUse"]

_DAY = 86_400
_MINUTE = 60.0
_SLACK = 1e-6
"""Seconds that a time in a database may be off by rounding."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What was asked with one key today, by UTC."""

    requests: int = 0
    """Those that were let in."""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class _Count:
    """A row of the table, as it counts now."""

    now: float
    """Seconds since 1970, by the database's clock, which all replicas share."""
    even: float
    use: KeyUse

    @property
    def day(self) -> int:
        return int(self.now // _DAY)


class Budgets:
    """Requests a minute and tokens a day of each key: a minute's worth at once, then evenly.

    Each key has the time at which it would be even again (the generic cell rate algorithm, ITU-T I.371). A key
    without a limit costs no query. What cannot be counted is not let in.

    Args:
        database: where is counted.
        rate: requests a minute of a key that has no rate of its own; 0 sets no limit.
    """

    def __init__(self, database: Database, rate: int = 0) -> None:
        self._database = database
        self._rate = rate
        # one file takes one writer: a line here is shorter than SQLite's waits
        self._line = asyncio.Lock() if database.dialect == "sqlite" else contextlib.nullcontext()

    async def spend(self, key_id: str, terms: KeyTerms) -> None:
        """Count one request of a key.

        A day's tokens are refused once they are spent: what is under way then is answered, and counts.

        Raises:
            ApiError: it has made too many requests, or used its tokens up (429); `Retry-After` says how long to wait.
            StoreError: the count cannot be read or written.
        """
        if self._counts(terms):
            async with self._line:
                await asyncio.to_thread(self._spend, key_id, terms)

    async def charge(self, key_id: str, terms: KeyTerms, tokens: int) -> None:
        """Count the tokens of a reply, which ordinary keys see in it: those of the audit would disclose that it ran.

        Raises:
            StoreError: they cannot be written.
        """
        if self._counts(terms) and tokens:
            async with self._line:
                await asyncio.to_thread(self._charge, key_id, tokens)

    def used(self) -> dict[str, KeyUse]:
        """Return today's use of each key that has limits and was used.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.transaction(write=False) as connection:
            today = int(_now(connection) // _DAY)
            rows = connection.execute(select(key_use).where(key_use.c.day == today))
            return {row.id: KeyUse(row.requests, row.tokens) for row in rows}

    def _counts(self, terms: KeyTerms) -> bool:
        return bool(self._rate or terms.requests_per_minute or terms.tokens_per_day)

    def _spend(self, key_id: str, terms: KeyTerms) -> None:
        with self._counting(key_id) as (connection, count):
            if terms.tokens_per_day and count.use.tokens >= terms.tokens_per_day:
                wait = _DAY - count.now % _DAY
                raise _refusal("this key's tokens of today are used up", "token_budget", wait)
            even = count.even
            if rate := terms.requests_per_minute or self._rate:
                even = count.even + _MINUTE / rate
                if (early := even - count.now - _MINUTE) > _SLACK:
                    raise _refusal("this key has made too many requests", "rate", early)
            _write(connection, key_id, count, even, KeyUse(count.use.requests + 1, count.use.tokens))

    def _charge(self, key_id: str, tokens: int) -> None:
        with self._counting(key_id) as (connection, count):
            use = KeyUse(count.use.requests, count.use.tokens + tokens)
            _write(connection, key_id, count, count.even, use)

    @contextlib.contextmanager
    def _counting(self, key_id: str) -> Iterator[tuple[Connection, _Count]]:
        """Yield the count of a key in a transaction that nobody else counts it in."""
        with self._database.transaction(write=True) as connection:
            yield connection, _read(connection, key_id)


def _read(connection: Connection, key_id: str) -> _Count:
    """Return the count of a key, and keep other transactions from it until this one ends."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = {"id": key_id, "even": 0.0, "day": 0, "requests": 0, "tokens": 0}
    connection.execute(insert(key_use).values(**new).on_conflict_do_nothing())
    row = connection.execute(select(key_use).where(key_use.c.id == key_id).with_for_update()).one()
    now = _now(connection)
    # more than a minute ahead: a clock was set back, and nobody is to wait for it
    even = row.even if now < row.even <= now + _MINUTE + 1 else now
    return _Count(now, even, KeyUse(row.requests, row.tokens) if row.day == int(now // _DAY) else KeyUse())


def _write(connection: Connection, key_id: str, count: _Count, even: float, use: KeyUse) -> None:
    values = {"even": even, "day": count.day, "requests": use.requests, "tokens": use.tokens}
    connection.execute(update(key_use).where(key_use.c.id == key_id).values(**values))


def _now(connection: Connection) -> float:
    """Return the seconds since 1970 by the database's clock; SQLite's is this machine's."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())


def _refusal(message: str, code: str, wait: float) -> ApiError:
    return ApiError(429, message, code=code, headers={"Retry-After": str(max(1, math.ceil(wait)))})
