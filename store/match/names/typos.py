"""Channel `typo`: names with typing errors, at most one or two in each word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from heapq import nsmallest
from operator import itemgetter
from string import ascii_lowercase

import numpy as np
from rapidfuzz.distance import OSA

from alu.store.calibration import (
    FUNCTION_WORD_NATS,
    MAX_TYPO_PLACES,
    MIN_RARE_LETTERS,
    MIN_TYPO_NAME,
    RARE_WORD_NATS,
    TYPO_NEIGHBOURS,
    UNKNOWN_WORD_NATS,
)
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.layered_names import LayeredNames
from alu.store.match.names.names import name_evidence
from alu.store.match.names.similar_words import SimilarWords
from alu.store.match.packed.packed_numbers import PackedNumbers
from alu.store.match.packed.postings import Postings
from alu.store.match.query import Query
from alu.store.text.terms import informative
from alu.store.text.vocabulary import information, languages_of

__all__ = ["Misspellings", "Typos"]

_KEPT_WORDS = 256
"""Words of a text up to which what was found in it is kept."""
_KEPT_NAMES = 4096
_WORDS = "typos"
"""How the names of its arrays begin."""
_Name = tuple[str, ...]
_Place = tuple[int, int]
"""The number of a name, and of a word in it."""


class Typos:
    """Finds names with a slip or two in each word."""

    name = "typo"

    def __init__(self, index: Index, base: Typos | None = None) -> None:
        self._index = index
        names = index.names
        self._names: Misspellings = (
            base._names.layered(names.changed)
            if base and isinstance(names, LayeredNames)
            else Misspellings(names.pattern_words, index.given)
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out as arrays that can be kept and memory-mapped."""
        return self._names.arrays()

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        self._names.ready()

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names in each form of the texts that are there with a slip."""
        forms = [(form, i) for i, r in enumerate(query.readings) for form in {tuple(w) for w in r.words}]
        numbers = {form: self._names.find(form) for form in dict.fromkeys(form for form, _ in forms)}
        found = self._index.names.matches((n, i) for form, i in forms for n in numbers[form])
        yield from name_evidence(self._index, found, self.name, query)


class Misspellings:
    """Finds names of two words or more, or one long one, in which letters are exchanged, left out, doubled or wrong.

    A rare word of the name, right or misspelt, must be in the text, or its longest where none is rare; then all words
    of the name must follow one another there, within `_slips` of each: a shared surname or a name inside a longer word
    is no match. In a name of common words a slip is letters in another order: what else is near are names of others.

    Args:
        names: of each, its words.
        derived: what `arrays()` gave for the same names.
    """

    def __init__(self, names: Sequence[Sequence[str]], derived: Mapping[str, np.ndarray] | None = None) -> None:
        self._names, self._derived = names, derived if derived and f"{_WORDS}.starts" in derived else None
        self._changed: Mapping[int, _Name] = {}
        self._remember()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out as arrays that can be kept and memory-mapped."""
        longest = {f"{_WORDS}.longest": np.array([self._longest], np.int64)}
        return self._numbers.base.arrays(_WORDS) | self._similar.arrays(_WORDS) | longest

    @cached_property
    def _longest(self) -> int:
        """Words of the longest name."""
        if self._derived:
            return int(self._derived[f"{_WORDS}.longest"][0])
        return max((len(words) for words in self._names if _long(words)), default=0)

    @cached_property
    def _numbers(self) -> Postings:
        """The names that each rare word is in, or each of their longest where none is rare, by the alphabet."""
        if self._derived:
            return Postings(PackedNumbers(self._derived, _WORDS))
        long = ((n, tuple(words)) for n, words in enumerate(self._names) if _long(words))
        ordered = sorted(long, key=itemgetter(1))
        return Postings.of((word, n) for n, words in ordered for word in dict.fromkeys(_kept(words)))

    @cached_property
    def _similar(self) -> SimilarWords:
        return SimilarWords(self._numbers.ordered, self._derived, _WORDS, alphabet=ascii_lowercase)

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        _ = self._longest, self._similar

    def _remember(self) -> None:
        self._suggested = lru_cache(maxsize=16_384)(self._places)
        self._stored = lru_cache(maxsize=_KEPT_NAMES)(self._read)  # unpacked for each word that many names have
        # the gate reads the sentences of the draft once more
        self._kept = lru_cache(maxsize=256)(self._found)

    def layered(self, names: Mapping[int, Sequence[str]]) -> Misspellings:
        """Return these with other words of some names, and names of higher numbers; what was worked out stays shared.

        Args:
            names: words by number; of a name that is no longer looked for, none.
        """
        made = copy(self)
        made._changed = changed = {n: tuple(words) if _long(words) else () for n, words in names.items()}
        made.__dict__["_longest"] = max(self._longest, *map(len, changed.values()), 0)
        older = ((n, self._stored(n)) for n in changed if n < len(self._names))
        dropped = [word for word, _ in _rare_words(older)]
        made.__dict__["_numbers"] = self._numbers.layered(_rare_words(changed.items()), changed, dropped)
        made.__dict__["_similar"] = self._similar
        made._remember()
        return made

    def find(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """Return the number of each name that `words` hold with a slip."""
        return self._kept(words) if len(words) <= _KEPT_WORDS else self._found(words)

    def _found(self, words: Sequence[str]) -> tuple[int, ...]:
        seen: set[tuple[int, tuple[str, ...]]] = set()
        found: set[int] = set()
        for at, word in enumerate(words):
            if not (places := self._suggested(word)):
                continue
            first = max(0, at - self._longest)
            around = at - first, tuple(words[first : at + self._longest])
            if around not in seen:
                seen.add(around)
                found.update(self._meant(places, words, at))
        return tuple(found)

    def _meant(self, places: Iterable[_Place], words: Sequence[str], at: int) -> Iterator[int]:
        """Return the names that `words` hold where the word at `at` is at one of `places`."""
        for number, place in places:
            name, start = self._name(number), at - place
            written = words[start : start + len(name)] if start >= 0 else ()
            if not _alike(name, written) or all(map(_ordinary, written)):
                continue  # «to bake» are words, and no slip of «Tom Baker»
            if _are_other_words(name, written):
                continue
            if any(map(_rare, name)) or _turned(name, written):
                yield number

    def _name(self, number: int) -> _Name:
        found = self._changed.get(number)
        return self._stored(number) if found is None else found

    def _read(self, number: int) -> _Name:
        words = tuple(self._names[number])
        return words if _long(words) else ()

    def _places(self, word: str) -> tuple[_Place, ...]:
        """Return the places in names where `word` may be meant."""
        if found := self._of(word):
            return found[:MAX_TYPO_PLACES]
        return self._near(word)[:MAX_TYPO_PLACES] if _rare(word) else ()

    def _near(self, word: str) -> tuple[_Place, ...]:
        more, lost = self._numbers.added, self._numbers.lost
        near = self._similar.near(word, _slips(word), TYPO_NEIGHBOURS, more=more, without=lost)
        return tuple(place for found in near for place in self._of(found))

    def _of(self, word: str) -> tuple[_Place, ...]:
        """Return the places of a word in the first names by the alphabet, so that nothing depends on their order."""
        numbers: Sequence[int] = self._numbers.left(word)[:MAX_TYPO_PLACES]  # which come in that order
        if more := self._numbers.added.get(word):
            numbers = nsmallest(MAX_TYPO_PLACES, {*numbers, *more}, key=self._name)
        return tuple((n, place) for n in numbers for place, other in enumerate(self._name(n)) if other == word)


def _rare_words(names: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[str, int]]:
    """Yield the words that names are looked for by, with the number of each."""
    return ((word, number) for number, words in names for word in _kept(words))


def _kept(words: Sequence[str]) -> tuple[str, ...]:
    """Return the rare words of a name, or its longest where none is rare."""
    if rare := tuple(filter(_rare, words)):
        return rare
    longest = max(map(len, words), default=0)
    return tuple(w for w in words if len(w) == longest >= MIN_RARE_LETTERS)


def _long(words: Sequence[str]) -> bool:
    return sum(map(len, words)) >= MIN_TYPO_NAME and all(w.isascii() for w in words)


def _rare(word: str) -> bool:
    return len(word) >= MIN_RARE_LETTERS and word.isalpha() and informative(word) >= RARE_WORD_NATS


def _ordinary(word: str) -> bool:
    return information(word) < RARE_WORD_NATS


def _slips(word: str) -> int:
    """Return how many slips a word may hold and still be taken for this one."""
    return 0 if len(word) < 3 else 1 if len(word) < 8 else 2


def _alike(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether `words` are `name` with slips, and are not `name` itself."""
    if len(words) < len(name) or tuple(words) == tuple(name):
        return False
    total = 0
    for right, written in zip(name, words, strict=True):
        slips = _slips(right)
        distance = OSA.distance(right, written, score_cutoff=slips)
        if distance > slips or (distance > 1 and right[0] != written[0]):
            return False
        total += distance
    return 0 < total <= max(2, sum(map(len, name)) // 4)


def _are_other_words(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether all of a name that is written is words of a language: «secretes», and no slip of «Socrates».

    «to Baier» is no slip of «Tom Baker». Where some of the name is right («Jon Snow», for «John Snow»), a name is what
    it says.
    """
    written = [w for right, w in zip(name, words, strict=True) if w != right]
    if any(information(w) < FUNCTION_WORD_NATS for w in written):
        return True
    return len(written) == len(name) and all(map(languages_of, written))


def _turned(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether what differs from `name` in `words` are its letters in another order, and no word of its own."""
    differing = [(right, w) for right, w in zip(name, words, strict=True) if w != right]
    return all(
        w.isalpha() and sorted(w) == sorted(right) and informative(w) >= UNKNOWN_WORD_NATS for right, w in differing
    )
