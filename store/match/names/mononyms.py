"""Names of one word stored in Latin letters, found in another script: «マドンナ» of «Madonna».

A single word proves less than two, so all its letters count, and a name that is an ordinary word is not looked for:
many languages have borrowed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache

from alu.store.match.names.sounded_names import SoundedNames
from alu.store.match.names.sounding import Spelt, spelt_runs
from alu.store.match.names.spelling import (
    HEARD_MARGIN_NATS,
    LOANED_NATS,
    MIN_HEARD_MONONYM_NATS,
    MIN_MONONYM_LETTERS,
    MIN_MONONYM_NATS,
)
from alu.store.match.names.syllabic import PARTICLES
from alu.store.match.packed.postings import Postings
from alu.store.target import Target
from alu.store.text.names.native_words import sound_keys
from alu.store.text.names.skeletons import skeleton
from alu.store.text.names.transliteration import least_nats, said_symbols
from alu.store.text.normalise import variants
from alu.store.text.terms import word_list
from alu.store.text.vocabulary import information

__all__ = ["Mononyms"]

_PARTICLE = re.compile(f"(?:{PARTICLES}){{0,3}}$")
_KEPT = 4096


class Mononyms(SoundedNames):
    """Finds names of one word by their consonants, and then by what each letter of a text may stand for."""

    arrays_name = "mononyms"

    def __init__(self, owners: Postings, target: Callable[[int], Target]) -> None:
        super().__init__(owners, target)
        self._names = lru_cache(maxsize=_KEPT)(self._names_of)

    @classmethod
    def keys_of(cls, target: Target) -> Collection[str]:
        """Return the consonants of the names of a target that are one word."""
        return {skeleton(name) for name in _names(target)}

    @cached_property
    def _count(self) -> int:
        """How many different consonants there are, which says about how many names."""
        return len(self._owners.base) + len(self._owners.added)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the targets whose names a text has in another script, and the letters of each name as stored."""
        if not self._count:
            return
        words = [one for one in spelt_runs(text) if len(one.run.words) == 1 and not one.part]
        least = max(MIN_HEARD_MONONYM_NATS, least_nats(self._count, len(words), HEARD_MARGIN_NATS))
        for spelt in words:
            for word in dict.fromkeys((spelt.written, _PARTICLE.sub("", spelt.written))):
                yield from self._meant(word, spelt, least + (LOANED_NATS if spelt.run.loaned else 0.0))

    def _meant(self, word: str, spelt: Spelt, least: float) -> Iterator[tuple[int, str]]:
        letters = said_symbols(word)
        for number in sorted({n for key in sound_keys(word) for n in self._owners.get(key)}):
            yield from (
                (number, name) for name in self._names(number) if spelt.table.nats(letters, (name,)).all >= least
            )

    def _names_of(self, number: int) -> tuple[str, ...]:
        return tuple(_names(self._target(number)))


def _names(target: Target) -> Iterator[str]:
    """Yield the names of a target that are one rarer word."""
    for name in target.names:
        words = word_list(variants(name)[0])
        if len(words) == 1 and _is_sought(words[0]):
            yield words[0]


def _is_sought(word: str) -> bool:
    latin = word.isascii() and word.isalpha() and len(word) >= MIN_MONONYM_LETTERS
    return latin and information(word) >= MIN_MONONYM_NATS
