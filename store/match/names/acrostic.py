"""Channel `acrostic`: names spelt by the first letters of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from alu.store.calibration import MIN_JOINED_NAME
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.names import name_evidence
from alu.store.match.query import Query

__all__ = ["Acrostic"]


class Acrostic:
    """Finds long names in the first letters of the words of a text."""

    name = "acrostic"

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names that first letters spell."""
        if query.unnamed:
            return
        found = self._index.names.scan(_firsts(query), query.joined)
        matches = {m for m in found if len(m.key) >= MIN_JOINED_NAME}
        yield from name_evidence(self._index, matches, self.name, query)

    def looked_through(self, query: Query) -> Iterator[Iterable[str]]:
        """Yield the rows of words in which stored names are looked for."""
        yield from (chain.from_iterable(_firsts(query)),) if query.joined else _firsts(query)


def _firsts(query: Query) -> list[list[str]]:
    return [[word[0] for word in reading.words[0]] for reading in query.readings]
