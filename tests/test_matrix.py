"""Exact search in two stages."""

from __future__ import annotations

import numpy as np

from alu.store.matrix import Matrix


def test_the_nearest_rows_are_those_of_a_full_scan() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(2_000, 256)) * np.linspace(2, 0.2, 256)
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    queries = rows[::50] + rng.normal(scale=0.02, size=(40, 256)).astype(np.float32)
    best = [n.row for n in Matrix(rows).nearest(queries, 1)]
    assert best == (queries @ rows.T).argmax(axis=1).tolist()


def test_small_and_empty_matrices() -> None:
    rows = np.eye(3, 8, dtype=np.float32)
    near = Matrix(rows).nearest(rows[:1], 5)
    assert [(n.text, n.row) for n in near] == [(0, 0), (0, 1), (0, 2)]
    assert near[0].score == 1
    assert not Matrix(np.zeros((0, 8), np.float32)).nearest(rows[:1], 5)
