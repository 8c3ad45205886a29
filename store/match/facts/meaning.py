"""The seam to contextual vectors of stored texts, some of which may still be pending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Meaning", "NearRow"]


class NearRow(NamedTuple):
    """A stored text near to a given one in meaning."""

    rev: str
    """One wording of one target."""
    row: int
    """Which of its texts, as `rows_of` orders them."""
    cosine: float
    """-1 to 1."""


class Meaning(Protocol):
    """The contextual embedder, and the vectors that it has made of the list so far.

    A target is enforced by its names, identifiers and words the moment it is added; its contextual vectors follow.
    Whatever cannot be answered is answered by exact search or left out, never by an error.
    """

    name: str
    """Of the embedder."""

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes of the languages that it reads; None for all."""
        ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text, float32 `[n, dim]`, each of length 1, or of zeros where it fails."""
        ...

    def nearest(self, vectors: np.ndarray, k: int) -> list[list[NearRow]]:
        """Return the `k` nearest stored texts of each vector, nearest first.

        Args:
            vectors: float32 `[m, dim]`, of length 1.
            k: how many.
        """
        ...

    def rows(self, rev: str) -> np.ndarray | None:
        """Return the vectors of the texts of one wording, float32 `[rows, dim]`; None while they are pending."""
        ...
