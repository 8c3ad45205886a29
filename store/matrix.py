"""Exact nearest-neighbour search over a matrix of vectors, in two stages."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Matrix", "Near"]

_HEAD = 64
"""Dimensions of the first stage; wordllama's are ordered by weight (Matryoshka, Kusupati et al. 2022)."""
_CHUNK = 32


class Near(NamedTuple):
    """A row near to a text."""

    text: int
    row: int
    score: float
    """Cosine, -1 to 1."""


class Matrix:
    """Rows of length 1 that are searched by cosine.

    Args:
        rows: float32 `[n, dim]`, may be a read-only `np.memmap`.
    """

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows
        self._head = np.ascontiguousarray(rows[:, :_HEAD], np.float32) if rows.shape[1] > 2 * _HEAD else rows

    def nearest(self, queries: np.ndarray, k: int) -> list[Near]:
        """Return the `k` nearest rows of each query: `4 k` by their first 64 dimensions, then by all.

        Args:
            queries: float32 `[m, dim]`, of length 1.
            k: how many rows a query, fewer where there are fewer.
        """
        found: list[Near] = []
        for start in range(0, len(queries) if len(self.rows) else 0, _CHUNK):
            part = queries[start : start + _CHUNK]
            rough = part[:, : self._head.shape[1]] @ self._head.T
            wide = min(4 * k, rough.shape[1])
            for i, scores in enumerate(rough):
                near = np.argpartition(scores, -wide)[-wide:] if wide < len(scores) else np.arange(len(scores))
                exact = self.rows[near] @ part[i]
                best = np.lexsort((near, -exact))[:k]
                found += [Near(start + i, int(near[b]), float(exact[b])) for b in best]
        return found
