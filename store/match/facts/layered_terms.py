"""A term index over a base index that stays unchanged, for a list that has changed a little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from alu.store.match.facts.term_index import TermIndex, Weighed, rows_from, summed

__all__ = ["LayeredTerms"]


class LayeredTerms(TermIndex):
    """A `TermIndex` of the rows of another one, less those of some targets, and of rows that come after them.

    Every count is that of the list as it is now, so that a word tells what it would in an index made anew. Only the
    counts are copied; what is added is small, and the arrays of the index below stay shared.

    Args:
        base: the index below.
        dropped: rows of the targets that are no longer on the list, int `[n]`, ascending.
        dropped_of: the target of each of them, int `[n]`.
        rows: the word shares of the rows that are added.
        owners: the target of each added row, int `[m]`, ascending, all above those of `base`.
        targets: how many targets are on the list now.
        numbers: one more than the highest number of a target.
    """

    def __init__(
        self,
        base: TermIndex,
        dropped: np.ndarray,
        dropped_of: np.ndarray,
        rows: Sequence[Mapping[int, float]],
        owners: np.ndarray,
        *,
        targets: int,
        numbers: int,
    ) -> None:
        super().__init__(base.arrays(), targets)
        self._base, self._numbers = base, numbers
        self._dropped, self._gone = dropped, np.unique(dropped_of)
        keys = np.array([key for row in rows for key in row], np.uint64)
        where, found = super()._where(keys)
        self._new = np.unique(keys[~found])
        self._more_ids = np.where(found, where, len(self._vocabulary) + np.searchsorted(self._new, keys))
        self._more_lengths = np.array([len(row) for row in rows], np.int64)
        self._more_start = np.cumsum(self._more_lengths) - self._more_lengths
        self._more_shares = np.array([share for row in rows for share in row.values()], np.float32)
        self._more = _pairs(self._more_ids, np.repeat(owners, self._more_lengths))
        places, lengths = base._places(dropped)
        self._less = _pairs(self._ids[places], np.repeat(dropped_of, lengths))
        self._lost = places

    @property
    def numbers(self) -> int:
        """One more than the highest number of a target."""
        return self._numbers

    @cached_property
    def _held(self) -> np.ndarray:
        """How many targets hold each word, int `[words]`."""
        held = np.concatenate([self._base._held, np.zeros(len(self._new), np.int64)])
        np.add.at(held, self._more[0], 1)
        np.subtract.at(held, self._less[0], 1)
        return held

    @cached_property
    def _common(self) -> np.ndarray:
        """How often each word is written in ordinary language, float32 `[words]`: the most of those that still are."""
        common = np.concatenate([self._base._common, np.zeros(len(self._new), np.float32)])
        if len(lost := np.unique(self._less[0])):
            wanted = np.zeros(len(self._vocabulary), bool)
            wanted[lost] = True
            left = wanted[self._ids]
            left[self._lost] = False
            others = np.flatnonzero(left)
            common[lost] = 0
            np.maximum.at(common, self._ids[others], self._shares[others])
        np.maximum.at(common, self._more_ids, self._more_shares)
        return common

    def row_totals(self, rows: np.ndarray) -> np.ndarray:
        """Return what all words of each of `rows` tell together, in nats, float32 `[len(rows)]`."""
        ids, lengths = self.words_in(rows)
        return summed(self._telling(ids), lengths)

    def mass(self, text: Weighed) -> np.ndarray:
        """Return what of `text` each target says too, in nats, float `[numbers]`; nothing where it has gone."""
        mass = super().mass(text)
        mass[self._gone] = 0
        return mass

    def words_in(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of the words of `rows`, row by row, and how many each has.

        Args:
            rows: int `[n]`, ascending.
        """
        first = len(self._row_start) - 1
        below, above = rows[rows < first], rows[rows >= first] - first
        ids, lengths = super().words_in(below)
        more = self._more_lengths[above]
        places = rows_from(self._more_start[above], more)
        return np.concatenate([ids, self._more_ids[places]]), np.concatenate([lengths, more])

    def _left(self, targets: np.ndarray) -> np.ndarray:
        """Return those of some targets that are still on the list."""
        return np.asarray(targets[~np.isin(targets, self._gone)])

    def _span(self, word: int) -> np.ndarray:
        """Return the targets that hold a word, by its number, ascending; some of them may have gone."""
        first, last = np.searchsorted(self._more[0], (word, word + 1))
        more = self._more[1][first:last]
        if word >= len(self._vocabulary):
            return np.asarray(more)
        span = super()._span(word)
        return np.concatenate([span, more]) if len(more) else span

    def _where(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of each key, and whether a target on the list holds it."""
        where, found = super()._where(keys)
        if len(self._new):
            at = np.minimum(np.searchsorted(self._new, keys), len(self._new) - 1)
            added = self._new[at] == keys
            where, found = np.where(added, len(self._vocabulary) + at, where), found | added
        found = found & (self._held[np.where(found, where, 0)] > 0) if found.any() else found
        return where, found


def _pairs(words: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Return words and the targets that hold them, each pair once, by word and target, int `[2, n]`."""
    pairs = np.unique(words.astype(np.int64) << 32 | owners.astype(np.int64))
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF])
