"""A long list is read target by target, out of a file that processes share and that nobody has to trust."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alu.errors import StoreError
from alu.store import loader
from alu.store.persist import listing
from alu.store.persist.packed_targets import PackedTargets, Roll, packed_arrays
from alu.store.persist.records import record_of
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import files_with, open_store

PEOPLE = [Target(id=f"p{n}", name=f"Zexhira Number{n}", facts=[f"Keeps {n} gulls at Skerrow."]) for n in range(40)]
TOPIC = Target(id="t", name="Gull keeping", kind="topic", examples=["How are gulls kept?"])
ADA = Target(id="ada", name="Ada Quill", facts=["Ada Quill repairs antique clocks."])


@pytest.fixture(autouse=True)
def _short_lists_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "LAZY_FROM", 8)
    monkeypatch.setattr(listing, "LAZY_FROM", 8)
    monkeypatch.setattr(loader, "LAYERED_FROM", 8)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store") as store:
        store.add(*PEOPLE)
        store.snapshot()
    return tmp_path / "store"


def by_rev(*targets: Target) -> dict[str, Target]:
    return {record_of(target).rev: target for target in targets}


def packed(*targets: Target) -> PackedTargets:
    listed = by_rev(*targets)

    def stored(rev: str) -> str:
        if rev in listed:
            return record_of(listed[rev]).doc
        raise StoreError("gone")

    return PackedTargets(list(listed), packed_arrays(listed), stored)


def found(store: TargetStore, text: str) -> list[tuple[str, str]]:
    return [(e.target_id, e.channel) for e in store.snapshot().detector.look_up([text])]


def matrix(home: Path, name: str) -> Path:
    (path,) = home.rglob(f"matrix-*/{name}.npy")
    return path


def damage(path: Path, *, noted: bool) -> None:
    """Damage a file, and note its new checksum, as one who wants to be believed does."""
    data = bytearray(path.read_bytes())
    data[-40:] = b"x" * 40
    path.write_bytes(data)
    if noted:
        manifest = path.parent / "manifest.json"
        kept = json.loads(manifest.read_bytes())
        kept["sums"][path.stem] = zlib.crc32(data)
        manifest.write_text(json.dumps(kept))


def test_a_fresh_process_finds_and_lists_what_the_first_one_did(home: Path) -> None:
    with open_store(home) as store:
        assert ("p7", "name") in found(store, "Who is zexhira number7?")
        assert ("p7", "typo") in found(store, "Who is zexhria number7?")
        assert sorted(t.id for t in store.list()) == sorted(t.id for t in PEOPLE)
        assert store.snapshot().targets["p9"].facts == PEOPLE[9].facts


def test_what_was_worked_out_is_not_worked_out_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = PackedTargets.of

    def noted(*given: object) -> PackedTargets | None:
        made = whole(*given)  # type: ignore[arg-type]
        read.append("packed" if made else "nothing")
        return made

    monkeypatch.setattr(PackedTargets, "of", noted)
    with open_store(home) as store:
        snapshot = store.snapshot()
        assert "packed" in read
        assert {"names.alias", "forms.owners.starts", "typos.starts", "sounds.starts"} <= snapshot.derived().keys()
        assert snapshot.base is None


@pytest.mark.parametrize(
    ("name", "noted"),
    [("derived-targets.docs.text", False), ("derived-targets.docs.text", True), ("derived-targets.docs.ends", False)],
)
def test_a_damaged_file_is_made_anew_or_the_database_read(home: Path, name: str, *, noted: bool) -> None:
    damage(matrix(home, name), noted=noted)
    with open_store(home) as store:
        assert [t.facts for t in sorted(store.list(), key=lambda t: int(t.id[1:]))] == [t.facts for t in PEOPLE]
        assert ("p7", "name") in found(store, "Who is zexhira number7?")


def test_a_file_that_is_late_is_a_base_for_what_has_changed(home: Path) -> None:
    kept = {path.name: path.read_bytes() for path in matrix(home, "revs").parent.iterdir()}
    folder = matrix(home, "revs").parent
    with open_store(home) as store:
        store.add(ADA)
    for path in home.rglob("matrix-*"):
        path.rename(path.with_name("gone"))
    folder.mkdir()
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    with open_store(home) as store:
        assert store.snapshot().base is not None
        assert found(store, "Who is ada quill?")[0] == ("ada", "name")
        assert ("p7", "name") in found(store, "Who is zexhira number7?")
        assert len(store.list()) == len(PEOPLE) + 1


def test_what_is_removed_is_in_no_file_and_found_by_no_process(home: Path) -> None:
    with open_store(home) as other:
        assert found(other, "zexhira number7")
        with open_store(home) as store:
            store.remove("p7")
            assert not files_with(home, 'Number7"')
            assert not files_with(home, "Keeps 7 gulls")
        assert not files_with(home, "Keeps 7 gulls")
        assert ("p7", "name") not in found(other, "zexhira number7")
    with open_store(home) as again:
        assert ("p7", "name") not in found(again, "zexhira number7")
        assert ("p8", "name") in found(again, "zexhira number8")
        assert len(again.list()) == len(PEOPLE) - 1


def test_changes_are_merged_into_a_file_that_the_next_process_maps(home: Path) -> None:
    with open_store(home) as store:
        store.snapshot()
        store.add(ADA)
        store.update("p3", name="Bo Reed")
        assert store.snapshot().base is not None
    with open_store(home) as again:
        assert again.snapshot().base is None
        assert found(again, "Who is ada quill?")[0] == ("ada", "name")
        assert ("p3", "name") in found(again, "Who is bo reed?")
        assert ("p3", "name") not in found(again, "zexhira number3")
        assert [t.name for t in again.list()] == sorted(t.name for t in again.list())


def test_a_packed_target_that_differs_is_taken_from_the_database() -> None:
    listed = by_rev(*PEOPLE)
    arrays = packed_arrays(dict(zip(listed, reversed(PEOPLE), strict=True)))  # each the doc of another, so none is kept
    made = PackedTargets(list(listed), arrays, lambda rev: record_of(listed[rev]).doc)
    assert made.numbers() == {}
    assert [made.get(n) for n in range(len(PEOPLE))] == PEOPLE


def test_targets_that_are_packed_and_some_more_read_as_one_list() -> None:
    made = Roll.of({}, packed(*PEOPLE[:3], TOPIC))
    later = ADA.model_copy(update={"expires": datetime.now(UTC) + timedelta(hours=1)})
    gone = record_of(PEOPLE[1]).rev
    roll = made.changed([gone], by_rev(later, PEOPLE[5]))
    assert len(roll) == 5
    assert gone not in roll
    assert [t.id for t in roll.of_kind("topic").values()] == ["t"]
    assert [t.id for t in roll.expiring().values()] == ["ada"]
    assert roll.without(list(by_rev(later))).expiring() == {}
    assert dict(Roll.of(dict(roll))) == dict(roll)
    everybody = packed(*(roll[rev] for rev in roll))
    assert dict(roll.packed_as(everybody)) == dict(roll)


def test_the_order_is_that_of_a_list_in_memory() -> None:
    own = sorted([*PEOPLE[:9], TOPIC], key=lambda t: t.name)
    roll = Roll.of({}, packed(*own)).changed([], by_rev(ADA, *PEOPLE[20:]))
    ordered = roll.ordered()
    assert [t.name for t in ordered.values()] == sorted(t.name for t in roll.values())
    assert [*ordered.listed()] == [*ordered.values()]
    assert [*Roll.of(dict(roll)).ordered()] == [*ordered]
