"""Two sequences, one after the other, without a copy of either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeVar, overload

__all__ = ["Joined"]

T = TypeVar("T")


class Joined(Sequence[T]):
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

    @overload
    def __getitem__(self, number: int) -> T: ...

    @overload
    def __getitem__(self, number: slice) -> list[T]: ...

    def __getitem__(self, number: int | slice) -> T | list[T]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        return self._below[number] if number < self._first else self._above[number - self._first]
