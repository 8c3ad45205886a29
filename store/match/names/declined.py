"""People whose names a text has in a grammatical case («Jana Nowakowskiego») or short form («Kasia Nowak»).

Looked for by the surname: what it may be a case of, and whether a word next to it is the first name in a case of the
same language, or stands for it. A surname alone, or behind a title, counts where its ending is a long one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from alu.store.calibration import (
    DISTINCTIVE_NAME_NATS,
    MIN_SHORT_NAME,
    RARE_SURNAME_NATS,
    UNCOMMON_WORD_NATS,
    UNKNOWN_WORD_NATS,
)
from alu.store.match.names.derived_forms import FormWords
from alu.store.match.names.surname_signs import ALONE, LAST, OTHER, PERSON, PERSON_AMBIGUOUS, SurnameSigns, beginning
from alu.store.match.packed.postings import Postings
from alu.store.text.names.cases import ANY, NameCase, nominatives
from alu.store.text.names.first_names import is_first_name, is_short_for, shortened_names
from alu.store.text.names.name_forms import NameForm
from alu.store.text.names.name_rarity import is_frequent_surname, is_given_name
from alu.store.text.names.titles import is_declined_title, is_title
from alu.store.text.vocabulary import information

__all__ = ["Bearer", "Declined", "Meant", "each_once", "sole"]

_REACH = 3
"""Words before a surname among which a first name is looked for: «Anna M. van Nowak»."""
_CASE_NATS, _GIVEN_NATS, _SURNAME_NATS = 9.0, 8.0, 7.0
"""Nats below which a word is an ordinary one: no case of a name, no sign of a person («Red Lantern»), no surname behind
a short first name («Will», «May»)."""
_CLEAR_ENDING, _LONG_SURNAME = 2, 6
"""Letters of an ending that hardly another name has, and of a surname of which an `s` is an ending."""
_BEGINNING, _LONGEST_ENDING = 3, 7
"""Letters that a name has in every case, and those by which a case may differ at the end."""
_KEPT = 16_384
"""Words of texts of which it is kept whose surname they may be."""
_WHOLE = NameCase(ANY, 0)


class Bearer(NamedTuple):
    """What of a target tells whether a name in another form is its own."""

    given: frozenset[str]
    """Words that may stand before its surname."""
    names: frozenset[str]
    """Those that may be first names, not initials."""
    beginnings: frozenset[str]
    """Of these."""
    surnames: dict[str, NameForm]
    """Its surnames that a title shows to be one, by their last word."""
    alone: frozenset[str]
    """Those that mean it without a title."""

    @classmethod
    def of(
        cls,
        given: frozenset[str],
        names: Iterable[FormWords],
        titled: Iterable[tuple[FormWords, NameForm]],
        alone: frozenset[str],
    ) -> Bearer | None:
        """Return what tells of a target, None of what is no person: no word is rare, nor a given name.

        Args:
            given: words that may stand before its surname.
            names: its own ones, not those that are short for them.
            titled: surnames that a title shows, with their forms.
            alone: those of them that need none.
        """
        known = any(information(word) >= _GIVEN_NATS and is_given_name(word) for word in given)
        shown = ((words, f) for words, f in titled if f.kind == "title_surname" or known or not f.ambiguous)
        people = {words[-1]: f for words, f in shown if f.kind != "world"}
        own = frozenset(word for words in names for word in words if len(word) >= MIN_SHORT_NAME)
        return cls(given, own, frozenset(w[:_BEGINNING] for w in own), people, alone) if people else None


class Meant(NamedTuple):
    """A target that a name in another form means."""

    target: int
    key: str
    """Letters of the name as it is stored."""
    words: tuple[str, ...]
    """Those that stand for it in the text."""
    certain: bool


def sole(meant: Iterable[Meant]) -> list[Meant]:
    """Return what is meant at a place; nobody for certain where it is more than one."""
    found = dict.fromkeys(meant)
    one_alone = len({one.target for one in found}) == 1
    return [one if one_alone else one._replace(certain=False) for one in found]


def each_once(
    words: Sequence[str], places: Iterable[int], before: int, after: int, meant: Callable[[int], Iterable[Meant]]
) -> Iterator[tuple[int, Meant]]:
    """Yield some places in words with what is meant there; where the same is said again it is not worked out again.

    Args:
        words: of a text.
        places: in order.
        before: how many words before a place say what is meant there.
        after: how many behind it do.
        meant: returns what is meant at a place.
    """
    known: dict[tuple[int, tuple[str, ...]], list[Meant]] = {}
    for at in places:
        start = max(0, at - before)
        around = at - start, tuple(words[start : at + after + 1])
        if around not in known:
            known[around] = [*meant(at)]
        yield from ((at, one) for one in known[around])


class Declined:
    """Finds the bearers of names in other forms among the words of texts.

    Args:
        owners: numbers of the targets that have a surname.
        named: those that have a whole name.
        signs: what is known of the bearers of a surname.
        bearer: gives all that tells of a target by its number; None of what is no person.
    """

    def __init__(
        self, owners: Postings, named: Postings, signs: SurnameSigns, bearer: Callable[[int], Bearer | None]
    ) -> None:
        self._owners, self._named, self._signs, self._bearer = owners, named, signs, bearer
        self._surnames = lru_cache(maxsize=_KEPT)(self._surnames_of)
        self._none: set[str] = set()
        """Words that are no surname, as most are."""

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, Meant]]:
        """Yield where in some words the surname of a target is, and the target."""
        hits = {word: found for word in set(words) - self._none if (found := self._looked_up(word))}
        at_hits = [at for at, word in enumerate(words) if word in hits] if hits else ()
        yield from each_once(words, at_hits, _REACH + 1, 1, lambda at: self._at(words, at, hits[words[at]]))

    def _at(self, words: Sequence[str], at: int, listed: Sequence[tuple[str, NameCase]]) -> Iterator[Meant]:
        """Yield the targets that a word means which is one of some surnames in a case."""
        places = list(_places(words, at))
        for surname, case in listed if places or listed[-1][1].ending else ():
            yield from sole(self._meant(words, at, places, surname, case))

    def _looked_up(self, word: str) -> tuple[tuple[str, NameCase], ...]:
        if not (found := self._surnames(word)) and len(self._none) < _KEPT:
            self._none.add(word)
        return found

    def _surnames_of(self, word: str) -> tuple[tuple[str, NameCase], ...]:
        """Return the surnames that a word is, and after it those that it may be a case of; of ordinary words none."""
        found = [(word, _WHOLE)] if information(word) >= _SURNAME_NATS and self._owners.get(word) else []
        begin = word[: max(_BEGINNING, len(word) - _LONGEST_ENDING)]
        if information(word) < _CASE_NATS or is_frequent_surname(word):
            return tuple(found)
        near = [*self._owners.base.keys.beginning_with(begin), *(s for s in self._owners.added if s.startswith(begin))]
        if near:
            cases = nominatives(word)
            found += [(s, cases[s]) for s in dict.fromkeys(near) if s in cases and self._owners.get(s)]
        return tuple(found)

    def _meant(
        self, words: Sequence[str], at: int, places: Sequence[int], surname: str, case: NameCase
    ) -> Iterator[Meant]:
        """Yield the targets that a surname in a case means."""
        near = self._signs.near(surname, _first_words(words, places)) if places else set[int]()
        alone = _stands(words, at, surname, case)
        for number, sign in self._bearers_of(surname, near, alone):
            one = self._bearer(number) if number in near or sign & OTHER else None
            if one and (given := _given(words, at, places, surname, case, one)):
                word, name, short = given
                # what is the name of another means that one
                if not (self._named.get(f"{word} {words[at]}") or self._named.get(f"{words[at]} {word}")):
                    rare = information(name) + information(surname) >= DISTINCTIVE_NAME_NATS
                    sure = rare and not (short and information(surname) < RARE_SURNAME_NATS)
                    yield Meant(number, f"{name}{surname}", (word, words[at]), sure)
            elif alone is not None and sign & OTHER:
                if one and surname in one.surnames and (alone or surname in one.alone):
                    yield Meant(number, surname, (words[at],), not one.surnames[surname].ambiguous)
            elif alone is not None and sign & (PERSON | PERSON_AMBIGUOUS) and (alone or sign & (ALONE | LAST)):
                yield Meant(number, surname, (words[at],), not sign & PERSON_AMBIGUOUS)

    def _bearers_of(self, surname: str, near: Collection[int], alone: bool | None) -> Iterable[tuple[int, int]]:
        """Return the bearers of a surname that are asked, and what it is of each by itself."""
        if not near and alone is None:
            return ()
        signs = self._signs.signs(surname)
        return signs.items() if alone is not None else [(number, signs[number]) for number in near]


def _given(
    words: Sequence[str], at: int, places: Sequence[int], surname: str, case: NameCase, one: Bearer
) -> tuple[str, str, bool] | None:
    """Return the word next to a surname that is a first name of its bearer, that name, and whether it is short."""
    for place in places:
        word, behind = words[place], place > at
        if place < at - 1 and not one.given.issuperset(words[place + 1 : at]):
            continue  # another word is between them
        # most words are no name of anybody who bears the surname
        if word[:_BEGINNING] not in one.beginnings and one.names.isdisjoint(_related(word)):
            continue
        found = _first_name(word, one.names - {surname}, case)
        if not found:
            continue
        name, short = found
        another = place > 0 and not behind and is_first_name(words[place - 1]) and words[place - 1] not in one.given
        if short and (another or (behind and not case.ending and information(surname) < UNCOMMON_WORD_NATS)):
            continue  # «Bobbi Kristina Brown», «Brian's friend Bobby»
        return word, name, short
    return None


def _places(words: Sequence[str], at: int) -> Iterator[int]:
    """Yield where a first name may be next to the surname at a place."""
    yield from (place for place in range(at - 1, max(-1, at - 1 - _REACH), -1) if _may_be_given(words[place]))
    if at + 1 < len(words) and _may_be_given(words[at + 1]):
        yield at + 1


@lru_cache(maxsize=16_384)
def _may_be_given(word: str) -> bool:
    """Tell whether a word may be a first name, in whatever case: on a list, or no ordinary word."""
    return len(word) >= MIN_SHORT_NAME and (is_first_name(word) or information(word) >= _CASE_NATS)


@lru_cache(maxsize=16_384)
def _related(word: str) -> frozenset[str]:
    """Return the first names that a word, in whatever case, is short for, or that are short for it."""
    return frozenset(other for name in (word, *nominatives(word)) for other in shortened_names(name))


def _first_words(words: Sequence[str], places: Iterable[int]) -> set[str]:
    """Return the words, and beginnings of words, one of which a name has that has one of these as its first name."""
    found = {words[place] for place in places}
    return {beginning(word) for word in found}.union(*map(_related, found))


def _stands(words: Sequence[str], at: int, surname: str, case: NameCase) -> bool | None:
    """Tell whether a surname in a case stands for its bearer without the first name.

    True where a title shows it, False where it has to be one that needs none, and None where it does not.
    """
    if not case.ending:
        return None
    word, before = words[at], words[at - 1] if at else ""
    unknown = information(word) >= UNKNOWN_WORD_NATS and len(surname) >= _LONG_SURNAME
    clear = case.ending >= _CLEAR_ENDING or (word == f"{surname}s" and unknown)
    if is_first_name(word):
        return None
    if is_title(before):
        return True if clear or is_declined_title(before) else None
    if not clear or information(word) < RARE_SURNAME_NATS:
        return None
    return None if is_first_name(before) or any(map(is_first_name, nominatives(before))) else False


def _first_name(word: str, names: Collection[str], case: NameCase) -> tuple[str, bool] | None:
    """Return the first name of `names` that a word next to a surname is, and whether it is a short form of it.

    Args:
        word: next to the surname.
        names: of its bearer.
        case: of the surname in the text.
    """
    if case.ending and word in names:
        return word, False
    if short := next((name for name in names if is_short_for(word, name)), None):
        return short, True
    # «Roberta Smith» is not of Robert Smith, nor «arts» of Art
    if not case.ending and (is_first_name(word) or information(word) < UNCOMMON_WORD_NATS):
        return None
    for name, own in nominatives(word).items():
        if own.groups & case.groups:
            if name in names:
                return name, False
            if short := next((n for n in names if n in shortened_names(name)), None):
                return short, True
    return None
