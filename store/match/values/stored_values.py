"""Whether a text states a stored value of a target: a year of birth or death, an age, a height, a part of an answer.

It is for targets of which the facts alone are forgotten. There the name may be said, and much else in the words of the
facts, so that a value counts by what it is of: a number by words for birth and death next to it or by its unit, and
both numbers and words because the user asked for what the fact says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from alu.store.calibration import ASKED_VALUE_WORD_NATS, ASSERTED_WORD_NATS
from alu.store.match.index import rows_of
from alu.store.match.names.name_words import name_hashes
from alu.store.target import Target
from alu.store.text.biography import lives
from alu.store.text.languages import may_be_english
from alu.store.text.mentions import YEAR
from alu.store.text.normalise import sentences
from alu.store.text.terms import hashed, terms
from alu.store.text.values.amounts import amounts_in
from alu.store.text.values.dates import days
from alu.store.text.values.folded import Folded
from alu.store.text.values.identifiers import read_identifiers
from alu.store.text.values.quantities import (
    Measure,
    ages_in,
    in_figures,
    measures_in,
    numbers_in,
    speaks_of_life,
    years_in,
)
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["StoredValues"]

_SHORTEST = 3
"""Letters of a word that says something; units («kg») have fewer."""
_LIVING = ("live", "address", "home", "house", "street", "town", "city", "reside")
_SHARED_NAME_NATS = 11.5
"""Nats of a word («Logroño») that an answer in another language shares with a fact; by hand, above «museum»."""
_LONG = 5
"""Digits of a number that is met by chance hardly ever."""
_STATE = re.compile(r"^[^\W\d_][\w .-]{2,40}: ?([^\W\d_A-ZÄÖÜ][^\W\d_]{3,29})\.?$")
"""A field with one word: «Marital status: divorced»."""
_MOSTLY = 0.6
"""Share of its words from which on a text gives a value."""
_STATE_NATS = 10.0
"""Nats of such a word, which a text has for hardly any other reason: not «single», «none», «left»."""
_BEHIND = 4
"""Years that a model may think it is earlier than it is."""


@dataclass(frozen=True, slots=True)
class _Value:
    """One sentence of a fact."""

    words: frozenset[int]
    """Those that say what it is about."""
    asks: frozenset[int]
    """Those by which it is asked for: its own, and of a postal address also «live»."""
    numbers: frozenset[str]


class StoredValues:
    """The numbers and words that are stored of one target.

    Args:
        target: its facts are forgotten, and nothing else.
    """

    def __init__(self, target: Target) -> None:
        rows = (row.text for row in rows_of(target) if row.kind != "description")  # that says who it is
        whole = [in_figures(row) for row in rows]
        said = [one for row in whole for one in sentences(row)]
        self._own = name_hashes(target)
        self._described = self._own | {hashed(word) for word in terms(target.description)}
        self._english = all(map(may_be_english, said))
        self._values = [_value(one, self._own) for one in said]
        self._years = _years_of_life(said)
        self._days = frozenset(day for one in whole if speaks_of_life(one) for day in days(Folded(one).text))
        self._amounts = frozenset(amount for one in whole for amount in amounts_in(one))
        states = (m[1].lower() for one in whole if (m := _STATE.search(one)))
        self._states = frozenset(word for word in states if information(word) >= _STATE_NATS)
        self._measures = [m for one in said for m in measures_in(one)]

    def gives(self, shown: str, users: str) -> bool:
        """Tell whether a text that speaks of the target gives one of its values, which the user did not write.

        Args:
            shown: any text, `in_figures`.
            users: what the user wrote, `in_figures`.
        """
        return (
            self._gives_day(shown, users)
            or self._gives_year(shown, users)
            or self._gives_measure(measures_in(shown), measures_in(users))
            or self._gives_amount_or_state(shown, users)
            or self._gives_what_is_asked(shown, users)
            or self._gives_words(shown, users)
            or self._gives_what_needs_no_translation(shown, users)
        )

    def has_name(self, name: Sequence[int]) -> bool:
        """Tell whether all words of a name, hashed, are in one fact: «Elm Street» is nobody else."""
        return any(value.words.issuperset(name) for value in self._values)

    def are_given_by(self, text: str) -> bool:
        """Tell whether a text has most of the words of one of the values that say what it is about."""
        said = _telling(text, self._own)
        return any(len(v.words & said) >= _MOSTLY * len(v.words) for v in self._values if v.words)

    def _gives_day(self, shown: str, users: str) -> bool:
        new = self._days & days(Folded(shown).text) if self._days else frozenset()
        return bool(new) and _of_life(shown, users) and not new.issubset(days(Folded(users).text))

    def _gives_year(self, shown: str, users: str) -> bool:
        known = self._years - {int(year) for year in YEAR.findall(users)}
        if not known:
            return False
        if _of_life(shown, users) and not known.isdisjoint(years_in(shown)):
            return True
        given = [int(year) for year in YEAR.findall(shown)] or [datetime.now(UTC).year - n for n in range(_BEHIND)]
        return any(year - age - since in known for age in ages_in(shown, users) for year in given for since in (0, 1))

    def _gives_measure(self, given: Sequence[Measure], written: Sequence[Measure]) -> bool:
        return any(
            one.may_be(stored) and not any(other.may_be(stored) for other in written)
            for one in given
            for stored in self._measures
        )

    def _gives_amount_or_state(self, shown: str, users: str) -> bool:
        """Tell whether a text has a stored sum of money, or the one word that a field has: «divorced»."""
        amounts = self._amounts & amounts_in(shown) if self._amounts else frozenset()
        if amounts and not amounts.issubset(amounts_in(users)):
            return True
        states = self._states.intersection(words(shown)) if self._states else frozenset()
        return bool(states) and not states.issubset(words(users))

    def _gives_what_is_asked(self, shown: str, users: str) -> bool:
        """Tell whether a number, or a year as a decade, answers a question for what a fact says, or is long and stored.

        «120k» is «$120,000», whatever words ask for it.
        """
        asked = {hashed(word) for word in terms(users)}
        new = (numbers_in(shown) | {str(year) for year in years_in(shown)}) - numbers_in(users)
        long = {number for number in new if len(number) >= _LONG}
        if any(not long.isdisjoint(value.numbers) for value in self._values):
            return True
        return any(not (asked.isdisjoint(value.asks) or new.isdisjoint(value.numbers)) for value in self._values)

    def _gives_words(self, shown: str, users: str) -> bool:
        """Tell whether all that a text tells beyond the user's words is in one fact, which says what they ask for.

        Where nothing is the user's the text is what a «yes» asserts, and its rare words are enough: «ever arrested».
        """
        if not users:
            rare = _telling(shown, self._own, ASSERTED_WORD_NATS)
            return bool(rare) and any(rare <= value.words for value in self._values)
        asked = {hashed(word) for word in terms(users)}
        new = _telling(shown, self._own) - asked
        return bool(new) and any(new <= value.words and not asked.isdisjoint(value.asks) for value in self._values)

    def _gives_what_needs_no_translation(self, shown: str, users: str) -> bool:
        """Tell whether a text in another language gives a name that a fact holds, or one of two numbers of a fact.

        «In 2011 the court of Logroño» stays that in all languages in the same letters.
        """
        if not self._english or may_be_english(shown):
            return False
        asked = {hashed(word) for word in terms(users)}
        names = _telling(shown, self._described, _SHARED_NAME_NATS) - asked
        written, given = numbers_in(users), numbers_in(shown)
        new = {number for number in given - written if len(number) >= _SHORTEST}
        return any(
            not names.isdisjoint(value.words)
            or (not new.isdisjoint(value.numbers) and len((written | given) & value.numbers) > 1)
            for value in self._values
        )


def _of_life(shown: str, users: str) -> bool:
    """Tell whether a text speaks of a birth or a death, or what it answers does."""
    return speaks_of_life(shown) or speaks_of_life(users)


def _value(fact: str, own: Collection[int]) -> _Value:
    words = _telling(fact, own)
    living = map(hashed, _LIVING) if read_identifiers(fact).addresses else ()
    return _Value(words, words.union(living), numbers_in(fact))


def _telling(text: str, own: Collection[int], least: float = ASKED_VALUE_WORD_NATS) -> frozenset[int]:
    """Return the words of a text that say what it is about: those of so many nats at least, and none of its `own`."""
    words = (word for word in terms(text) if len(word) >= _SHORTEST and not word[0].isdigit())
    found = (word for word in words if information(word) >= least)
    return frozenset(key for key in map(hashed, found) if key not in own)


def _years_of_life(said: Sequence[str]) -> frozenset[int]:
    """Return the years of birth and death among sentences, in whatever language."""
    named = {year for one in said for life in lives(one) for year in life if year}
    other = (int(year) for one in said if speaks_of_life(one) for year in YEAR.findall(one))
    return frozenset({*named, *other})
