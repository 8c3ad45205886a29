"""The state of a list, at hand where nothing has to be waited for."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import URL

from alu.errors import StoreError
from alu.store.persist.database import Database
from alu.store.persist.driver import connect
from alu.store.persist.files import FolderLock
from alu.store.persist.head_reader import HeadReader
from alu.store.persist.transaction import Head


def test_it_is_at_hand_once_it_was_read_and_follows_every_write(database: Database) -> None:
    assert database.head_at_hand("a") is None
    assert database.ensure("a", "hash", 16, 0.0) == database.head_at_hand("a")
    with database.write("a", 1.0) as writer:
        writer.finish()
    head = database.head_at_hand("a")
    assert head == database.head("a")
    assert head
    assert head.unclean is False
    assert database.head_at_hand("b") is None


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    here, there = (Database.open(tmp_path / "targets.db", FolderLock(tmp_path)) for _ in range(2))
    before = here.ensure("a", "hash", 16, 0.0)
    with there.write("a", 1.0):
        assert here.head_at_hand("a") == before  # a writer is waited for by nobody who reads
    assert here.head_at_hand("a") == there.head("a") != before
    here.close()
    there.close()


def test_while_another_thread_reads_nothing_is_at_hand(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    head = database.ensure("a", "hash", 16, 0.0)
    begun, done = threading.Event(), threading.Event()

    def slow(*_: object) -> Head:
        begun.set()
        done.wait(10)
        return head

    with monkeypatch.context() as patched:
        patched.setattr(HeadReader, "read", slow)
        thread = threading.Thread(target=database.head, args=("a",))
        thread.start()
        begun.wait(10)
        assert database.head_at_hand("a") is None
        done.set()
        thread.join()
    assert database.head_at_hand("a") == head


@pytest.mark.parametrize("how", ["replaced", "gone", "fork"])
def test_another_file_or_process_is_not_at_hand(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "targets.db"
    database = Database.open(path, FolderLock(tmp_path))
    database.ensure("a", "hash", 16, 0.0)
    if how == "fork":
        monkeypatch.setattr("os.getpid", lambda: -1)
    else:
        path.rename(tmp_path / "old.db")
    if how == "replaced":
        path.write_bytes((tmp_path / "old.db").read_bytes())
    assert database.head_at_hand("a") is None
    if how == "gone":
        with pytest.raises(StoreError, match="has gone"):
            database.head("a")
    database.close()


def test_a_list_that_may_be_waited_for_is_not_at_hand(tmp_path: Path) -> None:
    """A file with a rollback journal: who writes shuts the others out."""
    path = tmp_path / "targets.db"
    Database.open(path, FolderLock(tmp_path)).close()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")
    plain.close()
    database = Database.open(path, FolderLock(tmp_path))
    head = database.ensure("a", "hash", 16, 0.0)
    assert (database.head_at_hand("a"), database.head("a")) == (None, head)
    database.close()


def test_what_fails_at_once_is_read_in_the_other_way(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    head = database.ensure("a", "hash", 16, 0.0)
    monkeypatch.setattr("alu.store.persist.head_reader.SQL", "SELECT nothing")
    assert (database.head_at_hand("a"), database.head("a")) == (None, head)


def test_a_dropped_connection_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "targets.db"
    database = Database.open(path, FolderLock(tmp_path))
    head = database.ensure("a", "hash", 16, 0.0)
    reader = HeadReader(connect(URL.create("sqlite", database=str(path)), wait=1), memory=False)
    reader.drop()  # which never was open
    for _ in range(2):
        assert (reader.at_hand("a"), reader.read("a"), reader.at_hand("a")) == (None, head, head)
        reader.drop()
    database.close()
