"""Logistic regression on sparse rows, fitted by L-BFGS in numpy (Liu and Nocedal, 1989)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from alu.store.text.vectors.topic_features import COLUMNS, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Loss = Callable[[Vector], tuple[float, Vector]]

__all__ = ["fitted"]

_STEPS, _KEPT, _TOLERANCE = 80, 10, 1e-6
"""Steps at most; pairs of steps and gradients that are kept; relative gain of a step that ends the fit."""


def fitted(rows: Rows, positive: NDArray[np.bool_], amounts: Vector, penalty: float) -> Vector:
    """Return the weights of the columns and, last, the bias, float `[COLUMNS + dim + 1]`.

    Args:
        rows: the texts.
        positive: which of them are of the topic, bool `[texts]`.
        amounts: how much each counts, float `[texts]`.
        penalty: of half of the squared weights, the bias apart.
    """
    sign = np.where(positive, 1.0, -1.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margin = sign * (rows.times(weights[:-1]) + weights[-1])
        value = float(amounts @ np.logaddexp(0, -margin)) + penalty * float(weights[:-1] @ weights[:-1]) / 2
        pull = -amounts * sign * np.exp(-np.logaddexp(0, margin))
        slope = np.append(rows.transposed_times(pull), pull.sum())
        slope[:-1] += penalty * weights[:-1]
        return value, slope

    return _least(loss, np.zeros(COLUMNS + rows.dense.shape[1] + 1))


def _least(loss: Loss, at: Vector) -> Vector:
    """Return where a convex function is least."""
    value, slope = loss(at)
    pairs = deque[tuple["Vector", "Vector"]](maxlen=_KEPT)
    for _ in range(_STEPS):
        towards = _direction(slope, pairs)
        new, new_value, new_slope = _stepped(loss, at, value, slope, towards)
        step, bend = new - at, new_slope - slope
        if float(step @ bend) > 1e-12:
            pairs.append((step, bend))
        gained = value - new_value
        at, value, slope = new, new_value, new_slope
        if gained <= _TOLERANCE * abs(value):
            break
    return at


def _direction(slope: Vector, pairs: deque[tuple[Vector, Vector]]) -> Vector:
    """Return minus the slope, bent by what the last steps showed of the curvature."""
    q, used = slope.copy(), list[float]()
    for step, bend in reversed(pairs):
        used.append(float(step @ q) / float(step @ bend))
        q -= used[-1] * bend
    if pairs:
        step, bend = pairs[-1]
        q *= float(step @ bend) / float(bend @ bend)
    else:
        q /= max(1.0, float(np.linalg.norm(slope)))
    for (step, bend), share in zip(pairs, reversed(used), strict=True):
        q += (share - float(bend @ q) / float(step @ bend)) * step
    return -q


def _stepped(loss: Loss, at: Vector, value: float, slope: Vector, towards: Vector) -> tuple[Vector, float, Vector]:
    """Return a point in a direction where the function is enough less, with value and slope there."""
    length, expected = 1.0, 1e-4 * float(slope @ towards)
    while True:
        new = at + length * towards
        new_value, new_slope = loss(new)
        if new_value <= value + length * expected or length < 1e-9:
            return new, new_value, new_slope
        length /= 2
