"""How near a text is to a target: one number from meaning, words, and signs that somebody else is meant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alu.store.matrix import Matrix
from alu.store.mention import Mentions, mentions
from alu.store.normalise import normalise
from alu.store.overlap import BACKGROUND, Overlap, Weighed
from alu.store.words import hashed, informative, word_list

__all__ = ["DEFAULT_THRESHOLD", "Candidate", "Name", "Scorer"]

DEFAULT_THRESHOLD = 0.58
"""Chosen by recall, see `benchmarks/detector.py`."""
_ENOUGH = 3.2
"""Nats that a text and a fact must share, beyond those that tell one target of all apart, to be near at all."""
_SURPLUS, _MUCH = 0.06, 10.0
_HELD = 0.5
_TELLING = 2.5
_PLENTY, _PLENTY_DRAFT = 15.0, 34.0
"""Nats of telling words (2.5 each at least), beyond the same, that make a text near whatever else it says.

A draft tells more than a question whoever it is about.
"""
_ELSE = 0.3
"""Taken off where the text names somebody else, or another year."""
_SURNAME = 0.1
"""Added where the text holds a rare part of the target's name and names nobody else."""
_RARE = 12.0
_WIDE = 16


class Name(NamedTuple):
    """A name of a target, as word hashes."""

    words: tuple[int, ...]
    rare: tuple[int, ...]
    """Those that hardly anybody else is called."""

    @classmethod
    def of(cls, text: str) -> Name:
        """Return the words of a name."""
        words = word_list(normalise(text))
        rare = tuple(hashed(w) for w in words if len(w) > 3 and informative(w) >= _RARE)
        return cls(tuple(map(hashed, words)), rare)


class Candidate(NamedTuple):
    """A target that a text may be near to."""

    text: int
    target: int
    row: int
    """The row with the nearest vector."""
    score: float
    """0 to 1."""


class Scorer:
    """Scores texts against targets.

    The score is the mean of three shares, each 0 to 1: the cosine to the target's nearest row, the share of
    what the text tells (`Overlap`, in nats) that one row tells too, and the share that all rows of the target
    tell. It is scaled down where what is shared does not tell one target of all apart: `log(targets)` nats. A long
    text that shares far more than that with one row is near whatever else it says. Either is lowered where the
    text names somebody else.

    Args:
        matrix: vectors of all rows.
        overlap: words of all rows.
        starts: first row of each target and, last, the number of rows, int `[targets + 1]`.
        names: of each target.
    """

    def __init__(self, matrix: Matrix, overlap: Overlap, starts: np.ndarray, names: Sequence[Sequence[Name]]) -> None:
        self._apart = math.log(len(starts) - 1 + BACKGROUND)
        self._matrix, self._overlap, self._starts, self._names = matrix, overlap, starts, names

    def candidates(self, texts: Sequence[str], vectors: np.ndarray, k: int = _WIDE, asked: str = "") -> list[Candidate]:
        """Return the targets that may be near to each text, each once, in no order.

        Args:
            texts: any.
            vectors: of the texts, float32 `[len(texts), dim]`.
            k: how many targets to take by meaning, and by words, a text.
            asked: the question that the texts answer: what names nobody is taken to speak of whom it names.
        """
        if not len(self._starts) - 1 or not texts:
            return []
        plenty = _PLENTY_DRAFT if asked else _PLENTY
        by_row = self._matrix.nearest(vectors, 2 * k)
        rows: list[list[int]] = [[] for _ in texts]
        for near in by_row:
            rows[near.text].append(near.row)
        whom = mentions(asked).runs
        found: list[Candidate] = []
        for i, text in enumerate(texts):
            told = mentions(text)
            told = told if told.runs else Mentions(whom, told.years)
            found += self._score(i, text, vectors[i], np.asarray(rows[i]), told, k, plenty)
        return found

    def _score(
        self, i: int, text: str, vector: np.ndarray, near: np.ndarray, told: Mentions, k: int, plenty: float
    ) -> list[Candidate]:
        weighed = self._overlap.weigh(text)
        mass = self._overlap.mass(weighed)
        chosen = self._chosen(near, mass, weighed, k)
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        first = np.cumsum(lengths) - lengths
        rows = np.arange(int(lengths.sum())) - np.repeat(first - self._starts[chosen], lengths)
        cosines = self._matrix.rows[rows] @ vector
        shared = self._overlap.row_mass(weighed, rows)
        meaning, words = np.maximum.reduceat(cosines, first), np.maximum.reduceat(shared, first)
        total, everything = max(weighed.total, 1e-6), mass[chosen]
        scores = (meaning + words / total + everything / total) / 3
        scores *= np.minimum(1, everything / (self._apart + _ENOUGH))
        scores += _SURPLUS * np.clip((everything - self._apart) / _MUCH, 0, 1)
        telling = np.maximum.reduceat(self._overlap.row_mass(weighed.telling(_TELLING), rows), first)
        found = []
        for n, target in enumerate(chosen.tolist()):
            spread = slice(int(first[n]), int(first[n] + lengths[n]))
            signs, held = self._signs(target, weighed, told, max(scores[n], telling[n] / plenty))
            evidence = (telling[n] + held - self._apart) / plenty
            score = max(float(scores[n]), min(1.0, evidence)) + signs
            row = int(rows[spread][cosines[spread].argmax()])
            found.append(Candidate(i, target, row, min(1.0, max(0.0, score))))
        return found

    def _chosen(self, near: np.ndarray, mass: np.ndarray, weighed: Weighed, k: int) -> np.ndarray:
        """Return the targets of the nearest rows and those that say most of the text."""
        owners = np.searchsorted(self._starts, near, side="right") - 1
        able = np.flatnonzero(mass > 0.2 * weighed.total)
        if len(able) > k:
            able = able[np.argpartition(mass[able], -k)[-k:]]
        return np.unique(np.concatenate([owners.astype(np.int64), able]))

    def _signs(self, target: int, weighed: Weighed, told: Mentions, score: float) -> tuple[float, float]:
        """Return what speaks for or against the target beside the score, and nats for whole names it holds."""
        if score < DEFAULT_THRESHOLD / 2:
            return 0.0, 0.0
        names = self._names[target]
        block = slice(int(self._starts[target]), int(self._starts[target + 1]))
        foreign = [self._foreign(run, names, block) for run in told.runs]
        held = (frozenset(run) for run, other in zip(told.runs, foreign, strict=True) if not other and len(run) > 1)
        nats = sum(float(weighed.only(run).telling(_TELLING).weights.sum()) for run in set(held))
        signs = 0.0
        if any(foreign):
            signs -= _ELSE
        elif any(key in weighed.hashes for name in names for key in name.rare):
            signs += _SURNAME
        if told.years and not self._overlap.holds(block, told.years):
            signs -= _ELSE
        return signs, _HELD * nats

    def _foreign(self, run: tuple[int, ...], names: Sequence[Name], block: slice) -> bool:
        """Tell whether `run` is not said of the target, or is its name with the parts exchanged."""
        if any(_within(run, name.words) for name in names):
            return False
        if any(set(run) <= set(name.words) for name in names):
            return True
        return not self._overlap.holds(block, run)


def _within(run: tuple[int, ...], name: tuple[int, ...]) -> bool:
    """Tell whether `run` is a part of `name`, in order."""
    return any(name[i : i + len(run)] == run for i in range(len(name) - len(run) + 1))
