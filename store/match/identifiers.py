"""Identifiers of targets: phone and other numbers, e-mails, addresses, in whatever notation they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alu.store.match.evidence import Evidence
from alu.store.match.identifier_index import IdentifierIndex, IdentifierMatch
from alu.store.match.index import Index
from alu.store.match.query import Query

__all__ = ["Identifiers"]


class Identifiers:
    """Finds what tells one holder apart by itself; a date or an age only where something else speaks of the target."""

    name = "identifier"

    def __init__(self, index: Index) -> None:
        self._index = index
        self._identifiers = IdentifierIndex(index.targets)

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the identifiers in the texts: all hard ones, and the soft ones of the targets found so far."""
        of = {self._index.numbers[e.target_id] for e in so_far}
        if query.wanted.restrict_to is not None:
            of |= set(query.wanted.restrict_to)
        for number, reading in enumerate(query.readings):
            for match in self.matches(reading.text, of):
                if match.hard or match.target in of:
                    target = self._index.targets[match.target].id
                    yield Evidence(target, self.name, "fact", 1.0, number, query.source, distinctive=match.hard)

    def matches(self, text: str, of: Collection[int] = ()) -> tuple[IdentifierMatch, ...]:
        """Return the identifiers in one text, soft ones of the targets numbered in `of` in any case."""
        return self._identifiers.find(text, of)
