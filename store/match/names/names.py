"""Channel `name`: names as stored, in any case, spacing and look-alike letters, and their other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.names.derived_forms import is_shortened
from alu.store.match.names.name_index import NameMatch
from alu.store.match.names.sentence_ends import SentenceEnds
from alu.store.match.query import Query
from alu.store.text.names.relatives import names_of_relatives
from alu.store.text.reading import read

__all__ = ["FORM", "Names", "form_evidence", "judged", "name_evidence", "relatives"]

FORM = "form"
"""What evidence says that a form of a name gave, which is not stored: «Ms Brannigan»."""


class Names:
    """Finds stored names and aliases, also letter by letter, and transliterated where a text has other letters."""

    name = "name"

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the names in the texts; those that are found in their Latin letters alone are disguised."""
        if query.unnamed:
            yield from self._forms(query)
            return
        names, readings = self._index.names, query.readings
        exact = names.scan([r.words[0] for r in readings], query.joined, SentenceEnds(readings, query.in_play))
        latin = set[NameMatch]()
        if any(len(r.words) > 1 for r in readings):
            latin = names.scan([r.words[-1] for r in readings], query.joined) - exact
        yield from name_evidence(self._index, exact, self.name, query, disguised=False)
        yield from name_evidence(self._index, latin, self.name, query)
        yield from self._forms(query)

    def looked_through(self, query: Query) -> Iterator[Iterable[str]]:
        """Yield the rows of words in which stored names are looked for."""
        several = any(len(r.words) > 1 for r in query.readings)
        for form in (0, -1) if several else (0,):
            rows = [r.words[form] for r in query.readings]
            yield from (chain.from_iterable(rows),) if query.joined else rows

    def ready(self) -> None:
        """Work out now what the first text would otherwise wait for."""
        _ = self._index.forms

    def _forms(self, query: Query) -> Iterator[Evidence]:
        """Return the forms of names in the texts; one that others may be called by leaves the audit to decide."""
        asked = query.source in ("question", "thread") and not query.joined
        for m in self._index.forms.scan(query.readings, joined=query.joined, asked=asked):
            yield form_evidence(self._index.ids[m.target], query, m.text, m.key, m.certain)


def form_evidence(target_id: str, query: Query, sentence: int, mention: str, certain: bool) -> Evidence:
    """Return the evidence that a sentence has a form of a target's name, «Ms Brannigan», of others unless `certain`."""
    return Evidence(target_id, FORM, "name", sentence=sentence, source=query.source, direct=certain, mention=mention)


def name_evidence(
    index: Index, matches: Iterable[NameMatch], channel: str, query: Query, *, disguised: bool = True
) -> Iterator[Evidence]:
    """Return the evidence of some matches, in the order of the texts; all are disguised unless it says otherwise."""
    proves: dict[tuple[str, int], bool] = {}  # the same name may be said a thousand times
    for m in sorted(
        {m._replace(disguised=disguised or m.disguised) for m in matches}, key=lambda m: (m.text, m.target, m.key)
    ):
        if (named := (m.key, m.target)) not in proves:
            proves[named] = index.names.distinctive(m.key) and not is_shortened(index.targets[m.target], m.key)
        yield Evidence(
            index.ids[m.target],
            channel,
            "name",
            sentence=m.text,
            source=query.source,
            distinctive=proves[named],
            disguised=m.disguised,
            mention=m.key,
        )


def relatives(
    find: Callable[[Query], Iterable[Evidence]], question: str, sentences: Sequence[str]
) -> Iterator[Evidence]:
    """Yield the names that an answer gives without their surname, which the question has: «Who is Bo Lark's wife?»."""
    named = [(n - 1, row) for n, row in names_of_relatives([question, *sentences]) if n]
    for one in find(Query.of([" ".join(row).title() for _, row in named], source="draft")) if named else ():
        if one.mention == "".join(named[one.sentence][1]):
            yield replace(one, sentence=named[one.sentence][0], direct=False)


def judged(found: Iterable[Evidence], text: str) -> list[Evidence]:
    """Return evidence in a text and what hides in it without surnames that the text, sentence 0, shows in the open.

    There it was judged whether they are surnames: «B. White» of three options is none, but «black White dull» may be.
    """
    shown = {word for words in read(text).words for word in words}
    return [e for e in found if not (e.sentence and e.channel == FORM and e.mention in shown)]
