"""What channels look targets up in: rows, vectors, words and names of all targets at one version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

import numpy as np

from alu.store.match.form_index import FormIndex
from alu.store.match.meaning import Meaning
from alu.store.match.name_index import NameIndex
from alu.store.match.term_index import TermIndex, word_shares
from alu.store.target import Target
from alu.store.text.embedder import Embedder
from alu.store.text.languages import Languages
from alu.store.text.normalise import sentences

__all__ = ["Index", "IndexRow", "IndexRowKind", "StackedRows", "names_of", "row_count", "rows_of"]

IndexRowKind = Literal["name", "description", "fact", "example", "text"]
"""Which text of a target a vector is of; `text`: a sentence of a stored text."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A text of a target that has a vector."""

    target: int
    """Number of the target in the list it was made from; 0 for a single one."""
    kind: IndexRowKind
    text: str = field(repr=False)


def rows_of(target: Target, number: int = 0) -> list[IndexRow]:
    """Return the texts of `target` that get a vector, always in the same order and at least one.

    A fact that answers a question is one row with its question: tried on TOFU, that finds as many questions as
    a row each and more answers, with half of the rows.
    """
    kind: IndexRowKind = "text" if target.kind == "text" else "fact"
    rows = [IndexRow(number, "name", target.name)]
    if target.description:
        rows.append(IndexRow(number, "description", target.description))
    for fact in target.facts:
        texts = sentences(fact.text) if kind == "text" else [fact.text]
        rows += [IndexRow(number, kind, f"{fact.question}\n{t}" if fact.question else t) for t in texts]
    return rows + [IndexRow(number, "example", e) for e in target.examples]


class StackedRows(Protocol):
    """Vectors, float32 `[rows, dim]`: an array, or what reads like one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the number of rows, and the length of each."""
        ...

    def __getitem__(self, rows: np.ndarray | slice) -> np.ndarray:
        """Return some rows."""
        ...

    def __len__(self) -> int:
        """Return how many there are."""
        ...


class Index:
    """All targets at one version, as channels read them. Immutable; any number of threads may use it.

    Args:
        targets: in any order; nothing that is found depends on it.
        vectors: float32 `[sum(len(rows_of(t)) for t in targets), dim]`, may be a read-only memory map.
        embedder: what made the vectors.
        derived: what `derived()` gave for the same targets, to spare the work.
        meaning: contextual vectors of the targets, where there are some.
        revs: of each target, the name that `meaning` knows its wording by.
        previous: an older index; what it derived from a target that is still the same object is used again.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        vectors: StackedRows,
        embedder: Embedder,
        *,
        derived: Mapping[str, np.ndarray] | None = None,
        meaning: Meaning | None = None,
        revs: Sequence[str] = (),
        previous: Index | None = None,
    ) -> None:
        self.targets: Sequence[Target] = tuple(targets)
        """By their numbers; some of a `LayeredIndex` have gone."""
        self.added: Sequence[int] = range(len(self.targets))
        """Numbers of the targets that are not in an index below this one, ascending."""
        self.gone: frozenset[int] = frozenset()
        """Numbers of targets that are no longer on the list."""
        self.meaning = meaning
        self.revs = tuple(revs)
        self.number_of_rev: Mapping[str, int] = {rev: n for n, rev in enumerate(self.revs)}
        self.by_id: Mapping[str, Target] = {t.id: t for t in targets}
        self.numbers: Mapping[str, int] = {t.id: i for i, t in enumerate(targets)}
        """Place of each target in `targets`, by its id."""
        self.vectors: StackedRows = vectors
        self.embedder = embedder
        self.starts = np.cumsum([0, *(row_count(t) for t in targets)])
        """First row of each target and, last, the number of rows, int `[targets + 1]`."""
        self.same = {t.id for t in targets if previous and previous.by_id.get(t.id) is t}
        """Ids of the targets that are still the objects of the previous index."""
        self.terms = self._term_index(derived, previous)
        self._given = derived
        self._older_names = previous.__dict__.get("names") if previous else None
        self._older_forms = previous.__dict__.get("forms") if previous else None

    def _term_index(self, derived: Mapping[str, np.ndarray] | None, previous: Index | None) -> TermIndex:
        if derived:
            return TermIndex(derived, len(self.targets))
        rows: list[slice | list[dict[int, float]]] = []
        for target in self.targets:
            if previous is None or target.id not in self.same:
                rows.append([word_shares(row.text) for row in rows_of(target)])
                continue
            n = previous.numbers[target.id]
            start, end = map(int, previous.starts[n : n + 2])
            if rows and isinstance(last := rows[-1], slice) and last.stop == start:
                rows[-1] = slice(last.start, end)
            else:
                rows.append(slice(start, end))
        owners = np.repeat(np.arange(len(self.targets)), np.diff(self.starts))
        return TermIndex.of(rows, owners, previous.terms if previous else None)

    @property
    def listed(self) -> Sequence[Target]:
        """The targets that are on the list."""
        return self.targets

    @cached_property
    def names(self) -> NameIndex:
        """All names and aliases but those of topics."""
        older, self._older_names = self._older_names, None
        return NameIndex(map(names_of, self.targets), older)

    @cached_property
    def forms(self) -> FormIndex:
        """The other forms of all names."""
        older, self._older_forms = self._older_forms, None
        return FormIndex(self.targets, older)

    @cached_property
    def languages(self) -> Languages:
        """The languages and scripts of each target's facts."""
        return Languages(([f.text for f in t.facts] for t in self.targets), self._given)

    def derived(self) -> dict[str, np.ndarray]:
        """Return what was worked out from the targets' texts, to be kept with the vectors."""
        return self.terms.arrays() | self.languages.arrays()

    def rows(self, ids: Collection[str]) -> np.ndarray:
        """Return the numbers of the rows of some targets, int, in the order of the list."""
        wanted = np.zeros(len(self.targets), bool)
        wanted[[self.numbers[i] for i in ids]] = True
        return np.flatnonzero(np.repeat(wanted, np.diff(self.starts)))

    def owner(self, row: int) -> int:
        """Return the number of the target that a row is of."""
        return int(np.searchsorted(self.starts, row, side="right")) - 1

    def foreign(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the targets whose facts are all in other languages, or scripts, than some of `texts` certainly is.

        English is foreign only where no target's facts are in it, see `Languages`.
        """
        return frozenset(self.targets[n].id for n in np.flatnonzero(self.languages.foreign(texts)).tolist())


def names_of(target: Target) -> Sequence[str]:
    """Return the names that a target is found by: none of a topic."""
    return (target.name, *target.aliases) if target.kind != "topic" else ()


def row_count(target: Target) -> int:
    """Return `len(rows_of(target))` without making the rows."""
    if target.kind == "text":
        return len(rows_of(target))
    return 1 + bool(target.description) + len(target.facts) + len(target.examples)
