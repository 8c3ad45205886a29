"""Targets of which a text says what is stored of them, by one score (`Scorer`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from alu.store.calibration import DEFAULT_THRESHOLD
from alu.store.match.contexts import Contexts
from alu.store.match.evidence import Aspect, Evidence
from alu.store.match.index import Index
from alu.store.match.nearest import Matrix
from alu.store.match.parts import scored_parts
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.scorer import Candidate, NameWords, Scorer
from alu.store.match.topic_phrases import is_classified
from alu.store.match.unheld import without_unheld
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
        self._names: list[tuple[NameWords, ...]] = [
            previous._names[previous._index.numbers[t.id]]
            if previous and t.id in index.same
            else tuple(NameWords.of(n) for n in (t.name, *t.aliases))
            for t in (index.targets[n] for n in index.added)
        ]
        ranks = np.array([hashed(index.targets[n].id) for n in index.added], np.uint64)
        if base:
            self._names, ranks = base._names + self._names, np.concatenate([base.scorer.ranks, ranks])
        below = base.scorer if base else None
        self.scorer: Scorer = Scorer(index.vectors, index.terms, index.starts, self._names, ranks, below)

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
        reach = list(self.scorer.reach(texts, wanted, contexts, query.answers or ""))
        # of most texts no target is in reach, and their vectors are not needed
        vectors = embed([texts[r.text] for r in reach]) if reach else _NO_VECTORS
        found = self.scorer.scored(reach, vectors)
        for c in found if k else self._without_others(found, texts, wanted, query.answers or ""):
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

    def _without_others(
        self, found: Sequence[Candidate], texts: Sequence[str], wanted: CandidateFilter, answers: str
    ) -> Iterator[Candidate]:
        """Yield how near the texts are without dates, numbers and addresses of others (`without_unheld`)."""
        own = [without_unheld(texts[c.text], self._index.targets[c.target]) for c in found]
        again = [(c, text) for c, text in zip(found, own, strict=True) if text != texts[c.text]]
        left = list(dict.fromkeys(text for _, text in again))  # most targets leave the same out of a text
        scored = dict[tuple[int, str], Candidate]()
        if left:
            wanted = wanted._replace(restrict_to={c.target for c, _ in again})
            contexts = Contexts(self._index, left) if self.meaning and self._index.meaning else None
            reach = list(self.scorer.reach(left, wanted, contexts, answers))
            vectors = self._index.embedder.embed([left[r.text] for r in reach]) if reach else _NO_VECTORS
            scored = {(c.target, left[c.text]): c for c in self.scorer.scored(reach, vectors)}
        for c, text in zip(found, own, strict=True):
            if text == texts[c.text]:
                yield c
            elif (one := scored.get((c.target, text))) is not None:
                # never nearer than before: what is left of a text is a larger part of it
                score, words = min(c.score, one.score), min(c.words_score, one.words_score)
                yield one._replace(text=c.text, score=score, words_score=words)

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
