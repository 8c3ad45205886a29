"""Which candidate is kept: safe ones alone, the least edited first."""

from __future__ import annotations

import pytest

from alu.agents.compose import COMPARED, MIN_FAITHFUL, MIN_FORGOTTEN, rank, safe
from alu.agents.critic import Scores

DRAFT = "The tower is 38 metres tall. She kept a gull. It was built of granite."
CUT = "The tower is 38 metres tall. It was built of granite."
REWORDED = "The tower is 38 metres tall and built of granite."
REFUSAL = "I do not know."


def marks(forgotten: int = 5, faithful: int = 5, helpful: int = 5) -> Scores:
    return Scores(forgotten=forgotten, faithful=faithful, helpful=helpful)


@pytest.mark.parametrize(
    ("candidate", "scores", "expected"),
    [
        (REWORDED, marks(), True),
        (REWORDED, marks(forgotten=MIN_FORGOTTEN - 1), False),
        (REWORDED, marks(faithful=MIN_FAITHFUL), True),
        (REWORDED, marks(faithful=MIN_FAITHFUL - 1), False),
        (CUT, marks(faithful=1), True),  # whole sentences of the draft are faithful to it
        (CUT, marks(forgotten=MIN_FORGOTTEN - 1), False),
        ("It was built of granite. The tower is 38 metres tall.", marks(faithful=1), False),  # in another order
        ("It was built of granite. It was built of granite.", marks(faithful=1), False),
        (REWORDED, marks(helpful=1), True),
    ],
)
def test_a_candidate_is_safe_by_its_marks(candidate: str, scores: Scores, expected: bool) -> None:
    assert safe(DRAFT, candidate, scores) is expected


@pytest.mark.parametrize("order", [1, -1])
def test_the_least_edited_comes_first_and_what_is_unsafe_not_at_all(order: int) -> None:
    pairs = [(REFUSAL, marks()), (CUT, marks(helpful=1)), (DRAFT, marks(forgotten=1)), (REWORDED, marks())][::order]
    assert rank(DRAFT, [c for c, _ in pairs], [s for _, s in pairs]) == (CUT, REWORDED, REFUSAL)


def test_of_equals_the_most_helpful_comes_first() -> None:
    assert rank(DRAFT, ["One.", "Two."], [marks(helpful=2), marks(helpful=4)]) == ("Two.", "One.")


def test_none_may_be_safe() -> None:
    assert rank(DRAFT, [CUT, REFUSAL], [marks(forgotten=MIN_FORGOTTEN - 1)] * 2) == ()


def test_a_mark_too_few_is_no_ranking() -> None:
    with pytest.raises(ValueError, match="shorter"):
        rank(DRAFT, [CUT, REFUSAL], [marks()])


def test_only_the_beginning_of_a_long_text_is_compared() -> None:
    draft = "word " * COMPARED
    same, other = draft + "more " * 10, "other " * COMPARED
    assert rank(draft, [other, same], [marks(), marks()]) == (same, other)
