"""Channel `phonetic`: names in another script, by what their letters stand for, or else by consonants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.latinised import Latinised
from alu.store.match.names.layered_names import LayeredNames
from alu.store.match.names.mononyms import Mononyms
from alu.store.match.names.name_index import NameMatch
from alu.store.match.names.names import name_evidence
from alu.store.match.names.similar_words import SimilarWords
from alu.store.match.names.sounding import Run, Word, read_aloud, runs, spelt_runs
from alu.store.match.names.spelling import (
    ALIGNED_NATS,
    HEARD_MARGIN_NATS,
    LEAST_ALIKE,
    MAX_EXACT_SKELETON,
    MAX_HEARD_SKELETONS,
    MIN_HEARD_NATS,
    MIN_HEARD_PERCENT,
    MIN_HEARD_SKELETON,
    MIN_PHONETIC_LETTERS,
    MIN_SKELETON,
    MIN_SPELT_WORD,
    MIN_WORD_NATS,
    PHONETIC_SIMILARITY,
)
from alu.store.match.names.syllabic import Syllabic
from alu.store.match.packed.packed_numbers import PackedNumbers
from alu.store.match.packed.postings import Postings
from alu.store.match.query import Query
from alu.store.text.names.skeletons import once, skeleton
from alu.store.text.names.transliteration import least_nats

__all__ = ["Phonetic", "Sounds"]

_SOUNDS = "klnpst"
"""The classes of consonants."""
_OWNERS, _OPEN = "sounds", "letters"
"""How the names of its arrays begin."""


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
        self._base = base

    @cached_property
    def _latinised(self) -> Latinised:
        index = self._index
        if self._base:
            return self._base._latinised.layered(index.targets, index.added, index.gone)
        return Latinised.of(index.targets, index.given)

    @cached_property
    def _syllabic(self) -> Syllabic:
        index = self._index
        if self._base:
            return self._base._syllabic.layered(index.targets, index.added, index.gone)
        return Syllabic.of(index.targets, index.given)

    @cached_property
    def _mononyms(self) -> Mononyms:
        index = self._index
        if self._base:
            return self._base._mononyms.layered(index.targets, index.added, index.gone)
        return Mononyms.of(index.targets, index.given)

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        self._names.ready()
        _ = self._latinised, self._syllabic, self._mononyms

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out as arrays that can be kept and memory-mapped."""
        parts = (self._names, self._latinised, self._syllabic, self._mononyms)
        return {name: array for part in parts for name, array in part.arrays().items()}

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names as they sound in texts in other scripts, and those of other scripts in Latin letters."""
        written = [(r.text, i) for i, r in enumerate(query.readings) if not r.text.isascii()]
        heard = {(number, i) for text, i in written for number in self._names.find(text, self._is_romanised)}
        found = self._index.names.matches(heard)
        found |= {NameMatch(number, key, i) for text, i in written for number, key in self._syllabic.find(text)}
        found |= {NameMatch(number, key, i) for text, i in written for number, key in self._mononyms.find(text)}
        found |= {
            NameMatch(number, key, i) for i, r in enumerate(query.readings) for number, key in self._latinised.find(r)
        }
        yield from name_evidence(self._index, found, self.name, query)

    def _is_romanised(self, number: int) -> bool:
        """Tell whether a name is stored in another script, so that its letters here are but how it sounds."""
        return not self._index.names.key(number).isascii()


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
        self._nearest = lru_cache(maxsize=4096)(self._read)

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

    @property
    def _count(self) -> int:
        """How many names there are, those no longer looked for among them."""
        return max(len(self._names), *self._changed, 1)

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
        return SimilarWords(self._owners.ordered, self._derived, _OWNERS, alphabet=_SOUNDS)

    @cached_property
    def _letters(self) -> Sequence[str]:
        """The letters of the names of few consonants, in order."""
        return list(self._open.ordered)

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        _ = self._similar, self._letters

    def find(self, text: str, romanised: Callable[[int], bool] = lambda _: True) -> Iterator[int]:
        """Return the number of each name that `text` holds in another script.

        Args:
            text: any.
            romanised: tells of the number of a name whether it is stored in another script: Latin words of the text
                need only sound like it, where those of other names are spelt like these.
        """
        by_sound = (
            number
            for run in runs(text)
            for number in self._like(run.together, run.latin)
            if _aligned(run, self._name(number)) and _looks_like(run, self._name(number))
        )
        by_letters = (
            number for run in read_aloud(text) if len(run) >= MIN_PHONETIC_LETTERS for number in self._alike(run)
        )
        yield from dict.fromkeys((*by_sound, *self._written(text, romanised), *by_letters))

    def _written(self, text: str, romanised: Callable[[int], bool]) -> Iterator[int]:
        """Yield the number of each name that a run of letters likely stands for."""
        heard = spelt_runs(text)
        least = max(MIN_HEARD_NATS, least_nats(self._count, len(heard), HEARD_MARGIN_NATS))
        for run, letters, table, *_ in heard:
            near = self._nearest(table.read(letters))
            if run.least_alike < LEAST_ALIKE:
                near = tuple(dict.fromkeys((*near, *self._like(run.together, run.latin))))
            for number in near:
                name = self._name(number)
                if len(run.plain) == len(run.words) and not romanised(number):
                    continue  # it is read as it is spelt, by others
                if (run.unspaced and not (run.loaned and len(name) > 1)) or 1 < len(run.words) <= len(name):
                    nats, aligned = table.nats(letters, _joined(name)), _aligned(run, name)
                    enough = least - (ALIGNED_NATS if aligned else 0.0)
                    likely = nats.all >= enough and (aligned or nats.least >= MIN_WORD_NATS)
                    # a name that is stored in such a script is kept in plain Latin letters, which no table expects
                    same = aligned and _looks_like(run, name) and (romanised(number) or _spells(run, name))
                    if likely or same:
                        yield number

    def _name(self, number: int) -> Sequence[str]:
        found = self._changed.get(number)
        return self._names[number] if found is None else found

    def _near(self, run: str, latin: bool) -> tuple[int, ...]:
        slips = (1 if len(run) < 9 else 2) - latin
        more, lost = self._owners.added, self._owners.lost
        near = self._similar.near(run, slips, 3, more=more, without=lost, distance=Levenshtein.distance)
        return tuple(number for key in near if len(key) >= MIN_SKELETON for number in self._owners.get(key))

    def _read(self, run: str) -> tuple[int, ...]:
        """Return the names that are spelt most like what a run is read as."""
        key, more, lost = skeleton(run), self._owners.added, self._owners.lost
        slips = 1 if len(key) <= MAX_EXACT_SKELETON + 1 else 2
        near = self._similar.near(
            key, slips, MAX_HEARD_SKELETONS, more=more, without=lost, distance=Levenshtein.distance
        )
        spelt = {n: "".join(self._name(n)) for key in near for n in self._owners.get(key)}
        found = process.extract(run, spelt, scorer=fuzz.ratio, score_cutoff=MIN_HEARD_PERCENT, limit=3)
        return tuple(number for letters, _, number in found if letters.isascii())

    def _spelt(self, run: str) -> tuple[int, ...]:
        alike = Levenshtein.normalized_similarity
        near = process.extract(run, self._letters, scorer=alike, score_cutoff=PHONETIC_SIMILARITY, limit=3)
        return tuple(number for key, _, _ in near for number in self._open.get(key))


def _skeletons(names: Iterable[tuple[int, Sequence[str]]]) -> Iterator[tuple[str, int]]:
    for number, words in names:
        if len(words) > 1 and len(key := skeleton("".join(words))) >= MIN_HEARD_SKELETON:
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


def _whole_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return words; those of at most one consonant («al», «Lee») go with the next, or the one before."""
    found: list[Word] = []
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


def _looks_like(run: Run, name: Sequence[str]) -> bool:
    """Tell whether enough letters of a run and a name are the same, vowels too, for the script that it is in."""
    written = "".join(letters for _, letters in run.words)
    return Levenshtein.normalized_similarity(written, "".join(name)) >= run.least_alike


def _spells(run: Run, name: Sequence[str]) -> bool:
    """Tell whether the Latin words of a run are spelt like words of a name: «garden» sounds like «Clinton»."""
    alike = Levenshtein.normalized_similarity
    return all(any(alike(word, own) >= PHONETIC_SIMILARITY for own in name) for word in run.plain)


def _joined(name: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name, short ones («al», an initial) as a part of the next."""
    return tuple(letters for _, letters in _whole_words((skeleton(word), word) for word in name))


def _aligned(run: Run, words_of_name: Sequence[str]) -> bool:
    """Tell whether words are those of a name one by one: vowels left out, many words in a row share its consonants.

    A short word is the same, a longer one may have a slip. A script that writes a name without a space gives all of it
    in one word.
    """
    name = _whole_words((skeleton(word), word) for word in words_of_name)
    if len(run.words) == 1:
        return (run.unspaced or len(name) == 1) and run.together == once("".join(sound for sound, _ in name))
    words = _whole_words(run.words)
    return len(words) == len(name) and all(_is_same(a, b, run) for a, b in zip(words, name, strict=True))


def _is_same(heard: Word, stored: Word, run: Run) -> bool:
    """Tell whether two words sound alike, or are spelt alike: what is one sound here may be two letters there."""
    (sound, letters), (other, spelling) = heard, stored
    if sound == other or (len(other) > MAX_EXACT_SKELETON and Levenshtein.distance(sound, other) <= 1):
        return True
    if run.latin or min(len(letters), len(spelling)) < MIN_SPELT_WORD:
        return False
    return Levenshtein.normalized_similarity(letters, spelling) >= PHONETIC_SIMILARITY
