"""The harmless corpus as the detector reads it, prepared once per process, and what a target flags of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from alu.store.calibration import BACKGROUND_TARGETS, BACKGROUND_WORDS, MIN_TERM_NATS, WHOLE_TEXT_CHARACTERS
from alu.store.match.detector import Detector
from alu.store.match.facts.term_index import word_hashes
from alu.store.match.index import rows_of
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.names.name_index import NameIndex
from alu.store.match.names.name_patterns import forms_of, letters_of
from alu.store.match.query import CandidateFilter, Query
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from alu.store.text.harmless import harmless
from alu.store.text.reading import Reading, read
from alu.store.text.terms import hashed, prior, terms
from alu.store.text.vectors.embedder import Embedder

__all__ = ["Everyday", "alone", "everyday", "key_of", "telling", "touches"]

_LEFT_OUT = ("-language", "-unread", "-cipher")
"""Steps that make a text near for what cannot be read in it, whatever the target is; and no corpus is in a cipher."""
_OF_FACTS = ("verbatim", "fact")


class Everyday:
    """The dialogues of the harmless corpus, decoded and cut as the detector does. Immutable."""

    def __init__(self) -> None:
        self.dialogues = [(Inquiry(row.text), row.reply) for row in harmless()]
        whole = [(n, t) for n, (asked, reply) in enumerate(self.dialogues) for t in (asked.text, reply)]
        read_as = [(n, t) for n, text in whole for t in (text, *read(text).hidden)]
        self._readings = tuple(Reading(text) for _, text in read_as)
        self._owners = [n for n, _ in read_as]

    def __len__(self) -> int:
        """Return the number of dialogues."""
        return len(self.dialogues)

    @cached_property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """What is looked up for facts: questions, what they quote, sentences of replies, each with its dialogue."""
        found = dict[tuple[int, str], None]()
        for n, (asked, reply) in enumerate(self.dialogues):
            draft = Draft.of(asked, reply)
            asks = read(read(asked.text).plain)
            texts = (asked.text, *read(asked.text).hidden, *asks.quotations, *draft.sentences)
            found |= dict.fromkeys((n, part) for t in texts for part in _looked_up(t))
        return tuple(found)

    @cached_property
    def _words(self) -> _Words:
        rows = [(hashed(w), prior(w), n) for n, (_, text) in enumerate(self.parts) for w in dict.fromkeys(terms(text))]
        keys, common, owners = zip(*rows, strict=True)
        shares = -np.expm1(-BACKGROUND_WORDS * np.array(common))
        return _Words(np.array(keys, np.uint64), _nats(shares, 1), _nats(shares, 0), np.array(owners))

    def prepare(self) -> None:
        """Work out what the first target needs, so that it takes no longer than the next: about a second."""
        self._words  # noqa: B018  it is kept

    def named(self, snapshot: Snapshot) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Return the dialogues in which each name of a target is there plainly, and those in which it is disguised.

        By all channels of names; the keys are what `key_of` gives. A name that is in no dialogue is not among them.
        """
        plain: dict[str, set[int]] = {}
        disguised: dict[str, set[int]] = {}
        for one in snapshot.detector.names(Query(self._readings)):
            found = disguised if one.disguised else plain
            found.setdefault(one.mention, set()).add(self._owners[one.sentence])
        return plain, disguised

    def named_each(self, names: Sequence[Iterable[str]]) -> list[dict[str, set[int]]]:
        """Return the first of both for many targets at once, by their names."""
        index = NameIndex(names)
        found: list[dict[str, set[int]]] = [{} for _ in names]
        for form in (0, -1):
            for m in index.scan([r.words[form] for r in self._readings], joined=False):
                found[m.target].setdefault(m.key, set()).add(self._owners[m.text])
        return found

    def by_content(self, snapshot: Snapshot) -> set[int]:
        """Return the dialogues that say something of the one target of a snapshot, without its name."""
        near = telling(snapshot.detector, self._near(snapshot))
        maybe = {n for n, text in self.parts if text in near}
        return {n for n in maybe if touches(snapshot.detector, *self.dialogues[n])}

    def _near(self, snapshot: Snapshot) -> list[str]:
        """Return the parts that may be near to the one target, by the bound of `Scorer` alone: no vector is made."""
        own = [key for row in rows_of(snapshot.index.targets[0]) for key in word_hashes(row.text)]
        shared, total = self._words.shared(np.array(own, np.uint64), len(self.parts))
        highest = snapshot.detector.scorer.highest(shared, total)
        some = np.flatnonzero((shared > 0) & (highest >= snapshot.detector.threshold))
        return list(dict.fromkeys(self.parts[n][1] for n in some))


class _Words(NamedTuple):
    """The words of all parts, one after another."""

    keys: np.ndarray
    """Hash of each, uint64 `[n]`."""
    held: np.ndarray
    """What it tells in nats where the one target holds it, float `[n]`."""
    unheld: np.ndarray
    """The same where the target does not."""
    parts: np.ndarray
    """Which part it is of, int `[n]`."""

    def shared(self, own: np.ndarray, parts: int) -> tuple[np.ndarray, np.ndarray]:
        """Return what each part shares with a target of these words, and all that it tells, in nats."""
        held = np.isin(self.keys, own)
        shared = np.bincount(self.parts[held], self.held[held], minlength=parts)
        return shared, np.bincount(self.parts, np.where(held, self.held, self.unheld), minlength=parts)


def _looked_up(text: str) -> list[str]:
    """Return a text as facts are looked for in it: whole, or its sentences where it is long."""
    return [text] if len(text) <= WHOLE_TEXT_CHARACTERS else [s.text for s in read(text).sentences]


def _nats(shares: np.ndarray, holders: int) -> np.ndarray:
    """Return what words tell in an index of one target, see `TermIndex`."""
    nats = -np.log(np.maximum((holders + BACKGROUND_TARGETS * shares) / (1 + BACKGROUND_TARGETS), shares))
    return np.where(nats >= MIN_TERM_NATS, nats, 0)


@cache
def everyday() -> Everyday:
    """Return the corpus, read once a process: about a second."""
    return Everyday()


def key_of(name: str) -> str:
    """Return the letters and digits by which a name is found."""
    return letters_of(forms_of(name))


def alone(target: Target, embedder: Embedder, threshold: float | None = None) -> Snapshot:
    """Return a snapshot of one target and nothing else, without the steps that decide nothing about it."""
    vectors = embedder.embed([row.text for row in rows_of(target)])
    return Snapshot([target], vectors, _kept(embedder), version=0, threshold=threshold, channels=_LEFT_OUT)


class _Kept:
    """An embedder that keeps the vectors of the corpus; of other texts it keeps nothing, they may be secret."""

    def __init__(self, embedder: Embedder, texts: frozenset[str]) -> None:
        self._embedder, self._texts = embedder, texts
        self._vectors: dict[str, np.ndarray] = {}
        self.name, self.dim = embedder.name, embedder.dim

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text, as the embedder gives it."""
        new = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        made = dict(zip(new, self._embedder.embed(new), strict=True)) if new else {}
        self._vectors |= {t: v for t, v in made.items() if t in self._texts}
        rows = [made[t] if t in made else self._vectors[t] for t in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dim)


_KEPT: dict[str, _Kept] = {}
"""By the embedder's name, on which alone vectors depend."""


def _kept(embedder: Embedder) -> _Kept:
    if embedder.name not in _KEPT:
        _KEPT[embedder.name] = _Kept(embedder, frozenset(t for _, t in everyday().parts))
    return _KEPT[embedder.name]


def telling(detector: Detector, texts: Sequence[str]) -> set[str]:
    """Return those of `texts` that say something of a target, whatever they name."""
    wanted = CandidateFilter(min_score=detector.threshold)
    query = replace(Query.of(texts), wanted=wanted)
    found = [e for c in detector.channels if c.name in _OF_FACTS for e in c.find(query, ())]
    return {texts[e.sentence] for e in found if e.strength >= detector.threshold}


def touches(detector: Detector, asked: Inquiry, reply: str) -> bool:
    """Tell whether a detector finds anything in a dialogue."""
    found = detector.question(asked)
    return bool(found.evidence or detector.draft(asked, Draft.of(asked, reply), found).evidence)
