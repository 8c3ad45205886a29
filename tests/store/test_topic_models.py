"""The classifiers of a list's topics: kept in the database, seen by others, gone with the topic."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from alu.errors import StoreError
from alu.store.store import TargetStore
from alu.store.text.embedder import load_embedder
from tests.stores import target
from tests.topics import LOCKS, OFF_LOCKS, ON_LOCKS


def rows(folder: Path) -> list[tuple[str, str, bytes]]:
    connection = sqlite3.connect(folder / "targets.db")
    try:
        return connection.execute("SELECT id, rev, data FROM alu_topic_models").fetchall()
    finally:
        connection.close()


def found(store: TargetStore, text: str = ON_LOCKS) -> set[str]:
    return {e.target_id for e in store.snapshot().detector.look_up([text]) if e.channel == "topic"}


def test_a_topic_is_learnt_when_it_is_added_and_another_process_sees_it(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path) as one, TargetStore.open(tmp_path) as other:
        assert not found(other)
        one.add(LOCKS, target("Ada Lark"))
        assert [row[0] for row in rows(tmp_path)] == ["locks"]
        assert found(one) == found(other) == {"locks"}
        kept = other.snapshot().detector.topics.models[0].to_bytes()
        assert kept == rows(tmp_path)[0][2]


def test_no_process_fits_what_another_one_has_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TargetStore.open(tmp_path) as store:
        store.add(LOCKS)

    def fit(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("alu.store.topic_models.fit_topic", fit)
    with TargetStore.open(tmp_path) as store:
        assert found(store) == {"locks"}
        assert not found(store, OFF_LOCKS[0])


def test_a_classifier_that_is_damaged_or_missing_is_fitted_anew(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path) as store:
        store.add(LOCKS)
    for change in ("UPDATE alu_topic_models SET data = x'00'", "DELETE FROM alu_topic_models"):
        connection = sqlite3.connect(tmp_path / "targets.db")
        connection.execute(change)
        connection.commit()
        connection.close()
        with TargetStore.open(tmp_path) as store:
            assert found(store) == {"locks"}


def test_a_change_learns_the_topic_anew(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path) as store:
        store.add(LOCKS)
        ((_, before, _),) = rows(tmp_path)
        store.update("locks", examples=("opening a sardine tin", "peeling a mango"))
        ((_, after, _),) = rows(tmp_path)
        assert before != after
        assert not found(store)


def test_with_the_topic_its_weights_are_gone_from_every_file(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path) as store:
        store.add(LOCKS)
        weights = store.snapshot().detector.topics.models[0].weights
        needle = weights[np.argsort(-np.abs(weights.astype(float)))[0] :][:64].tobytes()
        assert any(needle in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
        store.remove("locks")
        assert not rows(tmp_path)
        assert not found(store)
        assert not any(needle in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


def test_progress_is_shown(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    with TargetStore.open(tmp_path, progress=lambda *step: seen.append(step)) as store:
        store.add(LOCKS, target("Ada Lark"))
    assert ("learning topics", 1, 1) in seen


class Failing:
    """An embedder that fails with a text in its message, once it is told to."""

    name = "failing"
    dim = 256

    def __init__(self) -> None:
        self.broken = False

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if self.broken:
            raise ValueError(texts[0])
        return load_embedder().embed(texts)


def test_an_embedder_that_fails_stops_the_write_and_quotes_nothing(tmp_path: Path) -> None:
    embedder = Failing()
    with TargetStore.open(tmp_path, embedder=embedder) as store:
        embedder.broken = True
        with pytest.raises(StoreError, match="failing failed") as caught:
            store.add(LOCKS)
        assert "Lock" not in str(caught.value)
        assert not store.list()
        embedder.broken = False
        store.add(LOCKS)
        assert found(store) == {"locks"}
