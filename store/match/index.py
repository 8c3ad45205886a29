"""What channels search: rows, vectors, words and names of all targets at one version of the list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, Protocol

import numpy as np

from alu.store.match.fact_languages import Languages
from alu.store.match.facts.meaning import Meaning
from alu.store.match.facts.term_index import TermIndex, word_shares
from alu.store.match.names.derived_forms import known_names
from alu.store.match.names.form_index import FormIndex
from alu.store.match.names.name_index import NameIndex
from alu.store.match.packed.by_key import ByKey
from alu.store.match.packed.strings import Strings
from alu.store.target import KINDS, Kind, Target
from alu.store.text.passages import passages
from alu.store.text.vectors.embedder import Embedder

__all__ = ["Index", "IndexRow", "StackedRows", "names_of", "row_count", "rows_of"]

_LIST = "list"
"""How the names of its arrays begin."""
_IndexRowKind = Literal["name", "description", "fact", "example", "text"]
"""Which text of a target a vector is of; `text`: a passage of a stored text."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A text of a target that has a vector."""

    target: int
    """Number of the target in the list it was made from; 0 for a single one."""
    kind: _IndexRowKind
    text: str = field(repr=False)


def rows_of(target: Target, number: int = 0) -> list[IndexRow]:
    """Return the texts of `target` that get a vector, always in the same order and at least one.

    A fact that answers a question is one row with its question: a row each would be twice as many.
    """
    kind: _IndexRowKind = "text" if target.kind == "text" else "fact"
    rows = [IndexRow(number, "name", target.name)]
    if target.description:
        rows.append(IndexRow(number, "description", target.description))
    texts = [f"{fact.question}\n{fact.text}" if fact.question else fact.text for fact in target.facts]
    rows += [IndexRow(number, kind, text) for text in (passages(texts) if kind == "text" else texts)]
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
        previous: an older index; what it derived from a target that is still the same is used again.
        older: the number of each target in the older index, or -1; of the same objects, where it is not given.
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
        older: Sequence[int] | None = None,
    ) -> None:
        self.targets: Sequence[Target] = tuple(targets) if isinstance(targets, list) else targets
        """By their numbers; some of a `LayeredIndex` have gone."""
        self.added: Sequence[int] = range(len(self.targets))
        """Numbers of the targets that are not in an index below this one, ascending."""
        self.gone: frozenset[int] = frozenset()
        """Numbers of targets that are no longer on the list."""
        self.meaning = meaning
        self.revs = tuple(revs)
        self.number_of_rev: Mapping[str, int] = {rev: n for n, rev in enumerate(self.revs)}
        kept = derived if derived and f"{_LIST}.kinds" in derived else _summary(self.targets)
        self.ids: Sequence[str] = list(Strings.read(kept, f"{_LIST}.ids"))
        """Of each target."""
        self.numbers: Mapping[str, int] = {t: n for n, t in enumerate(self.ids)}
        """Place of each target in `targets`, by its id."""
        self.by_id: Mapping[str, Target] = ByKey(self.numbers, self.targets)
        self._summary = {name: array for name, array in kept.items() if name.startswith(f"{_LIST}.")}
        self.vectors: StackedRows = vectors
        self.embedder = embedder
        self.starts = np.concatenate([[0], np.cumsum(kept[f"{_LIST}.rows"], dtype=np.int64)])
        """First row of each target and, last, the number of rows, int `[targets + 1]`."""
        self.older: Sequence[int] = _numbers_in(previous, self.targets) if older is None else older
        """The number of each added target in the previous index, where it is the same there; else -1."""
        self.terms = self._term_index(derived, previous)
        self.given: Mapping[str, np.ndarray] | None = derived
        """What was worked out of the same targets before, by whatever channel."""
        self._older_names = previous.__dict__.get("names") if previous else None
        self._older_forms = previous.__dict__.get("forms") if previous else None

    def _term_index(self, derived: Mapping[str, np.ndarray] | None, previous: Index | None) -> TermIndex:
        if derived:
            return TermIndex(derived, len(self.targets))
        rows: list[slice | list[dict[int, float]]] = []
        for number, n in enumerate(self.older):
            if previous is None or n < 0:
                rows.append([word_shares(row.text) for row in rows_of(self.targets[number])])
                continue
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
        return NameIndex(map(names_of, self.targets), older, self.given)

    @cached_property
    def forms(self) -> FormIndex:
        """The other forms of all names."""
        older, self._older_forms = self._older_forms, None
        return FormIndex(self.targets, older, self.older, self.given)

    @cached_property
    def languages(self) -> Languages:
        """The languages and scripts of each target's facts."""
        return Languages(([f.text for f in t.facts] for t in self.targets), self.given)

    def derived(self) -> dict[str, np.ndarray]:
        """Return what was worked out from the targets' texts, to be kept with the vectors."""
        arrays = (one.arrays() for one in (self.terms, self.languages, self.names, self.forms))
        return {name: array for some in (*arrays, self._summary) for name, array in some.items()}

    def added_of(self, kind: Kind) -> Sequence[int]:
        """Return the numbers of the targets of a kind that are not in an index below this one, ascending."""
        found: list[int] = np.flatnonzero(self._summary[f"{_LIST}.kinds"] == KINDS.index(kind)).tolist()
        return found

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
        return self._ids_of(self.languages.foreign(texts).tobytes())

    def is_foreign(self, texts: Iterable[str]) -> bool:
        """Tell whether there are any such targets."""
        return bool(self.languages.foreign(texts).any())

    @cached_property
    def _ids_of(self) -> Callable[[bytes], frozenset[str]]:
        """Gives the ids of a mask: one request asks several times, and most of one language have the same."""
        return lru_cache(maxsize=4)(
            lambda mask: frozenset(self.ids[n] for n in np.flatnonzero(np.frombuffer(mask, bool)).tolist())
        )


def _summary(targets: Sequence[Target]) -> dict[str, np.ndarray]:
    """Return what is asked of all targets, as arrays: with them none has to be read for it."""
    return {
        **Strings.of(target.id for target in targets).arrays(f"{_LIST}.ids"),
        f"{_LIST}.kinds": np.array([KINDS.index(target.kind) for target in targets], np.uint8),
        f"{_LIST}.rows": np.array([row_count(target) for target in targets], np.int32),
    }


def _numbers_in(previous: Index | None, targets: Sequence[Target]) -> Sequence[int]:
    """Return the number that each target has in an older index, where it is the same object there; else -1."""
    if previous is None:
        return array("i", [-1]) * len(targets)
    return array("i", (previous.numbers[t.id] if previous.by_id.get(t.id) is t else -1 for t in targets))


def names_of(target: Target) -> Sequence[str]:
    """Return the names that a target is found by, those its own hold among them: none of a topic."""
    return known_names(target) if target.kind != "topic" else ()


def row_count(target: Target) -> int:
    """Return `len(rows_of(target))` without making the rows."""
    if target.kind == "text":
        return len(rows_of(target))
    return 1 + bool(target.description) + len(target.facts) + len(target.examples)
