"""The thresholds of topics, which keep all topics together within a false-flag budget on harmless texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from alu.store.match.topics.topic_model import TopicModel
from alu.store.text.vectors.topic_calibration import (
    TOPIC_ABROAD_BUDGET,
    TOPIC_BUDGETS,
    TOPIC_SURE_ABROAD_BUDGET,
    TOPIC_SURE_BUDGETS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TopicLimits"]

_MIN_GAP = 0.05
"""Nats by which the upper limit is above the lower one at least."""
_LOOKED_AHEAD = 8
"""Texts that a limit is lowered by at once at most: a single one may find no phrase more."""


@dataclass(frozen=True, slots=True)
class TopicLimits:
    """Two limits for each of some topics, in nats."""

    low: NDArray[np.float64] = field(repr=False)
    """Score from which on a text may be of the topic, float `[topics]`; below it no model is asked."""
    high: NDArray[np.float64] = field(repr=False)
    """Score from which on it is beyond doubt, float `[topics]`."""

    @classmethod
    def of(cls, models: Sequence[TopicModel]) -> TopicLimits:
        """Return the limits of topics that are stored together: the more there are, the higher each is.

        They are set on scores of held-out texts, see `fit_topic`: as many of the topics' own phrases are found as the
        budgets allow that all topics together have on exam questions, prompts, replies, homework, fields and each
        language.
        """
        if not models:
            return cls(np.zeros(0), np.zeros(0))
        languages = len(models[0].held_out.abroad)
        lower = _limits(models, (*TOPIC_BUDGETS, *[TOPIC_ABROAD_BUDGET] * languages))
        upper = _limits(models, (*TOPIC_SURE_BUDGETS, *[TOPIC_SURE_ABROAD_BUDGET] * languages))
        return cls(lower, np.maximum(upper, lower + _MIN_GAP))

    def at(self, strength: float) -> NDArray[np.float64]:
        """Return the score of each topic that has a strength, 0 to 1, float `[topics]`, in nats."""
        if strength < 0.75:
            within, under = max(strength - 0.5, 0.0) / 0.25, float(np.log(min(max(strength, 1e-9) / 0.5, 1.0)))
            return np.asarray(self.low + within * (self.high - self.low) + under)
        return np.asarray(self.high - np.log(max(1 - strength, 1e-9) / 0.25))

    def strengths(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return scores, float `[topics, texts]`, as strengths from 0 to 1: 0.5 at the lower limit, 0.75 at the upper.

        Below the lower limit it falls off with the odds, above the upper one it nears 1.
        """
        low, high = self.low[:, None], self.high[:, None]
        within = 0.5 + 0.25 * (scores - low) / (high - low)
        under = 0.5 * np.exp(np.minimum(scores - low, 0))
        over = 1 - 0.25 * np.exp(np.minimum(high - scores, 0))
        return np.asarray(np.where(scores < low, under, np.where(scores < high, within, over)))


def _limits(models: Sequence[TopicModel], budgets: Sequence[float]) -> NDArray[np.float64]:
    """Return limits, float `[topics]`: from the strictest on, that of the topic that finds least is lowered next.

    So no topic is left behind for one that is distinguished with fewer false flags.

    Args:
        models: of the topics.
        budgets: share of each set of harmless texts that some topic touches at most.
    """
    kept = [m.held_out for m in models]
    scores = np.stack([np.concatenate(k.harmless) for k in kept]).astype(np.float64)
    sets = np.repeat(np.arange(len(budgets)), [len(texts) for texts in kept[0].harmless])
    left = np.floor(np.array(budgets) * np.bincount(sets)).astype(int)
    order, passed = np.argsort(-scores, axis=1), [0] * len(models)
    touched = np.zeros(len(sets), bool)

    def found(topic: int, place: int) -> float:
        """Return the share of its phrases that a topic finds with the score at a place of the order as its limit."""
        return float((kept[topic].phrases > scores[topic, order[topic, place]]).mean())

    def able(topic: int, step: int) -> bool:
        new = order[topic, passed[topic] : passed[topic] + step]
        return bool((np.bincount(sets[new[~touched[new]]], minlength=len(left)) <= left).all())

    def step_of(topic: int) -> int:
        """Return by how many texts the limit has to be lowered for a phrase more; 0 where that cannot be."""
        at = passed[topic]
        steps = (s for s in range(1, _LOOKED_AHEAD + 1) if found(topic, at + s) > found(topic, at))
        return next((s for s in steps if able(topic, s)), 0)

    while True:
        steps = {n: step for n in range(len(models)) if (step := step_of(n))}
        if not steps:
            return np.nextafter([float(scores[n, order[n, at]]) for n, at in enumerate(passed)], np.inf)
        topic = min(steps, key=lambda n: found(n, passed[n]))
        new = order[topic, passed[topic] : passed[topic] + steps[topic]]
        left -= np.bincount(sets[new[~touched[new]]], minlength=len(left))
        touched[new] = True
        passed[topic] += steps[topic]
