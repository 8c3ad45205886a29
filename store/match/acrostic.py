"""Names spelt by the first letters of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.store.calibration import MIN_JOINED_NAME
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names import name_evidence
from alu.store.match.query import Query

__all__ = ["Acrostic"]


class Acrostic:
    """Finds long names in the first letters of the words of a text."""

    name = "acrostic"

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names that first letters spell."""
        firsts = [[w[0] for w in r.words[0]] for r in query.readings]
        found = self._index.names.scan(firsts, query.joined)
        matches = {m for m in found if len(m.key) >= MIN_JOINED_NAME}
        yield from name_evidence(self._index, matches, self.name, query)
