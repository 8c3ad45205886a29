"""Names in another script, by their consonants: transliterated twice, a name keeps its sound and not its letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import category

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from alu.store.calibration import (
    LEAST_ALIKE,
    LEAST_ALIKE_IN,
    MAX_EXACT_SKELETON,
    MIN_PHONETIC_LETTERS,
    MIN_SKELETON,
    MIN_SPELT_WORD,
    NAME_WORD_NATS,
    PHONETIC_SIMILARITY,
)
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.layered_names import LayeredNames
from alu.store.match.names import name_evidence
from alu.store.match.packed_numbers import PackedNumbers
from alu.store.match.postings import Postings
from alu.store.match.query import Query
from alu.store.match.similar_words import SimilarWords
from alu.store.text.languages import script
from alu.store.text.normalise import normalise
from alu.store.text.vocabulary import information
from alu.store.text.words import is_unspaced

__all__ = ["Phonetic", "Sounds", "latin", "read_aloud", "skeleton"]

_CLASSES = str.maketrans(
    {**dict.fromkeys("bfpv", "p"), **dict.fromkeys("cgkqx", "k"), **dict.fromkeys("sz", "s"), "j": "s", "r": "l"}
    | {**dict.fromkeys("dt", "t"), **dict.fromkeys("mn", "n"), **dict.fromkeys("aeiouyhw", None)}
)
_WRITTEN = re.compile(r"[^\W\da-zA-Z\u00c0-\u024f_](?:[ \-·]?[^\x00-\x40\x5b-\x60\x7b-\xbf])*")
"""A run in another script, with the marks between the words of a name (« », «・», «·», «ー»)."""
_KATAKANA = re.compile(r"[\u30a1-\u30fa][\u30a1-\u30ff\s=＝·]*")
_CAPITALS = re.compile(
    r"(?<![^\W\d_])(?:(?![A-ZÀ-Ý])[^\W\d_])*+"
    r"([A-ZÀ-Ý][^\W\d_]+(?:[\s\-](?:(?:al|el|de|di|van|von|bin|ben)[\s\-])?[A-ZÀ-Ý][^\W\d_]+){1,4})"
)
"""A name as another language with Latin letters spells it; read in texts with marked letters only. It begins with the
first capital of a word: to try each of them would take the square of the word's length."""


_OWNERS, _OPEN = "sounds", "letters"
"""How the names of its arrays begin."""
_SOFT = re.compile(r"[dt]?[sz]h|t?sch|t?ch(?![rl])|dg(?=[eiy])|[gc](?=[eiy])")
"""Letters for sounds that scripts write as s, z, j or ch."""


def skeleton(word: str) -> str:
    """Return the classes of the consonants of a Latin word, none twice in a row."""
    classes = _SOFT.sub("s", word.lower()).translate(_CLASSES)
    return re.sub(r"[^a-z]|(.)(?=\1)", "", classes)


class Phonetic:
    """Finds names as they sound in another script."""

    name = "phonetic"

    def __init__(self, index: Index, base: Phonetic | None = None) -> None:
        self._index = index
        names = index.names
        self._names: Sounds = (
            base._names.layered(names.changed)
            if base and isinstance(names, LayeredNames)
            else Sounds(names.pattern_words, index.given)
        )

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        self._names.ready()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out as arrays that can be kept and memory-mapped."""
        return self._names.arrays()

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names that the texts which are not all ASCII hold as they sound."""
        written = [(r.text, i) for i, r in enumerate(query.readings) if not r.text.isascii()]
        heard = {(number, i) for text, i in written for number in self._names.find(text)}
        yield from name_evidence(self._index, self._index.names.matches(heard), self.name, query)


class Sounds:
    """Finds names by their consonants in texts that are not in Latin letters.

    Args:
        names: of each, its words.
        derived: what `arrays()` gave for the same names.
    """

    def __init__(self, names: Sequence[Sequence[str]], derived: Mapping[str, np.ndarray] | None = None) -> None:
        self._names, self._derived = names, derived if derived and f"{_OWNERS}.starts" in derived else None
        self._changed: Mapping[int, Sequence[str]] = {}
        self._remember()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out as arrays that can be kept and memory-mapped."""
        bases = self._owners.base.arrays(_OWNERS) | self._open.base.arrays(_OPEN)
        return bases | self._similar.arrays(_OWNERS)

    def _remember(self) -> None:
        self._like = lru_cache(maxsize=4096)(self._near)
        self._alike = lru_cache(maxsize=4096)(self._spelt)

    def layered(self, names: Mapping[int, Sequence[str]]) -> Sounds:
        """Return these with other words of some names, and names of higher numbers; what was worked out stays shared.

        Args:
            names: words by number; of a name that is no longer looked for, none.
        """
        made = copy(self)
        made._changed = names
        older = [(n, self._names[n]) for n in names if n < len(self._names)]
        sounds, letters = ([key for key, _ in of(older)] for of in (_skeletons, _open_names))
        made.__dict__["_owners"] = self._owners.layered(_skeletons(names.items()), names, sounds)
        made.__dict__["_open"] = self._open.layered(_open_names(names.items()), names, letters)
        made.__dict__["_similar"] = self._similar
        made.__dict__.pop("_letters", None)
        made._remember()
        return made

    @cached_property
    def _owners(self) -> Postings:
        """The names by their consonants."""
        if self._derived:
            return Postings(PackedNumbers(self._derived, _OWNERS))
        return Postings.of(_skeletons(enumerate(self._names)))

    @cached_property
    def _open(self) -> Postings:
        """The names of few consonants by their letters."""
        if self._derived:
            return Postings(PackedNumbers(self._derived, _OPEN))
        return Postings.of(_open_names(enumerate(self._names)))

    @cached_property
    def _similar(self) -> SimilarWords:
        return SimilarWords(self._owners.ordered, self._derived, _OWNERS)

    @cached_property
    def _letters(self) -> Sequence[str]:
        """The letters of the names of few consonants, in order."""
        return list(self._open.ordered)

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        _ = self._similar, self._letters

    def find(self, text: str) -> Iterator[int]:
        """Return the number of each name that `text` holds in another script."""
        by_sound = (
            number
            for run in _runs(text)
            for number in self._like(run.together, run.latin)
            if _aligned(run, self._name(number)) and _looks_like(run, self._name(number))
        )
        by_letters = (
            number for run in read_aloud(text) if len(run) >= MIN_PHONETIC_LETTERS for number in self._alike(run)
        )
        yield from dict.fromkeys((*by_sound, *by_letters))

    def _name(self, number: int) -> Sequence[str]:
        found = self._changed.get(number)
        return self._names[number] if found is None else found

    def _near(self, run: str, latin: bool) -> tuple[int, ...]:
        slips = (1 if len(run) < 9 else 2) - latin
        more, lost = self._owners.added, self._owners.lost
        near = self._similar.near(run, slips, 3, more=more, without=lost, distance=Levenshtein.distance)
        return tuple(number for key in near for number in self._owners.get(key))

    def _spelt(self, run: str) -> tuple[int, ...]:
        alike = Levenshtein.normalized_similarity
        near = process.extract(run, self._letters, scorer=alike, score_cutoff=PHONETIC_SIMILARITY, limit=3)
        return tuple(number for key, _, _ in near for number in self._open.get(key))


def _skeletons(names: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[str, int]]:
    for number, words in names:
        if len(words) > 1 and len(key := skeleton("".join(words))) >= MIN_SKELETON:
            yield key, number


def _open_names(names: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[str, int]]:
    for number, words in names:
        letters = "".join(words)
        if (
            len(words) > 1
            and len(letters) >= MIN_PHONETIC_LETTERS
            and letters.isascii()
            and len(skeleton(letters)) < MIN_SKELETON
        ):
            yield letters, number


_Word = tuple[str, str]
"""The consonants of a word, and its letters."""


class _Run(NamedTuple):
    """One to five words in a row that are in another script."""

    together: str
    """Their consonants, none twice in a row."""
    words: tuple[_Word, ...]
    """The consonants and the letters of each."""
    latin: bool
    """They are in Latin letters with marks, which are compared more strictly: names of a country are alike."""
    unspaced: bool
    """They are in a script that may write all of a name in one word."""
    least_alike: float
    """Share of the letters that are alike where it is a name as it sounds."""


def _runs(text: str) -> Iterator[_Run]:
    """Return the runs of a text that may be names: not those of words that are often written."""
    from anyascii import anyascii

    for pattern in (_KATAKANA, _WRITTEN, _CAPITALS):
        names = (match[match.lastindex or 0] for match in pattern.finditer(text))
        for name in (n for n in names if any(c.isalpha() and not c.isascii() for c in n)):
            written = _words(name)
            spelt = [anyascii(_letters(w)) for w in written]
            words = [(skeleton(s), latin(s)) for s in spelt]
            capital = pattern is _CAPITALS
            least = LEAST_ALIKE_IN.get(script(name) or "", LEAST_ALIKE)
            nats = [NAME_WORD_NATS if capital or is_unspaced(w) else information(normalise(w)) for w in written]
            for run in _in_a_row(len(written)):
                together = "".join(sound for sound, _ in words[run])
                if len(together) >= MIN_SKELETON and sum(nats[run]) >= NAME_WORD_NATS * len(nats[run]):
                    yield _Run(_once(together), tuple(words[run]), capital, pattern is _KATAKANA, least)


def read_aloud(text: str) -> Iterator[str]:
    """Return the Latin letters of one to five words in a row that are in another script."""
    for pattern in (_KATAKANA, _WRITTEN):
        for match in pattern.finditer(text):
            words = [latin(_letters(w)) for w in _words(match.group())]
            yield from ("".join(words[run]) for run in _in_a_row(len(words)))


def _words(run: str) -> list[str]:
    """Return the words of a run; a vowel sign is a part of its word, what joins the words of a name is none."""
    kept = (c if c.isalpha() or category(c)[0] == "M" else " " for c in run.replace("ー", ""))
    return "".join(kept).split()


def _in_a_row(count: int) -> Iterator[slice]:
    """Return each one to five places in a row of so many."""
    for first in range(count):
        for last in range(first + 1, min(count, first + 5) + 1):
            yield slice(first, last)


def _once(sounds: str) -> str:
    """Return sounds, none twice in a row."""
    return re.sub(r"(.)(?=\1)", "", sounds)


def _whole_words(words: Iterable[_Word]) -> tuple[_Word, ...]:
    """Return words; those of at most one consonant («al», «Lee») go with the next, or the one before."""
    found: list[_Word] = []
    waiting = ("", "")
    for sound, letters in words:
        waiting = waiting[0] + sound, waiting[1] + letters
        if len(sound) > 1:
            found.append(waiting)
            waiting = ("", "")
    if not found:
        return (waiting,)
    last = found.pop()
    return (*found, (last[0] + waiting[0], last[1] + waiting[1]))


def _looks_like(run: _Run, name: Sequence[str]) -> bool:
    """Tell whether enough letters of a run and a name are the same, vowels too, for the script that it is in."""
    written = "".join(letters for _, letters in run.words)
    return Levenshtein.normalized_similarity(written, "".join(name)) >= run.least_alike


def _aligned(run: _Run, words_of_name: Sequence[str]) -> bool:
    """Tell whether words are those of a name one by one: vowels left out, many words in a row share its consonants.

    A short word is the same, a longer one may have a slip. A script that writes a name without a space gives all of it
    in one word.
    """
    name = _whole_words((skeleton(word), word) for word in words_of_name)
    if len(run.words) == 1:
        return (run.unspaced or len(name) == 1) and run.together == _once("".join(sound for sound, _ in name))
    words = _whole_words(run.words)
    return len(words) == len(name) and all(_is_same(a, b, run) for a, b in zip(words, name, strict=True))


def _is_same(heard: _Word, stored: _Word, run: _Run) -> bool:
    """Tell whether two words sound alike, or are spelt alike: what is one sound here may be two letters there."""
    (sound, letters), (other, spelling) = heard, stored
    if sound == other or (len(other) > MAX_EXACT_SKELETON and Levenshtein.distance(sound, other) <= 1):
        return True
    if run.latin or min(len(letters), len(spelling)) < MIN_SPELT_WORD:
        return False
    return Levenshtein.normalized_similarity(letters, spelling) >= PHONETIC_SIMILARITY


def latin(text: str) -> str:
    """Return the letters of `text`, small and Latin, in whatever script it is."""
    from anyascii import anyascii

    return re.sub(r"[^a-z]", "", anyascii(text).lower())


def _letters(word: str) -> str:
    """Return a word with the pairs of letters that Greek writes a foreign b, d, g, u and j with as these."""
    word = word.lower().replace("ύ", "υ")
    word = word[:1] + word[1:].replace("ו", "u")  # a vowel within a Hebrew word, mostly
    for pair, one in (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("ου", "u"), ("τζ", "j")):
        word = word.replace(pair, one)
    return word
