"""Contextual vectors of a list in memory, searched exactly: what benchmarks put in the place of a store's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alu.store.match.facts.meaning import NearRow
from alu.store.match.index import rows_of
from alu.store.persist.contextual_search import ContextualSearch
from alu.store.target import Target
from alu.store.text.vectors.embedder import ENGLISH, load_embedder

__all__ = ["ExactMeaning", "RememberedMeaning"]

_BATCH = 512


class ExactMeaning:
    """The contextual vectors of some targets by MiniLM; the rev of each is its id.

    Args:
        targets: of the list.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        self._embedder = load_embedder("minilm")
        self.name, self.languages = self._embedder.name, ENGLISH
        texts = [[row.text for row in rows_of(t)] for t in targets]
        flat = [text for some in texts for text in some]
        parts = [self._embedder.embed(flat[i : i + _BATCH]) for i in range(0, len(flat), _BATCH)]
        matrix = np.concatenate(parts) if parts else np.zeros((0, self._embedder.dim), np.float32)
        ends = np.cumsum([len(some) for some in texts])
        self._rows = {t.id: matrix[e - len(s) : e] for t, s, e in zip(targets, texts, ends, strict=True)}
        self._search = ContextualSearch(self._rows, self._embedder.dim)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text."""
        return self._embedder.embed(texts)

    def nearest(self, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        """Return the `k` nearest stored texts of each vector."""
        return self._search.nearest(vectors, k)

    def rows(self, rev: str) -> np.ndarray | None:
        """Return the vectors of one target."""
        return self._rows.get(rev)


class RememberedMeaning(ExactMeaning):
    """The same, which embeds each text and searches for it once: for many detectors that read the same texts.

    Args:
        targets: of the list.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__(targets)
        self._known: dict[str, np.ndarray] = {}
        self._found: dict[tuple[bytes, int], list[list[NearRow]]] = {}

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(new, super().embed(new), strict=True)
        return np.array([self._known[text] for text in texts], np.float32).reshape(len(texts), self._embedder.dim)

    def nearest(self, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        """Return the `k` nearest stored texts of each vector."""
        key = vectors.tobytes(), k
        if key not in self._found:
            self._found[key] = super().nearest(vectors, k)
        return self._found[key]

    def forget_texts(self) -> None:
        """Embed anew what comes next."""
        self._known.clear()
        self._found.clear()
