"""A backup of a folder as the documentation makes it, and what is there when it is restored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from alu.server.keys import KeyRing
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder


def test_a_copy_of_the_database_alone_is_a_backup(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    with TargetStore.open(folder, embedder=HashEmbedder(), meaning="off") as store:
        store.add(Target(id="keeper", name="Odalys Brannigan", facts=["She kept a tame gull called Thunderbeak."]))
        KeyRing(store.database).add("ann")
        (tmp_path / "restored").mkdir(mode=0o700)
        (tmp_path / "restored" / "targets.db").touch(0o600)
        with (
            closing(sqlite3.connect(folder / "targets.db")) as source,
            closing(sqlite3.connect(tmp_path / "restored" / "targets.db")) as copy,
        ):
            source.backup(copy)  # what `.backup` of sqlite3 does
        store.add(Target(id="late", name="Petra Lindqvist-Mora"))
    with TargetStore.open(tmp_path / "restored", embedder=HashEmbedder(), meaning="off", create=False) as restored:
        found = restored.snapshot().detector.look_up(["Who was Odalys Brannigan? And Petra Lindqvist-Mora?"])
        assert {one.target_id for one in found} == {"keeper"}
        assert [event.target_id for event in restored.history()] == ["keeper"]
        assert [key.name for key in KeyRing(restored.database).list()] == ["ann"]
        assert restored.check() == []


@pytest.mark.parametrize("missing", ["index", "lock"])
def test_what_is_made_of_the_list_is_made_anew(tmp_path: Path, missing: str) -> None:
    with TargetStore.open(tmp_path / "people", embedder=HashEmbedder(), meaning="off") as store:
        store.add(Target(id="keeper", name="Odalys Brannigan"))
    assert not (tmp_path / "people" / "targets.db-wal").exists()
    (tmp_path / "people" / missing).rename(tmp_path / "elsewhere")
    with TargetStore.open(tmp_path / "people", embedder=HashEmbedder(), meaning="off", create=False) as restored:
        assert restored.snapshot().detector.look_up(["Who was Odalys Brannigan?"])
