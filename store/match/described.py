"""Channel `description`: «the actor from 'The Salt Ledger'», if the description fits one target only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.store.calibration import DESCRIBED_NATS, TITLE_WORD_NATS
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index, rows_of
from alu.store.match.query import Query
from alu.store.target import Target
from alu.store.text.biography import fields_of_work
from alu.store.text.descriptions import Description, TitleNumber, descriptions
from alu.store.text.reading import Reading
from alu.store.text.terms import hashed, informative
from alu.store.text.words import words

__all__ = ["Described"]

_MOST = 8
"""Targets that hold the words of a description and are read through; of more, nobody is meant."""


class Described:
    """Finds the only target of which all names and titles of a description, and its calling, are stored."""

    name = "description"

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return whoever the texts describe; what a description shares counts as unambiguous where it tells enough."""
        for number, reading in enumerate(query.readings):
            for one in descriptions(reading.text):
                if query.consecutive and _names_somebody_else(one, reading):
                    continue
                if found := self._meant(one):
                    target, nats = found
                    yield Evidence(target, self.name, "fact", sentence=number, source=query.source, shared_nats=nats)

    def _meant(self, one: Description) -> tuple[str, float] | None:
        """Return the id of the only target that fits, and the nats of what it shares.

        Where none has all of the titles, without the last ones: «the actor from 'Salt' move to Leeds».
        """
        for kept in range(len(one.titles), len(one.titles) - 1 if one.whole else 0, -1):
            part = one._replace(titles=one.titles[:kept], numbers=tuple(n for n in one.numbers if n.title < kept))
            if part.nats < DESCRIBED_NATS:
                return None
            if numbered := self._with_numbers(part):
                return (numbered[0].id, part.nats + part.nats_of_numbers) if len(numbered) == 1 else None
            if fitting := self._fitting(part):
                alone = len(fitting) == 1 and not _contradicts(part, fitting[0])
                return (fitting[0].id, part.nats) if alone else None
        return None

    def _with_numbers(self, one: Description) -> list[Target]:
        """Return the targets that fit, of one fact of which the numbers are, too."""
        near = self._holders(one, [n.text for n in one.numbers]) if one.numbers else []
        return [t for t in near if _fits(one, t) and all(_holds_number(n, one, t) for n in one.numbers)]

    def _fitting(self, one: Description) -> list[Target]:
        return [t for t in self._holders(one) if _fits(one, t)]

    def _holders(self, one: Description, more: Sequence[str] = ()) -> list[Target]:
        """Return the targets that hold all telling words of the titles, and more words, unless there are many."""
        telling = (w for title in one.titles for w in title if informative(w) >= TITLE_WORD_NATS)
        holders = self._index.terms.holders([hashed(w) for w in (*telling, *more)])
        return [self._index.targets[n] for n in holders.tolist()] if len(holders) <= _MOST else []


def _names_somebody_else(one: Description, reading: Reading) -> bool:
    """Tell whether a statement has a whole name besides: «The author from Skerrow is Ada Lark» says who it is."""
    first = {hashed(word) for word in one.titles[0]}
    return any(first.isdisjoint(run) for run in reading.mentions.people)


def _fits(one: Description, target: Target) -> bool:
    """Tell whether each title is in what is stored, word after word, and the calling is not another one."""
    stored, known = _stored(target), fields_of_work(" ".join(row.text for row in rows_of(target)))
    another = bool(one.fields and known) and one.fields.isdisjoint(known)
    return not another and all(any(_phrase(title) in row for row in stored) for title in one.titles)


def _stored(target: Target) -> list[str]:
    """Return the words of each stored text, a space around each, so that a phrase is found by its words."""
    return [_phrase(words(row.text)) for row in rows_of(target)]


def _phrase(some: Sequence[str]) -> str:
    return f" {' '.join(some)} "


def _rows_with(one: Description, title: int, target: Target) -> list[list[str]]:
    """Return the words of each stored text in which a title is."""
    return [row.split() for row in _stored(target) if _phrase(one.titles[title]) in row]


def _holds_number(number: TitleNumber, one: Description, target: Target) -> bool:
    """Tell whether one stored text has a number, its title and the words between."""
    return any({number.text, *number.between} <= set(row) for row in _rows_with(one, number.title, target))


def _contradicts(one: Description, target: Target) -> bool:
    """Tell whether stored texts have a title with another number of the kind: of another year, it is another one."""
    return any(
        not any(number.text in row for row in rows) and any(_is_like(number.text, word) for row in rows for word in row)
        for number in one.numbers
        if not number.between
        for rows in [_rows_with(one, number.title, target)]
    )


def _is_like(number: str, word: str) -> bool:
    """Tell whether a word is a number of the kind of another: both are years, or both are ordinals."""
    return word[0].isdigit() and number.isdigit() == word.isdigit() and (len(number) == 4) == (len(word) == 4)
