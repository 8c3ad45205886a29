"""A sequence whose items are made on access."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TypeVar, overload

import numpy as np

__all__ = ["Numbered", "under"]

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


def under(name: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return arrays under names that begin with `name`."""
    return {f"{name}.{part}": array for part, array in arrays.items()}
