"""Search over the contextual vectors of all enforced targets: Chroma for what it holds, exact for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from alu.store.match.facts.meaning import NearRow
from alu.store.match.facts.nearest import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alu.store.persist.chroma_server import ServerVectors
    from alu.store.persist.vector_query import VectorQuery

__all__ = ["ContextualSearch", "IndexBase"]


@dataclass(frozen=True, slots=True)
class IndexBase:
    """What Chroma is asked for: its shards are open, and an answer of another version is none."""

    query: VectorQuery | ServerVectors
    version: str
    wordings: frozenset[str]


class ContextualSearch:
    """All contextual vectors at one moment. Immutable; any number of threads may use it.

    Args:
        rows: float32 `[n, dim]` of each wording.
        dim: length of a vector.
        base: what Chroma is asked for; None where all rows are searched exactly.
    """

    def __init__(self, rows: Mapping[str, NDArray[np.float32]], dim: int, base: IndexBase | None = None) -> None:
        self.wordings = tuple(rows)
        self._starts = np.cumsum([0, *map(len, rows.values())])
        self._matrix = Matrix(np.concatenate(list(rows.values())) if rows else np.zeros((0, dim), np.float32))
        self._live = frozenset(self.wordings)
        self.base = base
        self.lapsed = False
        """Chroma could not answer: all rows have been searched exactly since."""
        held = np.array([base is not None and wording in base.wordings for wording in self.wordings], bool)
        self._newer = np.flatnonzero(~np.repeat(held, np.diff(self._starts))) if base else None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._matrix.rows)

    def rows(self) -> dict[str, NDArray[np.float32]]:
        """Return the rows of each wording, views of one matrix."""
        parts = zip(self.wordings, self._starts[:-1].tolist(), self._starts[1:].tolist(), strict=True)
        return {wording: self._matrix.rows[start:end] for wording, start, end in parts}

    def nearest(self, vectors: NDArray[np.float32], k: int) -> list[list[NearRow]]:
        """Return the `k` nearest rows of each vector, nearest first; none of a vector of zeros."""
        found: list[list[NearRow]] = [[] for _ in vectors]
        if vectors.shape[1:] != self._matrix.rows.shape[1:] or not len(self):
            return found
        asked = np.flatnonzero(np.any(vectors, axis=1))
        for at, near in zip(asked, self._asked(vectors[asked], k) or self._exact(vectors[asked], k), strict=True):
            found[int(at)] = near
        return found

    def _exact(
        self, vectors: NDArray[np.float32], k: int, among: NDArray[np.intp] | None = None
    ) -> list[list[NearRow]]:
        found: list[list[NearRow]] = [[] for _ in vectors]
        for near in self._matrix.nearest(vectors, k, among):
            at = int(np.searchsorted(self._starts, near.row, side="right")) - 1
            found[near.text].append(NearRow(self.wordings[at], near.row - int(self._starts[at]), near.score))
        return found

    def _asked(self, vectors: NDArray[np.float32], k: int) -> list[list[NearRow]] | None:
        """Ask Chroma, and search exactly what is newer; None where it cannot answer, or names what is not live."""
        if self.base is None:
            return None
        found = self.base.query.query(vectors, k, version=self.base.version)
        if found is None or not {near.rev for some in found for near in some} <= self._live:
            self.lapsed = True
            return None
        newer = self._exact(vectors, k, self._newer)
        return [
            nsmallest(k, [*old, *new], key=lambda near: (-near.cosine, near.rev, near.row))
            for old, new in zip(found, newer, strict=True)
        ]
