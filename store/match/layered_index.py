"""An index over a base index that stays unchanged, for a list that has changed a little."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np

from alu.store.match.fact_languages import Languages
from alu.store.match.facts.layered_terms import LayeredTerms
from alu.store.match.facts.term_index import rows_from, word_shares
from alu.store.match.index import Index, StackedRows, names_of, row_count, rows_of
from alu.store.match.names.form_index import FormIndex
from alu.store.match.names.layered_names import LayeredNames
from alu.store.match.names.name_index import NameIndex
from alu.store.match.packed.by_key import ByKey
from alu.store.match.packed.numbered import Joined
from alu.store.target import Kind, Target, order_of

__all__ = ["LayeredIndex"]

V = TypeVar("V")


class LayeredIndex(Index):
    """An index that finds what one made anew of the same list finds, at a cost of what has changed.

    An added target has a number after those of the index below, a removed one keeps its own, and nothing finds it. What
    depends on the whole list is worked out of both: how many targets hold a word, who else bears a name, which
    languages facts are in.

    Args:
        base: the index below.
        targets: those that are added.
        vectors: float32 `[rows, dim]`, of `rows_of` each of them in order.
        gone: ids of the targets of `base` that are no longer on the list, or not as they were.
        revs: of each added target, the name that `meaning` knows its wording by.
    """

    def __init__(
        self,
        base: Index,
        targets: Sequence[Target],
        vectors: np.ndarray,
        gone: Collection[str],
        revs: Sequence[str] = (),
    ) -> None:
        first = len(base.targets)
        self.base = base
        self.targets = Joined(base.targets, targets)
        self.ids = Joined(base.ids, [t.id for t in targets])
        self.added = range(first, len(self.targets))
        self.gone = frozenset(base.numbers[i] for i in gone)
        self.given = None
        self.older = [-1] * len(self.added)
        self.meaning, self.embedder = base.meaning, base.embedder
        self.revs = (*base.revs, *revs)
        left = {base.revs[n] for n in self.gone} if base.revs else set()
        self.number_of_rev = _without(base.number_of_rev, left) | {rev: first + n for n, rev in enumerate(revs)}
        self.numbers = _without(base.numbers, gone) | {t.id: first + n for n, t in enumerate(targets)}
        self.by_id = ByKey(self.numbers, self.targets)
        self.vectors = _LayeredRows(base.vectors, vectors)
        counts = np.cumsum([row_count(t) for t in targets], dtype=np.int64)
        self.starts = np.concatenate([base.starts, base.starts[-1] + counts])
        self.terms = self._layered_terms(base)

    def _layered_terms(self, base: Index) -> LayeredTerms:
        gone = np.array(sorted(self.gone), np.int64)
        lengths = base.starts[gone + 1] - base.starts[gone]
        dropped = rows_from(base.starts[gone], lengths)
        rows = [[word_shares(row.text) for row in rows_of(self.targets[n])] for n in self.added]
        owners = np.repeat(np.array(self.added, np.int64), [len(some) for some in rows])
        return LayeredTerms(
            base.terms,
            dropped,
            np.repeat(gone, lengths),
            [row for some in rows for row in some],
            owners,
            targets=len(self.by_id),
            numbers=len(self.targets),
        )

    def added_of(self, kind: Kind) -> Sequence[int]:
        """Return the numbers of the targets of a kind that are not in an index below this one, ascending."""
        return [n for n in self.added if self.targets[n].kind == kind]

    @property
    def listed(self) -> Sequence[Target]:
        """The targets that are on the list."""
        return tuple(self.by_id.values())

    @cached_property
    def names(self) -> NameIndex:
        """All names and aliases but those of topics."""
        return LayeredNames(self.base.names, lambda n: names_of(self.targets[n]), self.added, self.gone)

    @cached_property
    def forms(self) -> FormIndex:
        """The other forms of all names."""
        return self.base.forms.layered(self.targets, self.added, self.gone)

    @cached_property
    def languages(self) -> Languages:
        """The languages and scripts of each target's facts."""
        return self.base.languages.layered(lambda n: [f.text for f in self.targets[n].facts], self.added, self.gone)

    @cached_property
    def _order(self) -> np.ndarray:
        """Numbers of the targets that are on the list, as one that is made anew orders them, int `[targets]`."""
        left = [n for n in range(len(self.base.targets)) if n not in self.gone]
        for number in self.added:
            insort(left, number, key=lambda n: order_of(self.targets[n]))
        return np.array(left, np.int64)

    def rows(self, ids: Collection[str]) -> np.ndarray:
        """Return the numbers of the rows of some targets, int, in the order of the list."""
        wanted = np.zeros(len(self.targets), bool)
        wanted[[self.numbers[i] for i in ids]] = True
        numbers = self._order[wanted[self._order]]
        return rows_from(self.starts[numbers], self.starts[numbers + 1] - self.starts[numbers])


class _LayeredRows:
    """The rows of two arrays, one after the other."""

    def __init__(self, below: StackedRows, above: np.ndarray) -> None:
        self._below, self._above, self._first = below, above, len(below)

    @property
    def shape(self) -> tuple[int, ...]:
        return len(self), self._above.shape[1]

    def __len__(self) -> int:
        return self._first + len(self._above)

    def __getitem__(self, rows: np.ndarray | slice) -> np.ndarray:
        numbers = np.arange(len(self))[rows] if isinstance(rows, slice) else rows
        high = numbers >= self._first
        if not high.any():
            return self._below[numbers]
        if high.all():
            return np.asarray(self._above[numbers - self._first])
        found = np.empty((len(numbers), self._above.shape[1]), np.float32)
        found[~high], found[high] = self._below[numbers[~high]], self._above[numbers[high] - self._first]
        return found


def _without(found: Mapping[str, V], keys: Collection[str]) -> dict[str, V]:
    left = dict(found)
    for key in keys:
        left.pop(key, None)
    return left
