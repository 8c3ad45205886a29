"""Names stored in another script, found in Latin letters: «Min-jun Kim» of «김민준».

Each word of the name has to be there, by what its letters are customarily written with, and next to the other. Two
words are looked for by their consonants together; then the letters of each tell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise, product

from rapidfuzz.distance import Levenshtein

from alu.store.match.names.sounded_names import SoundedNames
from alu.store.match.names.spelling import (
    MAX_SHORT_WORDS,
    MIN_LATINISED_LETTER_NATS,
    MIN_LATINISED_NATS,
    MIN_LATINISED_SOUNDS,
    MIN_LATINISED_WORD_NATS,
    MIN_SLIP_SOUNDS,
    MIN_UNIT_NATS,
)
from alu.store.match.packed.postings import Postings
from alu.store.target import Target
from alu.store.text.names.native_words import is_complete, likelihood, native_words, sound_keys
from alu.store.text.names.skeletons import once, skeleton
from alu.store.text.normalise import variants
from alu.store.text.reading import Reading
from alu.store.text.terms import word_list
from alu.store.text.vocabulary import information
from alu.store.text.words import words as split_words

__all__ = ["Latinised"]

_SIZES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
"""Words of a text that may be two of the name: «Min jun», «Abd al Rahman»."""
_WORDS_OF_ONE = 3
_MOST_PAIRS, _KEPT = 64, 16_384
_CAPITAL = re.compile(r"(?<![^\W_])(?:[a-z]{1,3}-)?[A-Z\u00c0-\u00de\u0100-\u017f][^\W_]*+(?:[-'’][^\W_]++)*+")
"""A word with a capital letter, and what a hyphen joins with it."""
_COARSE = str.maketrans("s", "k")
"""Letters of many scripts are both: «ch»."""


class Latinised(SoundedNames):
    """Finds whole names of other scripts in Latin letters, by the consonants of two words in a row."""

    arrays_name = "latinised"

    def __init__(self, owners: Postings, target: Callable[[int], Target]) -> None:
        super().__init__(owners, target)
        self._names = lru_cache(maxsize=_KEPT)(self._names_of)

    @classmethod
    def keys_of(cls, target: Target) -> Collection[str]:
        """Return the consonants of two words in a row of the names of a target in other scripts."""
        names = filter(None, map(native_words, target.names))
        pairs = {pair for parts in names for row in _orders(parts) for pair in pairwise(row)}
        return {key for pair in pairs for key in _likeliest(*pair)}

    @cached_property
    def any(self) -> bool:
        """Whether there is any such name."""
        return bool(len(self._owners.base) or self._owners.added)

    def find(self, reading: Reading) -> Iterator[tuple[int, str]]:
        """Yield the targets whose names a text has in Latin letters, and the letters of each name as stored."""
        if not self.any:
            return
        words = reading.words[0]
        units = dict(_units(words, reading.text))
        places: dict[str, list[tuple[int, int, int]]] = {}
        for start in range(len(words)):
            for one, other in _SIZES:
                first = units.get((start, middle := start + one))
                second = units.get((middle, middle + other)) if first is not None else None
                if first is not None and second is not None:
                    places.setdefault(_pair(first, second), []).append((start, middle, middle + other))
        for key in self._owners.among(places):
            for number in self._owners.get(key):
                for place in places[key]:
                    yield from self._standing(words, place, number)

    def _names_of(self, number: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the names of a target in other scripts: the letters of each, and its words."""
        target = self._target(number)
        names = ((name, native_words(name)) for name in target.names)
        return tuple(("".join(word_list(variants(name)[0])), parts) for name, parts in names if parts)

    def _standing(self, words: Sequence[str], place: tuple[int, int, int], number: int) -> Iterator[tuple[int, str]]:
        """Yield a target where two words of one of its names are at a place, and the others next to them."""
        for letters, parts in self._names(number):
            if any(self._is_whole(words, place, row, at) for row in _orders(parts) for at in range(len(row) - 1)):
                yield number, letters

    def _is_whole(self, words: Sequence[str], place: tuple[int, int, int], row: Sequence[str], at: int) -> bool:
        """Tell whether the words of a name, two of them at a place, are there and likely enough all together."""
        start, middle, end = place
        pair = ((row[at], "".join(words[start:middle])), (row[at + 1], "".join(words[middle:end])))
        if not (all(_may_be(*one) for one in pair) and all(_is_enough(*one) for one in pair)):
            return False
        nats = (*(likelihood(part, unit) for part, unit in pair), _run(words, start, -1, row[:at][::-1]))
        return sum((*nats, _run(words, end, 1, row[at + 2 :]))) >= MIN_LATINISED_NATS


@lru_cache(maxsize=1024)
def _likeliest(one: str, other: str) -> tuple[str, ...]:
    """Return the consonants that two words most likely have, together."""
    ranked = (enumerate(dict.fromkeys(map(_coarse, sound_keys(word)))) for word in (one, other))
    rows = sorted(product(*ranked), key=lambda row: row[0][0] + row[1][0])
    keys = dict.fromkeys(_pair(first, second) for (_, first), (_, second) in rows[:_MOST_PAIRS])
    least = 1 if is_complete(one) else MIN_LATINISED_SOUNDS
    return tuple(key for key in keys if len(key) > least)


def _units(words: Sequence[str], text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where words of a text may be one of a name, and their consonants.

    In a long text they need capital letters or have to be rare: «he orders all» is no name.
    """
    short = len(words) <= MAX_SHORT_WORDS
    capitals = set(words if short else split_words(" ".join(_CAPITAL.findall(text))))
    nats = [_nats(word, word in capitals) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _WORDS_OF_ONE) + 1):
            if sum(nats[start:end]) >= MIN_UNIT_NATS * (end - start):
                yield (start, end), _sounds("".join(words[start:end]))


def _nats(word: str, capital: bool) -> float:
    """Return what tells that a word belongs to a name."""
    if not word.isascii():
        return -math.inf
    return max(information(word), MIN_UNIT_NATS) if capital else information(word)


@lru_cache(maxsize=_KEPT)
def _sounds(unit: str) -> str:
    return _coarse(skeleton(unit))


def _coarse(sounds: str) -> str:
    return once(sounds.translate(_COARSE))


def _pair(one: str, other: str) -> str:
    return f"{one} {other}" if one <= other else f"{other} {one}"


@lru_cache(maxsize=_KEPT)
def _orders(parts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the orders of a name: as it is, the last word first or the first one last, without the middle ones."""
    (first, *middle, last) = parts
    rows = (parts, (last, first, *middle), (*middle, last, first), (first, last), (last, first))
    return tuple(dict.fromkeys(rows))


def _run(words: Sequence[str], at: int, step: int, parts: Sequence[str]) -> float:
    """Return the nats of words of a name in a row from a place on, or before it; less than any where they are not."""
    if not parts:
        return 0.0
    best = -math.inf
    for size in range(1, _WORDS_OF_ONE + 1):
        first, last = (at, at + size) if step > 0 else (at - size, at)
        if first < 0 or last > len(words):
            break
        unit = "".join(words[first:last])
        if _is_enough(parts[0], unit):
            nats = likelihood(parts[0], unit)
            best = max(best, nats + _run(words, last if step > 0 else first, step, parts[1:]))
    return best


def _is_enough(part: str, unit: str) -> bool:
    """Tell whether letters are likely enough a word of a name, as many as they are."""
    if not _may_be(part, unit):
        return False
    least = max(MIN_LATINISED_WORD_NATS, MIN_LATINISED_LETTER_NATS * len(unit))
    return likelihood(part, unit) >= (0.0 if is_complete(part) else least)


@lru_cache(maxsize=_KEPT)
def _may_be(part: str, unit: str) -> bool:
    """Tell whether letters have the consonants of a word of a name, long ones but for one."""
    key, keys = skeleton(unit), sound_keys(part)
    if key in keys or len(key) < MIN_SLIP_SOUNDS:
        return key in keys
    return any(Levenshtein.distance(key, other, score_cutoff=1) <= 1 for other in keys)
