"""Tenants of one store: what one of them does, no other can see, lose or be slowed down by."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.errors import EmbedderMismatch, StoreError, UnknownTarget
from alu.store.persist.files import folder_name, local_folder
from alu.store.store import TargetStore
from tests.stores import HashEmbedder, files_with, open_store, target

ADA = target("Ada Quill", ["She keeps a gull called Thunderbeak"], id="ada", reason="REQ-1")
LIKE = [
    "default",
    "Default",
    "default ",
    " default",
    "de/fault",
    "../default",
    "..",
    ".",
    "de%",
    "défault",
    "de\u0301fault",
]


def enforced(store: TargetStore) -> list[str]:
    return [t.name for t in store.snapshot().targets.values()]


def test_names_that_look_alike_are_tenants_apart(tmp_path: Path) -> None:
    home = tmp_path / "store"
    with ExitStack() as opened:
        stores = [opened.enter_context(open_store(home, name)) for name in ("a", "A", "a ", "a%", "á", "a/b", "../a")]
        for n, store in enumerate(stores):
            store.add(target(f"Person Number {n}", id="same"))
        for n, store in enumerate(stores):
            assert enforced(store) == [f"Person Number {n}"]
            store.remove("same", reason=f"REQ-{n}")
            assert [e.reason for e in store.history()] == ["", f"REQ-{n}"]
            with pytest.raises(UnknownTarget):
                store.get("same")
            assert [len(other.list()) for other in stores] == [0] * (n + 1) + [1] * (6 - n)
    assert [p.name for p in tmp_path.iterdir()] == ["store"]


@given(names=st.lists(st.sampled_from(LIKE) | st.text(min_size=1, max_size=100), min_size=2, max_size=8, unique=True))
def test_no_two_tenants_share_a_folder_and_none_leaves_its_place(names: list[str]) -> None:
    folders = [folder_name(name) for name in names]
    assert len({f.casefold() for f in folders}) == len(names)
    assert all(f == Path(f).name and f.isascii() and not f.startswith(".") for f in folders)
    at = [local_folder("postgresql://someone@example.org/alu", name) for name in names]
    assert len({str(p).casefold() for p in at}) == len(names)
    assert len({p.parent for p in at}) == 1


def test_a_removal_and_a_purge_leave_the_other_tenants_files_alone(tmp_path: Path) -> None:
    with open_store(tmp_path, "one") as one, open_store(tmp_path, "two") as two:
        one.add(ADA, target("Bo Reed", ["He sings"]))
        two.add(ADA)
        two.snapshot()
        theirs = tmp_path / "index" / folder_name("two")
        before = {p: p.read_bytes() for p in theirs.rglob("*") if p.is_file()}
        one.remove("ada", reason="REQ-2")
        one.purge()
        assert {p: p.read_bytes() for p in theirs.rglob("*") if p.is_file()} == before
        assert enforced(two) == ["Ada Quill"]
        # the other tenant still has it to forget
        assert files_with(tmp_path, "Thunderbeak")
        two.remove("ada")
        assert not files_with(tmp_path, "Thunderbeak")
        assert (one.check(), two.check()) == ([], [])


def test_each_tenant_counts_its_own(tmp_path: Path) -> None:
    with open_store(tmp_path, "one") as one, open_store(tmp_path, "two") as two:
        one.add(ADA, target("Biology", kind="topic"))
        two.add(target("Bo Reed", aliases=["B. Reed"]))
        two.remove("Bo Reed")
        first, second = one.stats(), two.stats()
    assert (first.targets, first.facts, first.version, first.namespace) == (2, 1, 1, "one")
    assert (second.targets, second.facts, second.version, second.namespace) == (0, 0, 2, "two")
    assert first.where == second.where


def test_a_lost_index_of_one_tenant_is_no_loss_of_another(tmp_path: Path) -> None:
    for namespace in ("one", "two"):
        with open_store(tmp_path, namespace) as store:
            store.add(ADA)
            store.snapshot()
    shutil.rmtree(tmp_path / "index" / folder_name("one"))
    other = HashEmbedder()
    with open_store(tmp_path, "two", other) as two, open_store(tmp_path, "one") as one:
        assert enforced(two) == enforced(one) == ["Ada Quill"]
        assert (two.check(), one.check()) == ([], [])
        # canaries alone: nothing of it was made anew
        assert other.texts <= 4


def test_each_tenant_may_have_an_embedder_of_its_own(tmp_path: Path) -> None:
    with open_store(tmp_path, "one") as one:
        one.add(ADA)
    with open_store(tmp_path, "two", HashEmbedder("hash-8", 8)) as two:
        two.add(ADA)
        assert two.stats().dim == 8
    with pytest.raises(EmbedderMismatch):
        open_store(tmp_path, "two")
    with open_store(tmp_path, "one") as one:
        assert one.stats().dim == 16


def test_a_tenant_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    open_store(tmp_path, "one").close()
    before = sorted(tmp_path.rglob("*"))
    for namespace in ("two", "One", "one "):
        with pytest.raises(StoreError, match="no namespace"):
            TargetStore.open(tmp_path, namespace=namespace, embedder=HashEmbedder(), create=False)
    assert sorted(tmp_path.rglob("*")) == before
