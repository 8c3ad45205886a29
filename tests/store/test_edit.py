"""Edits of a target: in one transaction, seen everywhere, and nothing of what they drop is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from alu.errors import DuplicateTarget, InputError, StoreLocked, UnknownTarget
from alu.store import Fact, Target
from alu.store.edit import Edit
from alu.store.store import TargetStore
from tests.stores import HashEmbedder, files_with, open_store, target

ADA = target(
    "Ada Quill",
    ["She lives at 7 Zyxroad", "She wrote a book of knots"],
    id="p1",
    aliases=["A. Quill"],
    reason="REQ-1",
    description="a binder of books",
)
BO = target("Bo Reed", ["He mends clocks"], id="p2")


def named(store: TargetStore, asked: str) -> list[str]:
    snapshot = store.snapshot()
    return [snapshot.targets[hit.target_id].name for hit in snapshot.detector.look_up([asked])]


def test_some_fields_change_and_all_others_stay(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        added, _ = store.add(ADA, BO)
        assert named(other, "Adele Quince") == []
        new = store.update("p1", "boss", name="Adele Quince", aliases=["Ada Quill"], policy="facts", reason="REQ-2")
        expected = {"name": "Adele Quince", "aliases": ("Ada Quill",), "policy": "facts", "reason": "REQ-2"}
        assert new == added.model_copy(update=expected) == other.get("p1")
        assert named(other, "Adele Quince") == named(other, "Ada Quill") == ["Adele Quince"]
        last = store.history()[-1]
        assert (last.action, last.target_id, last.who, last.reason, last.version) == (
            "change",
            "p1",
            "boss",
            "REQ-2",
            2,
        )
        assert store.check() == []


def test_the_same_edit_again_changes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(ADA)
        for _ in range(3):
            store.update("ada quill", facts=["She lives at 7 Zyxroad", Fact(text="a tame gull", question="What pet?")])
        assert store.version() == 2
        assert [event.action for event in store.history()] == ["add", "change"]
        before = store.get("p1")
        assert store.revise("p1", lambda old: old) == Edit(before, before)
        assert store.apply(list) == []
        assert store.version() == 2


def test_only_texts_that_are_new_are_embedded(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with open_store(tmp_path, embedder=embedder) as store:
        store.add(target("Ada Quill", [f"fact {n}" for n in range(50)], id="p1"))
        store.snapshot()
        embedder.texts = 0
        store.update("p1", facts=[f"fact {n}" for n in range(1, 51)])
        assert embedder.texts == 1
    embedder = HashEmbedder()
    with open_store(tmp_path, embedder=embedder) as store:
        store.update("p1", facts=[f"fact {n}" for n in range(2, 52)])
        assert embedder.texts <= 1 + 8  # and the canaries of what was read from a file
        assert named(store, "fact 51") == named(store, "fact 7") == ["Ada Quill"]
        assert "fact 1" not in {f.text for f in store.get("p1").facts}
        assert store.check() == []


@pytest.mark.parametrize("writes", ["at once", "after a load"])
def test_what_an_edit_drops_is_in_no_file(tmp_path: Path, writes: str) -> None:
    gone = Target(
        id="p9",
        name="Zyxomma Quirrell",
        aliases=("Zyxaliasa",),
        description="Zyxdescripta",
        facts=(Fact(text="Zyxfacta", question="Zyxquestiona?"), Fact(text="He keeps bees")),
        examples=("Zyxexampla",),
    )
    vectors = HashEmbedder().embed(["Zyxfacta", "Zyxaliasa"])
    with open_store(tmp_path) as store, open_store(tmp_path) as reader:
        store.add(*(target(f"Person Number {n}", [f"fact {n} " * (n % 40 + 1)]) for n in range(1, 200)))
        store.add(gone)
        if writes == "after a load":
            store.snapshot()
            reader.snapshot()
        assert files_with(tmp_path, "Zyxfacta")
        store.update("p9", name="Olm Tarn", aliases=[], description="", facts=["He keeps bees"], examples=[])
        for needle in ("Zyx", "zyx", *(row.tobytes() for row in vectors)):
            assert files_with(tmp_path, needle) == []
        assert named(reader, "Zyxomma Quirrell") == []
        assert named(reader, "Olm Tarn") == named(reader, "He keeps bees") == ["Olm Tarn"]
        assert store.check() == []
    assert files_with(tmp_path, "Zyx") == []


def test_an_edit_that_drops_blanks_the_reasons_that_tell_of_it(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(ADA, BO)
        with store.database.transaction(write=True) as connection:  # it told nothing of her when it was written
            connection.execute(text("UPDATE alu_events SET reason = 'mail of Zyxroad, of Quill' WHERE seq <= 2"))
        store.update("p1", description="")
        store.update("p1", aliases=["A. Quill", "Addie"])
        store.update("p1", facts=[], reason="REQ-3")
        assert [event.reason for event in store.history()][:2] == ["", "mail of Zyxroad, of Quill"]
        with pytest.raises(InputError, match="p1: reason: it discloses"):
            store.update("p1", aliases=["A. Quill"], reason="Addie asked")
        assert store.get("p1").aliases == ("A. Quill", "Addie")


def test_an_id_that_would_keep_a_dropped_name_refuses_the_edit() -> None:
    store = TargetStore.temporary([target("Ada Quill", id="ada-quill")], embedder=HashEmbedder())
    with pytest.raises(InputError, match="id: it discloses what would be dropped"):
        store.update("ada-quill", name="Olm Tarn")
    assert store.update("ada-quill", name="Olm Tarn", aliases=["Ada Quill"]).name == "Olm Tarn"
    assert store.update("ada-quill", description="a binder").description == "a binder"


def test_an_edit_that_was_refused_leaves_no_trace() -> None:
    store = TargetStore.temporary([ADA, BO], embedder=HashEmbedder())
    before, version = store.list(), store.version()
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (UnknownTarget, lambda: store.update("nobody", name="X Y")),
        (DuplicateTarget, lambda: store.update("p1", name="BO REED")),
        (InputError, lambda: store.update("p1", name="")),
        (InputError, lambda: store.update("p1", name="!", aliases=[])),
        (InputError, lambda: store.update("p1", id="p3")),
        (InputError, lambda: store.update("p1", created=datetime.now(UTC))),
        (InputError, lambda: store.update("p1", surprise="Zyxvalue")),
        (InputError, lambda: store.update("p1", kind="Zyxvalue")),
        (InputError, lambda: store.update("p1", reason="Ada Quill asked")),
        (InputError, lambda: store.update("p1", expires=datetime.fromtimestamp(time.time() - 1, UTC))),
        (InputError, lambda: store.update("p1", policy="facts", facts=[])),
        (InputError, lambda: store.update("p1", policy="facts", kind="topic")),
    ]
    for kind, write in refused:
        with pytest.raises(kind) as caught:
            write()
        assert "Zyxvalue" not in str(caught.value)
    assert (store.list(), store.version()) == (before, version)


def test_the_policy_facts_needs_a_fact_and_no_topic() -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    for wrong in (
        target("Ada Quill", policy="facts"),
        target("Virology", ["it is a field"], kind="topic", policy="facts"),
    ):
        with pytest.raises(InputError, match="policy: "):
            store.add(wrong)
    (kept,) = store.add(target("Ada Quill", ["She lives at 7 Zyxroad"], policy="facts", id="p1"))
    assert kept.policy == "facts"
    with pytest.raises(InputError, match="there is none"):
        store.replace(kept.model_copy(update={"facts": ()}))
    assert store.update("p1", facts=[], policy="strict").facts == ()


def test_an_edit_is_made_anew_where_another_process_was_faster(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        store.add(ADA)
        calls: list[int] = []

        def add_alias(old: Target) -> Target:
            calls.append(len(old.aliases))
            if len(calls) == 1:
                other.update("p1", aliases=[*old.aliases, "First Comer"])
            return old.model_copy(update={"aliases": (*old.aliases, "Second Comer")})

        store.revise("p1", add_alias)
        assert calls == [1, 2]
        assert other.get("p1").aliases == ("A. Quill", "First Comer", "Second Comer")
        assert [event.action for event in store.history()] == ["add", "change", "change"]


def test_an_edit_that_others_never_let_through_gives_up_with_an_error(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        store.add(ADA)

        def late(old: Target) -> Target:
            other.update("p1", description=old.description + " again")
            return old.model_copy(update={"aliases": ()})

        with pytest.raises(StoreLocked, match="try again"):
            store.revise("p1", late)
        assert other.get("p1").aliases == ADA.aliases


def test_edits_of_several_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        ada, bo = store.add(ADA, BO)
        # each takes the name of the other one
        swapped = [
            Edit(ada.model_copy(update={"name": bo.name, "aliases": ()}), ada),
            Edit(bo.model_copy(update={"name": ada.name}), bo),
            Edit(target("Cy Dunn", id="p3")),
        ]
        assert [edit.outcome for edit in store.apply(lambda: swapped)] == ["updated", "updated", "added"]
        assert [(e.action, e.target_id, e.version) for e in store.history()[2:]] == [
            ("add", "p3", 2),
            ("change", "p1", 2),
            ("change", "p2", 2),
        ]
        one, two = store.get("p1"), store.get("p3")
        clashing = [
            Edit(one.model_copy(update={"facts": ()}), one),
            Edit(two.model_copy(update={"name": "Ada Quill"}), two),
        ]
        with pytest.raises(DuplicateTarget, match="p2"):
            store.apply(lambda: clashing)
        assert store.get("p1") == one
        assert store.version() == 2


def test_several_are_removed_in_one_write_or_none(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(ADA, BO, target("Cy Lane", ["She paints"], id="p3"))
        for ids, reason, error in (["p1", "gone"], "", UnknownTarget), (["p1", "p2"], "asked by Bo Reed", InputError):
            with pytest.raises(error):
                store.remove_all(ids, reason=reason)
        assert (store.version(), len(store.list())) == (1, 3)
        removed = store.remove_all(["p1", "p2", "p1"], who="boss")
        assert ([t.id for t in removed], [t.id for t in store.list()], store.version()) == (["p1", "p2"], ["p3"], 2)
        assert [(e.target_id, e.action, e.reason, e.who) for e in store.history()[3:]] == [
            ("p1", "remove", "REQ-1", "boss"),
            ("p2", "remove", "", "boss"),
        ]
        assert named(store, "Ada Quill and Bo Reed") == []
    assert files_with(tmp_path, "Zyxroad") == []
    assert files_with(tmp_path, "clocks") == []
