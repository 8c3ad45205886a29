"""Which sentences of a text repeat a fact of a target, beyond the user's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    FACTS_ONLY_RECALL_SCORE,
    MIN_RECALL_NATS,
    OTHER_PERSON_MARGIN,
    RECALL_SCORE,
    SAME_MEANING_COSINE,
)
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import Index
from alu.store.match.values.unheld import looked_at_again
from alu.store.text.han import as_chinese
from alu.store.text.languages import may_be_english, script
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.passages import passages
from alu.store.text.terms import hashed, terms

__all__ = ["Recall", "Recalled"]

_COLUMNS = 4_096
"""Facts that are compared at once: bounds the memory that a text takes."""
KEPT_ROWS = 4_096
"""Facts that are kept as they are beyond a user's words, over all users: 8 MB or so."""


class Recalled(NamedTuple):
    """A text that repeats a fact."""

    target: int
    """Its number."""
    text: int
    """Its number."""
    score: float
    """Of the fact that it repeats best."""


class _New(NamedTuple):
    """What texts say beyond some words."""

    lists: Sequence[Sequence[str]]
    """Of each text, its new words."""
    words: Sequence[Mapping[int, float]]
    """Of each text, its new words as hashes and what each tells, in nats."""
    beyond: np.ndarray
    """Vectors of the new words alone, float32 `[n, dim]`."""
    whole: np.ndarray
    """Vectors of the whole texts, float32 `[n, dim]`."""
    worded: np.ndarray
    """Whether the new words are more than numbers, bool `[n]`."""

    def part(self, some: slice) -> _New:
        """Return what some of the texts say."""
        return _New(self.lists[some], self.words[some], self.beyond[some], self.whole[some], self.worded[some])


class Recall:
    """Compares texts with the facts of some targets, all at once: the time is linear in the texts and in the facts.

    A sentence recalls a fact where what both say beyond the user's words is alike: the score is
    `(2 a + b + c) / 4` with a the cosine between the new words, b between the whole texts, and c the share of
    the fact's new words, in nats, that the sentence holds. Word overlap alone is blind to rewording, vectors
    alone cannot tell a fact from talk about the same subject.

    Args:
        index: the targets, and what is known of their words.
    """

    def __init__(self, index: Index) -> None:
        self._targets, self._embedder, self._terms = index.targets, index.embedder, index.terms
        self._known: dict[tuple[int, frozenset[int]], _New] = {}
        self._rows = 0

    def find(
        self,
        texts: Sequence[str],
        said: str,
        among: Collection[int],
        named: Collection[int],
        meant: Collection[int] | None,
        aside: Collection[int] = (),
    ) -> Iterator[Recalled]:
        """Yield what the texts recall of the targets `among`, by target and text.

        Args:
            texts: any.
            said: what the user wrote.
            among: numbers of targets.
            named: those that the texts name: their names are left to the rule on names.
            meant: those that the user means; None where that is open, and each text shows it by itself.
            aside: those that only earlier turns of the dialogue speak of, which has gone on since.
        """
        texts = [*map(as_chinese, texts)]
        found = list(self._find(texts, said, among, named, meant, aside))
        again = looked_at_again(
            found, texts, self._targets, lambda left, of: self._find(left, said, of, named, meant, aside)
        )
        yield from (one for one, still in again if still is not None)

    def _find(
        self,
        texts: Sequence[str],
        said: str,
        among: Collection[int],
        named: Collection[int],
        meant: Collection[int] | None,
        aside: Collection[int],
    ) -> Iterator[Recalled]:
        """Yield what the texts recall, also by the parts of somebody else's date or number."""
        users = frozenset(word_hashes(as_chinese(said)))
        spoken = {n: users | self._own(n) if n in named else users for n in sorted(among)}
        facts = {n: new for n, new in self._facts(spoken).items() if new.words}
        new = self._beyond(texts, [users] * len(texts)) if facts else None
        for group in _groups(facts):
            assert new is not None
            others = self._others(texts, list(group), named, meant)
            yield from self._recalled(texts, new, group, spoken, others, frozenset(aside))

    def _recalled(
        self,
        texts: Sequence[str],
        new: _New,
        facts: Mapping[int, _New],
        spoken: Mapping[int, frozenset[int]],
        others: np.ndarray,
        aside: Collection[int],
    ) -> Iterator[Recalled]:
        """Yield what is recalled of some targets; `others` tells where a text speaks of others, `[texts, targets]`."""
        counts = np.array([len(f.words) for f in facts.values()])
        first = np.cumsum(counts) - counts
        beyond, wholes = (
            np.concatenate(some) for some in zip(*((f.beyond, f.whole) for f in facts.values()), strict=True)
        )
        close = new.beyond @ beyond.T
        self._leave_names_out(close, new, facts, spoken, first)
        held, whole = _shared(new.words, [words for f in facts.values() for words in f.words])
        share = held / np.maximum(whole, 1e-6)
        enough = held / np.maximum(np.minimum(MIN_RECALL_NATS, 0.6 * whole), 1e-6)
        # in scripts that it hardly knows the embedder finds any two sentences alike, and any two numbers («7.» and a
        # year): there words must be shared
        latin = np.array([script(text) in ("LATIN", None) for text in texts], bool)[:, None]
        worded = np.outer(new.worded, np.concatenate([f.worded for f in facts.values()]))
        alike = np.where(latin & worded, (close - SAME_MEANING_COSINE) / 0.1, 0)
        enough = np.minimum(1, np.maximum(enough, alike)) * (whole > 0)
        scores = (2 * close + new.whole @ wholes.T + share) / 4 * enough
        best, shares = (np.maximum.reduceat(each, first, axis=1) for each in (scores, share))
        # of other languages than English the embedder knows little: there words alone tell, if nobody is asked about
        unknown = bool(aside) and not may_be_english(" ".join(texts))
        for column, number in enumerate(facts):
            # all else about such a target may be said, in the same words and of the same name
            least = FACTS_ONLY_RECALL_SCORE if self._targets[number].policy == "facts" else 0.0
            apart = others[:, column] | (number in aside)
            limits = np.maximum(np.where(apart, RECALL_SCORE + OTHER_PERSON_MARGIN, RECALL_SCORE), least)
            said = best[:, column]
            if unknown and number in aside:
                said = np.minimum(said, shares[:, column])
            for i in np.flatnonzero(said >= limits):
                yield Recalled(number, int(i), float(said[i]))

    def _leave_names_out(
        self,
        close: np.ndarray,
        new: _New,
        facts: Mapping[int, _New],
        spoken: Mapping[int, frozenset[int]],
        first: np.ndarray,
    ) -> None:
        """Compare the texts that hold words of a target's name without these, in place."""
        holding: dict[int, list[int]] = {}
        for i, words in enumerate(new.lists):
            for key in set(map(hashed, words)):
                holding.setdefault(key, []).append(i)
        rows = {n: sorted({i for key in spoken[n] for i in holding.get(key, ())}) for n in facts}
        lists = [[w for w in new.lists[i] if hashed(w) not in spoken[n]] for n in facts for i in rows[n]]
        vectors, start = self._embedder.embed(list(map(" ".join, lists))) if lists else new.beyond, 0
        for at, (number, its) in zip(first, facts.items(), strict=True):
            if some := rows[number]:
                close[some, at : at + len(its.words)] = vectors[start : start + len(some)] @ its.beyond.T
                start += len(some)

    def _others(
        self, texts: Sequence[str], numbers: Sequence[int], named: Collection[int], meant: Collection[int] | None
    ) -> np.ndarray:
        """Tell which of `texts` speak of somebody else than each target, bool `[texts, targets]`."""
        unnamed = np.array([n not in named for n in numbers])
        if meant is not None:
            apart = unnamed & np.array([n not in meant for n in numbers])
            return np.broadcast_to(apart, (len(texts), len(numbers)))
        asked, others = np.array(numbers)[unnamed], np.zeros((len(texts), len(numbers)), bool)
        for i, text in enumerate(texts if len(asked) else ()):
            # names are given, and none of them is in what is stored of the target
            if runs := mentions(text).runs:
                others[i, unnamed] = ~np.any([self._terms.holding(run, asked) for run in runs], axis=0)
        return others

    def _facts(self, spoken: Mapping[int, frozenset[int]]) -> dict[int, _New]:
        """Return the facts of some targets, each beyond the words that were spoken."""
        found = {n: self._known.get((n, words)) for n, words in spoken.items()}
        missing = {n: self._texts(n) for n, known in found.items() if known is None}
        if missing:
            texts = list(chain.from_iterable(missing.values()))
            new = self._beyond(texts, [spoken[n] for n, some in missing.items() for _ in some])
            start = 0
            parts = dict[tuple[int, frozenset[int]], _New]()
            for n, some in missing.items():
                found[n] = parts[n, spoken[n]] = new.part(slice(start, start + len(some)))
                start += len(some)
            self._keep(parts, len(texts))
        return {n: new for n, new in found.items() if new is not None}

    def _keep(self, parts: Mapping[tuple[int, frozenset[int]], _New], rows: int) -> None:
        """Keep facts beyond some user's words, `rows` in all: a book of a thousand sentences takes 2 MB a question."""
        if self._rows + rows > KEPT_ROWS:
            self._known, self._rows = {}, 0
        if rows <= KEPT_ROWS:
            self._known.update(parts)
            self._rows += rows

    def _texts(self, number: int) -> list[str]:
        """Return what a text may recall: facts, and the sentences of long ones; of a `text` target its passages."""
        target = self._targets[number]
        if target.kind == "text":
            return list(passages([fact.text for fact in target.facts]))
        said = [(text, sentences(text)) for text in (as_chinese(f.text) for f in target.facts)]
        return [one for whole, parts in said for one in dict.fromkeys([whole, *(parts if len(parts) > 1 else ())])]

    def _beyond(self, texts: Sequence[str], spoken: Sequence[frozenset[int]]) -> _New:
        """Return what each text says beyond words of its own."""
        lists = [[w for w in terms(t) if hashed(w) not in own] for t, own in zip(texts, spoken, strict=True)]
        vectors = self._embedder.embed([*map(" ".join, lists), *texts])
        weights = self._terms.tell({w for words in lists for w in words})
        kept = [{hashed(w): weights[w] for w in words if weights[w] > 0} for words in lists]
        worded = np.array([not all(map(str.isdigit, words)) for words in lists], bool)
        return _New(lists, kept, vectors[: len(texts)], vectors[len(texts) :], worded)

    def _own(self, number: int) -> frozenset[int]:
        target = self._targets[number]
        return frozenset(key for name in target.names for key in word_hashes(as_chinese(name)))


def _groups(facts: Mapping[int, _New]) -> Iterator[dict[int, _New]]:
    """Yield the facts of a few targets at a time."""
    group: dict[int, _New] = {}
    size = 0
    for number, new in facts.items():
        if group and size + len(new.words) > _COLUMNS:
            yield group
            group, size = {}, 0
        group[number] = new
        size += len(new.words)
    if group:
        yield group


def _shared(texts: Sequence[Collection[int]], facts: Sequence[Mapping[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return what of each fact each text holds, `[texts, facts]`, and all of each fact, `[facts]`, in nats."""
    holding: dict[int, list[int]] = {}
    for i, words in enumerate(texts):
        for key in words:
            holding.setdefault(key, []).append(i)
    held = np.zeros((len(texts), len(facts)), np.float32)
    whole = np.zeros(len(facts), np.float32)
    for column, fact in enumerate(facts):
        for key, nats in fact.items():
            whole[column] += nats
            if key in holding:
                held[holding[key], column] += nats
    return held, whole
