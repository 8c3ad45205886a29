"""What is near to a text: a `Snapshot` of all targets that look-ups and the release gate run on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np

from alu.store.alias import Aliases
from alu.store.embed import Embedder
from alu.store.hit import Finding, Hit, How
from alu.store.matrix import Matrix
from alu.store.normalise import normalise, sentences
from alu.store.target import Target

__all__ = ["DEFAULT_THRESHOLD", "Row", "RowKind", "Snapshot", "rows_of"]

RowKind = Literal["name", "description", "fact", "example", "text"]
DEFAULT_THRESHOLD = 0.62
_LONG = 600
"""Characters from which on a text is looked up sentence by sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text of a target that has a vector."""

    target: int
    """Number of the target in the list it was made from; 0 for a single one."""
    kind: RowKind
    text: str = field(repr=False)


def rows_of(target: Target, number: int = 0) -> list[Row]:
    """Return the texts of `target` that get a vector, always in the same order and at least one.

    A fact that answers a question is one row with its question: tried on TOFU, that finds as many questions as
    a row each and more answers, with half of the rows.
    """
    kind: RowKind = "text" if target.kind == "text" else "fact"
    rows = [Row(number, "name", target.name)]
    if target.description:
        rows.append(Row(number, "description", target.description))
    for fact in target.facts:
        texts = sentences(fact.text) if kind == "text" else [fact.text]
        rows += [Row(number, kind, f"{fact.question}\n{t}" if fact.question else t) for t in texts]
    return rows + [Row(number, "example", e) for e in target.examples]


class Snapshot:
    """All targets at one version, ready to be searched. Immutable; any number of threads may use it.

    Args:
        targets: in any order; nothing that is found depends on it.
        vectors: float32 `[sum(len(rows_of(t)) for t in targets), dim]`, may be a read-only memory map.
        embedder: what made the vectors.
        version: of the list of targets.
        threshold: 0 to 1, from which on a text is near; None for the default.
        derived: what `derived()` gave for the same targets, to spare the work.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        vectors: np.ndarray,
        embedder: Embedder,
        *,
        version: int,
        threshold: float | None = None,
        derived: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self.version = version
        self.threshold = DEFAULT_THRESHOLD if threshold is None else threshold
        self.targets: Mapping[str, Target] = {t.id: t for t in targets}
        self.has_topics = any(t.kind == "topic" for t in targets)
        self._list = tuple(targets)
        self._embedder = embedder
        self._rows = [row for i, t in enumerate(targets) for row in rows_of(t, i)]
        self._matrix = Matrix(vectors)

    @cached_property
    def _aliases(self) -> Aliases:
        return Aliases([t.name, *t.aliases] if t.kind != "topic" else [] for t in self._list)

    def derived(self) -> dict[str, np.ndarray]:
        """Return what was worked out from the targets' texts, to be kept beside the vectors."""
        return {}

    def look_up(self, texts: Sequence[str]) -> tuple[Hit, ...]:
        """Return what is near to any of `texts`: the best hit of each target first, best target first."""
        parts = [(i, s) for i, t in enumerate(texts) for s in ([t] if len(t) <= _LONG else sentences(t))]
        hits = [*self._named(texts), *(h for h in self._near(parts, 16) if h.score >= self.threshold)]
        return _ordered(hits)

    def nearest(self, texts: Sequence[str], k: int = 8) -> tuple[Hit, ...]:
        """Return the `k` targets nearest to any of `texts`, however far."""
        parts = [(i, s) for i, t in enumerate(texts) for s in ([t] if len(t) <= _LONG else sentences(t))]
        hits = _ordered([*self._named(texts), *self._near(parts, 8 * k)])
        return _best(hits)[:k]

    def nearest_topics(self, texts: Sequence[str], k: int = 8) -> tuple[Hit, ...]:
        """Return the `k` topics nearest to any of `texts`, however far."""
        hits = [h for h in self.nearest(texts, len(self._list)) if self.targets[h.target_id].kind == "topic"]
        return tuple(hits[:k])

    def foreign(self, text: str) -> bool:
        """Tell whether `text` is surely in a language that no stored fact is in."""
        return False

    def gate(self, text: str, *, said: str, matched: Collection[str]) -> tuple[Finding, ...]:
        """Return what may not leave with `text`: names, facts and runs of text that the user did not write.

        Args:
            text: what would be released.
            said: what the user wrote.
            matched: ids of the targets that question or draft touched.
        """
        mine = {(m.target, m.key) for m in self._aliases.find([said])}
        return tuple(
            Finding(self._list[m.target].id, "alias", m.index)
            for m in self._aliases.find(sentences(text))
            if (m.target, m.key) not in mine
            and (self._list[m.target].id in matched or self._aliases.distinctive(m))
        )

    def _named(self, texts: Sequence[str]) -> Iterable[Hit]:
        for m in self._aliases.find(texts):
            yield Hit(self._list[m.target].id, "name", 1.0, m.index, self._aliases.distinctive(m))

    def _near(self, parts: Sequence[tuple[int, str]], k: int) -> Iterable[Hit]:
        if not parts:
            return
        vectors = self._embedder.embed([normalise(s) for _, s in parts])
        for near in self._matrix.nearest(vectors, k):
            row = self._rows[near.row]
            yield Hit(self._list[row.target].id, self._how(row), max(0.0, near.score), parts[near.text][0])

    def _how(self, row: Row) -> How:
        kind = self._list[row.target].kind
        return "fact" if kind == "entity" else kind


def _ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the best hit of each target, best first, then the best of each other text."""
    order = sorted(set(hits), key=lambda h: (-h.score, h.how != "name", h.index, h.target_id))
    first = _best(order)
    seen = {(h.target_id, h.index) for h in first}
    rest = [h for h in order if (h.target_id, h.index) not in seen and not seen.add((h.target_id, h.index))]
    return (*first, *rest)


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the first hit of each target."""
    best: dict[str, Hit] = {}
    for hit in chain(hits):
        best.setdefault(hit.target_id, hit)
    return tuple(best.values())
