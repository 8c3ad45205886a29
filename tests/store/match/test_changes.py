"""Whatever is written in whatever order, every open store enforces exactly the list as it is now."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from alu.errors import DuplicateTarget, UnknownTarget
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.stores import HashEmbedder, files_with, open_store, target

NAMES = ["Ada Quill", "Bo Reed", "Cleo Marsh", "Dag Holm", "Eve Stone"]
FACTS = ["keeps a gull", "sings in Skerrow", "wrote a logbook", "owns nine clocks"]
slots = st.integers(0, len(NAMES) - 1)
some_facts = st.lists(st.sampled_from(FACTS), unique=True, max_size=3)


def asked(store: TargetStore, *texts: str) -> list[tuple[int, str, str, float]]:
    """Return what a look-up finds, in full."""
    return [(h.sentence, h.target_id, h.aspect, round(h.strength, 5)) for h in store.snapshot().detector.look_up(texts)]


class Changes(RuleBasedStateMachine):
    """Two open stores on one folder, written to in turn; `model` is what the list should be."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stores = [open_store(self.folder.name) for _ in range(2)]
        self.model: dict[str, Target] = {}
        self.writes: list[tuple[str, str]] = []

    @rule(which=st.integers(0, 1), n=slots, facts=some_facts)
    def add(self, which: int, n: int, facts: list[str]) -> None:
        wanted = target(NAMES[n], [f"{NAMES[n]} {fact}" for fact in facts], id=f"p{n}")
        if f"p{n}" in self.model:
            with pytest.raises(DuplicateTarget):
                self.stores[which].add(wanted)
            return
        (self.model[f"p{n}"],) = self.stores[which].add(wanted)
        self.writes.append(("add", f"p{n}"))

    @rule(which=st.integers(0, 1), n=slots, facts=some_facts)
    def change(self, which: int, n: int, facts: list[str]) -> None:
        wanted = target(NAMES[n], [f"{NAMES[n]} {fact}" for fact in facts], id=f"p{n}")
        if f"p{n}" not in self.model:
            with pytest.raises(UnknownTarget):
                self.stores[which].replace(wanted)
            return
        before = self.model[f"p{n}"]
        self.model[f"p{n}"] = self.stores[which].replace(wanted)
        if self.model[f"p{n}"] != before:
            self.writes.append(("change", f"p{n}"))

    @rule(which=st.integers(0, 1), n=slots)
    def remove(self, which: int, n: int) -> None:
        if f"p{n}" not in self.model:
            with pytest.raises(UnknownTarget):
                self.stores[which].remove(f"p{n}")
            return
        assert self.stores[which].remove(NAMES[n]) == self.model.pop(f"p{n}")
        self.writes.append(("remove", f"p{n}"))
        assert not files_with(Path(self.folder.name), f"{NAMES[n]} ")

    @precondition(lambda self: self.writes)
    @rule(which=st.integers(0, 1))
    def open_again(self, which: int) -> None:
        self.stores[which].close()
        self.stores[which] = open_store(self.folder.name)

    @rule(which=st.integers(0, 1))
    def purge(self, which: int) -> None:
        self.stores[which].purge()

    @invariant()
    def both_enforce_the_list_as_it_is(self) -> None:
        texts = [*NAMES, *(f"{name} {fact}" for name in NAMES for fact in FACTS)]
        reference = TargetStore.temporary(self.model.values(), embedder=HashEmbedder())
        expected = asked(reference, *texts)
        for store in self.stores:
            assert {t.id: t for t in store.list()} == self.model
            assert asked(store, *texts) == expected
            assert store.version() == len(self.writes)
            assert [(e.action, e.target_id, e.version) for e in store.history()] == [
                (action, target_id, n) for n, (action, target_id) in enumerate(self.writes, 1)
            ]

    def teardown(self) -> None:
        problems = self.stores[0].check()
        for store in self.stores:
            store.close()
        self.folder.cleanup()
        assert problems == []


Changes.TestCase.settings = settings(max_examples=5, stateful_step_count=8, deadline=None)
TestChanges = Changes.TestCase
