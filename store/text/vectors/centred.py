"""Vectors of an embedder without their common part, so that unrelated texts have a cosine near zero.

Many embedders give unrelated texts cosines of 0.7 or more (the E5 family, by how it is trained). What the score was
learnt on gives them 0.06; with the mean vector of ordinary texts taken off, others do, too (Mu and Viswanath,
*All-but-the-Top*, 2018, section 2, its first step).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from alu.store.text.harmless import harmless
from alu.store.text.vectors.embedder import ENGLISH, Embedder, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Centred"]

_TEXTS = 128
"""Ordinary texts whose mean is taken off, in nineteen languages."""


class Centred:
    """An embedder whose mean vector of ordinary texts is taken off.

    Args:
        embedder: the other one.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = f"{embedder.name}, centred"
        """Another one than the other's, since the vectors are others."""
        self.languages: frozenset[str] | None = getattr(embedder, "languages", ENGLISH)
        """What it reads; see `Embedder`."""

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._embedder.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, of length 1; 0 where the other embedder gives 0.

        Raises:
            alu.errors.ModelError: the embedder is a service that did not answer.
        """
        rows = np.asarray(self._embedder.embed(texts), np.float32)
        return unit(np.where(rows.any(axis=1, keepdims=True), rows - self._mean, 0))

    @cached_property
    def _mean(self) -> NDArray[np.float32]:
        ordinary = [prompt.text for prompt in harmless()[:_TEXTS]]
        return np.asarray(np.mean(self._embedder.embed(ordinary), axis=0, dtype=np.float32), np.float32)
