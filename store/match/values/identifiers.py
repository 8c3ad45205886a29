"""Channel `identifier`: phone and other numbers, e-mails, addresses of targets, in any notation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import log

import numpy as np

from alu.store.calibration import EXACT_AMOUNT_DIGITS, KEPT_READING_CHARACTERS
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.query import Query
from alu.store.match.values.identifier_index import IdentifierIndex, IdentifierMatch
from alu.store.match.values.tails import ends_in, tails_in
from alu.store.text.values.coordinates import Coordinates, coordinates, nearby
from alu.store.text.values.dates import has_date
from alu.store.text.values.identifiers import read_identifiers

__all__ = ["Identifiers"]


_WHOLE_DATE = len("1931-05-11")
_KEPT = 128
"""Texts of which it is kept what tells a holder apart by itself."""
_MOST_BEARERS = 128
"""Bearers of the surnames in a text whose dates are looked for."""


class Identifiers:
    """Finds what tells one holder apart by itself; a date only where something else speaks of the target."""

    name = "identifier"

    def __init__(self, index: Index, previous: Identifiers | None = None, base: Identifiers | None = None) -> None:
        self._index = index
        self._identifiers: IdentifierIndex = (
            base._identifiers.layered(index.targets, index.added, index.gone)
            if base
            else IdentifierIndex(index.targets, previous._identifiers if previous else None, index.older, index.given)
        )

        self._kept = lru_cache(maxsize=_KEPT)(self._hard)  # look-up and gate ask for the same texts

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was read of the targets as arrays that can be kept and memory-mapped."""
        return self._identifiers.arrays()

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the identifiers in the texts that tell their holder apart by themselves."""
        found = {text: self.matches(text) for text in dict.fromkeys(query.texts)}
        for number, text in enumerate(query.texts):
            for match in found[text]:
                yield Evidence(
                    self._index.ids[match.target],
                    self.name,
                    "fact",
                    1.0,
                    number,
                    query.source,
                    distinctive=True,
                    shared_nats=len(match.key) * log(10),  # what digits tell, at least: nobody else can be meant
                )
        yield from self._born(query)

    def _born(self, query: Query) -> Iterator[Evidence]:
        """Return whose surname and whole date are in one text: «["Lark", "A.", "1984-03-02"]»."""
        for number, reading in enumerate(query.readings):
            if not has_date(reading.text):
                continue
            words = dict.fromkeys(word for form in reading.words for word in form)
            bearers = sorted(self._index.forms.bearers(words))[:_MOST_BEARERS]
            for match in self.matches(reading.text, bearers) if bearers else ():
                if not match.hard:
                    yield Evidence(self._index.ids[match.target], self.name, "fact", 1.0, number, query.source)

    def matches(self, text: str, of: Collection[int] = ()) -> list[IdentifierMatch]:
        """Return the identifiers in one text, and the whole dates and other addresses of the targets numbered in `of`.

        With some thousand birthdays stored every fifth date is somebody's: it counts where the target is in question.
        """
        if not of:
            return [*(self._kept if len(text) <= KEPT_READING_CHARACTERS else self._hard)(text)]
        found = [m for m in self._identifiers.find(text, of) if m.hard or (m.target in of and _is_telling(m))]
        return [*(m for m in found if not self._is_others_postcode(m, text)), *self._placed(text)]

    def _hard(self, text: str) -> tuple[IdentifierMatch, ...]:
        return *self._identifiers.hard(text), *self._placed(text)

    def _placed(self, text: str) -> Iterator[IdentifierMatch]:
        return (m for place in coordinates(text) for m in self._near(place))

    def _is_others_postcode(self, match: IdentifierMatch, text: str) -> bool:
        """Tell whether a number is the postcode of an address which its target, who has another, does not have."""
        if match.hard or match.kind != "id":
            return False
        said = [a.key for a in read_identifiers(text).addresses if a.code == match.key]
        if not said or text.count(match.key) != len(said):  # it also stands elsewhere
            return False
        own = {a.key for read in self._identifiers.written(match.target).reads for a in read.addresses}
        return bool(own) and own.isdisjoint(said)

    def given_in_part(self, numbers: Collection[int], text: str, said: str) -> Iterator[int]:
        """Yield those of some targets with a number whose last digits a text gives, and the user did not write."""
        tails = tails_in(text)
        if tails and (tails := tails - tails_in(said)):
            yield from (number for number in numbers if ends_in(tails, self._identifiers.written(number).reads))

    def jumbled(self, text: str) -> bool:
        """Tell whether a text holds an identifier that tells its holder apart, in another order."""
        return self._identifiers.jumbled(text)

    def _near(self, place: Coordinates) -> Iterator[IdentifierMatch]:
        """Yield the stored places that a place may be, each once: notations round differently."""
        keys = nearby(place)
        found = {(m.target, m.key): m for m in self._identifiers.hard("\n".join(keys)) if m.key in keys}
        yield from (replace(m, start=place.start, end=place.end) for m in found.values())


def _is_telling(match: IdentifierMatch) -> bool:
    """Tell whether a soft identifier speaks of a target that is in question: a whole date, an address, an exact amount.

    An amount is one in any notation, «84,500» and «84500»; a round one is anybody's.
    """
    if match.kind == "id":
        least, exact = EXACT_AMOUNT_DIGITS
        return len(match.key) >= least and len(match.key.strip("0")) >= exact
    return match.kind == "address" or (match.kind == "date" and len(match.key) >= _WHOLE_DATE)
