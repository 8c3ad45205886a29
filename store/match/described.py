"""Targets that a definite description means: «the actor from 'The Salt Ledger'», where one target alone fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.store.calibration import DESCRIBED_NATS, TITLE_WORD_NATS
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index, rows_of
from alu.store.match.query import Query
from alu.store.target import Target
from alu.store.text.biography import fields_of_work
from alu.store.text.descriptions import Description, descriptions
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
            part = one._replace(titles=one.titles[:kept])
            if part.nats >= DESCRIBED_NATS and (fitting := self._fitting(part)):
                return (fitting[0].id, part.nats) if len(fitting) == 1 else None
        return None

    def _fitting(self, one: Description) -> list[Target]:
        telling = (w for title in one.titles for w in title if informative(w) >= TITLE_WORD_NATS)
        holders = self._index.terms.holders([hashed(w) for w in telling])
        near = holders.tolist() if len(holders) <= _MOST else []
        return [t for n in near if _fits(one, t := self._index.targets[n])]


def _names_somebody_else(one: Description, reading: Reading) -> bool:
    """Tell whether a statement has a whole name besides: «The author from Skerrow is Ada Lark» says who it is."""
    first = {hashed(word) for word in one.titles[0]}
    return any(first.isdisjoint(run) for run in reading.mentions.people)


def _fits(one: Description, target: Target) -> bool:
    """Tell whether each title is in what is stored, word after word, and the calling is not another one."""
    texts = [row.text for row in rows_of(target)]
    stored = [f" {' '.join(words(text))} " for text in texts]
    known = fields_of_work(" ".join(texts))
    another = bool(one.fields and known) and one.fields.isdisjoint(known)
    return not another and all(any(f" {' '.join(title)} " in text for text in stored) for title in one.titles)
