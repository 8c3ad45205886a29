"""Contextual vectors on a real Chroma server: shared, never trusted blindly, and never missed when it is gone."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alu.errors import ConfigError, StoreError
from alu.store.persist import chroma_server, contextual, contextual_rows
from alu.store.persist.chroma_server import ChromaServer, ServerVectors, disconnect
from alu.store.persist.contextual_files import row_texts, wording_of
from alu.store.persist.database import Database
from alu.store.persist.files import FolderLock
from alu.store.store import TargetStore
from tests.chroma import Server
from tests.postgres import Server as Postgres
from tests.store.persist.test_contextual import ADA, BO, CY, ContextEmbedder, contextual_of, exact, found, soon
from tests.stores import HashEmbedder, target

QUERIES = ContextEmbedder().embed(["He mends clocks.", "a question", "another one"])


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Ask the server however few vectors there are, and soon again; whether it answered."""
    for name in ("SETTLE", "POLL", "RETRY"):
        monkeypatch.setattr(contextual, name, 0.01)
    monkeypatch.setattr(contextual_rows, "CHROMA_FROM_ROWS", 4)
    monkeypatch.setattr(contextual_rows, "SERVER_RETRY", 0.05)
    monkeypatch.setattr(chroma_server, "RETRY", 0.05)
    answers: list[bool] = []
    query = ServerVectors.query

    def spy(self: ServerVectors, *args: Any, **options: Any) -> Any:
        near = query(self, *args, **options)
        answers.append(near is not None)
        return near

    monkeypatch.setattr(ServerVectors, "query", spy)
    return answers


def opened(where: Path | str, running: Server, meaning: Any = None, namespace: str = "default") -> TargetStore:
    meaning = meaning or ContextEmbedder()
    return TargetStore.open(where, namespace=namespace, embedder=HashEmbedder(), meaning=meaning, chroma=running.url)


@contextmanager
def looking(running: Server, store: TargetStore) -> Iterator[tuple[Any, list[str]]]:
    """Yield a client of one's own, and the collections of a store."""
    with tempfile.TemporaryDirectory() as folder:
        server = ChromaServer(running.url, store.database, store.namespace, Path(folder))
        with server.client(30) as client:
            yield client, server.collections(client)


def held(running: Server, store: TargetStore) -> set[str]:
    """Return the ids of all rows that the server has of a store."""
    with looking(running, store) as (client, names):
        ids = [client.get_collection(name, embedding_function=None).get(include=[])["ids"] for name in names]
    return {i for some in ids for i in some}


def wanted(*targets: Any) -> set[str]:
    return {f"{wording_of(t)}.{n}" for t in targets for n in range(len(row_texts(t)))}


def answered(store: TargetStore, asked: list[bool]) -> bool:
    """Ask as a request does; tell whether the server answered, and that what was found is right either way."""
    store.snapshot()
    contextual_of(store).embed(["a question"])  # as a request: it starts what is to be mended
    if contextual_of(store).pending() or contextual_of(store).rows(store.snapshot().index.revs[-1]) is None:
        return False
    before = len(asked)
    assert found(store, QUERIES) == exact(store, QUERIES, 3)
    return len(asked) > before and asked[-1]


def settled(store: TargetStore, asked: list[bool]) -> None:
    soon(lambda: answered(store, asked))


def test_the_server_is_asked_and_follows_the_list(tmp_path: Path, running: Server, asked: list[bool]) -> None:
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
        assert held(running, store) == wanted(ADA, BO)
        store.add(CY)
        soon(lambda: held(running, store) == wanted(ADA, BO, CY))
        settled(store, asked)
        store.remove("ada")
        assert held(running, store) == wanted(BO, CY)  # on return
        settled(store, asked)
        assert contextual_of(store).nearest(np.zeros((2, 8), np.float32), 3) == [[], []]
        with looking(running, store) as (client, (name,)):
            assert client.get_settings().anonymized_telemetry is False
            collection = client.get_collection(name, embedding_function=None)
            assert collection.get(include=["documents", "metadatas"])["documents"] == [None] * len(wanted(BO, CY))
            assert not any("Bo" in str(value) for value in (name, collection.metadata))


def test_a_dead_server_is_no_answer_and_one_that_is_back_is_asked_again(
    tmp_path: Path, running: Server, asked: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
        running.stop()
        assert not answered(store, asked)
        with caplog.at_level(logging.WARNING):
            store.remove("ada")
        assert "vectors of what was removed are on it" in caplog.text
        store.add(CY)
        contextual_of(store).finish()
        assert contextual_of(store).pending() == []
        assert not answered(store, asked)
        running.start()
        settled(store, asked)
        soon(lambda: held(running, store) == wanted(BO, CY))


def test_a_server_that_hangs_costs_a_moment(
    tmp_path: Path, running: Server, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_server, "ASKED", 0.2)
    monkeypatch.setattr(chroma_server, "PROBE", 0.2)
    monkeypatch.setattr(chroma_server, "RETRY", 60.0)
    monkeypatch.setattr(contextual_rows, "SERVER_RETRY", 60.0)
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
        with running.hanging():
            start = time.monotonic()
            assert not answered(store, asked)
            assert time.monotonic() - start < 5
            for _ in range(20):
                assert found(store, QUERIES) == exact(store, QUERIES, 3)
            assert time.monotonic() - start < 5  # it is not waited for again


def _lose_a_row(collection: Any, ids: list[str]) -> None:
    collection.modify(metadata={"version": ""})  # as a writer that was killed leaves it
    collection.delete(ids=ids[:1])


def _lose_a_row_in_silence(collection: Any, ids: list[str]) -> None:
    collection.delete(ids=ids[:1])


def _add_a_row(collection: Any, ids: list[str]) -> None:
    collection.upsert(ids=["0" * 24 + ".0"], embeddings=QUERIES[:1])


@pytest.mark.parametrize("harm", [_lose_a_row, _lose_a_row_in_silence, _add_a_row])
def test_a_collection_that_is_not_whole_is_made_whole(
    tmp_path: Path, running: Server, asked: list[bool], harm: Callable[[Any, list[str]], None]
) -> None:
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
        with looking(running, store) as (client, (name,)):
            harm(client.get_collection(name, embedding_function=None), sorted(wanted(ADA)))
    with opened(tmp_path, running) as store:
        settled(store, asked)
        assert held(running, store) == wanted(ADA, BO)


def test_what_embedders_that_are_used_no_more_have_made_is_deleted(
    tmp_path: Path, running: Server, asked: list[bool]
) -> None:
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
    other = ContextEmbedder("other-12", 12, "other")
    with opened(tmp_path, running, other) as store:
        contextual_of(store).finish()
        with looking(running, store) as (_, names):
            assert len(names) == 1
        store.remove("bo")
    with opened(tmp_path, running) as store:
        soon(lambda: held(running, store) >= wanted(ADA))
        assert not held(running, store) & wanted(BO)


@pytest.mark.postgres
def test_machines_with_one_list_make_its_vectors_once_and_write_them_together(
    running: Server, postgres: Postgres, asked: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [target(f"Person {n}", [f"Fact {n} of somebody."], id=f"p{n}") for n in range(12)]

    def machine(name: str, meaning: ContextEmbedder) -> TargetStore:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        return opened(postgres.url, running, meaning)

    first, second = ContextEmbedder(), ContextEmbedder()
    with machine("a", first) as one:
        one.add(*people)
        settled(one, asked)
        with machine("b", second) as other:
            settled(other, asked)
            assert second.texts <= 4 + 20  # some to compare, and what was asked
            with ThreadPoolExecutor(2) as threads:
                for store, mine in ((one, people[:4]), (other, people[4:8])):
                    for gone in mine:
                        threads.submit(store.remove, gone.id)
                    threads.submit(store.add, target(f"New {mine[0].id} Face"))
            soon(lambda: len(one.list()) == len(other.list()) == 6)
            for store in (one, other):
                settled(store, asked)
            left = one.list()
            assert {t.id for t in people[8:]} < {t.id for t in left}
            soon(lambda: held(running, one) == wanted(*left))
            for store in (one, other):
                settled(store, asked)


def test_lists_are_kept_apart(tmp_path: Path, running: Server, asked: list[bool]) -> None:
    with opened(tmp_path / "a", running) as one, opened(tmp_path / "b", running) as other:
        one.add(ADA)
        other.add(BO)
        with opened(tmp_path / "a", running, namespace="tenant") as tenant:
            tenant.add(CY)
            soon(lambda: held(running, tenant) == wanted(CY))
        soon(lambda: held(running, one) == wanted(ADA))
        soon(lambda: held(running, other) == wanted(BO))
        one.remove("ada")
        assert (held(running, one), held(running, other)) == (set(), wanted(BO))


def test_rows_that_are_no_vectors_are_made_here(tmp_path: Path, running: Server, asked: list[bool]) -> None:
    with opened(tmp_path, running) as store:
        store.add(ADA, BO)
        settled(store, asked)
        server = ChromaServer(running.url, store.database, "default", tmp_path)
        vectors = server.vectors("context-8", 8)
        counts = {wording_of(ADA): 3, wording_of(BO): 2}
        assert vectors.gather({wording_of(ADA): 3, wording_of(BO): 1, "w": 1}).keys() == {wording_of(ADA)}
        with looking(running, store) as (client, (name,)):
            collection = client.get_collection(name, embedding_function=None)
            collection.update(ids=[f"{wording_of(ADA)}.1"], embeddings=QUERIES[:1] * 7)
        assert vectors.gather(counts).keys() == {wording_of(BO)}
        vectors.close()


@pytest.mark.parametrize(
    "url", ["chroma:8000", "ftp://a:1", "http://", "http://a:port", "http://u:p@a:1", "http://a/x", "http://a?b", "x"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_opened(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="http://HOST:PORT"):
        TargetStore.open(tmp_path, embedder=HashEmbedder(), chroma=url)


def test_a_server_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    database = Database.open(None, FolderLock(None))
    server = ChromaServer("http://127.0.0.1:9", database, "default", tmp_path)
    with pytest.raises(StoreError, match="does not answer"):
        disconnect(server.connected(1))
    with pytest.raises(StoreError, match="does not answer"):
        server.wipe(())
    database.close()
