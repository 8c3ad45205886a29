"""The learnt weights that turn the features of a text and a target into a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

import numpy as np

__all__ = [
    "CONTEXT",
    "FEATURES",
    "FILE",
    "JOINT",
    "JointWeights",
    "ScoreModel",
    "Weights",
    "joint_features",
    "log_odds",
    "score_model",
    "strength_of",
]

FILE = Path(__file__).with_name("score_model.json")
"""Where the weights are that ship with alu."""
FEATURES: tuple[str, ...] = (
    "log_mass",
    "mass_short_of_one_target",
    "share_of_text",
    "row_covered",
    "other_person",
    "rare_name_part",
    "log_names_held",
    "log_length",
    "row_share_and_covered",
    "row_share_and_meaning",
    "covered_and_meaning",
    "enough_and_covered",
)
"""Columns of `Scorer.features`. Each speaks for the target the more, the higher it is: no weight is below 0."""
CONTEXT = "context"
"""One more: the cosine of the contextual embedder to the nearest row, 0 where it is below."""


JOINT: tuple[str, ...] = ("question", "answer", "both")
"""Of question and answer as one text, three more: the scores of each by itself and the lower of the two, in nats over
their thresholds and `LOWEST`, 0 where they are below."""
LOWEST = 9.0
"""Nats below the threshold from which on a score says nothing."""
_STEEPEST = 40.0
"""Nats from the threshold beyond which a probability is as good as 0 or 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression with weights of one sign, and thresholds for lists of any length."""

    of: np.ndarray
    """Of each feature, float `[n]`, none below 0."""
    bias: float
    thresholds: np.ndarray
    """Logarithms of a number of targets and the score from which on a text is near at that number, `[n, 2]`."""
    near_at: dict[float, float] = field(default_factory=dict)
    """That score at the numbers of targets that it was asked for."""

    @classmethod
    def read(cls, stored: Mapping[str, Any], features: Sequence[str]) -> Weights:
        """Read the weights of some features.

        Raises:
            ValueError: they are of another version, or damaged.
        """
        thresholds = np.array(stored["thresholds"], np.float64)
        return cls(_weights(stored, features, thresholds.shape[1:] == (2,)), float(stored["bias"]), thresholds)

    def score(self, features: np.ndarray, log_targets: float) -> np.ndarray:
        """Return the score of each row, float `[n]`; 0 is where a text is near."""
        return np.asarray(features @ self.of + self.bias - self._near(log_targets))

    def probability(self, features: Sequence[float], log_targets: float) -> float:
        """Return the score of one row, 0 to 1, up to rounding: numpy takes ten times as long for it."""
        score = sum(map(mul, self.of.tolist(), features)) + self.bias - self._near(log_targets)
        return 1 / (1 + math.exp(-min(max(score, -_STEEPEST), _STEEPEST)))

    def _near(self, log_targets: float) -> float:
        if (near := self.near_at.get(log_targets)) is None:
            near = float(np.interp(log_targets, self.thresholds[:, 0], self.thresholds[:, 1]))
            self.near_at[log_targets] = near
        return near


@dataclass(frozen=True, slots=True)
class JointWeights:
    """A logistic regression, with weights of one sign, over a question and its answer as one text."""

    of: np.ndarray
    """Of each feature, those of `JOINT` first, float `[n]`, none below 0."""
    bias: float
    english: float
    """Score from which on an English text is near."""
    elsewhere: float
    """The same of a text in another language."""

    @classmethod
    def read(cls, stored: Mapping[str, Any], features: Sequence[str]) -> JointWeights:
        """Read the weights of some features.

        Raises:
            ValueError: they are of another version, or damaged.
        """
        weights = _weights(stored, features)
        return cls(weights, float(stored["bias"]), float(stored["english"]), float(stored["elsewhere"]))

    def score(self, features: np.ndarray, english: bool) -> np.ndarray:
        """Return the score of each row, float `[n]`; 0 is where question and answer are near."""
        return np.asarray(features @ self.of + self.bias - (self.english if english else self.elsewhere))


def _weights(stored: Mapping[str, Any], features: Sequence[str], whole: bool = True) -> np.ndarray:
    """Return the weights of some features, in their order, where what is stored is `whole` and has just these."""
    weights = np.array([stored["weights"].get(name, -1.0) for name in features], np.float64)
    if not whole or set(stored["weights"]) != set(features) or (weights < 0).any():
        raise ValueError("the weights of the detector are of another version: reinstall alu")
    return weights


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """Sets of weights: for words alone, and where the contextual embedder has read text and target, too.

    Made by `python -m benchmarks.calibrate`, which writes the data that they were learnt on next to them.
    """

    words: Weights
    context: Weights
    joint_words: JointWeights
    joint_context: JointWeights

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> ScoreModel:
        """Read a model.

        Raises:
            ValueError: it is of another version, or damaged.
        """
        joint = stored["joint"]
        return cls(
            Weights.read(stored["words"], FEATURES),
            Weights.read(stored["context"], (*FEATURES, CONTEXT)),
            JointWeights.read(joint["words"], (*JOINT, *FEATURES)),
            JointWeights.read(joint["context"], (*JOINT, *FEATURES, CONTEXT)),
        )

    def probability(
        self, features: np.ndarray, context: np.ndarray, log_targets: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the score of each row of features, 0 to 1, and that of its words alone; 0.5 is where a text is near.

        Args:
            features: float `[n, len(FEATURES)]`.
            context: cosine of the contextual embedder to the nearest row, float `[n]`, NaN where it is not known.
            log_targets: logarithm of the number of targets.
        """
        words = self.words.score(features, log_targets)
        known = np.flatnonzero(~np.isnan(context))
        if not len(known):
            return (alone := _sigmoid(words)), alone
        scores = words.copy()
        with_context = np.column_stack([features[known], np.maximum(context[known], 0)])
        scores[known] = self.context.score(with_context, log_targets)
        return _sigmoid(scores), _sigmoid(words)

    def joint(
        self, asked: np.ndarray, said: np.ndarray, features: np.ndarray, context: np.ndarray, english: bool
    ) -> np.ndarray:
        """Return the score of question and answer together, float `[n]`, in nats over the threshold.

        Args:
            asked: score of the question by itself, in nats over its threshold, float `[n]`.
            said: the same of the answer.
            features: of both as one text, float `[n, len(FEATURES)]`.
            context: cosine of the contextual embedder to the nearest row, float `[n]`, NaN where it is not known.
            english: the text is in English.
        """
        both = joint_features(asked, said, features)
        if np.isnan(context).any():
            return self.joint_words.score(both, english)
        return self.joint_context.score(np.column_stack([both, np.maximum(context, 0)]), english)


def joint_features(asked: np.ndarray, said: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the columns that `JOINT` and `FEATURES` name, float `[n, len(JOINT) + len(FEATURES)]`."""
    one, other = (np.clip(scores, -LOWEST, LOWEST) + LOWEST for scores in (asked, said))
    return np.column_stack([one, other, np.minimum(one, other), features])


def log_odds(strength: float) -> float:
    """Return the log odds of a strength, 0 to 1."""
    share = min(max(strength, 1e-9), 1 - 1e-9)
    return math.log(share / (1 - share))


def strength_of(nats: float) -> float:
    """Return the strength of some log odds."""
    return 1 / (1 + math.exp(-min(max(nats, -_STEEPEST), _STEEPEST)))


def _sigmoid(scores: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(scores, -_STEEPEST), _STEEPEST))))


@cache
def score_model() -> ScoreModel:
    """Return the model that ships with alu."""
    return ScoreModel.of(json.loads(FILE.read_text(encoding="utf-8")))
