"""The learnt weights that make one probability of the features of a text and a target."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["CONTEXT", "FEATURES", "FILE", "ScoreModel", "Weights", "score_model"]

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


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression with weights of one sign, and thresholds for lists of any length."""

    of: np.ndarray
    """Of each feature, float `[n]`, none below 0."""
    bias: float
    thresholds: np.ndarray
    """Logarithms of a number of targets and the score from which on a text is near at that number, `[n, 2]`."""

    @classmethod
    def read(cls, stored: Mapping[str, Any], features: Sequence[str]) -> Weights:
        """Read the weights of some features.

        Raises:
            ValueError: they are of another version, or damaged.
        """
        weights = np.array([stored["weights"].get(name, -1.0) for name in features], np.float64)
        thresholds = np.array(stored["thresholds"], np.float64)
        if set(stored["weights"]) != set(features) or (weights < 0).any() or thresholds.shape[1:] != (2,):
            raise ValueError("the weights of the detector are of another version: reinstall alu")
        return cls(weights, float(stored["bias"]), thresholds)

    def score(self, features: np.ndarray, log_targets: float) -> np.ndarray:
        """Return the score of each row, float `[n]`; 0 is where a text is near."""
        near = np.interp(log_targets, self.thresholds[:, 0], self.thresholds[:, 1])
        return np.asarray(features @ self.of + self.bias - near)


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """Two sets of weights: one for words alone, one where the contextual embedder has read text and target.

    Made by `python -m benchmarks.calibrate`, which writes the data that they were learnt on next to them.
    """

    words: Weights
    context: Weights

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> ScoreModel:
        """Read a model.

        Raises:
            ValueError: it is of another version, or damaged.
        """
        return cls(Weights.read(stored["words"], FEATURES), Weights.read(stored["context"], (*FEATURES, CONTEXT)))

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
        scores = words.copy()
        if len(known := np.flatnonzero(~np.isnan(context))):
            with_context = np.column_stack([features[known], np.maximum(context[known], 0)])
            scores[known] = self.context.score(with_context, log_targets)
        return _sigmoid(scores), _sigmoid(words)


def _sigmoid(scores: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -40, 40))))


@cache
def score_model() -> ScoreModel:
    """Return the model that ships with alu."""
    return ScoreModel.of(json.loads(FILE.read_text(encoding="utf-8")))
