"""How much of what a text says is also said of a target, by shared words and their rarity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    BACKGROUND_TARGETS,
    BACKGROUND_WORDS,
    KEPT_TERMS_CHARACTERS,
    MIN_TERM_NATS,
    UNKNOWN_WORD_NATS,
)
from alu.store.text.terms import commonness, hashed, prior, terms
from alu.store.text.vocabulary import information
from alu.store.text.words import is_unspaced

__all__ = ["TermIndex", "Weighed", "rows_from", "summed", "word_hashes", "word_shares"]


_KEPT_WORDS, _KEPT_TEXTS = 65_536, 256
"""Words and texts of which an index keeps what they tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The words of a text that tell something; one is the same as itself alone."""

    hashes: frozenset[int]
    """All of its words, also those that tell nothing."""
    keys: np.ndarray
    """Hashes of its words that some target holds, uint64 `[n]`."""
    known: np.ndarray
    """Numbers of its words that some target holds, int `[n]`."""
    weights: np.ndarray
    """What each of these tells, in nats, float32 `[n]`."""
    total: float
    """What all of its words tell together, in nats."""
    coined: frozenset[int] = frozenset()
    """Hashes of its words that are in no language, without numbers."""

    @property
    def held(self) -> float:
        """What its words that some target holds tell together, in nats: no target shares more."""
        return float(self.weights.sum(dtype=np.float64))

    def telling(self, least: float) -> Weighed:
        """Return the same without words that tell less than `least` nats."""
        return self._kept(self.weights >= least)

    def only(self, words: frozenset[int]) -> Weighed:
        """Return the same with the words in `words` alone."""
        return self._kept(np.fromiter((int(key) in words for key in self.keys), bool, len(self.keys)))

    def _kept(self, kept: np.ndarray) -> Weighed:
        return replace(self, keys=self.keys[kept], known=self.known[kept], weights=self.weights[kept])


class _WordNats(NamedTuple):
    """What one word tells."""

    key: int
    """Its hash."""
    share: float
    """Of ordinary language."""
    coined: bool
    """It is in no language, and no number."""
    number: int
    """Of the word."""
    stored: bool
    """Whether any target holds it."""
    nats: float


def word_hashes(text: str) -> list[int]:
    """Return the hashes of the distinct words of `text`, in order."""
    return list(dict.fromkeys(map(hashed, terms(text))))


def word_shares(text: str) -> dict[int, float]:
    """Return how often each distinct word of `text` is written in ordinary language, by its hash, in order."""
    return _shares(map(_written, terms(text)))


def _shares(words: Iterable[_Written]) -> dict[int, float]:
    shares: dict[int, float] = {}
    for key, share, _ in words:
        if share > shares.get(key, 0.0):
            shares[key] = share
    return shares


class _Written(NamedTuple):
    """What is known of a word without any target."""

    key: int
    """Its hash."""
    share: float
    """Of ordinary language."""
    coined: bool
    """It is in no language: a name, mostly. A house number is another one's, too."""


@lru_cache(maxsize=65_536)
def _written(word: str) -> _Written:
    return _Written(hashed(word), prior(word), word.isalpha() and information(word) >= UNKNOWN_WORD_NATS)


class TermIndex:
    """An inverted index from words to targets, and a forward one from rows to words.

    A word tells `-log` of the share of targets that hold it, where `BACKGROUND_TARGETS` imagined targets of ordinary
    language are counted in; and no more than its share of ordinary language says. The shares are counts, so
    nothing depends on the order of the targets.

    Args:
        arrays: what `arrays()` gave.
        targets: how many there are.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], targets: int) -> None:
        self.targets = targets
        """How many are stored; of them the shares are counted."""
        self._arrays = arrays
        self._vocabulary = arrays["vocabulary"]
        self._ids, self._row_start = arrays["ids"], arrays["row_start"]
        self._holders, self._word_start = arrays["holders"], arrays["word_start"]
        self._shares = arrays["shares"]
        self._kept: dict[str, _WordNats] = {}

    @classmethod
    def of(
        cls,
        rows: Sequence[slice | Sequence[Mapping[int, float]]],
        owners: np.ndarray,
        previous: TermIndex | None = None,
    ) -> TermIndex:
        """Build the index of some rows; those of an older one are taken over, which is ten times as fast.

        Args:
            rows: the rows of `previous` that come next as they are, or the word shares of rows that are new.
            owners: the target of each row, int `[n]`, ascending.
            previous: the older index.
        """
        targets = int(owners[-1]) + 1 if len(owners) else 0
        return cls(_inverted(*_forward(rows, previous), owners, targets), targets)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the index as arrays that can be kept and memory-mapped."""
        return dict(self._arrays)

    def tell(self, words: Iterable[str]) -> dict[str, float]:
        """Return what each word tells beyond its sentence, in nats; 0 for less than half a nat.

        For the release gate: it compares a sentence with the facts of few targets, and a word that is rare as a piece
        of text says more there than its share of a language (98.8 against 96.3 % of reworded answers caught).
        """
        listed = list(words)
        common = [prior(w) if is_unspaced(w) else commonness(w) for w in listed]
        _, _, weights = self._weights([hashed(w) for w in listed], common)
        return dict(zip(listed, np.where(weights >= MIN_TERM_NATS, weights, 0).tolist(), strict=True))

    def weigh(self, text: str) -> Weighed:
        """Return what the words of `text` tell; of short texts it is kept, since a request asks several times."""
        return self._weighed(text) if len(text) <= KEPT_TERMS_CHARACTERS else self._weigh(text)

    @cached_property
    def _weighed(self) -> Callable[[str], Weighed]:
        return lru_cache(maxsize=_KEPT_TEXTS)(self._weigh)

    def _weigh(self, text: str) -> Weighed:
        words = self._looked_up(list(dict.fromkeys(terms(text))))
        forms: dict[int, _WordNats] = {}  # «writes» and «writing» are one word, as common as the commoner of them
        for word in words:
            if (other := forms.get(word.key)) is None or word.share > other.share:
                forms[word.key] = word
        telling = [word for word in forms.values() if word.nats >= MIN_TERM_NATS]
        known = [word for word in telling if word.stored]
        return Weighed(
            frozenset(forms),
            np.array([word.key for word in known], np.uint64),
            np.array([word.number for word in known], np.int64),
            np.array([word.nats for word in known], np.float32),
            float(np.array([word.nats for word in telling]).sum()),
            frozenset(word.key for word in words if word.coined),
        )

    def _looked_up(self, words: list[str]) -> list[_WordNats]:
        """Return what words say; what was worked out of one is kept."""
        kept = self._kept
        if new := [word for word in words if word not in kept]:
            if len(kept) > _KEPT_WORDS:  # another one, since another thread may read this one
                kept, new = {}, words
                self._kept = kept
            written = list(map(_written, new))
            where, found, nats = self._weights([one.key for one in written], [one.share for one in written])
            each = zip(written, where.tolist(), found.tolist(), nats.tolist(), strict=True)
            kept.update(zip(new, (_WordNats(*one, *rest) for one, *rest in each), strict=True))
        return [kept[word] for word in words]

    def _weights(self, keys: Sequence[int], common: Sequence[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return of each word its number, whether any target holds it, and what it tells, in nats."""
        where, found = self._where(np.array(keys, np.uint64))
        held = np.zeros(len(keys))
        held[found] = self._held[where[found]]
        return where, found, self._nats(held, np.array(common, np.float64))

    def _nats(self, held: np.ndarray, common: np.ndarray) -> np.ndarray:
        """Return what words tell that so many targets hold and that have such shares of ordinary language."""
        shares = -np.expm1(-BACKGROUND_WORDS * common)
        stored = (held + BACKGROUND_TARGETS * shares) / (self.targets + BACKGROUND_TARGETS)
        return np.asarray(-np.log(np.maximum(stored, shares)))

    @cached_property
    def _held(self) -> np.ndarray:
        """How many targets hold each word, int `[words]`."""
        return np.asarray(np.diff(self._word_start))

    @cached_property
    def _common(self) -> np.ndarray:
        """How often each word is written in ordinary language, float32 `[words]`."""
        common = np.zeros(len(self._vocabulary), np.float32)
        np.maximum.at(common, self._ids, self._shares)
        return common

    @cached_property
    def _totals(self) -> np.ndarray:
        weights = self._telling(np.arange(len(self._held)))
        return summed(weights[self._ids], np.diff(self._row_start))

    def row_totals(self, rows: np.ndarray) -> np.ndarray:
        """Return what all words of each of `rows` tell together, in nats, float32 `[len(rows)]`."""
        return np.asarray(self._totals[rows])

    def _telling(self, words: np.ndarray) -> np.ndarray:
        """Return what words tell by their numbers, in nats, float32 `[len(words)]`; 0 for too little."""
        nats = self._nats(self._held[words].astype(np.float64), self._common[words].astype(np.float64))
        return np.where(nats >= MIN_TERM_NATS, nats, 0).astype(np.float32)

    def mass(self, text: Weighed) -> np.ndarray:
        """Return what of `text` each target says too, in nats, float `[targets]`."""
        spans = [self._span(word) for word in text.known]
        if not spans:
            return np.zeros(self.numbers)
        weights = np.repeat(text.weights, [len(s) for s in spans])
        return np.bincount(np.concatenate(spans), weights, minlength=self.numbers)

    @property
    def numbers(self) -> int:
        """One more than the highest number of a target."""
        return self.targets

    def _span(self, word: int) -> np.ndarray:
        """Return the targets that hold a word, by its number, ascending."""
        return np.asarray(self._holders[self._word_start[word] : self._word_start[word + 1]])

    def words_in(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of the words of `rows`, row by row, and how many each has.

        Args:
            rows: int `[n]`, ascending.
        """
        places, lengths = self._places(rows)
        return self._ids[places], lengths

    def _places(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        starts = self._row_start[rows]
        lengths = self._row_start[rows + 1] - starts
        return rows_from(starts, lengths), lengths

    def row_masses(self, text: Weighed, rows: np.ndarray, telling: float) -> tuple[np.ndarray, np.ndarray]:
        """Return what of `text` each of `rows` says too, in nats, float `[len(rows)]`.

        First all of it, then of its words that tell `telling` nats each at least.
        """
        if not len(text.known):
            return np.zeros(len(rows)), np.zeros(len(rows))
        ids, lengths = self.words_in(rows)
        order = np.argsort(text.known)
        known, weights = text.known[order], text.weights[order]
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        held = np.flatnonzero(known[at] == ids)
        gained, owners = weights[at[held]], np.repeat(np.arange(len(rows)), lengths)[held]
        some = gained >= telling
        return (
            np.bincount(owners, gained, minlength=len(rows)),
            np.bincount(owners[some], gained[some], minlength=len(rows)),
        )

    def holding(self, keys: Sequence[int], targets: np.ndarray) -> np.ndarray:
        """Tell of each of `targets` whether it holds every one of `keys`, bool `[len(targets)]`."""
        where, found = self._where(np.array(keys, np.uint64))
        held = np.full(len(targets), bool(found.all()))
        for word in where if held.any() else ():
            holders = self._span(word)
            at = np.minimum(np.searchsorted(holders, targets), len(holders) - 1)
            held &= holders[at] == targets
        return held

    def sole_holder(self, keys: Sequence[int]) -> int | None:
        """Return the only target that holds every one of `keys`; None where there are several, or none."""
        left = self.holders(keys)
        return int(left[0]) if len(left) == 1 else None

    def holders(self, keys: Sequence[int]) -> np.ndarray:
        """Return the targets that hold every one of `keys`, at least one, int `[n]`, ascending."""
        where, found = self._where(np.array(keys, np.uint64))
        if not len(where) or not found.all():
            return np.empty(0, np.int64)
        left, *rest = sorted(map(self._span, where), key=len)
        for span in rest:
            left = left[np.isin(left, span, assume_unique=True)]
        return self._left(left)

    def _left(self, targets: np.ndarray) -> np.ndarray:
        """Return those of some targets that are still on the list: all."""
        return targets

    def _where(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the number of each key in the vocabulary, and whether it is there."""
        if not len(self._vocabulary):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
        where = np.minimum(np.searchsorted(self._vocabulary, keys), len(self._vocabulary) - 1)
        return where, self._vocabulary[where] == keys


def rows_from(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the numbers from each of `starts` on, so many of each, int `[sum(lengths)]`."""
    offsets = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) - np.repeat(offsets - starts, lengths))


def summed(weights: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the sum of the weights of each row, by how many words each has, float32 `[len(lengths)]`.

    Each row is summed by itself, so that no total depends on the rows before it.
    """
    totals = np.zeros(len(lengths), np.float32)
    if len(filled := np.flatnonzero(lengths)):
        totals[filled] = np.add.reduceat(weights, (np.cumsum(lengths) - lengths)[filled])
    return totals


def _forward(
    rows: Sequence[slice | Sequence[Mapping[int, float]]], previous: TermIndex | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the vocabulary of some rows, the numbers of their words in order with their shares, each row's count."""
    listed = [[] if isinstance(some, slice) else some for some in rows]
    new = [np.array([key for row in some for key in row], np.uint64) for some in listed]
    vocabulary = np.unique(np.concatenate([*new, previous._vocabulary if previous else _NONE]))
    ids, lengths = [_NONE.astype(np.int64)], [_NONE.astype(np.int64)]
    shares = [np.zeros(0, np.float32)]
    if previous:
        numbers, ends = np.searchsorted(vocabulary, previous._vocabulary)[previous._ids], previous._row_start
    for some, keys, texts in zip(rows, new, listed, strict=True):
        if previous and isinstance(some, slice):
            taken = slice(ends[some.start], ends[some.stop])
            ids.append(numbers[taken])
            shares.append(previous._shares[taken])
            lengths.append(np.diff(ends[some.start : some.stop + 1]))
        else:
            ids.append(np.searchsorted(vocabulary, keys))
            shares.append(np.array([share for row in texts for share in row.values()], np.float32))
            lengths.append(np.array([len(row) for row in texts], np.int64))
    return vocabulary, np.concatenate(shares), np.concatenate(ids), np.concatenate(lengths)


_NONE = np.zeros(0, np.uint64)


def _inverted(
    vocabulary: np.ndarray,
    shares: np.ndarray,
    ids: np.ndarray,
    lengths: np.ndarray,
    owners: np.ndarray,
    targets: int,
) -> dict[str, np.ndarray]:
    """Return the arrays of a `TermIndex`; a word that only a removed target held is in none of them."""
    held = np.bincount(ids, minlength=len(vocabulary)) > 0
    vocabulary, ids = vocabulary[held], (np.cumsum(held) - 1)[ids]
    pairs = np.sort(ids.astype(np.int64) * max(targets, 1) + np.repeat(owners.astype(np.int64), lengths))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    words = pairs // max(targets, 1)
    return {
        "vocabulary": vocabulary,
        "shares": shares,
        "ids": ids.astype(np.int32),
        "row_start": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        "holders": (pairs % max(targets, 1)).astype(np.int32),
        "word_start": np.searchsorted(words, np.arange(len(vocabulary) + 1)).astype(np.int64),
    }
