"""Killed, full, read-only, damaged, replaced: a store loses nothing that it acknowledged and is never silent."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from alu.errors import AluError, StoreCorrupt, StoreError, StoreLocked, StoreReadOnly, UnknownTarget
from alu.store.persist import files
from alu.store.persist.files import FolderLock
from alu.store.persist.vector_cache import VectorCache
from alu.store.persist.vector_index import VectorIndex
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.store.test_store import BERTHA, HERMIONE, names
from tests.stores import HashEmbedder, files_with, open_store, python, target, wait_for_python


def _damage_by_deleting(folder: Path) -> None:
    shutil.rmtree(folder)


def _damage_by_emptying(folder: Path) -> None:
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        path.unlink()


def _damage_graph_deleted(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _damage_truncated(folder: Path) -> None:
    for path in folder.rglob("*.bin"):
        os.truncate(path, path.stat().st_size // 3)


def _damage_overwritten(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in {".bin", ".pickle"}:
            path.write_bytes(random.Random(0).randbytes(path.stat().st_size))


def _damage_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"no database at all" * 100)


def _damage_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{")


def _damage_rows_gone(folder: Path) -> None:
    with sqlite3.connect(folder / "chroma.sqlite3") as connection:
        for table in ("embedding_metadata", "embeddings_queue", "embeddings"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        _damage_by_deleting,
        _damage_by_emptying,
        _damage_graph_deleted,
        _damage_truncated,
        _damage_overwritten,
        _damage_database,
        _damage_manifest,
        _damage_rows_gone,
    ],
    ids=lambda damage: damage.__name__.removeprefix("_damage_"),
)
def test_a_damaged_index_is_seen_and_rebuilt(tmp_path: Path, damage: object) -> None:
    people = [target(f"Person Number {n}", [f"fact {n}"]) for n in range(1200)]
    with open_store(tmp_path) as store:
        store.add(*people)
    (folder,) = tmp_path.rglob("chroma-*")
    damage(folder)  # type: ignore[operator]
    stated: list[tuple[str, int, int]] = []
    with TargetStore.open(tmp_path, embedder=HashEmbedder(), progress=lambda *p: stated.append(p)) as store:
        assert stated[-1][0] == "indexing targets"
        assert store.check() == []
        assert names(store, "fact 7") == ["Person Number 7"]
        assert names(store, "Person Number 1100") == ["Person Number 1100"]


def test_doctor_finds_an_index_that_was_changed_while_the_store_was_open(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        (folder,) = tmp_path.rglob("chroma-*")
        _damage_database(folder)
        assert any("index" in problem for problem in store.check())
        # decisions are taken on the exact matrix all the same
        assert names(store, "Hermione Granger")
        store.add(BERTHA)
        assert store.check() == []


def test_no_damage_aborts_the_process_or_loses_a_target(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.damage", str(tmp_path), "0", "16"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["survived 16"], done.stdout[-200:] + done.stderr[-2000:]


def test_an_index_that_cannot_be_rebuilt_leaves_the_list_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
    (folder,) = tmp_path.rglob("chroma-*")
    shutil.rmtree(folder)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alu.store.persist.shard.write_file", full)
    with open_store(tmp_path) as store:
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert any("index" in problem for problem in store.check())
    assert "is the disk full?" in caplog.text
    monkeypatch.undo()
    with open_store(tmp_path) as store:
        assert store.check() == []


@pytest.mark.parametrize("broken", ["vectors.npy", "counts.npy", "revs.npy", "manifest.json"])
@pytest.mark.parametrize("how", ["deleted", "truncated", "overwritten"])
def test_a_damaged_matrix_cache_is_made_anew(tmp_path: Path, broken: str, how: str) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
    (path,) = tmp_path.rglob(f"matrix-*/{broken}")
    data = path.read_bytes()
    path.unlink()
    if how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    if how == "overwritten":
        path.write_bytes(data[:-4] + b"\x01\x02\x03\x04")
    with open_store(tmp_path) as store:
        assert names(store, "She vanished in Albania") == ["Bertha Jorkins"]
        assert store.check() == []


def test_a_list_that_is_no_database_is_an_error(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
    (tmp_path / "targets.db").write_bytes(b"this is not SQLite " * 1000)
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        open_store(tmp_path)


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_list_that_has_gone_is_no_new_store(tmp_path: Path, how: str) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
    (tmp_path / "targets.db").unlink()
    if how == "emptied":
        (tmp_path / "targets.db").touch()
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        open_store(tmp_path)


def _sql(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path / "targets.db")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM alu_targets WHERE rowid = 1",
        "UPDATE alu_targets SET doc = replace(doc, 'Krum', 'Crumb')",
        "UPDATE alu_targets SET doc = '{}', rev = '0'",
        "DELETE FROM alu_namespaces",
    ],
)
def test_a_target_lost_or_changed_behind_our_back_is_an_error_not_silence(tmp_path: Path, statement: str) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
    _sql(tmp_path, statement)
    with pytest.raises(StoreCorrupt), open_store(tmp_path) as store:
        store.snapshot()


def test_pages_that_are_overwritten_are_an_error(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(*(target(f"Person Number {n}", ["a fact " * 50]) for n in range(100)))
    with (tmp_path / "targets.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096 * 4)
    with pytest.raises(StoreError):
        open_store(tmp_path)


def test_a_list_deleted_under_a_running_process_fails_closed(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        store.snapshot()
        (tmp_path / "targets.db").rename(tmp_path / "moved.db")
        with pytest.raises(StoreError, match="gone"):
            store.snapshot()
        assert any("gone" in problem for problem in store.check())
        (tmp_path / "moved.db").rename(tmp_path / "targets.db")
        assert names(store, "Hermione Granger")


def test_a_restored_backup_is_noticed_by_a_running_process(tmp_path: Path) -> None:
    home, backup = tmp_path / "store", tmp_path / "backup.db"
    with open_store(home) as store:
        store.add(HERMIONE)
    shutil.copy(home / "targets.db", backup)
    with open_store(home) as store:
        store.add(BERTHA)
    with open_store(home) as store:
        assert names(store, "Bertha Jorkins")
        backup.rename(home / "targets.db")
        assert not names(store, "Bertha Jorkins")
        assert names(store, "Hermione Granger")


FORKED = """
import random, signal, time
import chromadb
home = Path(sys.argv[1]) / "store"

def fork(work, *args):
    child = os.fork()
    if not child:
        try:
            work(*args)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return child

def killed_at_random(write, check, wanted, steps, chance):
    # `write` reports each thing that is acknowledged with a byte; `check` returns how many it finds stored
    acknowledged = 0
    while acknowledged < wanted:
        read, reports = os.pipe()
        child = fork(write, acknowledged, reports)
        os.close(reports)
        for _ in range(chance.randrange(*steps)):
            acknowledged += len(os.read(read, 1))
        time.sleep(chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += len(os.read(read, 1000))
        # in a process of its own: Chroma's threads do not survive a fork
        assert os.waitpid(fork(lambda: (home.parent / "stored").write_text(str(check()))), 0)[1] == 0
        stored = int((home.parent / "stored").read_text())
        # the one that was on its way may be there too
        assert acknowledged <= stored <= acknowledged + 1, (acknowledged, stored)
        acknowledged = stored
    print(acknowledged)
"""

KILLED = """
def add(first, reports):
    store = open_store(home)
    for n in range(first, 200):
        store.add(target(f"Person Number {n}", [f"fact {n}"], id=f"p{n}"))
        os.write(reports, b".")

def check():
    store = open_store(home)
    people = range(len(store.list()))
    for n in people:
        assert store.snapshot().detector.look_up([f"fact {n}"])[0].target_id == f"p{n}"
    assert not store.check(), store.check()
    return len(people)

killed_at_random(add, check, 200, (20, 60), random.Random(7))
"""


def test_kill_9_at_random_points_of_200_adds_loses_nothing(tmp_path: Path) -> None:
    assert wait_for_python(python(FORKED + KILLED, tmp_path)).split() == ["200"]


KILLED_EDITS = """
def edit(first, reports):
    store = open_store(home)
    for n in range(first, 20):
        store.update("p7", facts=[f"secret number {n} of Albania", "She keeps bees"])
        os.write(reports, b".")

def check():
    store = open_store(home)
    fact, other = (fact.text for fact in store.get("p7").facts)
    last = int(fact.split()[2])
    assert other == "She keeps bees"
    assert [e.action for e in store.history()] == ["add"] * 10 + ["change"] * (last + 1), last
    for text in (fact, other):
        assert store.snapshot().detector.look_up([text])[0].target_id == "p7"
    assert not store.check(), store.check()
    for n in range(last):
        assert not files_with(home, f"secret number {n} of"), (n, last)
    return last + 1

def prepare():
    open_store(home).add(*(target(f"Person Number {n}", [f"fact {n}"], id=f"p{n}") for n in range(10)))

assert os.waitpid(fork(prepare), 0)[1] == 0
killed_at_random(edit, check, 20, (2, 8), random.Random(11))
"""


def test_kill_9_at_random_points_of_20_edits_keeps_one_wording_and_no_other(tmp_path: Path) -> None:
    assert wait_for_python(python(FORKED + KILLED_EDITS, tmp_path)).split() == ["20"]


EIGHT = """
import time
import chromadb
home = Path(sys.argv[1])
start = time.time() + 0.5
children = []
for n in range(8):
    child = os.fork()
    if not child:
        time.sleep(start - time.time())
        try:
            store = open_store(home)
            store.add(target(f"Person Number {n}"))
            ok = bool(store.snapshot().detector.look_up([f"Person Number {n}"]))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            ok = False
        os._exit(0 if ok else 1)
    children.append(child)
print(sum(os.waitpid(child, 0)[1] == 0 for child in children))
store = open_store(home)
print(store.version(), len(store.list()), store.check())
"""


def test_eight_processes_open_an_empty_folder_at_once(tmp_path: Path) -> None:
    process = python(EIGHT, tmp_path / "store")
    out, err = process.communicate(timeout=240)
    assert out.split("\n")[:2] == ["8", "8 8 []"], err


def test_a_running_process_enforces_what_another_one_adds_and_removes(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(BERTHA)
        store.snapshot()
        other = python(
            "store = open_store(sys.argv[1])\n"
            "for line in sys.stdin:\n"
            "    store.add(target('Hermione Granger', id='h')) if line == 'add\\n' else store.remove('h')\n"
            "    print('done', flush=True)",
            tmp_path,
        )
        assert other.stdin
        assert other.stdout
        for command, expected in (("add", ["Hermione Granger"]), ("remove", [])):
            other.stdin.write(f"{command}\n")
            other.stdin.flush()
            assert other.stdout.readline() == "done\n"
            assert names(store, "Hermione Granger") == expected
        wait_for_python(other)


def test_a_second_writer_waits_and_then_gives_up_with_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        monkeypatch.setattr(files, "WAIT", 0.2)
        with FolderLock(tmp_path).hold():
            with pytest.raises(StoreLocked, match="try again"):
                store.add(BERTHA)
            # readers never wait for a writer
            assert names(store, "Hermione Granger")
            with open_store(tmp_path) as reader:
                assert names(reader, "Hermione Granger")
        store.add(BERTHA)


def test_a_foreign_lock_on_the_database_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.store.persist.database.BUSY", 0.1)
    with open_store(tmp_path) as store:
        connection = sqlite3.connect(tmp_path / "targets.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="try again"):
            store.add(HERMIONE)
        connection.execute("ROLLBACK")
        connection.close()
        store.add(HERMIONE)


def test_a_reader_that_keeps_the_log_delays_the_wipe_and_it_is_done_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alu.store.persist.database.BUSY", 0.1)
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
        connection = sqlite3.connect(tmp_path / "targets.db", isolation_level=None)
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM alu_targets").fetchall()
        with pytest.raises(StoreLocked, match="purge"):
            store.remove(HERMIONE.id)
        assert not names(store, "Hermione Granger")
        assert any("purge" in problem for problem in store.check())
        connection.execute("COMMIT")
        connection.close()
    with open_store(tmp_path) as store:
        assert store.check() == []
        assert not files_with(tmp_path, "Krum")


def test_a_removal_that_was_killed_is_finished_at_the_next_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as wiping:
            wiping.setattr(VectorCache, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                store.remove(HERMIONE.id)
        assert not names(store, "Hermione Granger")
    with open_store(tmp_path) as store:
        assert store.check() == []
    assert not files_with(tmp_path, "Krum")


def test_an_edit_that_is_killed_before_the_wiping_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
        store.snapshot()
        with monkeypatch.context() as wiping:
            wiping.setattr(VectorCache, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                store.update(HERMIONE.id, facts=["She reads a lot"])
        assert names(store, "She reads a lot") == ["Hermione Granger"]
        assert not names(store, "She danced with Viktor Krum")
    with open_store(tmp_path) as store:
        assert store.check() == []
    assert not files_with(tmp_path, "Krum")


def test_an_edit_that_is_interrupted_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with open_store(tmp_path) as store:
        (before,) = store.add(HERMIONE)
        monkeypatch.setattr("alu.store.persist.database.Writer.record", killed)
        with pytest.raises(KeyboardInterrupt):
            store.update(HERMIONE.id, facts=["She vanished in Albania"])
        assert (store.get(HERMIONE.id), store.version()) == (before, 1)
        assert names(store, "She danced with Viktor Krum") == ["Hermione Granger"]
        assert not files_with(tmp_path, "Albania")


def test_an_interrupted_import_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path) as store:
        monkeypatch.setattr(
            "alu.store.persist.database.Writer.record", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            store.add(*(target(f"Person Number {n}") for n in range(100)))
        assert store.version() == 0
        assert store.list() == []
        assert not files_with(tmp_path, "Person Number 5")


def _add_each(store: TargetStore, people: Iterable[Target]) -> None:
    for person in people:
        store.add(person)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, mounted where that is allowed."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(path)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command")
    if done.returncode:
        pytest.skip("a small disk cannot be mounted here (needs root)")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=True)


def test_a_full_disk_is_a_clear_error_and_loses_nothing(small_disk: Path) -> None:
    store = open_store(small_disk / "store")
    people = (target(f"Person Number {n}", ["a long fact " * 1500 for _ in range(4)]) for n in range(100))
    with pytest.raises(StoreReadOnly, match=r"full|refused"):
        _add_each(store, people)
    stored = store.version()
    assert stored > 1
    assert names(store, f"Person Number {stored - 1}") == [f"Person Number {stored - 1}"]
    assert len(store.list()) == stored
    store.close()
    with open_store(small_disk / "store") as store:
        assert names(store, f"Person Number {stored - 1}") == [f"Person Number {stored - 1}"]
        with pytest.raises(StoreReadOnly, match="make room"):
            store.add(target("Too Much", ["a long fact " * 1500 for _ in range(4)]))
    for folder in (small_disk / "store" / "index").iterdir():
        shutil.rmtree(folder)
    with open_store(small_disk / "store") as store:
        assert len(store.list()) == stored


LIMITED = """
import resource
store = open_store(sys.argv[1])
store.add(target("Hermione Granger", ["a fact"]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    for n in range(100):
        store.add(target(f"Person Number {n}", ["a long fact " * 1500 for _ in range(4)]))
except Exception as error:
    print(type(error).__name__, "long fact" in str(error), store.version() == len(store.list()) == n + 1)
print(len(store.snapshot().detector.look_up(["Hermione Granger"])))
"""


def test_a_file_that_may_not_grow_is_a_clear_error(tmp_path: Path) -> None:
    assert wait_for_python(python(LIMITED, tmp_path)).split() == ["StoreReadOnly", "False", "True", "1"]


def test_a_read_only_folder_is_a_clear_error(tmp_path: Path) -> None:
    home = tmp_path / "store"
    with open_store(home) as store:
        store.add(HERMIONE)
    if os.geteuid():
        home.chmod(0o500)
        undo = ["chmod", "700", str(home)]
    else:
        bind = ["mount", "--bind", str(home), str(home)]
        if subprocess.run(bind, capture_output=True, check=False).returncode:
            pytest.skip("root writes everywhere, and nothing can be mounted here")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(home)], check=True)
        undo = ["umount", "-l", str(home)]
    try:
        with pytest.raises(StoreReadOnly, match="make it writable"):
            open_store(home)
        with pytest.raises(StoreReadOnly, match="cannot make the folder"):
            open_store(home / "below")
    finally:
        subprocess.run(undo, check=True)


def _no_space(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_is_derived_may_fail_and_the_write_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full, open_store(tmp_path) as store:
        for method in ("append", "save"):
            full.setattr(VectorCache, method, _no_space)
        full.setattr(VectorIndex, "sync", _no_space)
        store.add(HERMIONE)
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert store.check() == ["index: 0 of 1 targets are in it"]
    with open_store(tmp_path) as store:
        assert store.check() == []
        assert names(store, "Hermione Granger") == ["Hermione Granger"]


def test_a_removal_wipes_even_where_nothing_can_be_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
        store.snapshot()
        row = HashEmbedder().embed(["Hermione Granger"])[0].tobytes()
        assert len(files_with(tmp_path, row)) >= 2
        monkeypatch.setattr(VectorCache, "replace", _no_space)
        monkeypatch.setattr(VectorIndex, "sync", _no_space)
        store.remove(HERMIONE.id)
        assert not files_with(tmp_path, row)
        assert not files_with(tmp_path, "Krum")
        assert names(store, "Bertha Jorkins") == ["Bertha Jorkins"]


def test_a_target_that_goes_while_it_is_changed_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path) as store:
        (stale,) = store.add(HERMIONE)
        store.add(BERTHA)
        store.remove(HERMIONE.id)
        monkeypatch.setattr(store, "get", lambda _: stale)
        with pytest.raises(UnknownTarget):
            store.remove(HERMIONE.id)
        with pytest.raises(UnknownTarget):
            store.replace(stale.model_copy(update={"description": "new"}))
        assert store.version() == 3


def test_a_namespace_that_goes_under_a_running_process_fails_closed(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        store.snapshot()
        _sql(tmp_path, "DELETE FROM alu_namespaces")
        for call in (store.snapshot, store.list, store.version, lambda: store.add(BERTHA)):
            with pytest.raises(StoreError, match="gone"):
                call()


def test_an_expiry_that_cannot_be_kept_takes_effect_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreReadOnly("read-only")

    with open_store(tmp_path) as store:
        now = time.time()
        store.add(target("Soon Gone", expires=datetime.fromtimestamp(now + 60, UTC)))
        monkeypatch.setattr(store.database, "set_clock", refuse)
        monkeypatch.setattr(time, "time", lambda: now + 61)
        assert not names(store, "Soon Gone")


def test_an_index_that_was_cut_in_another_way_is_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path) as store:
        store.add(*(target(f"Person Number {n}", [f"fact {n}"]) for n in range(300)))
    for folder in tmp_path.rglob("matrix-*"):
        shutil.rmtree(folder)
    monkeypatch.setattr(
        "alu.store.persist.vector_index.VectorIndex.vectors", lambda _, revs: {r: np.ones((1, 16)) for r in revs}
    )
    embedder = HashEmbedder()
    with open_store(tmp_path, embedder=embedder) as store:
        store.snapshot()
        assert embedder.texts >= 600


def test_a_store_that_another_process_mends_is_left_to_it(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        for folder in tmp_path.rglob("chroma-*"):
            shutil.rmtree(folder)
        with FolderLock(tmp_path).hold(), open_store(tmp_path) as other:
            assert names(other, "Hermione Granger")
            assert not list(tmp_path.rglob("chroma-*"))


def test_no_fact_is_in_an_error_or_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        caplog.set_level(0)
        _sql(tmp_path, "CREATE TRIGGER no BEFORE INSERT ON alu_targets BEGIN SELECT RAISE(ABORT, 'no'); END")
        with pytest.raises(StoreError) as caught:
            store.add(target("Bertha Jorkins", ["She vanished in Albania"]))
        error: BaseException | None = caught.value
        while error:
            assert "Albania" not in f"{error!r} {error}"
            assert not error.__suppress_context__ or error.__cause__ is None
            error = error.__cause__
        assert isinstance(caught.value, AluError)
        assert "Albania" not in caplog.text
        assert "Krum" not in caplog.text


def test_a_list_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
        assert store.snapshot() is store.snapshot()
