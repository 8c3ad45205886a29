"""Korean and Chinese names stored in Latin letters, found in their own script: «김민준» of «Min-jun Kim».

One letter is the surname and the next ones are the rest; each has to be what the stored words may be of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache

from alu.store.match.names.sounded_names import SoundedNames
from alu.store.match.packed.postings import Postings
from alu.store.target import Target
from alu.store.text.names.native_words import is_written_as, sound_keys, surname_letters
from alu.store.text.names.skeletons import skeleton
from alu.store.text.normalise import variants
from alu.store.text.terms import word_list

__all__ = ["PARTICLES", "Syllabic"]

_RUN = re.compile("[\uac00-\ud7a3]+|[\u3400-\u9fff]+")
_HANGUL = "\uac00"
_MOST_WORDS, _MOST_LETTERS = 4, 3
PARTICLES = "은|는|이|가|을|를|의|에|와|과|도|만|씨|님|에게|한테|께서|이라|이다|라고|로|으로|군|양"
"""What a Korean word ends with behind a name."""
_PARTICLE = re.compile(f"(?:{PARTICLES})*")


class Syllabic(SoundedNames):
    """Finds whole names in Hangul and Han, by a surname in its script and the consonants of the rest."""

    arrays_name = "syllabic"

    def __init__(self, owners: Postings, target: Callable[[int], Target]) -> None:
        super().__init__(owners, target)
        self._names = lru_cache(maxsize=4096)(self._names_of)

    @classmethod
    def keys_of(cls, target: Target) -> Collection[str]:
        """Return the surnames of a target in their scripts, each with the consonants of the rest of a name."""
        rows = ((surname_letters(family), skeleton(rest)) for _, family, rest in _names(target))
        return {f"{one} {key}" for some, key in rows for one in some}

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The letters that surnames begin with."""
        return frozenset(key[0] for keys in (self._owners.base.keys, self._owners.added) for key in keys)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the targets whose names a text has in their script, and the letters of each name as stored."""
        if not self._surnames:
            return
        for run in _RUN.findall(text):
            for at, letter in enumerate(run):
                for surname, given in _cut(run, at) if letter in self._surnames else ():
                    yield from self._meant(surname, given)

    def _meant(self, surname: str, given: str) -> Iterator[tuple[int, str]]:
        numbers = {number for key in sound_keys(given) for number in self._owners.get(f"{surname} {key}")}
        for number in sorted(numbers):
            for letters, family, rest in self._names(number):
                if is_written_as(surname, family) and is_written_as(given, rest):
                    yield number, letters

    def _names_of(self, number: int) -> tuple[tuple[str, str, str], ...]:
        return tuple(_names(self._target(number)))


def _names(target: Target) -> Iterator[tuple[str, str, str]]:
    """Yield the names of a target that may be Korean or Chinese: their letters, the surname, and the rest."""
    for name in target.names:
        ends = name.replace(",", " ").lower().split()
        if len(ends) < 2 or not (surname_letters(ends[0]) or surname_letters(ends[-1])):
            continue
        words = word_list(variants(name)[0])
        if 2 <= len(words) <= _MOST_WORDS and all(map(str.isascii, words)):
            for family, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
                if surname_letters(family):
                    yield "".join(words), family, "".join(rest)


def _cut(run: str, at: int) -> Iterator[tuple[str, str]]:
    """Yield the surname at a place in a run of letters, and the given name behind it.

    Of one letter alone only where it ends a word; a Korean name begins one.
    """
    korean = run[0] >= _HANGUL
    if korean and at:
        return
    for size in (1, 2):
        surname = run[at : at + size]
        for end in range(at + size + 1, min(len(run), at + size + _MOST_LETTERS - 1) + 1):
            given, after = run[at + size : end], run[end:]
            ends = bool(_PARTICLE.fullmatch(after)) if korean else not after and not at
            if ends or len(given) > 1:
                yield surname, given
