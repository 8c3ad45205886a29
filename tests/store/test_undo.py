"""The last write is taken back where nothing that it dropped was wiped; what it replaced goes with the next write."""

from __future__ import annotations

from pathlib import Path

import pytest

from alu.errors import InputError
from alu.store.edit import Edit
from alu.store.undo import last_write, take_back
from tests.stores import files_with, open_store, target

ADA = target("Ada Quill", ["She lives at 7 Zyxroad"], id="p1")
BO = target("Bo Reed", ["He mends clocks"], id="p2")


def test_additions_go_and_nothing_of_them_is_left(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(BO)
        store.add(ADA)
        write = last_write(store)
        assert (write.added, dict(write.changed)) == (("p1",), {})
        take_back(store, write, "boss")
        assert [t.id for t in store.list()] == ["p2"]
        assert (store.history()[-1].action, store.history()[-1].who) == ("remove", "boss")
        with pytest.raises(InputError, match="cannot be taken back"):
            last_write(store)  # taking back wiped what it took back
        assert store.check() == []
    assert files_with(tmp_path, "Zyxroad") == []


def test_a_change_that_only_added_goes_back_to_the_wording_before(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        (before,) = store.add(ADA)
        store.update("p1", aliases=["A. Quill"], reason="REQ-2")
        take_back(store, last_write(store))
        assert store.get("p1") == before
        assert store.version() == 3


def test_an_import_that_adds_and_changes_is_taken_back_whole(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        (before,) = store.add(ADA)
        store.apply(lambda: [Edit(before.model_copy(update={"aliases": ("A. Quill",)}), before), Edit(BO)])
        take_back(store, last_write(store))
        assert store.list() == [before]


@pytest.mark.parametrize("last", ["nothing", "remove", "drop"])
def test_what_was_wiped_does_not_come_back(tmp_path: Path, last: str) -> None:
    with open_store(tmp_path) as store:
        if last != "nothing":
            store.add(ADA)
        if last == "remove":
            store.remove("p1")
        if last == "drop":
            store.update("p1", facts=["Another"])
        with pytest.raises(InputError, match="cannot be taken back"):
            last_write(store)


def test_what_a_write_replaced_is_gone_with_the_next_one(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(ADA, BO)
        store.update("p1", aliases=["A. Quill"])
        assert store.database.undo(store.namespace) is not None
        store.remove("p1")
        assert store.database.undo(store.namespace) is None
    assert files_with(tmp_path, "Zyxroad") == []
    assert files_with(tmp_path, "Quill") == []


@pytest.mark.parametrize("which", ["add", "change"])
def test_another_write_meanwhile_is_not_taken_back(tmp_path: Path, which: str) -> None:
    with open_store(tmp_path) as store:
        store.add(ADA)
        if which == "change":
            store.update("p1", aliases=["A. Quill"])
        write = last_write(store)
        store.add(BO)
        with pytest.raises(InputError, match="written to since"):
            take_back(store, write)
        assert {t.id for t in store.list()} == {"p1", "p2"}
