"""Exact search, a block of rows at a time."""

from __future__ import annotations

import numpy as np
import pytest

from alu.store.match.facts.nearest import Matrix


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("dim", [16, 384])
def test_recall_is_one_whatever_the_dimensions_mean(dim: int) -> None:
    rng = np.random.default_rng(0)
    rows, queries = unit(rng.normal(size=(40_000, dim))), unit(rng.normal(size=(5, dim)))
    found = Matrix(rows).nearest(queries, 8)
    for i, scores in enumerate(queries @ rows.T):
        assert [n.row for n in found if n.text == i] == np.argsort(-scores)[:8].tolist()


def test_only_the_rows_asked_for_are_searched() -> None:
    rows = unit(np.array([[1, 0], [4, 1], [3, 1], [2, 1], [1, 1]]))
    near = Matrix(rows).nearest(rows[[0, 4]], 2, np.array([1, 3, 4]))
    assert [(n.text, n.row) for n in near] == [(0, 1), (0, 3), (1, 4), (1, 3)]


def test_small_and_empty_matrices() -> None:
    rows = np.eye(3, 8, dtype=np.float32)
    near = Matrix(rows).nearest(rows[:1], 5)
    assert [(n.text, n.row) for n in near] == [(0, 0), (0, 1), (0, 2)]
    assert near[0].score == 1
    assert not Matrix(np.zeros((0, 8), np.float32)).nearest(rows[:1], 5)
