"""Tables of the target list, and the migrations from every version that was ever released."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    select,
    text,
)

from alu.errors import InputError, StoreVersion, expect

__all__ = [
    "MIGRATIONS",
    "SCHEMA",
    "check_namespace",
    "events",
    "key_use",
    "meta",
    "namespaces",
    "prepare",
    "targets",
    "topic_models",
    "version_of",
]

SCHEMA = 3
"""The version that this alu writes. A change to a table below adds 1 and a function to `MIGRATIONS`."""

_LONGEST = 100
"""Characters of a namespace's name; PostgreSQL refuses more, SQLite would take them."""

_metadata = MetaData()

meta = Table(
    "alu_meta",
    _metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""A row for the version of the tables, and one for each namespace whose threshold is calibrated."""

namespaces = Table(
    "alu_namespaces",
    _metadata,
    Column("name", String(_LONGEST), primary_key=True),
    Column("version", BigInteger, nullable=False),
    # random, new with every write: distinguishes a restored backup from later writes
    Column("stamp", String(32), nullable=False),
    Column("targets", Integer, nullable=False),
    Column("embedder", String(200), nullable=False),
    Column("dim", Integer, nullable=False),
    # seconds since 1970, the latest time seen: a clock that is set back revives no expired target
    Column("clock", Double, nullable=False),
    # something was removed, and its bytes may still be in a file
    Column("unclean", Boolean, nullable=False),
)
"""A row for each list of targets: its version, and what its vectors were made with."""

targets = Table(
    "alu_targets",
    _metadata,
    Column("namespace", String(_LONGEST), primary_key=True),
    Column("id", String(80), primary_key=True),
    # hash of `doc`: names this wording of the target, and shows damage
    Column("rev", String(32), nullable=False),
    # hash of the normalised name
    Column("name_key", String(32), nullable=False),
    Column("doc", Text, nullable=False),
    Index("alu_targets_name", "namespace", "name_key"),
)
"""A row for each target, as JSON in `doc`."""

events = Table(
    "alu_events",
    _metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("namespace", String(_LONGEST), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("time", Double, nullable=False),
    Column("action", String(20), nullable=False),
    Column("target_id", String(80), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("alu_events_namespace", "namespace", "seq"),
)
"""The history, a row for each write to a target; it outlives the target and holds no text of it."""

topic_models = Table(
    "alu_topic_models",
    _metadata,
    Column("namespace", String(_LONGEST), primary_key=True),
    Column("id", String(80), primary_key=True),
    # of the target that the classifier was fitted on
    Column("rev", String(32), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""A row for each topic with its classifier, derived from the topic: one that is missing or older is fitted anew."""

key_use = Table(
    "alu_key_use",
    _metadata,
    # of the server's key; `local` where none is needed
    Column("id", String(8), primary_key=True),
    # seconds since 1970 at which the requests so far are even with the rate
    Column("even", Double, nullable=False),
    # days since 1970 (UTC) on which the counts below were made
    Column("day", Integer, nullable=False),
    Column("requests", BigInteger, nullable=False),
    Column("tokens", BigInteger, nullable=False),
)
"""A row for each key with a rate or a budget, once it was used: the processes of all servers count in it."""


def _limit_keys(connection: Connection) -> None:
    """Count the use of keys, and let those that are there have limits; a server that knows none would ignore them."""
    key_use.create(connection)
    if inspect(connection).has_table("alu_keys"):
        for column in (
            "expires DOUBLE PRECISION",
            "requests_per_minute BIGINT",
            "tokens_per_day BIGINT",
            "old_hash VARCHAR(64)",
            "old_until DOUBLE PRECISION",
        ):
            connection.execute(text(f"ALTER TABLE alu_keys ADD COLUMN {column}"))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: topic_models.create, 2: _limit_keys}
"""How to get from a version to the next one; runs in one transaction, keyed by the version it starts from."""


def check_namespace(name: str) -> None:
    """Refuse a namespace's name that some database would not keep.

    Raises:
        InputError: it is empty, too long or not printable.
    """
    expect(name, str, "a namespace is a text")
    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise InputError(f"a namespace is 1 to {_LONGEST} printable characters")


def version_of(connection: Connection) -> int | None:
    """Return the version of the tables that are there, or None where there are none.

    Raises:
        StoreVersion: a newer alu made them.
    """
    if not inspect(connection).has_table(meta.name):
        return None
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
    version = int(found) if found else None
    if version is not None and version > SCHEMA:
        raise StoreVersion(
            f"the store has schema {version} and this alu knows up to {SCHEMA}: a newer alu made it; upgrade alu"
        )
    return version


def prepare(connection: Connection) -> None:
    """Make the tables, or bring older ones up to date, in the transaction that `connection` is in."""
    version = version_of(connection)
    if version is None:
        _metadata.create_all(connection)
        connection.execute(meta.insert().values(key="schema", value=str(SCHEMA)))
        return
    for step in range(version, SCHEMA):
        MIGRATIONS[step](connection)
    connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(SCHEMA)))
