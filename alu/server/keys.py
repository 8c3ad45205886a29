"""API keys: kept in the database of the targets as hashes, each with a role and bound to one namespace."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Column, Double, MetaData, String, Table, delete, insert, inspect, or_, select

from alu.errors import InputError, UnknownTarget

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alu.store.persist.database import Database

__all__ = ["ApiKey", "KeyRing", "KeyRole", "UnknownKey"]

KeyRole = Literal["user", "reviewer", "admin"]
"""What a key allows: to ask; to see the activity and rule on it, without a target's name, too; or everything."""

_metadata = MetaData()
_keys = Table(
    "alu_keys",
    _metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("namespace", String(100), nullable=False),
    # SHA-256 of the whole key: 256 random bits need no slow hash
    Column("hash", String(64), nullable=False),
    Column("created", Double, nullable=False),
)

_FORM = re.compile(r"alu-([0-9a-f]{8})-[\w-]{43}", re.ASCII)
_NAME = re.compile(r"[\w.@ -]{1,100}")


class UnknownKey(UnknownTarget):
    """No key of that id or name is there."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of one key. The key itself is shown once, when it is made."""

    id: str
    name: str
    role: KeyRole
    namespace: str
    hash: str = field(repr=False)
    created: datetime

    def opens_with(self, presented: str) -> bool:
        """Tell whether `presented` is this key, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(self.hash, _hashed(presented))

    def as_dict(self) -> dict[str, str]:
        """Return the key as a JSON object, without its hash."""
        when = self.created.isoformat(timespec="seconds")
        return {"id": self.id, "name": self.name, "role": self.role, "namespace": self.namespace, "created": when}


class KeyRing:
    """The keys in one database. The table is made with the first key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made = False

    def add(self, name: str, role: KeyRole = "user", namespace: str = "default") -> tuple[ApiKey, str]:
        """Make a key and return it with its secret, which is kept nowhere.

        Raises:
            InputError: the name is taken, or has other than letters, digits, spaces and `.@_-`.
            StoreError: the database cannot be written.
        """
        if not _NAME.fullmatch(name) or name != name.strip():
            raise InputError("a key's name is 1 to 100 letters, digits, spaces or .@_-")
        key_id = secrets.token_hex(4)
        secret = f"alu-{key_id}-{secrets.token_urlsafe(32)}"
        key = ApiKey(key_id, name, role, namespace, _hashed(secret), datetime.fromtimestamp(time.time(), UTC))
        with self._database.transaction(write=True) as connection:
            _metadata.create_all(connection)
            if connection.execute(select(_keys.c.id).where(_keys.c.name == name)).first():
                raise InputError(f"there is a key named {name} already")
            row = {**key.as_dict(), "hash": key.hash, "created": key.created.timestamp()}
            connection.execute(insert(_keys), row)
        return key, secret

    def list(self) -> list[ApiKey]:
        """Return all keys, the oldest first.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._database.transaction(write=False) as connection:
            if not self._is_made(connection):
                return []
            return [_key(row) for row in connection.execute(select(_keys).order_by(_keys.c.created))]

    def remove(self, id_or_name: str) -> ApiKey:
        """Take a key out; no process accepts it a second later.

        Raises:
            UnknownKey: there is none of that id or name.
            StoreError: the database cannot be written.
        """
        with self._database.transaction(write=True) as connection:
            which = or_(_keys.c.id == id_or_name, _keys.c.name == id_or_name)
            row = connection.execute(select(_keys).where(which)).first() if self._is_made(connection) else None
            if row is None:
                raise UnknownKey("no key of that id or name: `alu keys list` shows them")
            connection.execute(delete(_keys).where(_keys.c.id == row.id))
        return _key(row)

    @property
    def made(self) -> bool:
        """Whether there was a key at any time before the keys were last listed."""
        return self._made

    def _is_made(self, connection: Connection) -> bool:
        self._made = self._made or inspect(connection).has_table(_keys.name)
        return self._made


def id_in(presented: str) -> str | None:
    """Return the id that a key says it has, None if it is no key of ours."""
    match = _FORM.fullmatch(presented)
    return match[1] if match else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Any) -> ApiKey:
    created = datetime.fromtimestamp(row.created, UTC)
    return ApiKey(row.id, row.name, row.role, row.namespace, row.hash, created)
