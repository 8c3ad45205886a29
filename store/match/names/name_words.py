"""The names of targets as hashes of words, packed into arrays that processes share by mapping a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from alu.store.calibration import RARE_WORD_NATS
from alu.store.match.packed.numbered import Numbered, under
from alu.store.target import Target
from alu.store.text.terms import hashed, informative, terms

__all__ = ["NameWords", "PackedNameWords", "name_hashes"]

_NAME = "name_words"
_PARTS = ("targets", "starts", "words", "rare")


def name_hashes(target: Target) -> frozenset[int]:
    """Return the hashes of the words of a target's names."""
    return frozenset(hashed(word) for name in target.names for word in terms(name))


class NameWords(NamedTuple):
    """A name of a target, as word hashes."""

    words: tuple[int, ...]
    rare: tuple[int, ...]
    """Those that hardly anybody else is called."""

    @classmethod
    def of(cls, text: str) -> NameWords:
        """Return the words of a name."""
        words = [(word, hashed(word)) for word in terms(text)]
        rare = tuple(key for word, key in words if len(word) > 3 and informative(word) >= RARE_WORD_NATS)
        return cls(tuple(key for _, key in words), rare)

    def holds(self, run: tuple[int, ...]) -> bool:
        """Tell whether `run` is a part of the name, in order."""
        return any(self.words[i : i + len(run)] == run for i in range(len(self.words) - len(run) + 1))

    def exchanged(self, run: tuple[int, ...]) -> bool:
        """Tell whether `run` is made of parts of the name in another order: another person's name, mostly."""
        return set(run) <= set(self.words) and not self.holds(run)


class PackedNameWords(Numbered[tuple[NameWords, ...]]):
    """The names of each target, by its number.

    Args:
        arrays: what `arrays()` gave.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._kept = {part: arrays[f"{_NAME}.{part}"] for part in _PARTS}
        self._targets, self._starts, self._words, self._rare = (array.data for array in self._kept.values())
        self._names = lru_cache(maxsize=4096)(self._unpacked)

    @classmethod
    def of(cls, names: Iterable[Sequence[NameWords]]) -> PackedNameWords:
        """Pack the names of each target."""
        listed = [tuple(own) for own in names]
        every = list(chain.from_iterable(listed))
        words = list(chain.from_iterable(name.words for name in every))
        rare = [key in some for name in every for some in [frozenset(name.rare)] for key in name.words]
        arrays: dict[str, np.ndarray] = {
            "targets": np.cumsum([0, *map(len, listed)], dtype=np.int64),
            "starts": np.cumsum([0, *(len(name.words) for name in every)], dtype=np.int64),
            "words": np.array(words, np.uint64),
            "rare": np.array(rare, np.uint8),
        }
        return cls(under(_NAME, arrays))

    @classmethod
    def kept(cls, arrays: Mapping[str, np.ndarray] | None) -> PackedNameWords | None:
        """Take what `arrays()` gave; None where it is not there."""
        return cls(arrays) if arrays and f"{_NAME}.targets" in arrays else None

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        return under(_NAME, self._kept)

    def rare(self) -> np.ndarray:
        """Return the words of all names that hardly anybody else is called, uint64, ascending."""
        return np.unique(self._kept["words"][self._kept["rare"] > 0])

    def __len__(self) -> int:
        return len(self._targets) - 1

    def at(self, number: int) -> tuple[NameWords, ...]:
        """Return the names of a target."""
        return self._names(int(number))

    def _unpacked(self, number: int) -> tuple[NameWords, ...]:
        first, after = self._targets[number], self._targets[number + 1]
        ends = self._starts[first : after + 1].tolist()
        listed = ((self._words[start:end].tolist(), self._rare[start:end].tolist()) for start, end in pairwise(ends))
        return tuple(
            NameWords(tuple(words), tuple(word for word, kept in zip(words, rare, strict=True) if kept))
            for words, rare in listed
        )
