"""What is near to a text: a `Snapshot` of all targets that look-ups and the release gate run on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np

from alu.store.calibration import WHOLE_TEXT_CHARACTERS
from alu.store.match.allusion import alludes
from alu.store.match.evidence import Finding, Hit, How
from alu.store.match.facts import DEFAULT_THRESHOLD, Name, Scorer, Wanted
from alu.store.match.names import Aliases
from alu.store.match.nearest import Matrix
from alu.store.match.release import Gate
from alu.store.match.term_index import Overlap, word_hashes
from alu.store.match.verbatim import Verbatim
from alu.store.target import Target
from alu.store.text.embedder import Embedder
from alu.store.text.languages import Languages
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.terms import hashed

__all__ = ["DEFAULT_THRESHOLD", "Row", "RowKind", "Snapshot", "rows_of"]

RowKind = Literal["name", "description", "fact", "example", "text"]
"""Which text of a target a vector is of; `text`: a sentence of a stored text."""


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
        previous: an older snapshot; what it derived from a target that is still the same object is used again.
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
        previous: Snapshot | None = None,
    ) -> None:
        self.version = version
        self.threshold = DEFAULT_THRESHOLD if threshold is None else threshold
        self.targets: Mapping[str, Target] = {t.id: t for t in targets}
        self.has_topics = any(t.kind == "topic" for t in targets)
        self._list = tuple(targets)
        self._embedder = embedder
        self._starts = np.cumsum([0, *(_row_count(t) for t in targets)])
        self._index_of = {t.id: i for i, t in enumerate(targets)}
        self._derived = derived
        same = previous and {t.id for t in targets if previous.targets.get(t.id) is t}
        self._overlap = self._build_overlap(derived, previous, same or ())
        self._names: list[tuple[Name, ...]] = [
            previous._names[previous._index_of[t.id]]
            if previous and same and t.id in same
            else tuple(Name.of(n) for n in (t.name, *t.aliases))
            for t in targets
        ]
        self._vectors = vectors
        ranks = np.array([hashed(t.id) for t in targets], np.uint64)
        self._scorer = Scorer(vectors, self._overlap, self._starts, self._names, ranks)
        self._older_aliases = previous.__dict__.get("_aliases") if previous else None

    def _build_overlap(
        self, derived: Mapping[str, np.ndarray] | None, previous: Snapshot | None, same: Collection[str]
    ) -> Overlap:
        if derived:
            return Overlap(derived, len(self._list))
        rows: list[slice | list[list[int]]] = []
        for target in self._list:
            if previous is None or target.id not in same:
                rows.append([word_hashes(row.text) for row in rows_of(target)])
                continue
            n = previous._index_of[target.id]
            start, end = map(int, previous._starts[n : n + 2])
            if rows and isinstance(last := rows[-1], slice) and last.stop == start:
                rows[-1] = slice(last.start, end)
            else:
                rows.append(slice(start, end))
        owners = np.repeat(np.arange(len(self._list)), np.diff(self._starts))
        return Overlap.of(rows, owners, previous._overlap if previous else None)

    def ready(self) -> Snapshot:
        """Work out now what the first look-up and the first check would otherwise wait for; return the snapshot."""
        self._aliases.ready()
        _ = self._gate, self._languages
        return self

    @cached_property
    def _aliases(self) -> Aliases:
        names = ([t.name, *t.aliases] if t.kind != "topic" else [] for t in self._list)
        older, self._older_aliases = self._older_aliases, None
        return Aliases(names, older)

    @cached_property
    def _matrix(self) -> Matrix:
        return Matrix(self._vectors)

    @cached_property
    def _verbatim(self) -> Verbatim:
        return Verbatim((i, [f.text for f in t.facts]) for i, t in enumerate(self._list) if t.kind == "text")

    @cached_property
    def _languages(self) -> Languages:
        return Languages(([f.text for f in t.facts] for t in self._list), self._derived)

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._list, self._aliases, self._overlap, self._verbatim, self._embedder)

    def derived(self) -> dict[str, np.ndarray]:
        """Return what was worked out from the targets' texts, to be kept beside the vectors."""
        return self._overlap.arrays() | self._languages.arrays()

    def look_up(self, texts: Sequence[str], *, asked: str | None = None) -> tuple[Hit, ...]:
        """Return what is near to any of `texts`: the best hit of each target first, best target first.

        Args:
            texts: any, each on its own; or the sentences of one draft, in order, where `asked` is given.
            asked: the question that they answer. A sentence that names nobody is then taken to speak of whom the
                question names, and a name may go from one sentence on into the next.
        """
        hits = _ordered(self._hits(texts, asked=asked, least=self.threshold))
        return tuple(h for h in hits if h.score >= self.threshold)

    def told(self, texts: Sequence[str], among: Collection[str]) -> frozenset[str]:
        """Return the targets in `among` of which any of `texts` tells more than the name: without it, it is near."""
        wanted = {self._index_of[i] for i in among if i in self._index_of}
        named = wanted & {m.target for m in self._aliases.find(texts)}
        found = self._near(texts, wanted - named)
        words = [[(w, word_hashes(w)) for w in t.split()] for t in texts] if named else []
        for n in named:
            own = frozenset(w for name in self._names[n] for w in name.words)
            found |= self._near([" ".join(w for w, hashes in t if own.isdisjoint(hashes)) for t in words], {n})
        return frozenset(found)

    def _near(self, texts: Sequence[str], wanted: Collection[int]) -> set[str]:
        """Return which of the targets `wanted` are near to any of `texts` for what is said, not for a name in it."""
        ids = {self._list[n].id for n in wanted}
        hits = self._row_hits(texts, Wanted(only=wanted, least=self.threshold)) if wanted else ()
        return {h.target_id for h in hits if h.score >= self.threshold} & ids

    def nearest(self, texts: Sequence[str], k: int = 8, among: Collection[str] | None = None) -> tuple[Hit, ...]:
        """Return the `k` targets nearest to any of `texts`, however far; of those in `among`, where it is given."""
        rows = None if among is None else self._rows(among)
        hits = _best(_ordered(self._hits(texts, k=k, rows=rows)))
        return tuple(h for h in hits if among is None or h.target_id in among)[:k]

    def _rows(self, ids: Collection[str]) -> np.ndarray:
        """Return the numbers of the rows of some targets."""
        wanted = np.zeros(len(self._list), bool)
        wanted[[self._index_of[i] for i in ids]] = True
        return np.flatnonzero(np.repeat(wanted, np.diff(self._starts)))

    def nearest_topics(self, texts: Sequence[str], k: int = 8) -> tuple[Hit, ...]:
        """Return the `k` topics nearest to any of `texts`, however far."""
        return self.nearest(texts, k, frozenset(t.id for t in self._list if t.kind == "topic"))

    def foreign(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the targets whose facts are all in other languages, or scripts, than some of `texts` surely is.

        English is foreign only where no target's facts are in it, see `Languages`.
        """
        return frozenset(self._list[n].id for n in np.flatnonzero(self._languages.foreign(texts)))

    def alluded(self, text: str, among: Iterable[str]) -> frozenset[str]:
        """Return the targets in `among` that `text` points to: by initials, another script, or a title of theirs alone.

        It proves nothing by itself; ask it of targets that the text, or its answer, is near to.
        """
        titled = {self._list[n].id for t in mentions(text).titles if (n := self._overlap.sole_holder(t)) is not None}
        targets = (self.targets[i] for i in among)
        return frozenset(t.id for t in targets if t.id in titled or alludes(text, (t.name, *t.aliases)))

    def gate(self, text: str, *, said: str, matched: Collection[str], asked: str = "") -> tuple[Finding, ...]:
        """Return what may not leave with `text`: names, facts and runs of text that the user did not write.

        Args:
            text: what would be released.
            said: what the user wrote.
            matched: ids of the targets that question or draft touched.
            asked: what tells whom the user means, where that is not `said`.
        """
        return self._gate.check(text, said, matched, asked)

    def _hits(
        self,
        texts: Sequence[str],
        *,
        asked: str | None = None,
        k: int = 0,
        rows: np.ndarray | None = None,
        least: float = 0.0,
    ) -> Iterable[Hit]:
        """Return everything that speaks for a target; with `k`, also the targets of the nearest `rows`.

        Of a target that no text names, nothing that scores less than `least` is wanted.
        """
        names = self._aliases.find(texts, joined=asked is not None)
        for m in names:
            yield Hit(self._list[m.target].id, "name", 1.0, m.text, self._aliases.distinctive(m), m.disguised)
        wanted = Wanted(least=least, unless={m.target for m in names} if least else ())
        yield from self._row_hits(texts, wanted, asked=asked, k=k, rows=rows)

    def _row_hits(
        self,
        texts: Sequence[str],
        wanted: Wanted,
        *,
        asked: str | None = None,
        k: int = 0,
        rows: np.ndarray | None = None,
    ) -> Iterable[Hit]:
        """Return what speaks for a target beside its names: its texts, and what its rows tell."""
        joined = asked is not None
        for first, run in enumerate([texts] if joined else [[t] for t in texts]):
            for number, i in self._verbatim.find(run):
                yield Hit(self._list[number].id, "text", 1.0, first + i)
        parts: dict[str, int] = {}
        for i, text in enumerate(texts):
            for part in [text] if len(text) <= WHOLE_TEXT_CHARACTERS else sentences(text):
                parts.setdefault(part, i)
        vectors = self._embedder.embed(list(parts))
        wanted = wanted._replace(beside=self._by_meaning(vectors, k, rows)) if k else wanted
        indexes = list(parts.values())
        for c in self._scorer.candidates(list(parts), vectors, asked or "", wanted):
            target = self._list[c.target]
            yield Hit(target.id, _HOW[target.kind], c.score, indexes[c.text], told=c.told)

    def _by_meaning(self, vectors: np.ndarray, k: int, rows: np.ndarray | None) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for near in self._matrix.nearest(vectors, 4 * k, rows):
            target = int(np.searchsorted(self._starts, near.row, side="right")) - 1
            found.setdefault(near.text, set()).add(target)
        return found


_HOW: Mapping[str, How] = {"entity": "fact", "topic": "topic", "text": "text"}


def _row_count(target: Target) -> int:
    """Return `len(rows_of(target))` without making the rows."""
    if target.kind == "text":
        return len(rows_of(target))
    return 1 + bool(target.description) + len(target.facts) + len(target.examples)


def _ordered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the best hit of each target, best first, then the best of each other text.

    A name that several targets bear is a hit for all of them: what else is said settles who comes first.
    """
    found = set(hits)
    said: dict[str, float] = {}
    for hit in found:
        if hit.how != "name":
            said[hit.target_id] = max(said.get(hit.target_id, 0.0), hit.score)
    order = sorted(
        found, key=lambda h: (-h.score, h.how != "name", h.disguised, -said.get(h.target_id, 0), h.index, h.target_id)
    )
    first = _best(order)
    seen = {(h.target_id, h.index) for h in first}
    rest: dict[tuple[str, int], Hit] = {}
    for hit in order:
        if (hit.target_id, hit.index) not in seen:
            rest.setdefault((hit.target_id, hit.index), hit)
    return (*first, *rest.values())


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the first hit of each target."""
    best: dict[str, Hit] = {}
    for hit in chain(hits):
        best.setdefault(hit.target_id, hit)
    return tuple(best.values())
