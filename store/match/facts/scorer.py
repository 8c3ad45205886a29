"""`Scorer`: what a text says of a target, from meaning, words, and signs that somebody else is meant."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from alu.store.calibration import (
    BACKGROUND_TARGETS,
    LIKELY_COSINE,
    MAX_CANDIDATES,
    MIN_CANDIDATE_SHARE,
    MIN_ROW_NATS,
    OWNED_NATS,
    READ_SCORE,
    SURPLUS_NATS,
    TELLING_WORD_NATS,
)
from alu.store.match.facts.contexts import Contexts
from alu.store.match.facts.reach import ANY_SIGNS, Reach, RowShares, Signs
from alu.store.match.facts.score_model import score_model
from alu.store.match.facts.term_index import TermIndex, Weighed, rows_from
from alu.store.match.index import StackedRows
from alu.store.match.names.name_words import NameWords, PackedNameWords
from alu.store.match.query import EVERYTHING, CandidateFilter
from alu.store.text.mentions import Mentions, spoken_of

__all__ = ["Candidate", "Scorer"]


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


class _Begun(NamedTuple):
    """A text that a target may be near to, before it is known which."""

    weighed: Weighed
    said: Mentions
    signs: Signs
    mass: np.ndarray
    """Nats that each target shares with it, float `[targets]`."""


_FEW = 8
"""Candidates up to which what single rows share is worked out at once: it bounds all that the whole target does."""
_MANY = 256
"""Candidates of which it takes longer than to embed the text."""
_ROUNDING = 1e-6
"""Nats by which sums of the same words in another order may differ, and more."""


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
        base: the scorer of the targets that come before those that are added; its work stays shared.
    """

    def __init__(
        self,
        vectors: StackedRows,
        terms: TermIndex,
        starts: np.ndarray,
        names: Sequence[Sequence[NameWords]],
        ranks: np.ndarray,
        base: Scorer | None = None,
    ) -> None:
        self._log_targets = math.log(terms.targets + 1)
        self._apart = math.log(BACKGROUND_TARGETS) + self._log_targets
        self._vectors, self._terms, self._starts = vectors, terms, starts
        self._names, self.ranks, self._model = names, ranks, score_model()
        own = names[len(base._names) :] if base else names
        rare = own.rare() if isinstance(own, PackedNameWords) else PackedNameWords.of(own).rare()
        self._rare: tuple[np.ndarray, ...] = (*base._rare, rare) if base else (rare,)
        self._bound = lru_cache(maxsize=8192)(self._highest)
        self._shares = lru_cache(maxsize=1024)(self._row_shares)  # a request asks for the same texts several times

    def reach(
        self,
        texts: Sequence[str],
        wanted: CandidateFilter = EVERYTHING,
        contexts: Contexts | None = None,
        asked: str = "",
    ) -> Iterator[Reach]:
        """Yield the texts that can be near to a target that is wanted, with these targets.

        Bounds come first, the cheapest before the others: of most texts no target can be near.

        Args:
            texts: any.
            wanted: which targets.
            contexts: what the contextual embedder says of the texts, where there is one.
            asked: the question that the texts answer: what names nobody is taken to speak of the person that it names.
        """
        reads = frozenset(contexts.reads) if contexts else frozenset[int]()
        far = frozenset[int]()
        if contexts and not wanted.exempt:  # it embeds in one batch what it can make near, and nothing else
            likely = wanted._replace(min_score=wanted.min_score and max(wanted.min_score, READ_SCORE))
            contexts = contexts.only(i for i in contexts.reads if self._is_worth_reading(texts[i], likely, asked))
            far = reads.difference(contexts.reads)
        for i, text in enumerate(texts):  # begun anew: to keep the masses would take a number a target for each text
            if i in far or (begun := self._begun(text, wanted, i in reads, asked)) is None:
                continue
            weighed, said, signs, mass = begun
            near = contexts.near(i, wanted.restrict_to) if contexts else frozenset[int]()
            chosen = self._chosen(mass, weighed, near.union(wanted.always_include.get(i, ())))
            context = contexts.cosines(i, chosen) if contexts else np.full(len(chosen), np.nan)
            one = Reach(i, weighed, said, chosen, mass[chosen], context)
            if wanted.restrict_to is not None:
                one = one.only(_are_in(chosen, wanted.restrict_to))
            if wanted.min_score and len(one.chosen):
                if len(one.chosen) > _FEW:
                    one = one.only(self._able(one, wanted, signs))
                rows = self.rows(weighed, one.chosen) if len(one.chosen) else None
                one = one.only(self._able(one, wanted, signs, rows)) if rows else one
            if len(one.chosen):
                yield one

    def _begun(self, text: str, wanted: CandidateFilter, reads: bool, asked: str) -> _Begun | None:
        """Return what a text shares with each target; None where it can be near to none, by what is cheap to know."""
        weighed = self._terms.weigh(text)
        if self._cannot(weighed.held, weighed, wanted, ANY_SIGNS, reads):
            return None
        said = spoken_of(text, asked)
        signs = self._signs_in(weighed, said)
        if self._cannot(weighed.held, weighed, wanted, signs, reads):
            return None
        mass = self._terms.mass(weighed)
        if self._cannot(float(mass.max(initial=0.0)), weighed, wanted, signs, reads):
            return None
        return _Begun(weighed, said, signs, mass)

    def _is_worth_reading(self, text: str, wanted: CandidateFilter, asked: str) -> bool:
        """Tell whether a text can be near to any target where the contextual embedder says `LIKELY_COSINE`."""
        if (begun := self._begun(text, wanted, True, asked)) is None:
            return False
        weighed, _, signs, mass = begun
        if not self._cannot(0.0, weighed, wanted, signs, True):
            return True
        some = np.flatnonzero(mass)
        some = some[self._likely(mass[some], weighed, signs) >= wanted.min_score]
        if 0 < len(some) <= _MANY:
            some = some[self._likely(mass[some], weighed, signs, self.rows(weighed, some)) >= wanted.min_score]
        return len(some) > 0

    def _likely(self, mass: np.ndarray, weighed: Weighed, signs: Signs, rows: RowShares | None = None) -> np.ndarray:
        """Return the highest scores where the contextual embedder does not read the text, or says `LIKELY_COSINE`."""
        total, likely = np.array(weighed.total), np.full(len(mass), LIKELY_COSINE)
        return np.asarray(np.maximum(*(self._most(mass, total, c, signs, rows) for c in (None, likely))))

    def _cannot(self, mass: float, weighed: Weighed, wanted: CandidateFilter, signs: Signs, reads: bool) -> bool:
        """Tell whether no target that shares `mass` nats with a text, or less, is wanted.

        Where the contextual embedder reads the text (`reads`), it may say what `LIKELY_COSINE` does at most.
        """
        if wanted.exempt:
            return False
        bound = self._bound(math.ceil(mass + _ROUNDING), math.floor(weighed.total), signs, reads)
        return bound + _ROUNDING < wanted.min_score

    def scored(self, reach: Sequence[Reach], vectors: np.ndarray) -> list[Candidate]:
        """Return the targets that may be near to each text.

        Args:
            reach: what `reach` gave of some texts.
            vectors: of the texts in reach, in its order, float32 `[len(reach), dim]`.
        """
        found: list[Candidate] = []
        for one, vector in zip(reach, vectors, strict=True):
            features, shared = self.features(one.said, one.weighed, one.mass, vector, one.chosen)
            scores, words = self._model.probability(features, one.context, self._log_targets)
            lists = (one.chosen.tolist(), scores.tolist(), shared.tolist(), words.tolist())
            found += map(Candidate, repeat(one.text), *lists)
        return found

    def _chosen(self, mass: np.ndarray, weighed: Weighed, also: Collection[int]) -> np.ndarray:
        """Return the targets that say most of the text, in order; ties are settled by rank."""
        able = (mass > MIN_CANDIDATE_SHARE * weighed.total).nonzero()[0]
        if len(able) > MAX_CANDIDATES:
            least = np.partition(mass[able], -MAX_CANDIDATES)[-MAX_CANDIDATES]
            able = able[mass[able] >= least]
        if len(able) > 2 * MAX_CANDIDATES:
            able = able[np.lexsort((self.ranks[able], -mass[able]))[: 2 * MAX_CANDIDATES]]
        return np.unique(np.concatenate([able, np.fromiter(also, np.int64)])) if also else np.sort(able)

    def _able(self, one: Reach, wanted: CandidateFilter, signs: Signs, rows: RowShares | None = None) -> np.ndarray:
        """Tell which chosen targets are wanted: for most texts, what they share is too little for any score."""
        most = self._most(one.mass, np.array(one.weighed.total), one.context, signs, rows)
        kept = np.asarray(most >= wanted.min_score)
        if wanted.exempt:
            kept |= _are_in(one.chosen, wanted.exempt)
        return kept

    def _signs_in(self, weighed: Weighed, said: Mentions) -> Signs:
        """Return what a text holds that could be a sign of some target."""
        hashes = np.fromiter(weighed.hashes, np.uint64, len(weighed.hashes))
        rare = any(_meet(words, hashes) for words in self._rare)
        return Signs(rare, any(len(run) > 1 for run in said.runs))

    def _highest(self, mass: int, total: int, signs: Signs, reads: bool) -> float:
        """Return `highest` of one text; it grows with `mass` and falls with `total`, so that whole nats bound it.

        As `_most` and `_combined` work it out of many, in numbers instead of arrays.
        """
        share, held = mass / max(total, 1e-6), math.log1p(2 * mass) if signs.held else 0.0
        short, enough = min(mass - self._apart, 0.0) / SURPLUS_NATS, min(mass / self._apart, 2.0)
        covered = min(mass / MIN_ROW_NATS, 1.0)
        of_target = (math.log1p(mass), short, share, covered, 0.0, float(signs.rare), held)
        features = (*of_target, -math.log1p(total), share * covered, share, covered, enough * covered)
        words = self._model.words.probability(features, self._log_targets)
        if not reads:
            return words
        return max(words, self._model.context.probability((*features, LIKELY_COSINE), self._log_targets))

    def highest(self, mass: np.ndarray, total: np.ndarray) -> np.ndarray:
        """Return the highest scores, float `[n]`, where targets share `mass` of a text's `total` nats, both `[n]`."""
        return self._most(mass, total, None, ANY_SIGNS)

    def _most(
        self,
        mass: np.ndarray,
        total: np.ndarray,
        context: np.ndarray | None,
        signs: Signs,
        rows: RowShares | None = None,
    ) -> np.ndarray:
        """Return `highest` where more is known: the cosines, signs of the text, what single rows share with it."""
        context = np.full(len(mass), np.nan) if context is None else context
        share, one, none = mass / np.maximum(total, 1e-6), np.ones(1), np.zeros(1)
        best = rows or RowShares(share, np.minimum(mass / MIN_ROW_NATS, 1), mass)
        held = np.log1p(2 * mass) if signs.held else none
        rare = one if signs.rare else none
        most = self._combined(mass, share, best.share, best.covered, one, none, rare, held, total, best.telling)
        return self._model.probability(most, context, self._log_targets)[0]

    def rows(self, weighed: Weighed, chosen: np.ndarray) -> RowShares:
        """Return what the rows of each chosen target say of a text, by its words.

        Args:
            weighed: the words of the text.
            chosen: numbers of the targets, ascending, at least one.
        """
        return self._shares(weighed, tuple(chosen.tolist()))

    def _row_shares(self, weighed: Weighed, chosen: tuple[int, ...]) -> RowShares:
        rows, first = self._rows_of(np.array(chosen, np.int64))
        every, telling = self._terms.row_masses(weighed, rows, TELLING_WORD_NATS)
        # a row of a word or two is covered by any text that holds them, and names are left to their channels
        cover = every / np.maximum(self._terms.row_totals(rows), MIN_ROW_NATS)
        cover[first] = 0
        return RowShares(
            np.maximum.reduceat(every, first) / max(weighed.total, 1e-6),
            np.minimum(np.maximum.reduceat(cover, first), 1),
            np.maximum.reduceat(telling, first),
        )

    def _rows_of(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of all rows of some targets, and where those of each begin among them."""
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        return rows_from(self._starts[chosen], lengths), np.cumsum(lengths) - lengths

    def features(
        self, said: Mentions, weighed: Weighed, mass: np.ndarray, vector: np.ndarray, chosen: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the features of a text and each chosen target, and the nats that it shares with one row.

        Args:
            said: who is named, see `spoken_of`.
            weighed: its words.
            mass: nats that each chosen target shares with it, float `[len(chosen)]`.
            vector: of the text, float32 `[dim]`.
            chosen: numbers of the targets, ascending.

        Returns:
            float `[len(chosen), len(FEATURES)]`, and float `[len(chosen)]`.
        """
        rows, first = self._rows_of(chosen)
        meaning = np.maximum.reduceat(self._vectors[rows] @ vector, first)
        share, covered, telling = self.rows(weighed, chosen)
        other, rare, held = self._signs(chosen, weighed, said, telling >= OWNED_NATS)
        part, total = mass / max(weighed.total, 1e-6), np.array(weighed.total)
        return self._combined(mass, part, share, covered, meaning, other, rare, held, total, telling), telling

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
            -np.log1p(total),
            row_share * covered,
            row_share * near,
            covered * near,
            enough * covered,
        )
        features = np.empty((len(mass), len(columns)))
        for n, column in enumerate(columns):
            features[:, n] = column
        return features

    def _signs(
        self, chosen: np.ndarray, weighed: Weighed, said: Mentions, clear: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for each target whether somebody else is named, whether a rare part of its name is there, and names.

        The last is the logarithm of the nats of whole names in the text that the target's rows hold; a title counts
        twice. A word that a target alone has outweighs another name where one of its rows shares enough (`clear`).
        """
        other, held = np.zeros(len(chosen), bool), np.zeros(len(chosen))
        for run in dict.fromkeys(said.runs):
            holds = self._terms.holding(run, chosen)
            foreign = ~holds
            for n in np.flatnonzero(holds):
                foreign[n] = any(name.exchanged(run) for name in self._names[chosen[n]])
            for n in np.flatnonzero(foreign):
                foreign[n] = not any(name.holds(run) for name in self._names[chosen[n]])
            other |= foreign
            if len(run) > 1:
                nats = float(weighed.only(frozenset(run)).telling(TELLING_WORD_NATS).weights.sum())
                held += np.where(foreign, 0.0, nats * (2 if run in said.titles else 1))
        if (clear & other).any():
            other &= ~(clear & self._owned(chosen, weighed, said))
        rare = np.zeros(len(chosen))
        for n in np.flatnonzero(~other):
            rare[n] = not all(weighed.hashes.isdisjoint(name.rare) for name in self._names[chosen[n]])
        return other.astype(float), rare, np.log1p(held)

    def _owned(self, chosen: np.ndarray, weighed: Weighed, said: Mentions) -> np.ndarray:
        """Tell of each target whether it alone holds a word of no language in the text, but for another's name.

        Whoever else is named, «Thunderbeak» is of its gull: «My friend Ingrid Solheim asks after Thunderbeak».
        """
        owned = np.zeros(len(chosen), bool)
        for key in weighed.coined:
            owners = chosen == self._terms.sole_holder((key,))
            for run in said.runs if owners.any() else ():
                owners &= key not in run or self._terms.holding(run, chosen)
            owned |= owners
        return owned


def _are_in(numbers: np.ndarray, some: Collection[int]) -> np.ndarray:
    """Tell of each of a few numbers whether it is among some, bool `[len(numbers)]`."""
    return np.fromiter(map(frozenset(some).__contains__, numbers.tolist()), bool, len(numbers))


def _meet(listed: np.ndarray, hashes: np.ndarray) -> bool:
    """Tell whether some of `hashes` is in a list that is in order."""
    if not len(listed):
        return False
    at = np.minimum(np.searchsorted(listed, hashes), len(listed) - 1)
    return bool((listed[at] == hashes).any())
