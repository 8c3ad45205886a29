"""The snapshot that is enforced, at hand while nothing has changed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alu.store.loader import Loader
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder, open_store, target


def test_it_is_at_hand_when_it_is_ready_and_not_after_a_write() -> None:
    store = TargetStore.temporary([target("Ada Quill")], embedder=HashEmbedder())
    assert store.at_hand() is None
    snapshot = store.snapshot()
    assert store.at_hand() is None
    assert snapshot.ready() is store.at_hand()
    store.add(target("Bo Wren"))
    assert store.at_hand() is None
    assert store.snapshot().ready() is store.at_hand() is not snapshot


def test_it_is_not_at_hand_after_a_write_of_another_process(tmp_path: Path) -> None:
    with open_store(tmp_path) as here, open_store(tmp_path) as there:
        here.snapshot().ready()
        assert here.at_hand()
        there.add(target("Ada Quill"))
        assert here.at_hand() is None
        assert [t.name for t in here.snapshot().targets.values()] == ["Ada Quill"]


def test_it_is_not_at_hand_when_a_target_has_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    store = TargetStore.temporary([target("Ada Quill", expires=soon)], embedder=HashEmbedder())
    store.snapshot().ready()
    assert store.at_hand()
    monkeypatch.setattr(time, "time", lambda: soon.timestamp())
    assert store.at_hand() is None
    assert not store.snapshot().targets


def test_whoever_cancels_after_a_write_does_not_wait_for_what_the_next_process_is_spared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[object] = []
    monkeypatch.setattr(Loader, "merge", lambda loader: merged.append(loader))

    def write(name: str, ends: type[BaseException] | None) -> None:
        with TargetStore.open(tmp_path / "people", embedder=HashEmbedder(), meaning="off") as store:
            store.add(Target(name=name))
            if ends:
                raise ends

    for name, ends in (("Ada Quill", KeyboardInterrupt), ("Bo Reed", SystemExit)):
        with pytest.raises(ends):
            write(name, ends)
    assert merged == []
    with pytest.raises(ValueError, match=r"^$"):
        write("Cy Thorn", ValueError)
    write("Di Vane", None)
    assert len(merged) == 2
    monkeypatch.undo()
    with TargetStore.open(tmp_path / "people", embedder=HashEmbedder(), meaning="off") as store:
        assert len(store.snapshot().detector.look_up(["Ada Quill, Bo Reed, Cy Thorn and Di Vane"])) == 4
