"""Strings by number, packed into arrays that processes share by mapping a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import numpy as np

from alu.store.match.packed.numbered import Numbered, under

__all__ = ["Strings"]


class Strings(Numbered[str]):
    """Strings, one after the other.

    Args:
        text: all of them in UTF-8, uint8 `[bytes]`.
        ends: where each begins and, last, the number of bytes, int64 `[strings + 1]`.

    Example:
        >>> from alu.store.match.packed.strings import Strings
        >>> birds = Strings.of(["lark", "wren"])
        >>> birds[1], list(Strings.read(birds.arrays("birds"), "birds"))
        ('wren', ['lark', 'wren'])
    """

    def __init__(self, text: np.ndarray, ends: np.ndarray) -> None:
        self._arrays = (text, ends)
        # one number of an array costs three times as much as one of a view
        self._text, self._ends = text.data, ends.data

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """Pack strings."""
        parts = [_bytes(one) for one in strings]
        ends = np.fromiter(accumulate(map(len, parts), initial=0), np.int64, len(parts) + 1)
        return cls(np.frombuffer(b"".join(parts), np.uint8), ends)

    @classmethod
    def read(cls, arrays: Mapping[str, np.ndarray], name: str) -> Strings:
        """Take what `arrays(name)` gave."""
        return cls(arrays[f"{name}.text"], arrays[f"{name}.ends"])

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return them as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        text, ends = self._arrays
        return under(name, {"text": text, "ends": ends})

    def __len__(self) -> int:
        return len(self._ends) - 1

    def at(self, number: int) -> str:
        """Return a string by its number."""
        return str(self._text[self._ends[number] : self._ends[number + 1]], "utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.at, range(len(self)))

    def beginning_with(self, begin: str) -> Iterator[str]:
        """Yield those that begin with some letters, of strings that are in order; compared as bytes, which have it."""
        wanted, low, high = _bytes(begin), 0, len(self)
        text, ends = self._text, self._ends
        while low < high:
            middle = (low + high) // 2
            if bytes(text[ends[middle] : ends[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        for number in range(low, len(self)):
            if text[ends[number] : min(ends[number] + len(wanted), ends[number + 1])] != wanted:
                return
            yield self.at(number)

    def length(self, number: int) -> int:
        """Return how many bytes a string has."""
        size: int = self._ends[number + 1] - self._ends[number]
        return size

    def holds(self, number: int, data: bytes) -> bool:
        """Tell whether a string is `data` in UTF-8."""
        return self._text[self._ends[number] : self._ends[number + 1]] == data


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
