"""Channel `fact`: targets whose stored facts a text states, by one score (`Scorer`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from alu.store.calibration import CLAUSE_NATS, DEFAULT_THRESHOLD
from alu.store.match.evidence import Aspect, Evidence, EvidenceSource
from alu.store.match.facts.contexts import Contexts
from alu.store.match.facts.nearest import Matrix
from alu.store.match.facts.parts import scored_clauses, scored_parts
from alu.store.match.facts.score_model import log_odds, strength_of
from alu.store.match.facts.scorer import Candidate, Scorer
from alu.store.match.index import Index
from alu.store.match.names.name_words import NameWords, PackedNameWords
from alu.store.match.packed.numbered import Joined
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.topics.topic_phrases import is_classified
from alu.store.match.values.unheld import looked_at_again
from alu.store.text.terms import hashed

__all__ = ["MEANING", "Facts"]


MEANING = "meaning"
"""The channel of what only the contextual embedder finds: the same said in other words."""


class Facts:
    """Finds targets of which a text says what is stored of them."""

    name = "fact"

    def __init__(
        self, index: Index, previous: Facts | None = None, base: Facts | None = None, *, meaning: bool = True
    ) -> None:
        self._index = index
        self.meaning = meaning
        """Whether the contextual embedder is asked."""
        derived = index.given or {}
        names = PackedNameWords.kept(derived) or PackedNameWords.of(_names(index, previous))
        ranks = derived.get(_RANKS)
        if ranks is None:
            ranks = np.array([hashed(index.ids[n]) for n in index.added], np.uint64)
        self._own, self._own_ranks = names, ranks
        self._names: Sequence[tuple[NameWords, ...]] = Joined(base._names, names) if base else names
        if base:
            ranks = np.concatenate([base.scorer.ranks, ranks])
        below = base.scorer if base else None
        self.scorer: Scorer = Scorer(index.vectors, index.terms, index.starts, self._names, ranks, below)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was worked out of the targets as arrays that can be kept and memory-mapped."""
        return self._own.arrays() | {_RANKS: self._own_ranks}

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
        texts, numbers, answers = list(parts), list(parts.values()), query.answers or ""
        if k:
            wanted = wanted._replace(always_include=self._by_meaning(self._index.embedder.embed(texts), k, rows))
        found = self._near(texts, wanted, answers)
        for c in found if k else self._without_others(found, texts, wanted, answers):
            if k or not is_classified(self._index.targets[c.target]):
                yield self._evidence(c, numbers[c.text], query.source)
        if not k and not query.as_one:
            yield from self._in_clauses(parts, wanted, query)

    def _in_clauses(self, parts: Mapping[str, int], wanted: CandidateFilter, query: Query) -> Iterator[Evidence]:
        """Yield what a clause of a text says of a target, which counts less than the whole: a text has many.

        Those of which no word makes anything near are not embedded: a request has five, and that took 20 ms of it.
        """
        wanted = wanted._replace(min_score=strength_of(log_odds(wanted.min_score) + CLAUSE_NATS), exempt=())
        clauses, answers = scored_clauses(parts), query.answers or ""
        every = list(clauses)
        texts = [every[n] for n in sorted({c.text for c in self._near(every, wanted, answers, in_context=False)})]
        for c in self._without_others(self._near(texts, wanted, answers), texts, wanted, answers):
            if self._index.targets[c.target].kind == "entity":
                score, words = (strength_of(log_odds(s) - CLAUSE_NATS) for s in (c.score, c.words_score))
                lowered = c._replace(score=score, words_score=words)
                yield self._evidence(lowered, clauses[texts[c.text]], query.source, clause=True)

    def _evidence(self, one: Candidate, sentence: int, source: EvidenceSource, *, clause: bool = False) -> Evidence:
        target = self._index.targets[one.target]
        return Evidence(
            target.id,
            MEANING if one.words_score < DEFAULT_THRESHOLD <= one.score else self.name,
            _ASPECTS[target.kind],
            one.score,
            sentence=sentence,
            source=source,
            shared_nats=one.shared_nats,
            clause=clause,
        )

    def _near(
        self, texts: Sequence[str], wanted: CandidateFilter, answers: str, *, in_context: bool = True
    ) -> list[Candidate]:
        """Return how near the texts are to the targets that they can be near to."""
        contexts = Contexts(self._index, texts) if in_context and self.meaning and self._index.meaning else None
        reach = list(self.scorer.reach(texts, wanted, contexts, answers))
        # of most texts no target is in reach, and their vectors are not needed
        vectors = self._index.embedder.embed([texts[r.text] for r in reach]) if reach else _NO_VECTORS
        return self.scorer.scored(reach, vectors)

    def _without_others(
        self, found: Sequence[Candidate], texts: Sequence[str], wanted: CandidateFilter, answers: str
    ) -> Iterator[Candidate]:
        """Yield how near the texts are without dates, numbers and addresses of others (`without_unheld`)."""
        again = looked_at_again(
            found,
            texts,
            self._index.targets,
            lambda left, targets: self._near(left, wanted._replace(restrict_to=targets), answers),
        )
        for c, one in again:
            if one is not None:  # never nearer than before: what is left of a text is a larger part of it
                score, words = min(c.score, one.score), min(c.words_score, one.words_score)
                yield one._replace(text=c.text, score=score, words_score=words)

    def _searched(self, among: Collection[str] | None) -> np.ndarray | None:
        """Return the numbers of the rows that are searched; None for all that there are."""
        if among is None and self._index.gone:
            among = self._index.by_id.keys()
        if among is None or len(among) == len(self._index.targets):  # all: no row need be copied
            return None
        return self._index.rows(among)

    def _by_meaning(self, vectors: np.ndarray, k: int, rows: np.ndarray | None) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for near in self._rows.nearest(vectors, 4 * k, rows):
            found.setdefault(near.text, set()).add(self._index.owner(near.row))
        return found


def _names(index: Index, previous: Facts | None) -> Iterator[tuple[NameWords, ...]]:
    """Yield the names of the targets that are added, those of the same ones as they are in a previous channel."""
    for number, older in zip(index.added, index.older, strict=True):
        if previous and older >= 0:
            yield previous._names[older]
        else:
            target = index.targets[number]
            yield tuple(NameWords.of(name) for name in target.names)


_RANKS = "ranks"
_NO_VECTORS = np.zeros((0, 0), np.float32)
_ASPECTS: Mapping[str, Aspect] = {"entity": "fact", "topic": "topic", "text": "text"}
