"""Words of a list within one or two edits of a word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import partial

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from alu.store.match.packed.strings import Strings

__all__ = ["SimilarWords"]

Distance = Callable[..., int]
"""Counts the slips between two words."""


class SimilarWords:
    """Finds the words at a small distance, without comparing letter by letter what cannot be near.

    A slip (a letter left out, added, wrong, or exchanged with its neighbour) changes the length by one at most, takes
    at most one letter away and brings at most one new one. So most of a list is ruled out by its lengths and by a set
    of bits for its letters; the rest is compared by optimal string alignment.

    Args:
        words: the list; what is found comes in its order where it is equally near.
        derived: what `arrays(name)` gave for the same words.
        name: how the names of the arrays begin.
        alphabet: the letters that are counted, 64 at most: a bit is a letter's first, second … occurrence.
    """

    def __init__(
        self,
        words: Sequence[str],
        derived: Mapping[str, np.ndarray] | None = None,
        name: str = "",
        *,
        alphabet: str,
    ) -> None:
        self._words = words
        share = 64 // len(alphabet)
        places = {letter: share * n for n, letter in enumerate(alphabet)}
        self._bits: Callable[[str], int] = partial(_occurrences, places, share)
        self._word: Callable[[int], str] = words.at if isinstance(words, Strings) else words.__getitem__
        if derived and f"{name}.letters" in derived:
            self._by_length, self._letters = derived[f"{name}.by_length"], derived[f"{name}.letters"]
            self._first = derived[f"{name}.first"].tolist()
            return
        lengths = np.array([len(word) for word in self._words], np.int64)
        self._by_length = np.argsort(lengths, kind="stable").astype(np.int32)
        """Places of the words in the list, the shortest first."""
        self._first = np.searchsorted(lengths[self._by_length], np.arange(lengths.max(initial=0) + 2)).tolist()
        """Where the words of each length begin among these."""
        letters = np.fromiter(map(self._bits, self._words), np.uint64, len(self._words))
        self._letters = letters[self._by_length]

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all but the words as arrays that can be kept and memory-mapped, whose names begin with `name`."""
        first = np.array(self._first, np.int64)
        return {f"{name}.by_length": self._by_length, f"{name}.letters": self._letters, f"{name}.first": first}

    def near(
        self,
        word: str,
        slips: int,
        limit: int,
        *,
        more: Collection[str] = (),
        without: Container[str] = (),
        distance: Distance = OSA.distance,
    ) -> list[str]:
        """Return the `limit` words nearest to `word`, those with more than `slips` slips left out.

        Args:
            word: any.
            slips: how many there may be.
            limit: how many words are wanted.
            more: words that are as good as those of the list; then the list is in the order of the alphabet.
            without: words of the list that are not.
            distance: counts the slips; none may count fewer than optimal string alignment does.
        """
        letters, last = np.uint64(self._bits(word)), len(self._first) - 1
        start, end = (self._first[min(max(n, 0), last)] for n in (len(word) - slips, len(word) + slips + 1))
        if start == end and not more:
            return []
        theirs = self._letters[start:end]
        able = start + np.flatnonzero(_few(theirs & ~letters, slips))
        able = able[_few(~self._letters[able] & letters, slips)]
        places = np.sort(self._by_length[able]).tolist()
        some = [near for n in places if (near := self._word(n)) not in without]
        if more:
            some = sorted({*some, *more})
        found = process.extract(word, some, scorer=distance, score_cutoff=slips, limit=limit) if some else []
        return [near for near, _, _ in found]


def _occurrences(places: Mapping[str, int], share: int, word: str) -> int:
    """Return 64 bits, of which as many of a letter's share are set as it is there times.

    Args:
        places: the first bit of each letter.
        share: how many bits a letter has.
        word: any.
    """
    bits = 0
    for letter in word:
        if (place := places.get(letter)) is not None:
            # one bit more than before, behind the others
            bits |= ((((bits >> place) << 1) | 1) & ((1 << share) - 1)) << place
    return bits


def _few(bits: np.ndarray, most: int) -> np.ndarray:
    """Tell where `most` bits are set at most."""
    for _ in range(most):
        bits = bits & (bits - np.uint64(1))  # takes the lowest bit that is set away
    return np.asarray(bits == 0)
