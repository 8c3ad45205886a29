"""The vectors of many targets by rev, sliced from one matrix on access, and those of some more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, KeysView, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["VectorRows"]


class VectorRows(Mapping[str, "NDArray[np.float32]"]):
    """Vectors by rev, float32 `[rows, dim]` each. Immutable: a view of each of 100,000 takes 20 MB.

    Args:
        revs: of which targets the matrix is, in order.
        counts: rows of each.
        matrix: float32 `[sum(counts), dim]`.
        more: what is not in the matrix, or comes before what is.

    Example:
        >>> import numpy as np
        >>> from alu.store.persist.vector_rows import VectorRows
        >>> rows = VectorRows(["a", "b"], [1, 2], np.eye(3, dtype=np.float32)) | {"c": np.ones((1, 3))}
        >>> list(rows), rows["b"].tolist()
        (['a', 'b', 'c'], [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    """

    def __init__(
        self,
        revs: Sequence[str] = (),
        counts: Sequence[int] = (),
        matrix: NDArray[np.float32] | None = None,
        more: Mapping[str, NDArray[np.float32]] | None = None,
    ) -> None:
        self._numbers = {rev: n for n, rev in enumerate(revs)}
        self._ends = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).data
        self._matrix = np.zeros((0, 0), np.float32) if matrix is None else np.asarray(matrix)  # a memory map is slow
        self._more = dict(more or {})

    def __getitem__(self, rev: str) -> NDArray[np.float32]:
        if (found := self._more.get(rev)) is not None:
            return found
        number = self._numbers[rev]
        return self._matrix[self._ends[number] : self._ends[number + 1]]

    def __contains__(self, rev: object) -> bool:
        return rev in self._numbers or rev in self._more

    def __iter__(self) -> Iterator[str]:
        return chain(self._numbers, (rev for rev in self._more if rev not in self._numbers))

    def __len__(self) -> int:
        return len(self._numbers.keys() | self._more.keys()) if self._more else len(self._numbers)

    def __or__(self, other: Mapping[str, NDArray[np.float32]]) -> VectorRows:
        """Return these and others; of what is in both, the others'. The longer matrix stays whole."""
        if isinstance(other, VectorRows) and len(other._numbers) >= len(self._numbers):
            return other._with({rev: self[rev] for rev in self if rev not in other} | other._more)
        return self._with({**self._more, **other})

    def among(self, revs: Collection[str] | KeysView[str]) -> VectorRows:
        """Return those of some revs."""
        more = {rev: rows for rev, rows in self._more.items() if rev in revs}
        if all(rev in revs for rev in self._numbers):
            return self._with(more)
        return VectorRows(more={rev: self[rev] for rev in self._numbers if rev in revs} | more)

    def _with(self, more: Mapping[str, NDArray[np.float32]]) -> VectorRows:
        """Return the same matrix with other vectors next to it."""
        made = VectorRows(more=more)
        made._numbers, made._ends, made._matrix = self._numbers, self._ends, self._matrix
        return made
