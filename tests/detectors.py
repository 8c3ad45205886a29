"""Detectors over targets made on the spot, and over bare names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from alu.store.match.index import rows_of
from alu.store.match.query import Query
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.vectors.embedder import load_embedder

__all__ = ["Found", "Named", "named_in", "snapshot"]


def snapshot(targets: Sequence[Target], **more: Any) -> Snapshot:
    """Return a snapshot of `targets` with the default embedder's vectors."""
    model = load_embedder()
    vectors = model.embed([row.text for t in targets for row in rows_of(t)])
    return Snapshot(targets, vectors, model, version=1, **more)


def named_in(stored: Snapshot, text: str) -> set[str]:
    """Return the ids of the targets whose names a draft holds."""
    return {e.target_id for e in stored.detector.look_up([text], source="draft") if e.aspect == "name"}


class Found(NamedTuple):
    """A name that was found."""

    target: int
    """Number of the target."""
    key: str
    text: int
    disguised: bool
    distinctive: bool


class Named:
    """Finds the names of some targets as they are stored, without other forms of them.

    Args:
        names: the name and the aliases of each target.
    """

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        targets = [
            Target(id=f"n-{i}", name=own[0], aliases=tuple(own[1:]), derive=False) for i, own in enumerate(names) if own
        ]
        rows = sum(len(rows_of(t)) for t in targets)
        self.snapshot = Snapshot(targets, np.zeros((rows, 256), np.float32), load_embedder(), version=1)

    def find(self, texts: Sequence[str], *, joined: bool = False) -> list[Found]:
        """Return the names in `texts`; where they are `joined`, also one that goes from one on into the next."""
        found = self.snapshot.detector.names(Query.of(texts, answers="" if joined else None))
        numbers = self.snapshot.index.numbers
        listed = {Found(numbers[e.target_id], e.mention, e.sentence, e.disguised, e.distinctive) for e in found}
        return sorted(listed, key=lambda f: (f.text, f.target, f.key, f.disguised))
