"""What a text says of a target: one score from meaning, words, and signs that somebody else is meant."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    BACKGROUND_TARGETS,
    HELD_NAME_SHARE,
    MAX_CANDIDATES,
    MIN_CANDIDATE_SHARE,
    MIN_NATS_PER_LOG_TARGET,
    MIN_SHARED_NATS,
    OTHER_PERSON_PENALTY,
    OTHER_YEAR_PENALTY,
    RARE_NAME_PART_BONUS,
    RARE_WORD_NATS,
    SUFFICIENT_NATS,
    SUFFICIENT_NATS_DRAFT,
    SURPLUS_BONUS,
    SURPLUS_NATS,
    TELLING_WORD_NATS,
    WHOLE_TEXT_CHARACTERS,
)
from alu.store.match.evidence import Aspect, Evidence
from alu.store.match.index import Index
from alu.store.match.nearest import Matrix
from alu.store.match.query import EVERYTHING, CandidateFilter, Query
from alu.store.match.term_index import TermIndex, Weighed
from alu.store.text.mentions import Mentions, mentions
from alu.store.text.terms import hashed, informative, terms

__all__ = ["Candidate", "Facts", "NameWords", "Scorer"]


class NameWords(NamedTuple):
    """A name of a target, as word hashes."""

    words: tuple[int, ...]
    rare: tuple[int, ...]
    """Those that hardly anybody else is called."""

    @classmethod
    def of(cls, text: str) -> NameWords:
        """Return the words of a name."""
        words = terms(text)
        rare = tuple(hashed(w) for w in words if len(w) > 3 and informative(w) >= RARE_WORD_NATS)
        return cls(tuple(map(hashed, words)), rare)


class Candidate(NamedTuple):
    """A target that a text may be near to."""

    text: int
    target: int
    score: float
    """0 to 1."""
    shared_nats: float
    """Nats of telling words that the text shares with one row."""


class Facts:
    """Finds targets of which a text says what is stored of them."""

    name = "fact"

    def __init__(self, index: Index, previous: Facts | None = None) -> None:
        self._index = index
        self._names: list[tuple[NameWords, ...]] = [
            previous._names[previous._index.numbers[t.id]]
            if previous and t.id in index.same
            else tuple(NameWords.of(n) for n in (t.name, *t.aliases))
            for t in index.targets
        ]
        ranks = np.array([hashed(t.id) for t in index.targets], np.uint64)
        self._scorer = Scorer(index.vectors, index.terms, index.starts, self._names, ranks)

    @cached_property
    def _rows(self) -> Matrix:
        return Matrix(self._index.vectors)

    def own_words(self, number: int) -> frozenset[int]:
        """Return the hashes of the words of a target's names."""
        return frozenset(w for name in self._names[number] for w in name.words)

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the targets that the texts say something of, each with its score; also of those named so far."""
        wanted = query.wanted
        if wanted.min_score and wanted.restrict_to is None:
            named = {self._index.numbers[e.target_id] for e in so_far if e.aspect == "name"}
            wanted = wanted._replace(exempt=named)
        yield from self._scored(query, wanted)

    def nearest(self, query: Query, k: int, among: Collection[str] | None = None) -> Iterator[Evidence]:
        """Return the targets of the `k` rows nearest to the texts in meaning, with those that share most words.

        Args:
            query: the texts.
            k: how many targets are wanted, at least.
            among: ids of the only targets whose rows are searched.
        """
        yield from self._scored(query, query.wanted, k, None if among is None else self._index.rows(among))

    def _scored(
        self, query: Query, wanted: CandidateFilter, k: int = 0, rows: np.ndarray | None = None
    ) -> Iterator[Evidence]:
        parts: dict[str, int] = {}
        for i, reading in enumerate(query.readings):
            whole = len(reading.text) <= WHOLE_TEXT_CHARACTERS
            for part in [reading.text] if whole else [s.text for s in reading.sentences]:
                parts.setdefault(part, i)
        vectors = self._index.embedder.embed(list(parts))
        if k:
            wanted = wanted._replace(always_include=self._by_meaning(vectors, k, rows))
        numbers = list(parts.values())
        for c in self._scorer.candidates(list(parts), vectors, query.answers or "", wanted):
            target = self._index.targets[c.target]
            yield Evidence(
                target.id,
                self.name,
                _ASPECTS[target.kind],
                c.score,
                sentence=numbers[c.text],
                source=query.source,
                shared_nats=c.shared_nats,
            )

    def _by_meaning(self, vectors: np.ndarray, k: int, rows: np.ndarray | None) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for near in self._rows.nearest(vectors, 4 * k, rows):
            found.setdefault(near.text, set()).add(self._index.owner(near.row))
        return found


_ASPECTS: Mapping[str, Aspect] = {"entity": "fact", "topic": "topic", "text": "text"}


class Scorer:
    """Scores texts against targets.

    The score is the mean of three shares, each 0 to 1: the cosine to the target's nearest row, the share of
    what the text tells (`TermIndex`, in nats) that one row tells too, and the share that all rows of the target
    tell. It is scaled down where what is shared does not tell one target of all apart: `log(targets)` nats. A long
    text that shares far more than that with one row is near whatever else it says. Either is lowered where the
    text names somebody else, or another year.

    Without shared words there is no score, so the targets that share most words are the only candidates, and
    cosines are taken to their rows alone: that is exact, and the vectors of all others are not read.

    Args:
        vectors: of all rows, float32 `[n, dim]`, of length 1.
        overlap: words of all rows.
        starts: first row of each target and, last, the number of rows, int `[targets + 1]`.
        names: of each target.
        ranks: of each target, a number that does not depend on the order of the targets and settles ties.
    """

    def __init__(
        self,
        vectors: np.ndarray,
        overlap: TermIndex,
        starts: np.ndarray,
        names: Sequence[Sequence[NameWords]],
        ranks: np.ndarray,
    ) -> None:
        self._apart = math.log(BACKGROUND_TARGETS) + MIN_NATS_PER_LOG_TARGET * math.log(
            len(names) / BACKGROUND_TARGETS + 1
        )
        self._vectors, self._overlap, self._starts = vectors, overlap, starts
        self._names, self._ranks = names, ranks

    def candidates(
        self,
        texts: Sequence[str],
        vectors: np.ndarray,
        asked: str = "",
        wanted: CandidateFilter = EVERYTHING,
    ) -> list[Candidate]:
        """Return the targets that may be near to each text.

        Args:
            texts: any.
            vectors: of the texts, float32 `[len(texts), dim]`.
            asked: the question that the texts answer: what names nobody is taken to speak of whom it names.
            wanted: which targets.
        """
        whom, plenty = mentions(asked).runs, SUFFICIENT_NATS_DRAFT if asked else SUFFICIENT_NATS
        found: list[Candidate] = []
        for i, text in enumerate(texts):
            told = mentions(text)
            told = told if told.runs else Mentions(whom, told.years, told.titles)
            weighed = self._overlap.weigh(text)
            mass = self._overlap.mass(weighed)
            chosen = self._chosen(mass, weighed, wanted.always_include.get(i, ()))
            if wanted.min_score or wanted.restrict_to is not None:
                counted = 1 + HELD_NAME_SHARE * (len(told.runs) + len(told.titles))
                chosen = chosen[self._able(chosen, mass[chosen], weighed.total, counted, plenty, wanted)]
            if len(chosen):
                scores, telling = self._scores(weighed, mass[chosen], vectors[i], chosen, told, plenty)
                found += map(Candidate, repeat(i), chosen.tolist(), scores.tolist(), telling.tolist())
        return found

    def _chosen(self, mass: np.ndarray, weighed: Weighed, beside: Collection[int]) -> np.ndarray:
        """Return the targets that say most of the text, in order; ties are settled by rank."""
        able = np.flatnonzero(mass > MIN_CANDIDATE_SHARE * weighed.total)
        if len(able) > MAX_CANDIDATES:
            least = np.partition(mass[able], -MAX_CANDIDATES)[-MAX_CANDIDATES]
            able = able[mass[able] >= least]
        if len(able) > 2 * MAX_CANDIDATES:
            able = able[np.lexsort((self._ranks[able], -mass[able]))[: 2 * MAX_CANDIDATES]]
        return np.unique(np.concatenate([able, np.fromiter(beside, np.int64)])) if beside else np.sort(able)

    def _able(
        self,
        chosen: np.ndarray,
        everything: np.ndarray,
        total: float,
        counted: float,
        plenty: float,
        wanted: CandidateFilter,
    ) -> np.ndarray:
        """Tell which chosen targets are wanted: for most texts, what they share is too little for any score.

        `counted` is how often a word may count as evidence.
        """
        most = self._scaled(1 + 2 * everything / max(total, 1e-6), everything)
        most = np.maximum(most, (counted * everything - self._apart) / plenty) + RARE_NAME_PART_BONUS
        kept = np.asarray(most >= wanted.min_score)
        if wanted.exempt:
            kept |= np.isin(chosen, [*wanted.exempt])
        return kept if wanted.restrict_to is None else kept & np.isin(chosen, [*wanted.restrict_to])

    def _scaled(self, shares: np.ndarray, everything: np.ndarray) -> np.ndarray:
        """Return the mean of three shares, as far as what is shared tells one target of all apart."""
        scores = shares / 3 * np.minimum(1, everything / (self._apart + MIN_SHARED_NATS))
        scores += SURPLUS_BONUS * np.clip((everything - self._apart) / SURPLUS_NATS, 0, 1)
        return scores

    def _scores(
        self,
        weighed: Weighed,
        everything: np.ndarray,
        vector: np.ndarray,
        chosen: np.ndarray,
        told: Mentions,
        plenty: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the score of each chosen target and what one row of it shares in nats, float `[len(chosen)]` each."""
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        first = np.cumsum(lengths) - lengths
        rows = np.arange(int(lengths.sum())) - np.repeat(first - self._starts[chosen], lengths)
        meaning = np.maximum.reduceat(self._vectors[rows] @ vector, first)
        masses = self._overlap.row_masses(weighed, rows, TELLING_WORD_NATS)
        words, telling = (np.maximum.reduceat(m, first) for m in masses)
        scores = self._scaled(meaning + (words + everything) / max(weighed.total, 1e-6), everything)
        signs, held = self._signs(chosen, weighed, told)
        evidence = np.minimum(1, (telling + HELD_NAME_SHARE * held - self._apart) / plenty)
        return np.clip(np.maximum(scores, evidence) + signs, 0, 1), telling

    def _signs(self, chosen: np.ndarray, weighed: Weighed, told: Mentions) -> tuple[np.ndarray, np.ndarray]:
        """Return what speaks for or against each target beside the score, and nats for whole names it holds."""
        other, held = np.zeros(len(chosen), bool), np.zeros(len(chosen))
        for run in dict.fromkeys(told.runs):
            holds = self._overlap.holding(run, chosen)
            foreign = ~holds
            for n in np.flatnonzero(holds):
                foreign[n] = any(_exchanged(run, name.words) for name in self._names[chosen[n]])
            for n in np.flatnonzero(foreign):
                foreign[n] = not any(_within(run, name.words) for name in self._names[chosen[n]])
            other |= foreign
            if len(run) > 1:
                nats = float(weighed.only(frozenset(run)).telling(TELLING_WORD_NATS).weights.sum())
                held += np.where(foreign, 0.0, nats * (2 if run in told.titles else 1))
        signs = np.where(other, -OTHER_PERSON_PENALTY, 0.0)
        for n in np.flatnonzero(~other):
            signs[n] += RARE_NAME_PART_BONUS * (
                not all(weighed.hashes.isdisjoint(name.rare) for name in self._names[chosen[n]])
            )
        if told.years:
            signs -= np.where(self._overlap.holding(told.years, chosen), 0.0, OTHER_YEAR_PENALTY)
        return signs, held


def _within(run: tuple[int, ...], name: tuple[int, ...]) -> bool:
    """Tell whether `run` is a part of `name`, in order."""
    return any(name[i : i + len(run)] == run for i in range(len(name) - len(run) + 1))


def _exchanged(run: tuple[int, ...], name: tuple[int, ...]) -> bool:
    """Tell whether `run` is made of parts of `name` in another order: another person's name, mostly."""
    return set(run) <= set(name) and not _within(run, name)
