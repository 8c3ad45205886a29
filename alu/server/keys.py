"""API keys: kept in the database of the targets as hashes, each with a role and bound to one namespace."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import BigInteger, Column, Double, MetaData, String, Table, delete, insert, inspect, or_, select, update

from alu.errors import InputError, UnknownTarget
from alu.store.persist.schema import key_use

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alu.store.persist.database import Database

__all__ = ["NO_TERMS", "ApiKey", "KeyRing", "KeyRole", "KeyTerms", "UnknownKey"]

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
    # a change to these is a migration of `store/persist/schema.py`; times are seconds since 1970
    Column("expires", Double),
    Column("requests_per_minute", BigInteger),
    Column("tokens_per_day", BigInteger),
    Column("old_hash", String(64)),
    Column("old_until", Double),
)

_FORM = re.compile(r"alu-([0-9a-f]{8})-[\w-]{43}", re.ASCII)
_NAME = re.compile(r"[\w.@ -]{1,100}")


class UnknownKey(UnknownTarget):
    """No key of that id or name is there."""


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """How long a key is accepted, and how much may be asked with it; None sets no limit."""

    expires: datetime | None = None
    requests_per_minute: int | None = None
    tokens_per_day: int | None = None
    """Tokens of the replies, as their `usage` has them, in a day of UTC."""

    def as_dict(self) -> dict[str, Any]:
        """Return the terms as a JSON object."""
        when = self.expires.isoformat(timespec="seconds") if self.expires else None
        counts = {"requests_per_minute": self.requests_per_minute, "tokens_per_day": self.tokens_per_day}
        return {"expires": when, **counts}


NO_TERMS = KeyTerms()
"""No limit at all."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of one key. The key itself is shown once, when it is made."""

    id: str
    name: str
    role: KeyRole
    namespace: str
    hash: str = field(repr=False)
    created: datetime
    """When the secret was made that is accepted now."""
    terms: KeyTerms = NO_TERMS
    old_hash: str = field(default="", repr=False)
    """Of the secret before the last rotation."""
    old_until: datetime | None = None
    """Until when that one is accepted, too."""

    def opens_with(self, presented: str) -> bool:
        """Tell whether `presented` is this key, in a time that does not depend on how much of it is right."""
        hashed = _hashed(presented)
        old = hmac.compare_digest(self.old_hash, hashed) and self.old_until is not None and _now() < self.old_until
        return hmac.compare_digest(self.hash, hashed) or old

    @property
    def expired(self) -> bool:
        """Whether the key is accepted no more."""
        return self.terms.expires is not None and self.terms.expires <= _now()

    def as_dict(self) -> dict[str, Any]:
        """Return the key as a JSON object, without its hash."""
        when = self.created.isoformat(timespec="seconds")
        own = {"id": self.id, "name": self.name, "role": self.role, "namespace": self.namespace, "created": when}
        return {**own, **self.terms.as_dict()}


class KeyRing:
    """The keys in one database. The table is made with the first key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made = False

    def add(
        self, name: str, role: KeyRole = "user", namespace: str = "default", terms: KeyTerms = NO_TERMS
    ) -> tuple[ApiKey, str]:
        """Make a key and return it with its secret, which is kept nowhere.

        Raises:
            InputError: the name is taken, or has other than letters, digits, spaces and `.@_-`; a limit is below 1.
            StoreError: the database cannot be written.
        """
        if not _NAME.fullmatch(name) or name != name.strip():
            raise InputError("a key's name is 1 to 100 letters, digits, spaces or .@_-")
        if any(limit is not None and limit < 1 for limit in (terms.requests_per_minute, terms.tokens_per_day)):
            raise InputError("a limit of a key is 1 or more")
        key_id = secrets.token_hex(4)
        secret = _new_secret(key_id)
        key = ApiKey(key_id, name, role, namespace, _hashed(secret), _now(), terms)
        with self._database.transaction(write=True) as connection:
            _metadata.create_all(connection)
            if connection.execute(select(_keys.c.id).where(_keys.c.name == name)).first():
                raise InputError(f"there is a key named {name} already")
            own = {"id": key_id, "name": name, "role": role, "namespace": namespace}
            connection.execute(insert(_keys), {**own, **_changing(key)})
        return key, secret

    def rotate(
        self, id_or_name: str, *, expires: datetime | None = None, grace: timedelta = timedelta()
    ) -> tuple[ApiKey, str]:
        """Give a key another secret and return both; id, name, role, namespace and limits stay.

        Args:
            id_or_name: which key.
            expires: until when the new secret is accepted; for as long as the old one was meant to be, by default.
            grace: for how long the old secret is accepted, too, unless it expires before.

        Raises:
            UnknownKey: there is none of that id or name.
            StoreError: the database cannot be written.
        """
        with self._database.transaction(write=True) as connection:
            old, now = self._found(connection, id_or_name), _now()
            until = min(now + grace, old.terms.expires or now + grace)
            if expires is None and old.terms.expires:
                expires = now + (old.terms.expires - old.created)
            secret = _new_secret(old.id)
            terms = replace(old.terms, expires=expires)
            key = replace(old, hash=_hashed(secret), created=now, terms=terms, old_hash=old.hash, old_until=until)
            connection.execute(update(_keys).where(_keys.c.id == key.id).values(**_changing(key)))
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
            key = self._found(connection, id_or_name)
            connection.execute(delete(_keys).where(_keys.c.id == key.id))
            connection.execute(delete(key_use).where(key_use.c.id == key.id))
        return key

    @property
    def made(self) -> bool:
        """Whether there was a key at any time before the keys were last listed."""
        return self._made

    def _found(self, connection: Connection, id_or_name: str) -> ApiKey:
        which = or_(_keys.c.id == id_or_name, _keys.c.name == id_or_name)
        query = select(_keys).where(which).with_for_update()
        row = connection.execute(query).first() if self._is_made(connection) else None
        if row is None:
            raise UnknownKey("no key of that id or name: `alu keys list` shows them")
        return _key(row)

    def _is_made(self, connection: Connection) -> bool:
        self._made = self._made or inspect(connection).has_table(_keys.name)
        return self._made


def id_in(presented: str) -> str | None:
    """Return the id that a key says it has, None if it is no key of ours."""
    match = _FORM.fullmatch(presented)
    return match[1] if match else None


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _new_secret(key_id: str) -> str:
    return f"alu-{key_id}-{secrets.token_urlsafe(32)}"


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _changing(key: ApiKey) -> dict[str, Any]:
    """Return the columns of a key that a rotation changes."""
    terms = key.terms
    return {
        "hash": key.hash,
        "created": key.created.timestamp(),
        "expires": terms.expires.timestamp() if terms.expires else None,
        "requests_per_minute": terms.requests_per_minute,
        "tokens_per_day": terms.tokens_per_day,
        "old_hash": key.old_hash,
        "old_until": key.old_until.timestamp() if key.old_until else None,
    }


def _key(row: Any) -> ApiKey:
    terms = KeyTerms(_moment(row.expires), row.requests_per_minute, row.tokens_per_day)
    created, old_until = datetime.fromtimestamp(row.created, UTC), _moment(row.old_until)
    return ApiKey(row.id, row.name, row.role, row.namespace, row.hash, created, terms, row.old_hash or "", old_until)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
