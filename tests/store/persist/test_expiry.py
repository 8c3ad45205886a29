"""Targets with a last day: enforced up to that moment in every open store, listed until somebody removes them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from alu.errors import DuplicateTarget, InputError
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder, files_with, open_store, target

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
Clock = Callable[[float], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock, in seconds from noon."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: NOON.timestamp() + seconds)

    set_to(-3600)
    return set_to


def until(moment: datetime, name: str = "Ada Quill", **fields: object) -> Target:
    return target(name, [f"{name} keeps a gull"], expires=moment, **fields)


def enforced(store: TargetStore) -> list[str]:
    return [t.name for t in store.snapshot().targets.values()]


@pytest.mark.parametrize("seconds", [-3600.0, -1.0, -0.001])
def test_it_is_enforced_up_to_its_moment(clock: Clock, seconds: float) -> None:
    store = TargetStore.temporary([until(NOON)], embedder=HashEmbedder())
    clock(seconds)
    assert enforced(store) == ["Ada Quill"]
    assert store.stats().expired == 0


@pytest.mark.parametrize("seconds", [0.0, 0.001, 86_400.0])
def test_from_its_moment_on_it_is_not(clock: Clock, seconds: float) -> None:
    store = TargetStore.temporary([until(NOON)], embedder=HashEmbedder())
    assert enforced(store) == ["Ada Quill"]
    clock(seconds)
    assert enforced(store) == []
    assert store.stats().expired == 1


@pytest.mark.parametrize(
    "same",
    [
        NOON.astimezone(timezone(timedelta(hours=14))),
        NOON.astimezone(timezone(timedelta(hours=-12))),
        NOON.astimezone(timezone(timedelta(minutes=345))),
    ],
)
def test_a_moment_is_the_same_in_every_time_zone(tmp_path: Path, clock: Clock, same: datetime) -> None:
    with open_store(tmp_path) as store:
        store.add(until(same))
    for seconds, names in ((-1, ["Ada Quill"]), (0, [])):
        clock(seconds)
        with open_store(tmp_path) as store:
            assert enforced(store) == names


def test_each_goes_at_its_own_time_and_a_store_opened_late_agrees(tmp_path: Path, clock: Clock) -> None:
    moments = {"Ada Quill": 60, "Bo Reed": 120, "Cleo Marsh": 180}
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        store.add(*(until(NOON + timedelta(seconds=s), name) for name, s in moments.items()), target("Dag Holm"))
        for now in (0, 60, 119, 120, 180):
            clock(now)
            left = [name for name, s in moments.items() if s > now] + ["Dag Holm"]
            assert enforced(store) == enforced(other) == left
            with open_store(tmp_path) as late:
                assert enforced(late) == left
                assert late.check() == []
        assert store.version() == 1
        assert [e.action for e in store.history()] == ["add"] * 4


def test_an_expired_target_keeps_its_name_until_it_is_removed(tmp_path: Path, clock: Clock) -> None:
    with open_store(tmp_path) as store:
        (kept,) = store.add(until(NOON))
        clock(1)
        assert enforced(store) == []
        assert store.list() == [kept] == [store.get("Ada Quill")]
        with pytest.raises(DuplicateTarget, match=kept.id):
            store.add(target("Ada Quill"))
        store.remove("Ada Quill")
        assert not files_with(tmp_path, "Ada Quill")
        store.add(target("Ada Quill"))
        assert enforced(store) == ["Ada Quill"]


def test_a_later_date_brings_it_back_and_an_earlier_one_ends_it(tmp_path: Path, clock: Clock) -> None:
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        (kept,) = store.add(until(NOON))
        clock(1)
        assert enforced(other) == []
        for moment, names in ((NOON + timedelta(days=1), ["Ada Quill"]), (NOON, []), (None, ["Ada Quill"])):
            store.replace(kept.model_copy(update={"expires": moment}))
            assert enforced(store) == enforced(other) == names


def test_one_of_many_that_has_expired_refuses_all(clock: Clock) -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    with pytest.raises(InputError, match="late has expired already: it is 2031-05-04 11:00 UTC here"):
        store.add(target("Bo Reed"), until(NOON - timedelta(hours=1), id="late"))
    assert (store.list(), store.version(), store.history()) == ([], 0, [])
    store.add(until(NOON - timedelta(hours=1) + timedelta(microseconds=1)))


def test_a_clock_that_went_back_a_day_stamps_no_write_before_the_last(tmp_path: Path, clock: Clock) -> None:
    with open_store(tmp_path) as store:
        store.add(target("Ada Quill"))
        clock(-3600 - 40_000)
        (later,) = store.add(target("Bo Reed"))
        assert later.created == NOON - timedelta(hours=1)
        with pytest.raises(InputError, match="has expired already"):
            store.add(until(NOON - timedelta(hours=2), "Cleo Marsh"))
