"""Two sequences, one after the other, without copying either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeVar

from alu.store.match.numbered import Numbered

__all__ = ["Joined"]

T = TypeVar("T")


class Joined(Numbered[T]):
    """What reads like `[*below, *above]`.

    Example:
        >>> from alu.store.match.joined import Joined
        >>> list(Joined([1, 2], [3]))
        [1, 2, 3]
    """

    def __init__(self, below: Sequence[T], above: Sequence[T]) -> None:
        self._below, self._above, self._first = below, above, len(below)

    def __len__(self) -> int:
        return self._first + len(self._above)

    def __iter__(self) -> Iterator[T]:
        return chain(self._below, self._above)

    def at(self, number: int) -> T:
        """Return an item by its number."""
        return self._below[number] if number < self._first else self._above[number - self._first]
