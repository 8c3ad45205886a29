"""A change of a long list is layered over what was made of it, in every process, and merged behind the requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alu.store.loader import LAYERED_FROM
from alu.store.match.snapshot import Snapshot
from alu.store.persist.merging import Merging
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import open_store

LONG = [
    Target(id=f"p{n}", name=f"Zexhira Number{n}", facts=[f"Keeps {n} gulls at Skerrow."]) for n in range(LAYERED_FROM)
]
ADA = Target(id="ada", name="Ada Quill", facts=["Ada Quill repairs antique clocks."])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TargetStore]:
    with open_store(tmp_path / "store") as store:
        store.add(*LONG)
        store.snapshot()
        yield store


def found(snapshot: Snapshot, text: str) -> list[tuple[str, str]]:
    return [(e.target_id, e.channel) for e in snapshot.detector.look_up([text])]


def test_another_store_enforces_a_change_over_what_it_had(store: TargetStore, tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as other:
        before = other.snapshot()
        store.add(ADA)
        now = other.snapshot()
        assert now.base is before
        assert found(now, "Who is ada quill?") == [("ada", "name")]
        assert found(before, "Who is ada quill?") == []
        store.update("ada", name="Bo Reed")
        assert found(other.snapshot(), "Who is ada quill?") == []
        assert found(other.snapshot(), "Who is bo reed?") == [("ada", "name")]
        store.remove("ada")
        store.remove("p7")
        assert found(other.snapshot(), "bo reed") == []
        assert ("p7", "name") not in found(other.snapshot(), "zexhira number7")
        assert other.snapshot().base is before
        assert len(other.snapshot().targets) == LAYERED_FROM - 1


def test_a_short_list_and_a_large_change_are_made_anew(tmp_path: Path, store: TargetStore) -> None:
    store.add(*(Target(name=f"Ada Quill {n}", description=str(n)) for n in range(LAYERED_FROM // 3)))
    assert store.snapshot().base is None
    with open_store(tmp_path / "short") as short:
        short.add(ADA)
        short.snapshot()
        short.add(Target(name="Bo Reed"))
        assert short.snapshot().base is None


def test_a_target_that_expires_is_no_longer_found(store: TargetStore, monkeypatch: pytest.MonkeyPatch) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    store.add(ADA.model_copy(update={"expires": later}))
    assert found(store.snapshot(), "ada quill") == [("ada", "name")]
    monkeypatch.setattr(time, "time", lambda: later.timestamp() + 1)
    assert found(store.snapshot(), "ada quill") == []
    assert store.snapshot().base


def test_what_is_closed_leaves_the_whole_list_ready_for_the_next_process(store: TargetStore, tmp_path: Path) -> None:
    store.add(ADA)
    assert store.snapshot().base
    store.close()
    kept = sorted(path.name for path in (tmp_path / "store").rglob("matrix-*"))
    with open_store(tmp_path / "store") as other:
        assert found(other.snapshot(), "ada quill") == [("ada", "name")]
        assert other.snapshot().base is None
    assert sorted(path.name for path in (tmp_path / "store").rglob("matrix-*")) == kept
    assert len(kept) == 1


def test_work_is_done_once_after_the_last_of_several_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.store.persist.merging.QUIET", 0.1)
    monkeypatch.setattr("alu.store.persist.merging.SOON", 0.05)
    done = threading.Semaphore(0)
    merging = Merging(done.release)
    for _ in range(5):
        merging.later(many=False)
    assert done.acquire(timeout=5)
    assert not done.acquire(timeout=0.3)
    merging.later(many=True)
    merging.later(many=True)
    assert done.acquire(timeout=5)
    merging.stop()
    merging.later(many=True)
    assert not done.acquire(timeout=0.2)


def test_work_that_fails_is_logged_without_what_it_says(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("alu.store.persist.merging.SOON", 0.01)
    tried = threading.Semaphore(0)

    def fail() -> None:
        tried.release()
        raise ValueError("Ada Quill")

    merging = Merging(fail)
    merging.later(many=True)
    assert tried.acquire(timeout=5)
    threading.Event().wait(0.1)
    assert "ValueError" in caplog.text
    assert "Ada" not in caplog.text


def test_merged_changes_are_found_as_before_and_the_next_are_layered_over_them(
    store: TargetStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alu.store.persist.merging.QUIET", 0.05)
    store.add(ADA)
    assert store.snapshot().base
    for _ in range(200):
        if store.snapshot().base is None:
            break
        threading.Event().wait(0.05)
    merged = store.snapshot()
    assert merged.base is None
    assert found(merged, "ada quill") == [("ada", "name")]
    store.remove("ada")
    assert store.snapshot().base is merged
    assert found(store.snapshot(), "ada quill") == []
