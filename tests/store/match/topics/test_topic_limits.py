"""Limits of topics: how scores become strengths, and that many topics share one budget."""

from __future__ import annotations

import numpy as np
import pytest

from alu.store.match.topics.topic_limits import TopicLimits
from alu.store.match.topics.topic_model import HeldOut, TopicModel
from alu.store.text.vectors.topic_calibration import (
    TOPIC_ABROAD_BUDGET,
    TOPIC_BUDGETS,
    TOPIC_SURE_ABROAD_BUDGET,
    TOPIC_SURE_BUDGETS,
)

LIMITS = TopicLimits(np.array([0.0, 2.0]), np.array([1.0, 4.0]))
HARMLESS = 1_000


def model(*, seed: int = 1, phrases: float = 3.0) -> TopicModel:
    """Return a classifier with scores of harmless texts around -3 and of its own phrases around `phrases`."""
    rng = np.random.default_rng(seed)
    one, two, three, four, five = (rng.normal(-3, 2, HARMLESS).astype(np.float32) for _ in range(5))
    foreign = np.stack([rng.normal(-3, 2, HARMLESS), np.full(HARMLESS, -np.inf)]).astype(np.float32)
    own = rng.normal(phrases, 2, HARMLESS).astype(np.float32)
    return TopicModel("1", np.zeros(1, np.float16), HeldOut(one, two, three, four, five, foreign, own))


def touched(models: list[TopicModel], limits: np.ndarray) -> list[float]:
    """Return the share of each set of harmless texts that some topic touches."""
    sets = zip(*(m.held_out.harmless for m in models), strict=True)
    return [float((np.stack(scores) >= limits[:, None]).any(axis=0).mean()) for scores in sets]


@pytest.mark.parametrize(("score", "strength"), [(0.0, 0.5), (0.5, 0.625), (1.0, 0.75)])
def test_a_strength_is_a_half_at_the_lower_limit_and_three_quarters_at_the_upper(score: float, strength: float) -> None:
    assert LIMITS.strengths(np.array([[score], [2 + 2 * score]])) == pytest.approx(strength)


def test_a_strength_rises_with_the_score_and_stays_between_nothing_and_certainty() -> None:
    scores = np.linspace(-50, 50, 2_001)
    found = LIMITS.strengths(np.stack([scores, scores]))
    assert (np.diff(found) >= 0).all()
    assert 0 <= found.min() < 0.001
    assert 0.999 < found.max() <= 1
    assert np.diff(found).max() < 0.03  # no leap at a limit


@pytest.mark.parametrize("strength", [0.05, 0.3, 0.5, 0.6, 0.75, 0.9, 0.99])
def test_the_score_of_a_strength_has_that_strength(strength: float) -> None:
    assert LIMITS.strengths(LIMITS.at(strength)[:, None]) == pytest.approx(strength)


def test_no_topic_has_no_limit() -> None:
    none = TopicLimits.of([])
    assert none.low.shape == none.high.shape == (0,)
    assert none.strengths(np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("count", [1, 2, 6])
def test_all_topics_together_keep_the_budgets(count: int) -> None:
    models = [model(seed=seed) for seed in range(count)]
    limits = TopicLimits.of(models)
    lower = (*TOPIC_BUDGETS, TOPIC_ABROAD_BUDGET, TOPIC_ABROAD_BUDGET)
    upper = (*TOPIC_SURE_BUDGETS, TOPIC_SURE_ABROAD_BUDGET, TOPIC_SURE_ABROAD_BUDGET)
    for found, budgets in ((limits.low, lower), (limits.high, upper)):
        assert all(share <= budget for share, budget in zip(touched(models, found), budgets, strict=True))
    assert (limits.low < limits.high).all()


def test_a_topic_that_is_distinguished_well_finds_most_of_its_phrases() -> None:
    good, poor = (TopicLimits.of([made]).low[0] for made in (model(phrases=9.0), model(phrases=-3.0)))
    assert (model(phrases=9.0).held_out.phrases >= good).mean() > 0.95
    assert (model(phrases=-3.0).held_out.phrases >= poor).mean() < 0.2


def test_more_topics_leave_less_of_the_budget_to_each() -> None:
    alone = TopicLimits.of([model(seed=0)]).low[0]
    among = TopicLimits.of([model(seed=seed) for seed in range(6)]).low[0]
    assert among > alone
