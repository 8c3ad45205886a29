"""The learnt weights: read whole or not at all, and each feature speaks for the target the more, the higher it is."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from alu.store.match.facts.score_model import (
    CONTEXT,
    FEATURES,
    FILE,
    JOINT,
    LOWEST,
    ScoreModel,
    joint_features,
    score_model,
)

KNOWN = np.array([0.4, 0.4])
UNKNOWN = np.array([np.nan, np.nan])


def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def joint(asked: float, said: float, context: np.ndarray, features: float = 0.2, english: bool = True) -> float:
    one, other = (np.array([value, value]) for value in (asked, said))
    return float(score_model().joint(one, other, np.full((2, len(FEATURES)), features), context, english)[0])


@pytest.mark.parametrize("part", [("words",), ("context",), ("joint", "words"), ("joint", "context")])
@pytest.mark.parametrize("name", ["share_of_text", "a_new_one"])
def test_weights_of_another_version_are_refused(part: tuple[str, ...], name: str) -> None:
    kept = stored()
    inner = kept
    for key in part:
        inner = inner[key]
    inner["weights"][name] = -0.1
    with pytest.raises(ValueError, match="reinstall alu"):
        ScoreModel.of(kept)


def test_the_weights_that_ship_have_all_features_of_both_kinds() -> None:
    kept = stored()["joint"]
    assert tuple(kept["words"]["weights"]) == (*JOINT, *FEATURES)
    assert tuple(kept["context"]["weights"]) == (*JOINT, *FEATURES, CONTEXT)


@pytest.mark.parametrize("context", [KNOWN, UNKNOWN], ids=["read by the contextual embedder", "by words alone"])
def test_the_more_an_answer_says_the_nearer_the_two_are(context: np.ndarray) -> None:
    silent, brief, plain = (joint(0.0, said, context) for said in (-LOWEST, -2.0, 4.0))
    assert silent < brief < plain
    assert joint(-100.0, -100.0, context) == joint(-LOWEST, -LOWEST, context) < plain
    assert joint(0.0, 0.0, context, features=0.1) < joint(0.0, 0.0, context, features=0.4)


def test_the_contextual_embedder_counts_and_another_language_needs_more() -> None:
    assert joint(0, 0, np.array([0.2, 0.2])) < joint(0, 0, np.array([0.8, 0.8]))
    assert joint(0, 0, UNKNOWN, english=False) < joint(0, 0, UNKNOWN, english=True)


def test_joint_features_begin_at_zero_and_name_the_lower_of_the_two() -> None:
    rows = joint_features(np.array([-50.0, 2.0]), np.array([1.0, 3.0]), np.zeros((2, len(FEATURES))))
    assert rows[:, :3].tolist() == [[0.0, LOWEST + 1, 0.0], [LOWEST + 2, LOWEST + 3, LOWEST + 2]]


@pytest.mark.parametrize("targets", [1, 80, 100_000])
def test_a_row_is_scored_in_numbers_as_in_arrays(targets: int) -> None:
    model, log_targets = score_model(), float(np.log(targets + 1))
    rows = np.random.default_rng(2).normal(0.0, 3.0, (40, len(FEATURES)))
    many = model.probability(rows, np.full(len(rows), np.nan), log_targets)[0]
    assert many.tolist() == pytest.approx([model.words.probability(row, log_targets) for row in rows.tolist()])
