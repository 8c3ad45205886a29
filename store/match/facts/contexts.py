"""What the contextual embedder finds for some texts: the nearest targets, and how near each is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import numpy as np

from alu.store.calibration import CONTEXT_CHARACTERS, CONTEXT_NEIGHBOURS, MIN_CONTEXT_COSINE, MIN_ENGLISH_WORDS
from alu.store.match.facts.meaning import Meaning
from alu.store.match.index import Index
from alu.store.text.vectors.embedder import ENGLISH
from alu.store.text.vocabulary import languages_of
from alu.store.text.words import words

__all__ = ["Contexts", "is_covered"]


def is_covered(text: str, meaning: Meaning | None = None) -> bool:
    """Tell whether a contextual embedder reads a text: nine in ten of the words that are in any language are in its.

    A single letter is no word here, so that initials in a row are not read.

    Args:
        text: any.
        meaning: what embeds; None for one that reads English.
    """
    own = ENGLISH if meaning is None else meaning.languages
    if own is None:
        return any(len(word) > 1 for word in words(text))
    known = [codes for word in words(text) if len(word) > 1 and not word.isdigit() and (codes := languages_of(word))]
    return sum(not codes.isdisjoint(own) for codes in known) >= MIN_ENGLISH_WORDS * max(1, len(known))


class Contexts:
    """The contextual vectors of some texts, made in one batch when the first of them is wanted.

    Of long ones those at the beginning and at the end are read, `CONTEXT_CHARACTERS` in all.

    Args:
        index: the targets; without contextual vectors nothing is near and every cosine is unknown.
        texts: any.
    """

    def __init__(self, index: Index, texts: Sequence[str]) -> None:
        self._index = index
        covered = _affordable(texts, index.meaning) if index.meaning else []
        self._read = {i: texts[i] for i in covered}

    @property
    def reads(self) -> Collection[int]:
        """Numbers of the texts that the embedder reads."""
        return self._read.keys()

    def only(self, some: Iterable[int]) -> Contexts:
        """Return the same of some of these texts alone, under their numbers."""
        fewer = Contexts(self._index, ())
        fewer._read = {i: self._read[i] for i in some}
        return fewer

    @cached_property
    def _vectors(self) -> np.ndarray:
        assert self._index.meaning is not None
        return self._index.meaning.embed(list(self._read.values()))

    @cached_property
    def _place(self) -> dict[int, int]:
        return {i: at for at, i in enumerate(self._read)}

    @cached_property
    def _near(self) -> list[frozenset[int]]:
        assert self._index.meaning is not None
        numbers = self._index.number_of_rev
        found = self._index.meaning.nearest(self._vectors, CONTEXT_NEIGHBOURS)
        return [
            frozenset(numbers[row.rev] for row in rows if row.cosine >= MIN_CONTEXT_COSINE and row.rev in numbers)
            for rows in found
        ]

    def near(self, text: int, among: Collection[int] | None = None) -> frozenset[int]:
        """Return the numbers of the targets that have the stored texts nearest to a text.

        Of a few targets alone (`among`) it is those with a stored text that is near enough, whoever else is nearer: to
        compare theirs takes less than to look through all.
        """
        if text not in self._read:
            return frozenset()
        if among is None or len(among) > CONTEXT_NEIGHBOURS:
            return self._near[self._place[text]]
        some = np.fromiter(among, np.int64)
        return frozenset(some[self.cosines(text, some) >= MIN_CONTEXT_COSINE].tolist())

    def cosines(self, text: int, chosen: np.ndarray) -> np.ndarray:
        """Return the cosine between a text and the nearest row of each chosen target; NaN where it is not known.

        Args:
            text: which of the texts.
            chosen: numbers of targets, int `[n]`.
        """
        found = np.full(len(chosen), np.nan)
        if text in self._read and (meaning := self._index.meaning):
            vector = self._vectors[self._place[text]]
            if not vector.any():  # it could not be embedded
                return found
            for at, number in enumerate(chosen.tolist()):
                rows = meaning.rows(self._index.revs[number])
                if rows is not None and len(rows) and rows.shape[1:] == vector.shape:  # else all are made anew just now
                    found[at] = (rows @ vector).max()
        return found


def _affordable(texts: Sequence[str], meaning: Meaning) -> list[int]:
    """Return the numbers of the texts that are read, ascending: from both ends, until there is no more room."""
    covered, room = list[int](), CONTEXT_CHARACTERS
    first, last = 0, len(texts) - 1
    while first <= last and room > 0:
        for at in dict.fromkeys((first, last)):
            if room > 0 and is_covered(texts[at], meaning):
                covered.append(at)
                room -= len(texts[at])
        first, last = first + 1, last - 1
    return sorted(covered)
