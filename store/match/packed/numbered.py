"""Sequences whose items are made on access, and two of them one after the other without a copy."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar, overload

import numpy as np

__all__ = ["Joined", "Numbered", "under"]

T = TypeVar("T")


class Numbered(Sequence[T]):
    """What reads like a tuple, and has `at` and a length."""

    @abstractmethod
    def at(self, number: int) -> T:
        """Return an item by its number, which is one."""

    @overload
    def __getitem__(self, number: int) -> T: ...

    @overload
    def __getitem__(self, number: slice) -> list[T]: ...

    def __getitem__(self, number: int | slice) -> T | list[T]:
        if isinstance(number, slice):
            return [self.at(n) for n in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        return self.at(number if number >= 0 else number + len(self))


class Joined(Numbered[T]):
    """What reads like `[*below, *above]`.

    Example:
        >>> from alu.store.match.packed.numbered import Joined
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


def under(name: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return arrays under names that begin with `name`."""
    return {f"{name}.{part}": array for part, array in arrays.items()}
