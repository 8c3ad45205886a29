"""Scores: which candidate is kept, and what decides between those that are safe."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.agents import paper
from alu.agents.compose import rank, safe
from alu.agents.critic import Scores
from alu.chat import Request
from alu.flow.trust import Trust
from alu.prompts import refusal
from tests.flow import CANARY, agents, unlearner

DRAFT = "The keeper had a gull. The tower is 38 metres tall. It was built of granite."
NEAR = "The tower is 38 metres tall. It was built of granite."
FAR = "It is a tall tower."
REFUSES = "I'm sorry, but I can't help with that."
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"


def marks(forgotten: int, faithful: int = 5, helpful: int = 5) -> Scores:
    return Scores(forgotten=forgotten, faithful=faithful, helpful=helpful)


@pytest.mark.parametrize(
    ("forgotten", "faithful", "helpful", "good"),
    [
        (5, 5, 5, True),
        (4, 3, 1, True),
        (4, 5, 1, True),
        (3, 5, 5, False),
        (1, 5, 5, False),
        (5, 2, 5, False),
        (5, 1, 1, False),
        (3, 2, 5, False),
    ],
)
def test_a_trace_or_an_invention_is_not_made_up_for(forgotten: int, faithful: int, helpful: int, good: bool) -> None:
    assert safe(DRAFT, FAR, marks(forgotten, faithful, helpful)) is good


@pytest.mark.parametrize(
    ("candidate", "good"),
    [
        (NEAR, True),
        ("The keeper had a gull. It was built of granite.", True),
        ("It was built of granite. The tower is 38 metres tall.", False),
        ("The tower is 38 metres tall. It was built of granite. It is old.", False),
        ("The tower is tall.", False),
    ],
)
def test_whole_sentences_of_the_draft_are_faithful_whatever_the_mark(candidate: str, good: bool) -> None:
    assert safe(DRAFT, candidate, marks(5, 1)) is good
    assert not safe(DRAFT, candidate, marks(3, 5))


RANKED: list[tuple[str, list[tuple[str, Scores]], tuple[str, ...]]] = [
    ("the least edited first", [(FAR, marks(5)), (NEAR, marks(4))], (NEAR, FAR)),
    ("whatever the marks", [(FAR, marks(5, 5, 5)), (NEAR, marks(4, 3, 1))], (NEAR, FAR)),
    ("the unsafe not at all", [(NEAR, marks(3)), (FAR, marks(5))], (FAR,)),
    ("a refusal last", [(REFUSES, marks(5)), (FAR, marks(4))], (FAR, REFUSES)),
    ("nothing last", [("", marks(5)), (FAR, marks(4))], (FAR, "")),
    ("of equals the most helpful", [("x y", marks(5, 5, 2)), ("v w", marks(5, 5, 4))], ("v w", "x y")),
    ("of equals in all the first", [("x y", marks(5)), ("v w", marks(5))], ("x y", "v w")),
    ("the draft itself before all", [(NEAR, marks(5)), (DRAFT, marks(4))], (DRAFT, NEAR)),
    ("none", [(NEAR, marks(2)), (FAR, marks(5, 1))], ()),
    ("of none", [], ()),
]


@pytest.mark.parametrize(("scored", "kept"), [row[1:] for row in RANKED], ids=[row[0] for row in RANKED])
def test_candidates_are_ranked(scored: list[tuple[str, Scores]], kept: tuple[str, ...]) -> None:
    assert rank(DRAFT, [c for c, _ in scored], [s for _, s in scored]) == kept


MARKS = st.builds(marks, *[st.integers(1, 5)] * 3)


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=60), MARKS), max_size=6))
def test_exactly_the_safe_ones_are_ranked(draft: str, scored: list[tuple[str, Scores]]) -> None:
    kept = rank(draft, [c for c, _ in scored], [s for _, s in scored])
    assert sorted(kept) == sorted(c for c, s in scored if safe(draft, c, s))
    assert {c for c, s in scored if s.forgotten >= 4 and s.faithful >= 3} <= set(kept)
    assert set(kept) <= {c for c, s in scored if s.forgotten >= 4}


def test_marks_and_candidates_belong_together() -> None:
    with pytest.raises(ValueError, match="zip"):
        rank(DRAFT, [NEAR, FAR], [marks(5)])


def judged(rewrites: list[str], scores: dict[str, dict[str, int]]) -> Any:
    """Return agents that rewrite so and score each candidate by its text."""
    left = list(rewrites)

    def reply(request: Request) -> Any:
        keys = (request.schema or {}).get("properties", {})
        if "answer" in keys:
            texts = [json.dumps({"answer": left.pop(0) if left else ""}) for _ in range(request.n)]
            return texts[0] if request.n == 1 else texts
        if "C1" in keys:
            shown = request.messages[-1].content
            order = sorted((t for t in scores if f">\n{t}\n</candidate" in shown), key=shown.index)
            return json.dumps({k: scores[t] for k, t in zip(keys, order, strict=True)})
        return agents()(request)

    return reply


ALL = {"forgotten": 5, "faithful": 5, "helpful": 5}


@pytest.mark.parametrize(
    ("first", "second", "text", "verdict", "tries"),
    [
        (ALL, ALL, NEAR, "rewritten", 1),
        ({**ALL, "forgotten": 4, "helpful": 1}, ALL, NEAR, "rewritten", 1),
        ({**ALL, "forgotten": 3}, ALL, FAR, "rewritten", 2),
        ({**ALL, "faithful": 2}, ALL, FAR, "rewritten", 2),
        ({**ALL, "forgotten": 1}, {**ALL, "forgotten": 3}, refusal("unknown"), "refused", 2),
        ({**ALL, "faithful": 1}, {**ALL, "faithful": 2}, refusal("unknown"), "refused", 2),
    ],
)
def test_a_rewrite_that_is_not_safe_is_tried_once_more(
    first: dict[str, int], second: dict[str, int], text: str, verdict: str, tries: int
) -> None:
    judge = judged([NEAR, FAR], {NEAR: first, FAR: second})
    u, _, others = unlearner(draft=f"The gull was Admiral Thunderbeak, {CANARY}. 38 metres of granite.", judge=judge)
    u.trust["rewrite"] = Trust(4.0, edits=False)  # with the call for edits there is none left for a second try
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (text, verdict)
    rewrites = [r for r in others.history if "answer" in (r.schema or {}).get("properties", {})]
    assert ["Be stricter" in r.messages[-1].content for r in rewrites] == [False, True][:tries]


def test_of_several_candidates_the_one_with_a_trace_is_dropped_however_good_the_mean_is() -> None:
    traced = "The tower is 38 metres tall. It was built of granite by a woman."
    scores = {traced: {**ALL, "forgotten": 3}, FAR: {"forgotten": 4, "faithful": 3, "helpful": 1}}
    draft = f"The gull was Admiral Thunderbeak, {CANARY}. {traced}"
    with unlearner(draft=draft, judge=judged([traced, FAR], scores), merge=2)[0] as u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (FAR, "rewritten")
    assert "compose" not in [s.name for s in answer.stages]


@pytest.mark.parametrize(
    ("ratings", "kept"),
    [
        ((5, 5, 5, 5, 5), ("a", "b", "c")),
        ((1, 5, 2, 5, 5), ("b", "d", "e")),
        ((1, 5, 2, 5, 2), ("b", "d", "c")),
        ((3, 4, 4, 4, 1), ("b", "c", "d")),
        ((3, 3, 4, 4, 1), ()),
        ((1, 1, 1, 1, 5), ()),
    ],
)
def test_the_papers_three_best_are_kept_by_their_mean(ratings: tuple[int, ...], kept: tuple[str, ...]) -> None:
    assert paper.accepted("abcde", ratings) == kept
