"""The list in a database: versions, transactions, migrations."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import Pool

from alu.errors import MissingExtra, StoreCorrupt, StoreError, StoreLocked, StoreReadOnly, StoreVersion
from alu.server.budgets import Budgets
from alu.server.keys import NO_TERMS, KeyRing
from alu.store.persist import driver, schema
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from alu.store.persist.head_reader import HeadReader
from alu.store.persist.schema import SCHEMA
from alu.store.persist.transaction import Record
from tests.stores import open_store, target
from tests.topics import LOCKS, ON_LOCKS

Opener = Callable[[], Database]


def records(*names: str) -> list[Record]:
    return [Record(name, f"rev-{name}", f"key-{name}", f'"{name}"') for name in names]


def test_every_write_moves_the_version_on_in_its_own_transaction(database: Database) -> None:
    assert database.head("a") is None
    first = database.ensure("a", "hash", 16, 5.0)
    assert (first.version, first.targets, first.embedder, first.dim, first.clock) == (0, 0, "hash", 16, 5.0)
    assert database.ensure("a", "other", 8, 9.0) == first
    with database.write("a", 7.0) as writer:
        writer.insert(records("x", "y"))
        writer.record("add", {"x": "R-1", "y": ""}, "clerk")
    second = database.head("a")
    assert second
    assert (second.version, second.targets, second.clock, second.unclean) == (1, 2, 7.0, False)
    assert second.stamp != first.stamp
    with contextlib.suppress(KeyboardInterrupt), database.write("a", 8.0) as writer:
        writer.delete("x")
        raise KeyboardInterrupt
    assert database.head("a") == second
    with database.write("a", 3.0) as writer:
        assert writer.delete("x")
        assert not writer.delete("nobody")
    third = database.head("a")
    assert third
    # the clock never goes back
    assert (third.version, third.targets, third.clock, third.unclean) == (2, 1, 7.0, True)
    database.clean("a")
    cleaned = database.head("a")
    assert cleaned
    assert (cleaned.version, cleaned.unclean) == (2, False)
    assert [e.action for e in database.history("a")] == ["add", "add"]


def test_records_are_found_by_id_and_by_name(database: Database) -> None:
    database.ensure("a", "hash", 16, 0.0)
    with database.write("a", 0.0) as writer:
        writer.insert(records(*(f"x{n}" for n in range(1200))))
    assert [r.id for r in database.find("a", "x1", ["key-x2"])] == ["x1", "x2"]
    with database.write("a", 0.0) as writer:
        assert {r.id for r in writer.find([f"x{n}" for n in range(600)], ["key-x1000"])} == {
            *(f"x{n}" for n in range(600)),
            "x1000",
        }


def test_the_clock_is_kept_and_never_set_back(database: Database) -> None:
    database.ensure("a", "hash", 16, 5.0)
    version = database.head("a")
    database.set_clock("a", 9.0)
    database.set_clock("a", 6.0)
    head = database.head("a")
    assert head
    assert version
    assert (head.clock, head.version) == (9.0, version.version)


def test_a_namespace_that_is_not_there_cannot_be_written(database: Database) -> None:
    with pytest.raises(StoreError, match="namespace has gone"), database.write("none", 0.0):
        pass


def test_tables_are_made_once_and_only_where_they_may_be(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    (tmp_path / "targets.db").touch(mode=0o600)
    with pytest.raises(StoreError, match="no store"):
        Database.open(tmp_path / "targets.db", lock, create=False)
    Database.open(tmp_path / "targets.db", lock).close()
    Database.open(tmp_path / "targets.db", lock, create=False).close()
    assert (tmp_path / "targets.db").stat().st_mode & 0o077 == 0


def test_a_store_of_the_first_release_opens_and_enforces(tmp_path: Path) -> None:
    # what alu 0.1 wrote, schema version 1; every later version must open it
    sql = (Path(__file__).parent / "schemas" / "1.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(tmp_path / "targets.db")
    connection.executescript(sql)
    connection.close()
    with open_store(tmp_path) as store:
        (hit,) = store.snapshot().detector.look_up(["Hermione Granger"])
        assert store.get(hit.target_id).facts[0].text == "She danced with Viktor Krum"
        assert store.version() == 1
        assert [event.reason for event in store.history()] == ["REF-1"]
        store.add(target("Bertha Jorkins"), LOCKS)
    assert _user_version(tmp_path) == str(SCHEMA)
    with open_store(tmp_path) as store:
        assert "locks" in {e.target_id for e in store.snapshot().detector.look_up([ON_LOCKS])}


def test_a_store_of_schema_2_keeps_its_keys_which_have_no_limits(tmp_path: Path) -> None:
    sql = (Path(__file__).parent / "schemas" / "2.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(tmp_path / "targets.db")
    connection.executescript(sql)
    connection.close()
    with open_store(tmp_path) as store:
        ring = KeyRing(store.database)
        (key,) = ring.list()
        assert (key.name, key.role, key.terms) == ("ann", "admin", NO_TERMS)
        assert key.opens_with("alu-382116d3-lrsgXvldTzADvgi_BEQ9eSC7So0yo5njxw6MapXi-qc")
        assert ring.rotate("ann")[0].opens_with("alu-382116d3-lrsgXvldTzADvgi_BEQ9eSC7So0yo5njxw6MapXi-qc") is False
        assert Budgets(store.database).used() == {}
    assert _user_version(tmp_path) == str(SCHEMA)


def _next_version(monkeypatch: pytest.MonkeyPatch, migration: Callable[[Connection], None]) -> None:
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr("alu.store.persist.database.SCHEMA", SCHEMA + 1)
    monkeypatch.setitem(schema.MIGRATIONS, SCHEMA, migration)


def _user_version(path: Path) -> str:
    connection = sqlite3.connect(path / "targets.db")
    try:
        return str(connection.execute("SELECT value FROM alu_meta WHERE key = 'schema'").fetchone()[0])
    finally:
        connection.close()


def test_an_older_schema_is_migrated_in_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path) as store:
        store.add(target("Hermione Granger"))

    def broken(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE alu_events ADD COLUMN place TEXT"))
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    def good(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE alu_events ADD COLUMN place TEXT"))

    _next_version(monkeypatch, broken)
    with pytest.raises(StoreError):
        open_store(tmp_path)
    assert _user_version(tmp_path) == str(SCHEMA)
    _next_version(monkeypatch, good)
    with open_store(tmp_path) as store:
        assert len(store.snapshot().detector.look_up(["Hermione Granger"])) == 1
    assert _user_version(tmp_path) == str(SCHEMA + 1)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "targets.db")
    connection.execute("UPDATE alu_meta SET value = '99'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreVersion, match=r"schema 99.*upgrade alu"):
        open_store(tmp_path)


def test_a_fork_gets_connections_of_its_own(database: Database) -> None:
    database.ensure("a", "hash", 16, 0.0)
    if database.path is None:
        return
    child = os.fork()
    if not child:
        with database.write("a", 1.0) as writer:
            writer.insert(records("x"))
        os._exit(0 if (head := database.head("a")) and head.targets == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    head = database.head("a")
    assert head
    assert head.targets == 1


def test_a_new_process_uses_no_connection_of_the_old_one(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    head = database.ensure("a", "hash", 16, 0.0)
    made: list[object] = []

    def note(connection: object, _: object) -> None:
        made.append(connection)

    event.listen(Pool, "connect", note)
    try:
        assert (database.head("a"), made) == (head, [])
        if database.path:
            monkeypatch.setattr("os.getpid", lambda: -1)
            assert (database.head("a"), len(made)) == (head, 1)
    finally:
        event.remove(Pool, "connect", note)


def test_a_namespace_that_cannot_be_made_is_an_error(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "head", lambda _: None)
    with pytest.raises(StoreError, match="could not be made"):
        database.ensure("a", "hash", 16, 0.0)


def test_memory_and_its_threads_share_one_list() -> None:
    import threading

    database = Database.open(None, FolderLock(None))
    database.ensure("a", "hash", 16, 0.0)

    def work(n: int) -> None:
        with database.write("a", 0.0) as writer:
            writer.insert(records(f"x{n}"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    head = database.head("a")
    assert head
    assert (head.version, head.targets) == (8, 8)
    database.close()


def test_a_head_is_read_again_on_a_new_connection(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    head = database.ensure("a", "hash", 16, 0.0)
    real, calls = Connection.execute, 0

    def lost_once(connection: Connection, *args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("connection lost"))
        return real(connection, *args)

    monkeypatch.setattr(HeadReader, "at_hand", lambda *_: None)
    monkeypatch.setattr(Connection, "execute", lost_once)
    assert (database.head("a"), calls) == (head, 2)


@pytest.mark.parametrize(
    ("where", "error", "message"),
    [
        ("mysql://host/db", StoreError, "a folder or postgresql"),
        ("postgresql://host:no/db", StoreError, "cannot be read"),
        ("postgresql://nobody:hidden@127.0.0.1:1/db", StoreError, "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere(where: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        Database.open(where, FolderLock(None))
    assert "hidden" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("psycopg")

    monkeypatch.setattr(driver, "create_engine", missing)
    with pytest.raises(MissingExtra, match=r"alu\[postgres\]"):
        Database.open("postgresql://host/db", FolderLock(None))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", StoreReadOnly),
        ("SQLITE_IOERR_WRITE", StoreReadOnly),
        ("SQLITE_READONLY_DBMOVED", StoreReadOnly),
        ("SQLITE_CANTOPEN", StoreReadOnly),
        ("SQLITE_BUSY_SNAPSHOT", StoreLocked),
        ("SQLITE_CORRUPT_VTAB", StoreCorrupt),
        ("SQLITE_NOTADB", StoreCorrupt),
        ("SQLITE_CONSTRAINT", StoreError),
    ],
)
def test_each_fault_of_sqlite_has_its_own_error(name: str, kind: type[StoreError]) -> None:
    fault = sqlite3.OperationalError("a secret fact")
    fault.sqlite_errorname = name
    found = driver.translated(OperationalError("SELECT", {"doc": "a secret fact"}, fault), "targets.db")
    assert type(found) is kind
    assert "secret" not in str(found)


def test_other_faults_of_sqlalchemy_are_ours_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_: object) -> None:
        raise ArgumentError("a secret fact")

    database.ensure("a", "hash", 16, 0.0)
    monkeypatch.setattr(HeadReader, "at_hand", lambda *_: None)
    monkeypatch.setattr(Connection, "execute", odd)
    with pytest.raises(StoreError, match="ArgumentError") as caught:
        database.head("a")
    assert "secret" not in str(caught.value)
