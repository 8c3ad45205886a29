"""What is nearest, asked of Chroma: as exact search has it, or None."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alu.store.persist import vector_index as index
from alu.store.persist import vector_query
from alu.store.persist.files import FolderLock, remove
from alu.store.persist.shard import EF_SEARCH, connect
from alu.store.persist.vector_index import VectorIndex
from alu.store.persist.vector_query import VectorQuery
from tests.store.persist.test_vector_index import rows, sync
from tests.stores import ROOT, HashEmbedder, python, wait_for_python

LIVE = rows(*(f"r{n}" for n in range(20)), count=3)
ASKED = HashEmbedder().embed([f"question {n}" for n in range(4)])


def exact(live: dict[str, Any], asked: Any, k: int) -> list[list[tuple[str, int]]]:
    """Return the nearest rows of each vector, by brute force."""
    names = [(rev, n) for rev, some in live.items() for n in range(len(some))]
    scores = asked @ np.concatenate(list(live.values())).T
    return [[names[i] for i in np.argsort(-row, kind="stable")[:k]] for row in scores]


def places(found: Any) -> list[list[tuple[str, int]]]:
    return [[(n.rev, n.row) for n in near] for near in found]


@pytest.fixture
def vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    """An index of three shards."""
    monkeypatch.setattr(index, "SHARD", 24)
    made = VectorIndex(tmp_path, "hash-16", 16)
    sync(made, LIVE)
    return made


@pytest.fixture
def query(vectors: VectorIndex, tmp_path: Path) -> Iterator[VectorQuery]:
    asked = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None))
    yield asked
    asked.close()


def version(query: VectorQuery) -> str:
    base = query.base()
    assert base
    return base.version


def shard_folders(folder: Path) -> list[Path]:
    return sorted(folder.glob("chroma-*"))


def test_it_finds_what_exact_search_finds(query: VectorQuery, tmp_path: Path) -> None:
    base = query.base()
    assert base
    assert base.counts == dict.fromkeys(LIVE, 3)
    assert len(shard_folders(tmp_path)) == 3
    found = query.query(ASKED, 8, version=base.version)
    assert found
    assert places(found) == exact(LIVE, ASKED, 8)
    (near, *_), *_ = found
    assert near.cosine == pytest.approx(float(ASKED[0] @ LIVE[near.rev][near.row]), abs=1e-5)
    assert [len(near) for near in query.query(ASKED, 99, version=base.version) or ()] == [60] * 4


def test_asking_leaves_the_index_as_it_was(query: VectorQuery, vectors: VectorIndex) -> None:
    assert query.query(ASKED, 8, version=version(query))
    assert not vectors.behind(LIVE)
    query.close()
    assert not vectors.behind(LIVE)
    assert vectors.problems(LIVE) == []


def test_zeros_are_near_to_nothing(query: VectorQuery) -> None:
    found = query.query(np.stack([np.zeros(16, np.float32), ASKED[0]]), 2, version=version(query))
    assert found
    assert [len(near) for near in found] == [0, 2]
    assert query.query(np.zeros((1, 16), np.float32), 2, version=version(query)) == [[]]
    assert query.query(np.zeros((0, 16), np.float32), 2, version=version(query)) == []


def test_a_write_makes_another_base(query: VectorQuery, vectors: VectorIndex) -> None:
    old = version(query)
    assert query.query(ASKED, 8, version=old)
    live = {**LIVE, **rows("new")}
    del live["r3"]
    sync(vectors, live)
    assert query.query(ASKED, 8, version=old) is None
    new = version(query)
    assert new != old
    assert places(query.query(ASKED, 8, version=new)) == exact(live, ASKED, 8)


def test_another_process_s_writes_are_seen(query: VectorQuery, vectors: VectorIndex, tmp_path: Path) -> None:
    """An open Chroma client goes on with what it has read."""
    old = version(query)
    assert query.query(ASKED, 8, version=old)
    code = (
        "from alu.store.persist.vector_index import VectorIndex\n"
        "from tests.store.persist.test_vector_index import rows, sync\n"
        "live = rows(*(f'r{n}' for n in range(5, 22)), count=3)\n"
        "sync(VectorIndex(Path(sys.argv[1]), 'hash-16', 16), live)\n"
    )
    wait_for_python(python(code, tmp_path))
    assert query.query(ASKED, 8, version=old) is None
    live = rows(*(f"r{n}" for n in range(5, 22)), count=3)
    base = query.base()
    assert base
    assert base.counts == dict.fromkeys(live, 3)
    assert places(query.query(ASKED, 8, version=base.version)) == exact(live, ASKED, 8)


def test_two_readers_do_not_close_each_other(query: VectorQuery, tmp_path: Path) -> None:
    other = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None))
    for _ in range(2):
        for one in (query, other):
            assert places(one.query(ASKED, 3, version=version(one))) == exact(LIVE, ASKED, 3)
    other.close()
    assert query.query(ASKED, 3, version=version(query))


@pytest.mark.parametrize("opened", [False, True], ids=["before", "while open"])
def test_a_deleted_index_is_no_answer(query: VectorQuery, tmp_path: Path, opened: bool) -> None:
    old = version(query)
    if opened:
        assert query.query(ASKED, 8, version=old)
    for folder in shard_folders(tmp_path)[:2]:
        remove(folder)
    assert query.query(ASKED, 8, version=old) is None
    base = query.base()
    assert base
    assert len(base.counts) < len(LIVE)


@pytest.mark.parametrize("name", ["chroma.sqlite3", "data_level0.bin", "index_metadata.pickle"])
def test_a_damaged_shard_is_never_opened(query: VectorQuery, vectors: VectorIndex, tmp_path: Path, name: str) -> None:
    path = next(shard_folders(tmp_path)[0].rglob(name), None) or shard_folders(tmp_path)[0] / name
    path.write_bytes(b"\xff" * 5000)
    assert query.query(ASKED, 8, version=version(query)) is None
    sync(vectors, LIVE)
    assert places(query.query(ASKED, 8, version=version(query))) == exact(LIVE, ASKED, 8)


def test_a_shard_without_a_manifest_is_no_base(query: VectorQuery, tmp_path: Path) -> None:
    old = version(query)
    (shard_folders(tmp_path)[0] / "manifest.json").write_bytes(b"{")
    assert query.base() is None
    assert query.query(ASKED, 8, version=old) is None
    assert VectorQuery(tmp_path, "another", 16, FolderLock(None)).base() is None


def test_a_writer_at_work_is_not_waited_for(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    sync(VectorIndex(tmp_path, "hash-16", 16), LIVE)
    query = VectorQuery(tmp_path, "hash-16", 16, lock)
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with lock.hold():
            held.set()
            done.wait(60)

    thread = threading.Thread(target=write)
    thread.start()
    held.wait(60)
    assert query.query(ASKED, 8, version=version(query)) is None
    done.set()
    thread.join()
    assert query.query(ASKED, 8, version=version(query))  # at once: nothing has failed
    query.close()


class _Panic(BaseException):
    pass


_Panic.__name__ = "PanicException"


@pytest.mark.parametrize("fault", [_Panic("secret"), ValueError("secret")])
def test_a_failure_is_no_answer_and_is_left_alone_for_a_while(
    vectors: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    tries: list[Path] = []

    def broken(folder: Path) -> Any:
        tries.append(folder)
        raise fault

    query = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None), broken)
    assert query.query(ASKED, 8, version=version(query)) is None
    assert query.query(ASKED, 8, version=version(query)) is None
    assert len(tries) == 1
    monkeypatch.setattr(vector_query, "RETRY", 0.0)
    again = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None), broken)
    assert [again.query(ASKED, 8, version=version(again)) for _ in range(2)] == [None, None]
    assert len(tries) == 3


def test_an_interrupt_is_not_swallowed(vectors: VectorIndex, tmp_path: Path) -> None:
    def interrupted(folder: Path) -> Any:
        raise KeyboardInterrupt

    query = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None), interrupted)
    with pytest.raises(KeyboardInterrupt):
        query.query(ASKED, 8, version=version(query))


class _Harmed:
    """An open client and collection of a sound shard, whose answers are then changed."""

    def __init__(self, folder: Path, what: str) -> None:
        self._client = connect(folder)
        self._real: Any = self._client.get_collection("vectors", embedding_function=None)
        self._what = what
        self.count, self.get, self.close = self._real.count, self._real.get, self._client.close

    def get_collection(self, name: str, embedding_function: None) -> Any:
        return self

    def query(self, **asked: Any) -> dict[str, Any]:
        got = self._real.query(**asked)
        ids, distances = got["ids"], got["distances"]
        if asked["n_results"] == 1:  # the canaries
            return {"ids": ids, "distances": distances}
        if self._what == "strange":
            return {"ids": [["r99.0", *some[1:]] for some in ids], "distances": distances}
        start = 1 if self._what == "fewer" else len(ids[0])
        return {"ids": [some[start:] for some in ids], "distances": [some[start:] for some in distances]}


@pytest.mark.parametrize("what", ["fewer", "strange", "none"])
def test_answers_of_an_index_that_is_not_sound_are_dropped(vectors: VectorIndex, tmp_path: Path, what: str) -> None:
    """What an open client says whose graph was lost, or that is another one's."""
    query = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None), partial(_Harmed, what=what))
    assert query.query(ASKED, 8, version=version(query)) is None
    query.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a real Chroma server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    home = tmp_path_factory.mktemp("server")
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(home), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield port, running
    finally:
        running.terminate()
        running.wait(30)


# Chroma's HttpClient does not close its connections: they are collected whenever the collector runs
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_answers_too_and_its_end_is_no_answer(
    server: tuple[int, subprocess.Popen[bytes]], vectors: VectorIndex, tmp_path: Path
) -> None:
    _ask_a_server(*server, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Chroma's HttpClient does not close its connections
        gc.collect()


def _ask_a_server(port: int, running: subprocess.Popen[bytes], tmp_path: Path) -> None:
    import chromadb
    import httpx2
    from chromadb.config import Settings

    address = f"http://127.0.0.1:{port}/api/v2/tenants/default_tenant/databases"

    opened: list[Any] = []

    def remote(folder: Path) -> Any:
        settings = Settings(anonymized_telemetry=False)
        opened.append(chromadb.HttpClient("127.0.0.1", port, settings=settings, database=folder.name))
        return opened[-1]

    for folder in shard_folders(tmp_path):
        httpx2.post(address, json={"name": folder.name}).raise_for_status()
        local, there = connect(folder), remote(folder)
        held = local.get_collection("vectors", embedding_function=None).get(include=["embeddings"])
        configuration: Any = {"hnsw": {"space": "cosine", "ef_search": EF_SEARCH}}
        collection = there.create_collection("vectors", embedding_function=None, configuration=configuration)
        collection.add(ids=held["ids"], embeddings=held["embeddings"])
        local.close()
        there.close()

    query = VectorQuery(tmp_path, "hash-16", 16, FolderLock(None), remote)
    base = version(query)
    assert places(query.query(ASKED, 8, version=base)) == exact(LIVE, ASKED, 8)
    running.terminate()
    running.wait(30)
    assert query.query(ASKED, 8, version=base) is None
    assert query.query(ASKED, 8, version=base) is None
    query.close()
    for client in opened:
        for part in (client, vars(client)["_admin_client"]):  # Chroma closes neither session
            vars(vars(part)["_server"])["_session"].close()
