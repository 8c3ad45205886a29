"""What a text says of a target: one score from meaning, words, and signs that somebody else is meant."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    BACKGROUND_TARGETS,
    DEFAULT_THRESHOLD,
    MAX_CANDIDATES,
    MIN_CANDIDATE_SHARE,
    MIN_ROW_NATS,
    RARE_WORD_NATS,
    SURPLUS_NATS,
    TELLING_WORD_NATS,
)
from alu.store.match.contexts import Contexts
from alu.store.match.evidence import Aspect, Evidence
from alu.store.match.index import Index, StackedRows
from alu.store.match.nearest import Matrix
from alu.store.match.parts import scored_parts
from alu.store.match.query import EVERYTHING, CandidateFilter, Query
from alu.store.match.score_model import score_model
from alu.store.match.term_index import TermIndex, Weighed, rows_from
from alu.store.match.topic_phrases import is_classified
from alu.store.text.mentions import Mentions, mentions
from alu.store.text.terms import hashed, informative, terms

__all__ = ["MEANING", "Candidate", "Facts", "NameWords", "Scorer"]


MEANING = "meaning"
"""The channel of what only the contextual embedder finds: the same said in other words."""


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
    words_score: float
    """What the score would be without the contextual embedder."""


class Reach(NamedTuple):
    """A text, and the targets that it can be near to."""

    text: int
    weighed: Weighed
    chosen: np.ndarray
    """Numbers of the targets, ascending, at least one."""
    mass: np.ndarray
    """Nats that each shares with the text, float `[len(chosen)]`."""
    context: np.ndarray
    """Cosine of the contextual embedder to each, float `[len(chosen)]`, NaN where it is not known."""


class Facts:
    """Finds targets of which a text says what is stored of them."""

    name = "fact"

    def __init__(
        self, index: Index, previous: Facts | None = None, base: Facts | None = None, *, meaning: bool = True
    ) -> None:
        self._index = index
        self.meaning = meaning
        """Whether the contextual embedder is asked."""
        self._names: list[tuple[NameWords, ...]] = [
            previous._names[previous._index.numbers[t.id]]
            if previous and t.id in index.same
            else tuple(NameWords.of(n) for n in (t.name, *t.aliases))
            for t in (index.targets[n] for n in index.added)
        ]
        ranks = np.array([hashed(index.targets[n].id) for n in index.added], np.uint64)
        if base:
            self._names, ranks = base._names + self._names, np.concatenate([base.scorer.ranks, ranks])
        self.scorer: Scorer = Scorer(index.vectors, index.terms, index.starts, self._names, ranks)

    @cached_property
    def _rows(self) -> Matrix:
        return Matrix(self._index.vectors)

    @cached_property
    def _nothing(self) -> bool:
        """Whether classifiers alone find what is stored: then no text is read here, which would cost an embedding."""
        return all(map(is_classified, self._index.by_id.values()))

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
        yield from self._scored(query, query.wanted, k, self._searched(among))

    def _scored(
        self, query: Query, wanted: CandidateFilter, k: int = 0, rows: np.ndarray | None = None
    ) -> Iterator[Evidence]:
        if self._nothing and not k:
            return
        parts = scored_parts(query)
        texts, numbers, embed = list(parts), list(parts.values()), self._index.embedder.embed
        if k:
            wanted = wanted._replace(always_include=self._by_meaning(embed(texts), k, rows))
        contexts = Contexts(self._index, texts) if self.meaning and self._index.meaning else None
        reach = list(self.scorer.reach(texts, wanted, contexts))
        # of most texts no target is in reach, and their vectors are not needed
        vectors = embed([texts[r.text] for r in reach]) if reach else _NO_VECTORS
        for c in self.scorer.scored(texts, reach, vectors, query.answers or ""):
            target = self._index.targets[c.target]
            if is_classified(target) and not k:
                continue
            yield Evidence(
                target.id,
                MEANING if c.words_score < DEFAULT_THRESHOLD <= c.score else self.name,
                _ASPECTS[target.kind],
                c.score,
                sentence=numbers[c.text],
                source=query.source,
                shared_nats=c.shared_nats,
            )

    def _searched(self, among: Collection[str] | None) -> np.ndarray | None:
        """Return the numbers of the rows that are searched; None for all that there are."""
        if among is None and self._index.gone:
            among = self._index.by_id.keys()
        return None if among is None else self._index.rows(among)

    def _by_meaning(self, vectors: np.ndarray, k: int, rows: np.ndarray | None) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for near in self._rows.nearest(vectors, 4 * k, rows):
            found.setdefault(near.text, set()).add(self._index.owner(near.row))
        return found


_NO_VECTORS = np.zeros((0, 0), np.float32)
_ASPECTS: Mapping[str, Aspect] = {"entity": "fact", "topic": "topic", "text": "text"}


class Scorer:
    """Scores texts against targets: the probability, as calibrated, that a text says something of a target.

    Features of a text and a target, all in `FEATURES`: how much of what the text tells (in nats, `TermIndex`) the
    target's rows hold, how much of one row the text holds, the cosine to the nearest row, whole names that both hold,
    a rare part of the name; against it: that the text names somebody else, that it is long, that there are many
    targets. A logistic regression with weights of one sign, learnt on training subjects of several data sets
    (`benchmarks/calibrate.py`), makes one number of them. No feature is an absolute amount that a long text reaches by
    its length alone: what is shared counts against what text and row hold.

    Candidates are the targets that share most words, and those whose stored texts are nearest by the contextual
    embedder. Cosines are taken to their rows alone; the vectors of all others are not read.

    Args:
        vectors: of all rows, float32 `[n, dim]`, of length 1.
        terms: words of all rows.
        starts: first row of each target and, last, the number of rows, int `[targets + 1]`.
        names: of each target.
        ranks: of each target, a number that does not depend on the order of the targets and settles ties.
    """

    def __init__(
        self,
        vectors: StackedRows,
        terms: TermIndex,
        starts: np.ndarray,
        names: Sequence[Sequence[NameWords]],
        ranks: np.ndarray,
    ) -> None:
        self._log_targets = math.log(terms.targets + 1)
        self._apart = math.log(BACKGROUND_TARGETS) + self._log_targets
        self._vectors, self._terms, self._starts = vectors, terms, starts
        self._names, self.ranks = names, ranks
        self._model = score_model()
        self._bound = lru_cache(maxsize=8192)(self._highest)

    def reach(
        self, texts: Sequence[str], wanted: CandidateFilter = EVERYTHING, contexts: Contexts | None = None
    ) -> Iterator[Reach]:
        """Yield the texts that can be near to a target that is wanted, with these targets.

        Args:
            texts: any.
            wanted: which targets.
            contexts: what the contextual embedder says of the texts, where there is one.
        """
        for i, text in enumerate(texts):
            weighed = self._terms.weigh(text)
            mass = self._terms.mass(weighed)
            most = float(mass.max(initial=0.0))
            bounded = contexts is None and not wanted.exempt
            if bounded and self._bound(math.ceil(most), math.floor(weighed.total)) < wanted.min_score:
                continue
            near = contexts.near(i) if contexts else frozenset[int]()
            chosen = self._chosen(mass, weighed, near.union(wanted.always_include.get(i, ())))
            context = contexts.cosines(i, chosen) if contexts else np.full(len(chosen), np.nan)
            if wanted.min_score or wanted.restrict_to is not None:
                able = self._able(chosen, mass[chosen], weighed.total, context, wanted)
                chosen, context = chosen[able], context[able]
            if len(chosen):
                yield Reach(i, weighed, chosen, mass[chosen], context)

    def scored(self, texts: Sequence[str], reach: Sequence[Reach], vectors: np.ndarray, asked: str) -> list[Candidate]:
        """Return the targets that may be near to each text.

        Args:
            texts: those that `reach` was asked about.
            reach: what it gave.
            vectors: of the texts in reach, in its order, float32 `[len(reach), dim]`.
            asked: the question that the texts answer: what names nobody is taken to speak of the person that it names.
        """
        found: list[Candidate] = []
        for (i, weighed, chosen, mass, context), vector in zip(reach, vectors, strict=True):
            features, shared = self.features(texts[i], weighed, mass, vector, chosen, asked)
            scores, words = self._model.probability(features, context, self._log_targets)
            lists = (chosen.tolist(), scores.tolist(), shared.tolist(), words.tolist())
            found += map(Candidate, repeat(i), *lists)
        return found

    def _chosen(self, mass: np.ndarray, weighed: Weighed, also: Collection[int]) -> np.ndarray:
        """Return the targets that say most of the text, in order; ties are settled by rank."""
        able = np.flatnonzero(mass > MIN_CANDIDATE_SHARE * weighed.total)
        if len(able) > MAX_CANDIDATES:
            least = np.partition(mass[able], -MAX_CANDIDATES)[-MAX_CANDIDATES]
            able = able[mass[able] >= least]
        if len(able) > 2 * MAX_CANDIDATES:
            able = able[np.lexsort((self.ranks[able], -mass[able]))[: 2 * MAX_CANDIDATES]]
        return np.unique(np.concatenate([able, np.fromiter(also, np.int64)])) if also else np.sort(able)

    def _able(
        self, chosen: np.ndarray, mass: np.ndarray, total: float, context: np.ndarray, wanted: CandidateFilter
    ) -> np.ndarray:
        """Tell which chosen targets are wanted: for most texts, what they share is too little for any score."""
        kept = np.asarray(self.highest(mass, np.full(len(mass), total), context) >= wanted.min_score)
        if wanted.exempt:
            kept |= np.isin(chosen, [*wanted.exempt])
        return kept if wanted.restrict_to is None else kept & np.isin(chosen, [*wanted.restrict_to])

    def _highest(self, mass: int, total: int) -> float:
        """Return `highest` of one text; it grows with `mass` and falls with `total`, so that whole nats bound it."""
        return float(self.highest(np.array([float(mass)]), np.array([float(total)]))[0])

    def highest(self, mass: np.ndarray, total: np.ndarray, context: np.ndarray | None = None) -> np.ndarray:
        """Return the highest score that is possible where so much of a text is shared, whatever else it says.

        Args:
            mass: nats that a target shares with a text, float `[n]`.
            total: all that the text tells, in nats, float `[n]`.
            context: cosine of the contextual embedder, float `[n]`, NaN where it is not known; None for nowhere.
        """
        context = np.full(len(mass), np.nan) if context is None else context
        share, one, none = mass / np.maximum(total, 1e-6), np.ones(len(mass)), np.zeros(len(mass))
        most = self._combined(mass, share, share, one, one, none, one, np.log1p(2 * mass), total, mass)
        return self._model.probability(most, context, self._log_targets)[0]

    def features(
        self,
        text: str,
        weighed: Weighed,
        mass: np.ndarray,
        vector: np.ndarray,
        chosen: np.ndarray,
        asked: str,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the features of a text and each chosen target, and the nats that it shares with one row.

        Args:
            text: the text.
            weighed: its words.
            mass: nats that each chosen target shares with it, float `[len(chosen)]`.
            vector: of the text, float32 `[dim]`.
            chosen: numbers of the targets, ascending.
            asked: the question that the text answers.

        Returns:
            float `[len(chosen), len(FEATURES)]`, and float `[len(chosen)]`.
        """
        said = mentions(text)
        said = said if said.runs else Mentions(mentions(asked).runs, said.years, said.titles)
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        first = np.cumsum(lengths) - lengths
        rows = rows_from(self._starts[chosen], lengths)
        meaning = np.maximum.reduceat(self._vectors[rows] @ vector, first)
        every, telling = self._terms.row_masses(weighed, rows, TELLING_WORD_NATS)
        row_share = np.maximum.reduceat(every, first) / max(weighed.total, 1e-6)
        # a row of a word or two is covered by any text that holds them, and names are left to their channels
        cover = every / np.maximum(self._terms.row_totals(rows), MIN_ROW_NATS)
        cover[first] = 0
        covered = np.maximum.reduceat(cover, first)
        telling = np.maximum.reduceat(telling, first)
        other, rare, held = self._signs(chosen, weighed, said)
        share = mass / max(weighed.total, 1e-6)
        features = self._combined(
            mass, share, row_share, np.minimum(covered, 1), meaning, other, rare, held, np.array(weighed.total), telling
        )
        return features, telling

    def _combined(
        self,
        mass: np.ndarray,
        share: np.ndarray,
        row_share: np.ndarray,
        covered: np.ndarray,
        meaning: np.ndarray,
        other: np.ndarray,
        rare: np.ndarray,
        held: np.ndarray,
        total: np.ndarray,
        telling: np.ndarray,
    ) -> np.ndarray:
        """Return the columns that `FEATURES` names, float `[targets, len(FEATURES)]`."""
        near = np.maximum(meaning, 0)
        enough = np.minimum(telling / self._apart, 2)
        columns = (
            np.log1p(mass),
            np.minimum(mass - self._apart, 0) / SURPLUS_NATS,
            share,
            covered,
            -other,
            rare,
            held * (1 - other),
            np.broadcast_to(-np.log1p(total), mass.shape),
            row_share * covered,
            row_share * near,
            covered * near,
            enough * covered,
        )
        return np.stack(columns, axis=1)

    def _signs(self, chosen: np.ndarray, weighed: Weighed, said: Mentions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for each target whether somebody else is named, whether a rare part of its name is there, and names.

        The last is the logarithm of the nats of whole names in the text that the target's rows hold; a title counts
        twice.
        """
        other, held = np.zeros(len(chosen), bool), np.zeros(len(chosen))
        for run in dict.fromkeys(said.runs):
            holds = self._terms.holding(run, chosen)
            foreign = ~holds
            for n in np.flatnonzero(holds):
                foreign[n] = any(_exchanged(run, name.words) for name in self._names[chosen[n]])
            for n in np.flatnonzero(foreign):
                foreign[n] = not any(_within(run, name.words) for name in self._names[chosen[n]])
            other |= foreign
            if len(run) > 1:
                nats = float(weighed.only(frozenset(run)).telling(TELLING_WORD_NATS).weights.sum())
                held += np.where(foreign, 0.0, nats * (2 if run in said.titles else 1))
        rare = np.zeros(len(chosen))
        for n in np.flatnonzero(~other):
            rare[n] = not all(weighed.hashes.isdisjoint(name.rare) for name in self._names[chosen[n]])
        return other.astype(float), rare, np.log1p(held)


def _within(run: tuple[int, ...], name: tuple[int, ...]) -> bool:
    """Tell whether `run` is a part of `name`, in order."""
    return any(name[i : i + len(run)] == run for i in range(len(name) - len(run) + 1))


def _exchanged(run: tuple[int, ...], name: tuple[int, ...]) -> bool:
    """Tell whether `run` is made of parts of `name` in another order: another person's name, mostly."""
    return set(run) <= set(name) and not _within(run, name)
