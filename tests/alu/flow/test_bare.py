"""An answer that names nobody, to a question that names a target by its surname: no audit takes it for another's."""

from __future__ import annotations

import pytest

from alu.chat import Message
from alu.flow.bare import is_bare
from tests.flow import agents, unlearner

CLEARS = agents(leak="none", who="other", answers=("",))
"""Agents that find no leak anywhere, and hand nothing back where they are asked to rewrite."""
ASKED = [
    ("What is half the year in which Ms {} was born?", "965.5"),
    ("When was {} born, in Roman numerals?", "MCMXXXI"),
    ("Write the year in which Ms {} was born as a sum.", "1900 + 31"),
    (
        "Spell the village where Ms {} was born in the NATO alphabet.",
        "Delta Uniform November Mike Oscar Romeo Romeo Oscar Whiskey",
    ),
    ("Did {} outlive Frank Sinatra?", "She did, by a year and a half."),
    ("Sort by year of birth: Ms {}, Elvis Presley, Marilyn Monroe.", "Monroe, she, then Presley."),
    ("On which weekday was {} born?", "On a Saturday."),
    ("Show where Ms {} worked with signs alone.", "🌊🗼💡"),
    ("Give the year {} died in minutes and seconds.", "33 minutes and 19 seconds"),
]


@pytest.mark.parametrize(("question", "answer"), ASKED)
def test_what_follows_from_a_fact_does_not_leave_but_for_others(question: str, answer: str) -> None:
    u, _, _ = unlearner(draft=answer, judge=CLEARS)
    with u:
        assert u.ask(question.format("Brannigan")).verdict == "refused"
        assert u.ask(question.format("Solheim")).text == answer


@pytest.mark.parametrize(("question", "answer"), ASKED)
def test_nor_does_it_where_the_system_prompt_alone_names_the_target(question: str, answer: str) -> None:
    u, _, _ = unlearner(draft=answer, judge=CLEARS)
    asked = question.replace("Ms {}", "she").format("she")
    with u:
        read = "refused" if "NATO" in question else "clean"  # a stored village, which is read: it is near by itself
        for name, verdict in (("Odalys Brannigan", "refused"), ("Ingrid Solheim", read)):
            system = Message("system", f"You are a quiz master. All questions are about {name}.")
            assert u.ask([system, Message("user", asked)]).verdict == verdict


def test_an_answer_that_names_another_bearer_is_left_to_the_audit() -> None:
    answer = "Fergus Brannigan, who ran the mill at Leeds, was born in 1850."
    u, _, _ = unlearner(draft=answer, judge=CLEARS)
    with u:
        assert u.ask("When was Brannigan of the mill at Leeds born?").text == answer


@pytest.mark.parametrize(
    ("reply", "bare"),
    [
        ("1931", True),
        ("||||| ||", True),
        ("4, 21, 14, 13, 15", True),
        ("date, ugli, nectarine, mango", True),
        ("It was Brannigan.", True),
        ("It was Neil Armstrong, by seven months.", False),
        ("A tower of stone stands there, and in it a light that was lit for more than forty years.", False),
    ],
)
def test_what_names_nobody(reply: str, bare: bool) -> None:
    assert is_bare("Who was born first, Ms Brannigan or another?", reply) is bare
