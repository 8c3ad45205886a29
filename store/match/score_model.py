"""The learnt weights that make one probability of the features of a text and a target."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["FEATURES", "FILE", "ScoreModel", "score_model"]

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


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """A logistic regression with weights of one sign, and thresholds that keep the false-flag rate as the list grows.

    Made by `python -m benchmarks.calibrate`, which writes the data that it was learnt on beside the weights.
    """

    weights: np.ndarray
    """Of each of `FEATURES`, float `[len(FEATURES)]`, none below 0."""
    bias: float
    thresholds: np.ndarray
    """Logarithms of a number of targets and the score from which on a text is near at that number, `[n, 2]`."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> ScoreModel:
        """Read a model.

        Raises:
            ValueError: it is of another version, or damaged.
        """
        weights = np.array([stored["weights"].get(name, -1.0) for name in FEATURES], np.float64)
        thresholds = np.array(stored["thresholds"], np.float64)
        if set(stored["weights"]) != set(FEATURES) or (weights < 0).any() or thresholds.shape[1:] != (2,):
            raise ValueError("the weights of the detector are of another version: reinstall alu")
        return cls(weights, float(stored["bias"]), thresholds)

    def probability(self, features: np.ndarray, log_targets: float) -> np.ndarray:
        """Return the score of each row of features, 0 to 1; 0.5 is where a text is near.

        Args:
            features: float `[n, len(FEATURES)]`.
            log_targets: logarithm of the number of targets.
        """
        near = np.interp(log_targets, self.thresholds[:, 0], self.thresholds[:, 1])
        scores = features @ self.weights + self.bias - near
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -40, 40))))


@cache
def score_model() -> ScoreModel:
    """Return the model that ships with alu."""
    return ScoreModel.of(json.loads(FILE.read_text(encoding="utf-8")))
