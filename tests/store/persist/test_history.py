"""The history: one event a target and write, in order, telling nothing but ids and references."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alu.errors import AluError
from alu.store.store import TargetStore
from tests.stores import HashEmbedder, files_with, open_store, target


def test_a_bulk_write_is_one_version_and_an_event_each(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with open_store(tmp_path) as store:
        store.add(*(target(f"Person Number {n}", id=f"p{n}", reason=f"REQ-{n}") for n in range(3)), who="clerk")
        store.add(target("Bo Reed", id="bo"))
        events = store.history()
    assert [(e.version, e.action, e.target_id, e.who, e.reason) for e in events] == [
        (1, "add", "p0", "clerk", "REQ-0"),
        (1, "add", "p1", "clerk", "REQ-1"),
        (1, "add", "p2", "clerk", "REQ-2"),
        (2, "add", "bo", "", ""),
    ]
    times = [e.time for e in events]
    assert times == sorted(times)
    assert before <= times[0] == times[2]
    assert all(t.tzinfo == UTC for t in times)


def test_what_was_refused_or_changed_nothing_leaves_no_trace() -> None:
    store = TargetStore.temporary([target("Ada Quill", id="p1")], embedder=HashEmbedder())
    (kept,) = store.list()
    refused: list[Callable[[], object]] = [
        lambda: store.add(target("Bo Reed"), target("ada quill")),
        lambda: store.replace(target("Nobody Here")),
        lambda: store.remove("Nobody Here"),
        lambda: store.remove("p1", reason="Quill asked for it"),
        lambda: store.add(target("Cy Dunn", reason="for Cy Dunn")),
    ]
    for write in refused:
        with pytest.raises(AluError):
            write()
    assert store.add() == []
    assert store.replace(kept) == kept
    assert [(e.action, e.target_id) for e in store.history()] == [("add", "p1")]
    assert store.version() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("REQ-1\nremove p2", "REQ-1 remove p2"),
        ("\x1b[2JREQ", "[2JREQ"),
        ("a\0b", "a b"),
        ("a\u202eb", "a b"),
        ("  Zoë 山田 ", "Zoë 山田"),
        ("\ud800x", "x"),
    ],
)
def test_who_and_why_are_one_printable_line(given: str, kept: str) -> None:
    store = TargetStore.temporary([target("Ada Quill", id="p1")], embedder=HashEmbedder())
    store.remove("p1", reason=given, who=given)
    last = store.history()[-1]
    assert (last.who, last.reason) == (kept, kept)


def test_a_removal_without_a_reason_keeps_that_of_the_target() -> None:
    people = [target("Ada Quill", id="p1", reason="REQ-1"), target("Bo Reed", id="p2", reason="REQ-2")]
    store = TargetStore.temporary(people, embedder=HashEmbedder())
    store.remove("p1")
    store.remove("p2", reason="REQ-9")
    assert [(e.target_id, e.reason) for e in store.history()[2:]] == [("p1", "REQ-1"), ("p2", "REQ-9")]


@pytest.mark.parametrize("stated", ["quill", "ada.quill", "ADA-QUILL-7", "x_quill_x"])
def test_an_id_that_tells_is_another_one_afterwards(tmp_path: Path, stated: str) -> None:
    with open_store(tmp_path) as store:
        store.add(target("Ada Quill", id=stated), target("Bo Reed", id="p2"))
        store.remove(stated, reason="REQ-1")
        first, other, last = store.history()
        assert first.target_id == last.target_id
        assert "quill" not in first.target_id.casefold()
        assert (other.target_id, last.reason) == ("p2", "REQ-1")
    assert not files_with(tmp_path, stated)
