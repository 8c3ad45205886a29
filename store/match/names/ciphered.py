"""Channel `cipher`: names rotated by 13 letters, mirrored, reversed, or with digits for letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from alu.store.calibration import MIN_CIPHERED_NAME
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.names import name_evidence
from alu.store.match.query import Query
from alu.store.text.hidden.decode import LEET, LEET_SIGN
from alu.store.text.reading import Reading
from alu.store.text.terms import word_list

__all__ = ["Ciphered"]


class Ciphered:
    """Finds names whose letters were exchanged for others by a rule."""

    name = "cipher"

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names that the texts hold in one of these ciphers."""
        if query.unnamed:
            return
        scan = self._index.names.scan
        hidden = list(_hidden(query.readings))
        # nearly always there is no name in any of them, which one pass over them all says
        if scan([list(chain.from_iterable(chain.from_iterable(hidden)))], joined=False):
            plain = scan([r.words[0] for r in query.readings], query.joined)  # read with digits as letters, too
            found = (m for texts in hidden for m in scan(texts, query.joined) - plain)
            matches = [m for m in found if len(m.key) >= MIN_CIPHERED_NAME]
            yield from name_evidence(self._index, matches, self.name, query)

    def looked_through(self, query: Query) -> Iterator[Iterable[str]]:
        """Yield the rows of words in which stored names are looked for."""
        return (chain.from_iterable(texts) for texts in _hidden(query.readings))


def _hidden(readings: Sequence[Reading]) -> Iterator[Sequence[list[str]]]:
    """Return the words of texts turned, mirrored, read from the end, and with digits read as letters."""
    yield from zip(*(r.turned for r in readings), strict=True)
    normalised = [r.forms[0] for r in readings]
    if any(map(LEET_SIGN.search, normalised)):
        yield from ([word_list(t.translate(table)) for t in normalised] for table in LEET)
