"""Rows of words, packed: each word is stored once, and arrays list the words of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from alu.store.match.packed.numbered import Numbered, under
from alu.store.match.packed.strings import Strings

__all__ = ["PackedWords"]


class PackedWords(Numbered[tuple[str, ...]]):
    """Rows of words, by number.

    Args:
        arrays: what `arrays(name)` gave.
        name: how their names begin.

    Example:
        >>> from alu.store.match.packed.packed_words import PackedWords
        >>> PackedWords.of([("ada", "lark"), (), ("ada",)])[0]
        ('ada', 'lark')
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self._words = Strings.read(arrays, f"{name}.words")
        self._kept = {part: arrays[f"{name}.{part}"] for part in ("starts", "numbers")}
        self._starts, self._numbers = (array.data for array in self._kept.values())

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> PackedWords:
        """Pack rows of words."""
        listed = list(rows)
        numbers: dict[str, int] = {}
        flat = [numbers.setdefault(word, len(numbers)) for word in chain.from_iterable(listed)]
        arrays = {
            **Strings.of(numbers).arrays("w.words"),
            "w.starts": np.cumsum([0, *map(len, listed)], dtype=np.int64),
            "w.numbers": np.array(flat, np.int32),
        }
        return cls(arrays, "w")

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        return self._words.arrays(f"{name}.words") | under(name, self._kept)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def at(self, number: int) -> tuple[str, ...]:
        """Return a row by its number."""
        words = self._words
        return tuple(words.at(n) for n in self._numbers[self._starts[number] : self._starts[number + 1]])
