"""Chroma as the index of record, the matrix files, and the private files under both."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.errors import StoreCorrupt, StoreError, StoreLocked, StoreReadOnly
from alu.store.persist import files
from alu.store.persist import vector_index as index
from alu.store.persist.files import FolderLock, local_folder, private_file, private_folder, remove, write_file
from alu.store.persist.shard import EF_SEARCH, Shard, connect
from alu.store.persist.vector_cache import VectorCache, Vectors
from alu.store.persist.vector_index import VectorIndex
from tests.stores import HashEmbedder, open_store, target


def rows(*revs: str, count: int = 2) -> dict[str, Any]:
    """Return some vectors for each rev."""
    return {rev: HashEmbedder().embed([f"{rev} {n}" for n in range(count)]) for rev in revs}


def sync(vectors: VectorIndex, live: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Sync and return what progress said."""
    stated: list[tuple[int, int]] = []
    vectors.sync(
        live, lambda revs: {rev: live[rev] for rev in revs}, lambda _, done, total: stated.append((done, total))
    )
    return stated


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    return VectorIndex(tmp_path, "hash-16", 16)


def test_the_index_holds_ids_and_vectors_and_says_what_made_them(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb")
    assert vectors.behind(live)
    assert sync(vectors, live) == [(2, 2)]
    assert not vectors.behind(live)
    assert sync(vectors, live) == []
    (folder,) = tmp_path.iterdir()
    client = connect(folder)
    collection = client.get_collection("vectors", embedding_function=None)
    assert collection.metadata == {"embedder": "hash-16", "dim": 16}
    assert collection.configuration_json["hnsw"]["space"] == "cosine"
    assert collection.configuration_json["hnsw"]["ef_search"] == EF_SEARCH >= 200
    held = collection.get(include=["documents", "metadatas", "embeddings"])
    assert sorted(held["ids"]) == ["aa.0", "aa.1", "bb.0", "bb.1"]
    assert held["documents"] == held["metadatas"] == [None] * 4
    client.close()
    # somebody opened it, which leaves other bytes: they are not trusted
    assert vectors.behind(live)
    assert vectors.vectors(["aa"]) == {}
    assert sync(vectors, live) == [(2, 2)]
    assert not vectors.behind(live)


def test_reading_leaves_the_index_as_it_was(vectors: VectorIndex) -> None:
    live = rows("aa", "bb")
    sync(vectors, live)
    assert set(vectors.vectors(live)) == set(live)
    assert vectors.problems(live) == []
    assert not vectors.behind(live)


def test_files_with_other_times_are_still_those_that_were_written(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa")
    sync(vectors, live)
    for path in [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "manifest.json"]:
        os.utime(path, ns=(1, 1))
    assert vectors.behind(live)
    assert sync(vectors, live) == []
    assert not vectors.behind(live)


def test_a_shard_of_an_older_alu_gets_a_wide_search(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb")
    folder = private_folder(tmp_path / "chroma-older")
    client = connect(folder)
    made = client.create_collection(
        "vectors", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}, metadata={"dim": 16}
    )
    made.add(ids=["aa.0", "aa.1", "bb.0", "bb.1"], embeddings=np.concatenate(list(live.values())))
    client.close()
    paths = [p for p in folder.rglob("*") if p.is_file()]
    looks = {p.relative_to(folder).as_posix(): (p.stat().st_size, p.stat().st_mtime_ns) for p in paths}
    manifest = {"embedder": "hash-16", "dim": 16, "counts": {"aa": 2, "bb": 2}, "files": looks}
    write_file(folder / "manifest.json", json.dumps(manifest).encode())

    assert vectors.behind(live)
    assert sync(vectors, live) == []
    assert not vectors.behind(live)
    client = connect(folder)
    collection = client.get_collection("vectors", embedding_function=None)
    assert collection.configuration_json["hnsw"]["ef_search"] == EF_SEARCH
    client.close()


def test_damage_that_would_end_the_process_is_never_opened(vectors: VectorIndex, tmp_path: Path) -> None:
    """300 bytes over Chroma's database abort a process that opens it; its size and, here, its time stay."""
    live = rows("aa", "bb")
    sync(vectors, live)
    (database,) = tmp_path.rglob("chroma.sqlite3")
    status = database.stat()
    data = bytearray(database.read_bytes())
    data[4096:4396] = bytes(range(100)) * 3
    database.write_bytes(data)
    assert vectors.problems(live) != []
    assert vectors.vectors(["aa"]) == {}
    assert sync(vectors, live) == [(2, 2)]
    assert vectors.problems(live) == []
    assert status.st_size > 4396


def test_vectors_come_back_as_they_went_in(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb", "cc")
    sync(vectors, live)
    found = vectors.vectors(["aa", "cc", "none"])
    assert set(found) == {"aa", "cc"}
    assert all(np.allclose(found[rev], live[rev], atol=1e-6) for rev in found)
    assert vectors.vectors([]) == {}


def test_a_removal_deletes_its_shard_and_keeps_the_others(
    vectors: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SHARD", 6)
    live = rows(*(f"r{n}" for n in range(8)))
    sync(vectors, live)
    before = {p.name for p in tmp_path.iterdir()}
    assert len(before) == 3
    del live["r0"]
    sync(vectors, live)
    after = {p.name for p in tmp_path.iterdir()}
    assert len(before & after) == 2
    assert vectors.problems(live) == []
    # the freed room is used
    live |= rows("r9")
    sync(vectors, live)
    assert len(list(tmp_path.iterdir())) == 3
    vectors.clear()
    assert vectors.behind(live)
    assert not list(tmp_path.iterdir())


@settings(max_examples=60, deadline=None)
@given(counts=st.lists(st.integers(1, 12), max_size=12), room=st.integers(1, 10), held=st.integers(0, 10))
def test_every_rev_gets_a_place_and_no_shard_overflows(counts: list[int], room: int, held: int) -> None:
    wanted = {f"r{n}": np.zeros((count, 1)) for n, count in enumerate(counts)}
    shard = Shard(Path("x"), {"held": held}, {}) if held else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SHARD", room)
        places = list(index.place_in_shards(wanted, [shard] if shard else []))
    assert [rev for _, revs in places for rev in revs] == list(wanted)
    for place, revs in places:
        total = sum(len(wanted[rev]) for rev in revs) + (held if place else 0)
        assert total <= room or (len(revs) == 1 and not place)


def test_problems_are_named(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb")
    sync(vectors, live)
    assert vectors.problems(rows("aa", "bb", "cc")) == ["index: 2 of 3 targets are in it"]
    (tmp_path / "chroma-stray").mkdir()
    assert vectors.problems(live) == ["index: a part has no manifest"]
    assert VectorIndex(tmp_path, "other", 16).problems(live)
    sync(vectors, live)
    assert vectors.problems(live) == []
    nowhere = VectorIndex(None, "hash-16", 16)
    sync(nowhere, live)
    assert (nowhere.problems(live), nowhere.behind(live), nowhere.vectors(["aa"])) == ([], False, {})


def test_a_count_that_is_wrong_is_damage(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb")
    sync(vectors, live)
    (folder,) = tmp_path.iterdir()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["counts"] = {"aa": 2, "bb": 1}
    write_file(folder / "manifest.json", json.dumps(manifest).encode())
    assert len(vectors.problems(["aa", "bb"])) == 1
    assert vectors.vectors(["aa"]) == {}


def test_vectors_of_zeros_and_shards_of_nothing_are_no_damage(vectors: VectorIndex) -> None:
    live = {"aa": np.zeros((2, 16), np.float32)}
    sync(vectors, live)
    assert vectors.problems(live) == []


def test_an_index_that_cannot_be_written_is_named(vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret")

    monkeypatch.setattr(index, "opened", broken)
    with pytest.raises(StoreCorrupt, match="ValueError") as caught:
        sync(vectors, rows("aa"))
    assert "secret" not in str(caught.value)


def test_a_shard_that_goes_while_it_is_read_gives_nothing(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verified(collection: object, shard: Shard) -> bool:
        remove(shard.folder)
        return True

    sync(vectors, rows("aa"))
    monkeypatch.setattr("alu.store.persist.shard.verified", verified)
    assert vectors.vectors(["aa"]) == {}


def test_what_is_not_on_the_list_is_forgotten_without_chroma(vectors: VectorIndex, tmp_path: Path) -> None:
    live = rows("aa", "bb")
    sync(vectors, live)
    vectors.forget(["aa", "bb", "cc"])
    assert not vectors.behind(live)
    vectors.forget(["aa"])
    assert not list(tmp_path.iterdir())


def test_room_that_chroma_does_not_use_holds_no_bytes_of_memory(vectors: VectorIndex, tmp_path: Path) -> None:
    sync(vectors, rows("aa"))
    (graph,) = tmp_path.rglob("data_level0.bin")
    assert len(graph.read_bytes()) > 10_000
    assert not any(graph.read_bytes())
    assert not any(graph.with_name("length.bin").read_bytes())
    # what is in use stays: 1,000 vectors are written to the graph
    more = rows(*(f"r{n}" for n in range(600)))
    sync(vectors, more)
    for path in tmp_path.rglob("data_level0.bin"):
        assert any(path.read_bytes())
    assert vectors.problems(more) == []
    (header,) = tmp_path.rglob("header.bin")
    header.write_bytes(b"\x02" + header.read_bytes()[1:])
    assert any("blanked" in problem for problem in vectors.problems(more))


def test_chroma_gives_back_vectors_when_the_matrix_is_lost(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(*(target(f"Person Number {n}", [f"fact {n}"]) for n in range(300)))
    for folder in tmp_path.rglob("matrix-*"):
        remove(folder)
    embedder = HashEmbedder()
    with open_store(tmp_path, embedder=embedder) as store:
        store.snapshot()
        assert embedder.texts <= 8
        assert store.snapshot().detector.nearest(["fact 7"])[0].target_id == store.get("Person Number 7").id


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path, "hash-16", 16)


def _stack(some: Mapping[str, Any], **derived: Any) -> Vectors:
    return replace(Vectors.of(some, 16), derived=derived)


def test_a_matrix_is_mapped_for_exactly_its_revs_in_their_order(cache: VectorCache, tmp_path: Path) -> None:
    some = rows("aa", "bb")
    cache.save(_stack(some, weights=np.arange(3)))
    found = cache.exact(["aa", "bb"])
    assert found
    assert isinstance(found.matrix.base, np.memmap)
    assert not found.matrix.flags.writeable
    assert found.derived["weights"].tolist() == [0, 1, 2]
    assert all(np.array_equal(found.split()[rev], some[rev]) for rev in some)
    assert cache.exact(["bb", "aa"]) is None
    assert cache.exact(["aa"]) is None
    assert VectorCache(tmp_path, "hash-16", 8).exact(["aa", "bb"]) is None
    cache.save(_stack(rows("aa")))
    assert cache.exact(["aa", "bb"]) is None


def test_new_vectors_are_kept_next_to_the_matrix_until_the_next_one(cache: VectorCache, tmp_path: Path) -> None:
    cache.save(_stack(rows("aa")))
    cache.append(_stack(rows("bb")))
    assert set(cache.gather(["aa", "bb", "cc"])) == {"aa", "bb"}
    cache.replace(_stack(rows("bb")))
    assert set(cache.gather(["aa", "bb"])) == {"bb"}
    cache.clear()
    assert not list(tmp_path.iterdir())


def test_an_empty_matrix_is_kept_too(cache: VectorCache) -> None:
    cache.save(Vectors.of({}, 16))
    found = cache.exact([])
    assert found
    assert found.matrix.shape == (0, 16)


def test_no_folder_means_no_file() -> None:
    nowhere = VectorCache(None, "hash-16", 16)
    nowhere.save(_stack(rows("aa")))
    assert nowhere.append(_stack(rows("aa"))) is None
    assert nowhere.exact(["aa"]) is None
    assert nowhere.gather(["aa"]) == {}
    nowhere.clear()


def test_a_write_that_fails_leaves_nothing(cache: VectorCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alu.store.persist.vector_cache.write_file", full)
    with pytest.raises(OSError, match="No space"):
        cache.save(_stack(rows("aa")))
    assert not list(tmp_path.iterdir())


def test_files_and_folders_are_private_from_the_start(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    write_file(folder / "x", b"1")
    write_file(folder / "x", b"2")
    private_file(folder / "y")
    assert (folder / "x").read_bytes() == b"2"
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}
    assert {p.stat().st_mode & 0o777 for p in (folder, folder.parent)} == {0o700}
    with pytest.raises(StoreError):
        private_folder(folder / "x")
    with pytest.raises(StoreReadOnly):
        private_folder(folder / "x" / "y")
    with pytest.raises(StoreReadOnly):
        private_file(folder / "none" / "z")


def test_what_cannot_be_deleted_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(tmp_path / "none")
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr("alu.store.persist.files.shutil.rmtree", lambda path: None)
    monkeypatch.setattr("alu.store.persist.files.time.sleep", lambda seconds: None)
    with pytest.raises(StoreReadOnly, match="cannot delete"):
        remove(tmp_path / "folder")


def test_the_lock_keeps_threads_and_processes_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, other = FolderLock(tmp_path), FolderLock(tmp_path)
    caught: list[BaseException] = []

    def work() -> None:
        try:
            with lock.hold(wait=0.05):
                pass
        except StoreLocked as error:
            caught.append(error)

    with lock.hold(), lock.hold(wait=0):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        with pytest.raises(StoreLocked, match="another process"), other.hold(wait=0.05):
            pass
    assert "another thread" in str(caught[0])
    with other.hold(wait=0):
        pass
    assert os.listdir(tmp_path) == ["lock"]
    monkeypatch.setattr(files, "private_file", lambda path: tmp_path / "none" / "lock")
    monkeypatch.setattr("filelock.FileLock.acquire", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only")))
    with pytest.raises(StoreReadOnly, match="cannot lock"), FolderLock(tmp_path).hold():
        pass


def test_local_folders_of_tenants_are_apart_and_know_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one = local_folder("postgresql://me:secret@host/db", "a")
    assert one == local_folder("postgresql://me:other@host/db", "a")
    assert len({one, local_folder("postgresql://me@host/db", "b"), local_folder("postgresql://me@host/db2", "a")}) == 3
    assert one.stat().st_mode & 0o777 == 0o700
