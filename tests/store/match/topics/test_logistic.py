"""The solver: where its gradient is zero, and what it separates."""

from __future__ import annotations

import numpy as np

from alu.store.match.topics.logistic import fitted
from alu.store.text.vectors.embedder import load_embedder
from alu.store.text.vectors.topic_features import COLUMNS, topic_features

TEXTS = ["picking a lock", "a bump key", "the shear line of a cylinder", "tomato soup", "a bus to Rome", "good night"]


def test_the_fit_is_where_the_loss_is_flat() -> None:
    rows = topic_features(load_embedder()).rows(TEXTS)
    positive, amounts, penalty = np.arange(6) < 3, np.ones(6), 0.1
    weights = fitted(rows, positive, amounts, penalty)
    margin = np.where(positive, 1.0, -1.0) * (rows.times(weights[:-1]) + weights[-1])
    assert (margin > 0).all()
    pull = -amounts * np.where(positive, 1.0, -1.0) / (1 + np.exp(margin))
    slope = np.append(rows.transposed_times(pull) + penalty * weights[:-1], pull.sum())
    assert np.abs(slope).max() < 5e-3
    assert len(weights) == COLUMNS + rows.dense.shape[1] + 1


def test_what_counts_more_pulls_the_bias() -> None:
    rows = topic_features(load_embedder()).rows(TEXTS)
    positive = np.arange(6) < 3
    even, heavy = (fitted(rows, positive, np.where(positive, a, 1.0), 10.0)[-1] for a in (1.0, 9.0))
    assert heavy > even
    assert fitted(rows, positive, np.ones(6), 1e6)[:-1].max() < 1e-4
