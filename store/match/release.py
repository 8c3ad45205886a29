"""The release gate: what may not be in a text that leaves, checked by code alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from alu.store.calibration import (
    FACTS_ONLY_RECALL_SCORE,
    MIN_RECALL_NATS,
    OTHER_PERSON_MARGIN,
    RECALL_SCORE,
    SAME_MEANING_COSINE,
    WHOLE_CHECK_CHARACTERS,
)
from alu.store.match.allusion import alludes, points
from alu.store.match.channel import Channel
from alu.store.match.evidence import Aspect, Evidence
from alu.store.match.identifiers import Identifiers
from alu.store.match.index import Index
from alu.store.match.names import FORM, Names
from alu.store.match.query import Query
from alu.store.match.term_index import word_hashes
from alu.store.match.verbatim import StoredRuns
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences
from alu.store.text.reading import read
from alu.store.text.terms import hashed, terms

__all__ = ["ReleaseGate"]


@dataclass(frozen=True, slots=True)
class _New:
    """What texts say beyond what the user wrote."""

    words: tuple[dict[int, float], ...]
    """Of each text, its new words as hashes and what each tells, in nats."""
    beyond: np.ndarray
    """Vectors of the new words alone, float32 `[n, dim]`."""
    whole: np.ndarray
    """Vectors of the whole texts, float32 `[n, dim]`."""


class ReleaseGate:
    """Checks a text against the names of all targets, and the facts of those that were matched.

    A sentence recalls a fact where what both say beyond the user's words is alike: the score is
    `(2 a + b + c) / 4` with a the cosine between the new words, b between the whole texts, and c the share of
    the fact's new words, in nats, that the sentence holds. Word overlap alone is blind to rewording, vectors
    alone cannot tell a fact from talk about the same subject.

    Args:
        index: the targets, and what is known of their words.
        names: finds the stored names in a query.
        runs: runs of the texts among the targets.
        identifiers: finds phone numbers, addresses and the like.
        decode: also check what hides in a text.
        more: channels of others; what they find that is distinctive may not leave, unless the user wrote it.
    """

    def __init__(
        self,
        index: Index,
        names: Callable[[Query], list[Evidence]],
        runs: StoredRuns,
        identifiers: Identifiers | None = None,
        *,
        decode: bool = True,
        more: Sequence[Channel] = (),
    ) -> None:
        self._targets, self._embedder = index.targets, index.embedder
        self._names, self._terms, self._runs, self._decode = names, index.terms, runs, decode
        self._identifiers, self._more = identifiers, more
        self._number = index.numbers
        self._facts = lru_cache(maxsize=64)(self._facts_beyond)

    def check(self, text: str, said: str, matched: Collection[str], referents: str = "") -> tuple[Evidence, ...]:
        """Return every reason why `text`, or what hides in it, may not leave, see `Detector.check`."""
        said = "\n".join((said, *self._hidden(said)))
        meant = self._meant(referents or said, matched) if matched else None
        found = [e for form in (text, *self._hidden(text)) for e in self._checked(form, said, matched, meant)]
        first: dict[tuple[str, str, int], Evidence] = {}
        for one in found:
            first.setdefault((one.target_id, one.aspect, one.sentence), one)
        return tuple(first.values())

    def _hidden(self, text: str) -> tuple[str, ...]:
        return read(text).hidden if self._decode else ()

    def _checked(self, text: str, said: str, matched: Collection[str], meant: Collection[int] | None) -> list[Evidence]:
        parts = sentences(text)
        # the sentences of one text: a name may go from one on into the next
        names = self._names(Query.of(parts, answers="", source="release"))
        found = self._named(names, said, matched) + self._by_others(parts, said) + self._identified(text, said, matched)
        numbers = [self._number[m] for m in matched if m in self._number]
        if numbers and parts:
            whole = [*parts, text] if len(parts) > 1 and len(text) <= WHOLE_CHECK_CHARACTERS else parts
            for n in sorted(numbers):
                named = any(self._number[e.target_id] == n for e in names)
                found += self._recalled(n, whole, len(parts), said, named, self._others(n, whole, named, meant))
            runs = self._runs.find(parts, said)
            found += [self._held(n, "verbatim", "text", i) for n, i in sorted(runs) if n in numbers]
        return found

    def _identified(self, text: str, said: str, matched: Collection[str]) -> list[Evidence]:
        """Return the identifiers that the user did not write: hard ones of all targets, soft ones of those matched."""
        if self._identifiers is None:
            return []
        of = {self._number[m] for m in matched if m in self._number}
        found = self._identifiers.matches(text, of)
        written = {(m.target, m.key) for m in self._identifiers.matches(said, of)} if found else set()
        return [self._held(m.target, "identifier", "fact", 0) for m in found if (m.target, m.key) not in written]

    def _by_others(self, parts: Sequence[str], said: str) -> list[Evidence]:
        """Return what other channels find in a text and not in what the user wrote."""
        if not self._more:
            return []
        query, users = Query.of(parts, answers="", source="release"), Query.of([said])
        written = {(e.target_id, e.channel) for c in self._more for e in c.find(users, ()) if e.distinctive}
        found = (e for c in self._more for e in c.find(query, ()))
        return [replace(e, direct=False) for e in found if e.distinctive and (e.target_id, e.channel) not in written]

    def _held(self, number: int, channel: str, aspect: Aspect, sentence: int, strength: float = 1.0) -> Evidence:
        target = self._targets[number].id
        return Evidence(target, channel, aspect, strength, sentence, "release", direct=False)

    def _named(self, names: Sequence[Evidence], said: str, matched: Collection[str]) -> list[Evidence]:
        """Return the names that the user did not write: all of a matched target, else distinctive ones.

        A name that the user wrote plainly and the text disguises is not the user's: what is around it may be, too. Who
        wrote the whole name has written its other forms.
        """
        found = self._names(Query.of([said])) if names else []
        whole = {e.target_id for e in found if e.channel == Names.name and not e.disguised}
        plain = {e.mention for e in names if not e.disguised}
        written = {(e.mention, e.disguised) for e in found}
        return [
            replace(e, direct=False)
            for e in names
            if self._targets[self._number[e.target_id]].policy != "facts"
            and not {(e.mention, True), (e.mention, e.disguised and e.mention not in plain)} & written
            and not (e.channel == FORM and e.target_id in whole)
            and (e.target_id in matched or e.distinctive)
        ]

    def _recalled(
        self, number: int, texts: Sequence[str], count: int, said: str, named: bool, other: np.ndarray
    ) -> list[Evidence]:
        """Return which of the first `count` texts recall a fact of a target; the rest are the text as a whole.

        Where the text names the target, its name is left to the rule on names. `other` tells which of the texts speak
        of somebody else, bool `[len(texts)]`.
        """
        spoken = frozenset(word_hashes(said)) | (self._own(number) if named else frozenset())
        facts, new = self._facts(number, spoken), self._beyond(texts, spoken)
        if not facts.words:
            return []
        limits = np.where(other, RECALL_SCORE + OTHER_PERSON_MARGIN, RECALL_SCORE)[:, None]
        if self._targets[number].policy == "facts":
            # all else about the target may be said, in the same words and of the same name
            limits = np.maximum(limits, FACTS_ONLY_RECALL_SCORE)
        close = new.beyond @ facts.beyond.T
        held, whole = _shared([words.keys() for words in new.words], facts.words)
        share = held / np.maximum(whole, 1e-6)
        enough = held / np.maximum(np.minimum(MIN_RECALL_NATS, 0.6 * whole), 1e-6)
        enough = np.minimum(1, np.maximum(enough, (close - SAME_MEANING_COSINE) / 0.1)) * (whole > 0)
        scores = (2 * close + new.whole @ facts.whole.T + share) / 4 * enough
        best = scores.max(axis=1)
        over = np.flatnonzero((scores >= limits).any(axis=1))
        return [self._held(number, "recall", "fact", min(int(i), count - 1), min(1.0, float(best[i]))) for i in over]

    def _others(self, number: int, texts: Sequence[str], named: bool, meant: Collection[int] | None) -> np.ndarray:
        """Tell which of `texts` speak of somebody else than a target, bool `[len(texts)]`."""
        if named or meant is not None:
            return np.full(len(texts), not named and number not in (meant or ()))
        return np.array([self._elsewhere(number, mentions(t).runs) for t in texts])

    def _elsewhere(self, number: int, runs: Sequence[tuple[int, ...]]) -> bool:
        """Tell whether names are given, and none of them is in what is stored of a target."""
        target = np.array([number])
        return bool(runs) and not any(self._terms.holding(run, target)[0] for run in runs)

    def _meant(self, asked: str, matched: Collection[str]) -> Collection[int] | None:
        """Return which targets are among those that the user names; None where nobody is named.

        A surname, or a title, that is in what is stored of one target alone means that target; initials, and a
        name in another script, for each of those matched that they may be of.
        """
        runs = mentions(asked).runs
        if not runs and not points(asked):
            return None
        alone = {n for run in runs if (n := self._terms.sole_holder(run)) is not None}
        near = (self._number[m] for m in matched if m in self._number)
        named = {self._number[e.target_id] for e in self._names(Query.of([asked]))}
        return alone | named | {n for n in near if self._may(n, asked)}

    def _may(self, number: int, asked: str) -> bool:
        return alludes(asked, (self._targets[number].name, *self._targets[number].aliases))

    def _beyond(self, texts: Sequence[str], spoken: frozenset[int]) -> _New:
        lists = [[w for w in terms(t) if hashed(w) not in spoken] for t in texts]
        vectors = self._embedder.embed([*map(" ".join, lists), *texts])
        weights = self._terms.tell({w for words in lists for w in words})
        kept = tuple({hashed(w): weights[w] for w in words if weights[w] > 0} for words in lists)
        return _New(kept, vectors[: len(texts)], vectors[len(texts) :])

    def _facts_beyond(self, number: int, spoken: frozenset[int]) -> _New:
        target = self._targets[number]
        texts = [s for f in target.facts for s in (sentences(f.text) if target.kind == "text" else [f.text])]
        return self._beyond(texts, spoken)

    def _own(self, number: int) -> frozenset[int]:
        target = self._targets[number]
        return frozenset(key for name in (target.name, *target.aliases) for key in word_hashes(name))


def _shared(texts: Sequence[Collection[int]], facts: Sequence[dict[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return what of each fact each text holds, `[texts, facts]`, and all of each fact, `[facts]`, in nats."""
    column = {w: i for i, w in enumerate({w for fact in facts for w in fact})}
    table = np.zeros((len(facts), len(column)), np.float32)
    for i, fact in enumerate(facts):
        for w, v in fact.items():
            table[i, column[w]] = v
    said = np.zeros((len(texts), len(column)), np.float32)
    for i, words in enumerate(texts):
        said[i, [column[w] for w in words if w in column]] = 1
    return said @ table.T, table.sum(axis=1)
