"""What is read of the list: what has changed alone, and all of it where that cannot be known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from alu.errors import StoreCorrupt, StoreError
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from alu.store.persist.listing import Listing
from alu.store.persist.records import record_of
from alu.store.target import Target


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "list.sqlite3", FolderLock(None))
    database.ensure("a", "hash", 16, 0.0)
    yield database
    database.close()


def named(number: int, name: str = "Ada Quill") -> Target:
    return Target(id=f"p{number}", name=name)


def add(database: Database, *targets: Target, time: float = 1.0) -> None:
    with database.write("a", time) as writer:
        writer.insert([record_of(t) for t in targets])
        writer.record("add", {t.id: "" for t in targets}, "")


def remove(database: Database, target: Target, *, secret: bool = False) -> None:
    with database.write("a", 2.0) as writer:
        writer.delete(target.id)
        writer.record("remove", {target.id: ""}, "")
        writer.redact(target.id, lambda kept: secret and kept == target.id)


def ids(listing: Listing) -> list[str]:
    return sorted(t.id for t in listing.read()[1].values())


def test_of_a_list_that_has_changed_the_change_alone_is_read(database: Database) -> None:
    add(database, *(named(n) for n in range(40)))
    listing = Listing(database, "a")
    assert len(ids(listing)) == 40
    add(database, named(40))
    remove(database, named(3))
    statements: list[str] = []

    def note(connection: object, cursor: object, sql: str, *rest: object) -> None:
        statements.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert ids(listing) == sorted(f"p{n}" for n in range(41) if n != 3)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert statements
    assert not [sql for sql in statements if "alu_targets.doc" in sql and " IN " not in sql]


def test_a_change_is_read_and_an_older_wording_forgotten(database: Database) -> None:
    add(database, named(1), named(2))
    listing = Listing(database, "a")
    listing.read()
    with database.write("a", 2.0) as writer:
        writer.delete("p1")
        writer.insert([record_of(named(1, "Bo Reed"))])
        writer.record("change", {"p1": ""}, "")
    head, targets = listing.read()
    assert {t.name for t in targets.values()} == {"Ada Quill", "Bo Reed"}
    assert head.version == 2
    assert set(targets) == set(listing.known())


def test_the_removal_of_a_target_whose_id_tells_of_it_is_seen(database: Database) -> None:
    add(database, named(1), named(2))
    listing = Listing(database, "a")
    listing.read()
    remove(database, named(1), secret=True)
    add(database, named(3))
    assert ids(listing) == ["p2", "p3"]


def test_a_list_with_another_history_is_read_anew(database: Database) -> None:
    add(database, named(1), named(2))
    listing = Listing(database, "a")
    listing.read()
    # as of a backup that was restored and written to: as many targets, and another last event
    with database.transaction(write=True) as connection:
        connection.execute(text("DELETE FROM alu_targets WHERE id = 'p1'"))
        connection.execute(text("UPDATE alu_events SET time = 9"))
        record = record_of(named(7))
        values = {"id": record.id, "rev": record.rev, "key": record.name_key, "doc": record.doc}
        connection.execute(text("INSERT INTO alu_targets VALUES ('a', :id, :rev, :key, :doc)"), values)
    assert ids(listing) == ["p2", "p7"]


def test_targets_that_nothing_removed_are_missed(database: Database) -> None:
    add(database, named(1), named(2))
    listing = Listing(database, "a")
    listing.read()
    with database.transaction(write=True) as connection:
        connection.execute(text("DELETE FROM alu_targets WHERE id = 'p1'"))
    with pytest.raises(StoreCorrupt, match="1 of 2 targets"):
        listing.read()
    with pytest.raises(StoreError, match="has gone"):
        Listing(database, "nobody").read()
