"""Words of a list that another word is within a slip or two of."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["SimilarWords"]


class SimilarWords:
    """Finds the words at a small distance, without comparing letter by letter what cannot be near.

    A slip (a letter left out, added, wrong, or exchanged with its neighbour) changes the length by one at most, takes
    at most one letter away and brings at most one new one. So most of a list is ruled out by its lengths and by a set
    of bits for its letters; the rest is compared by optimal string alignment.

    Args:
        words: the list; what is found comes in its order where it is equally near.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._lengths = np.array([len(word) for word in self._words], np.int32)
        self._letters = np.array([_letters(word) for word in self._words], np.uint64)

    def near(
        self, word: str, slips: int, limit: int, *, more: Collection[str] = (), without: Container[str] = ()
    ) -> list[str]:
        """Return the `limit` words nearest to `word`, those with more than `slips` slips left out.

        Args:
            word: any.
            slips: how many there may be.
            limit: how many words are wanted.
            more: words that are as good as those of the list; then the list is in the order of the alphabet.
            without: words of the list that are not.
        """
        letters = np.uint64(_letters(word))
        able = np.abs(self._lengths - len(word)) <= slips
        able &= _few(self._letters & ~letters, slips) & _few(~self._letters & letters, slips)
        some = [near for n in np.flatnonzero(able) if (near := self._words[n]) not in without]
        if more:
            some = sorted({*some, *more})
        found = process.extract(word, some, scorer=OSA.distance, score_cutoff=slips, limit=limit) if some else []
        return [near for near, _, _ in found]


def _letters(word: str) -> int:
    """Return 64 bits, of which each letter sets one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _few(bits: np.ndarray, most: int) -> np.ndarray:
    """Tell where `most` bits are set at most."""
    for _ in range(most):
        bits = bits & (bits - np.uint64(1))  # takes the lowest bit that is set away
    return np.asarray(bits == 0)
