"""East Slavic names in other Latin spellings: «Dmytro Solovianenko» of Dmitri Solovyanenko.

A surname alone counts for nothing here: a first name stands before or behind it that is the same, in whatever language,
or short for it, or its initial. What stands between is the name of somebody's father.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from alu.store.calibration import DISTINCTIVE_NAME_NATS, RARE_SURNAME_NATS, UNCOMMON_WORD_NATS
from alu.store.match.names.declined import Bearer, Meant, each_once, sole
from alu.store.match.packed.postings import Postings
from alu.store.text.names.romanised import ends_as_slavic, is_patronymic, romanised_key, same_first_names
from alu.store.text.vocabulary import information

__all__ = ["Romanisations"]

_BEHIND_SOFT = frozenset("eikosy")
"""What surnames go on with behind a soft sign or an apostrophe: «Solov'yanenko», «Vyshnepol'skiy»."""
_KEPT = 16_384
"""Words up to which it is kept that they are no surname."""
_BEFORE = 3
"""Words before a surname that may belong to its first name."""
_MOST_BEARERS = 64
"""Bearers of a surname that are asked for their other names: each takes a millisecond the first time."""


class Romanisations:
    """Finds the bearers of East Slavic names that a text has in other letters.

    Args:
        owners: numbers of the targets that have a surname.
        named: those that have a whole name.
        bearer: gives all that tells of a target by its number; None of what is no person.
        base: these of a list whose targets are the base of this one.
    """

    def __init__(
        self,
        owners: Postings,
        named: Postings,
        bearer: Callable[[int], Bearer | None],
        base: Romanisations | None = None,
    ) -> None:
        self._owners, self._named, self._bearer = owners, named, bearer
        self._none = set[str]()
        """Words that are no such surname, as most are."""
        self._below = base if base and base._owners.base is owners.base else None

    @cached_property
    def _of_base(self) -> Mapping[str, Sequence[str]]:
        """The surnames of the base by what their spellings have in common."""
        return self._below._of_base if self._below else _by_key(self._owners.base.keys)

    @cached_property
    def _of_added(self) -> Mapping[str, Sequence[str]]:
        return _by_key(self._owners.added)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, Meant]]:
        """Yield where in some words the surname of a target is, and the target."""
        if not (self._of_base or self._of_added):
            return
        known = {word: found for word in set(words) - self._none if (found := self._surnames(word))}
        if len(self._none) < _KEPT:
            self._none |= set(words).difference(known)
        places = [at for at, word in enumerate(words) if word in known or _is_cut(words, at)]
        yield from each_once(words, places, _BEFORE, 2, lambda at: self._at(words, at, known.get(words[at], ())))

    def _at(self, words: Sequence[str], at: int, listed: Sequence[str]) -> Iterator[Meant]:
        """Yield the targets that a word means which is some surnames, or the first half of others."""
        yield from sole(self._meant(words, at, 1, words[at], listed))
        if _is_cut(words, at) and (surnames := self._surnames(whole := f"{words[at]}{words[at + 1]}")):
            yield from sole(self._meant(words, at, 2, whole, surnames))

    def _surnames(self, word: str) -> Sequence[str]:
        """Return the stored surnames that a word is, however they are written."""
        if not ends_as_slavic(word):
            return ()
        key = romanised_key(word)
        return (*self._of_base.get(key, ()), *self._of_added.get(key, ()))

    def _meant(self, words: Sequence[str], at: int, size: int, whole: str, surnames: Sequence[str]) -> Iterator[Meant]:
        """Yield the targets that a surname at a place means."""
        for surname in surnames:
            bearers = self._owners.get(surname)
            for number in bearers if len(bearers) <= _MOST_BEARERS else ():
                one = self._bearer(number)
                if one and surname in one.surnames:
                    yield from self._borne(words, at, size, whole, number, surname, one)

    def _borne(
        self, words: Sequence[str], at: int, size: int, whole: str, number: int, surname: str, one: Bearer
    ) -> Iterator[Meant]:
        """Yield a target where the word next to its surname is its first name."""
        for word in _first_words(words, at, at + size):
            if self._named.get(f"{word} {whole}") or (whole == surname and word in one.given):
                continue  # as it is stored, or the name of another
            for name in one.names - {surname}:
                if _is_same(word, name):
                    rare = information(name) + information(surname) >= DISTINCTIVE_NAME_NATS
                    alone = len(word) > 1 or information(surname) >= RARE_SURNAME_NATS
                    yield Meant(number, f"{name}{surname}", (word, words[at]), rare and alone)
                    break


def _by_key(surnames: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return surnames that end as East Slavic ones do, and are no ordinary words, by their keys."""
    found: dict[str, list[str]] = {}
    for surname in surnames:
        if ends_as_slavic(surname) and information(surname) >= UNCOMMON_WORD_NATS:
            found.setdefault(romanised_key(surname), []).append(surname)
    return found


def _is_cut(words: Sequence[str], at: int) -> bool:
    """Tell whether a soft sign may have cut a word in two, as it does where a word is read in Latin letters."""
    return at + 1 < len(words) and words[at + 1][0] in _BEHIND_SOFT


def _first_words(words: Sequence[str], start: int, end: int) -> Iterator[str]:
    """Yield what may be a first name next to the surname at a place."""
    before = start - 1
    if before > 0 and is_patronymic(words[before]):
        before -= 1
    if before >= 0:
        yield words[before]
        if before:
            yield f"{words[before - 1]}{words[before]}"
    if end < len(words) and len(words[end]) > 1:
        yield words[end]


def _is_same(word: str, name: str) -> bool:
    """Tell whether a word is a first name in other letters, in another language or for short, or its initial."""
    if len(word) == 1:
        return name.startswith(word) or romanised_key(name).startswith(romanised_key(word))
    return romanised_key(word) in same_first_names(name)
