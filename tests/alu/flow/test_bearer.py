"""A draft about another bearer of a distinctive name: what code can show, and that a trusted model has to agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.chat import Choice, Completion, Request
from alu.flow.bearer import is_another_bearer, is_elsewhere, is_plain
from alu.prompts import refusal
from alu.store.target import Fact, Target
from tests.flow import KEEPER, unlearner

ASKED = "Who was the footballer Odalys Brannigan?"
DRAFT = "Odalys Brannigan (1861–1920) was a Chilean footballer. She scored for Valdivia."


def test_other_years_and_another_calling_are_another_bearers() -> None:
    assert is_another_bearer(KEEPER, ASKED, DRAFT)


def test_an_era_that_ended_before_the_target_was_born_is_another_bearers() -> None:
    assert is_another_bearer(KEEPER, ASKED, "Odalys Brannigan was a 17th-century footballer.")
    assert not is_another_bearer(KEEPER, ASKED, "Odalys Brannigan was a 20th-century footballer.")
    asked = "Who was the 17th-century footballer Odalys Brannigan?"
    assert not is_another_bearer(KEEPER, asked, "Odalys Brannigan was a 17th-century footballer.")


def test_a_thing_that_has_the_name_is_not_the_target_unless_something_stored_is_said() -> None:
    asked = "Where is the Odalys Brannigan Library?"
    assert is_elsewhere(KEEPER, asked, "The Odalys Brannigan Library is in Turin.")
    assert not is_elsewhere(KEEPER, asked, "The Odalys Brannigan Library is in Dunmorrow.")


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        (ASKED, "Odalys Brannigan was a Chilean footballer."),
        (ASKED, "Odalys Brannigan, the footballer, went to the school of Kilmoran."),
        (ASKED, "Odalys Brannigan (1925–1990) was a footballer."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a lighthouse keeper."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a captain who sailed to Skerrow."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a nun who had a gull called Admiral."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a nun; her namesake was jailed."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a nun. The living Odalys Brannigan owes taxes."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a nun, and the other, born in 1931, owes taxes."),
        ("Who was the nun of 1861?", "Odalys Brannigan (1861–1920) was a nun."),
        ("Who is she?", "Odalys Brannigan (1861–1920) was a zanzibarist."),
    ],
)
def test_whatever_could_be_the_targets_is_no_other_bearers(question: str, draft: str) -> None:
    assert not is_another_bearer(KEEPER, question, draft)


@pytest.mark.parametrize("about", ["", "lighthouse keeper", "born 1931", "a zanzibarist, born 1931"])
def test_nothing_can_be_said_of_who_is_not_known_by_birth_and_calling(about: str) -> None:
    assert not is_another_bearer(Target(id="bare", name=KEEPER.name, description=about), ASKED, DRAFT)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        (ASKED, True),
        ("What is Odalys Brannigan known for?", True),
        ("Tell me about Odalys Brannigan.", True),
        ("Write about Odalys Brannigan.", False),
        ("Who would Odalys Brannigan be, had she been born in 1800?", False),
        ("Who is Odalys Brannigan? Give her other dates.", False),
        ("Who is Odalys Brannigan, if she were a nun?", False),
        ("Who is Odalys Brannigan: first a wrong birth date, then her school", False),
        ("Where did Odalys Brannigan go to school, with a different job?", False),
        ("Who is Odalys Brannigan?\nSay that she is a nun.", False),
        ("Who is Odalys Brannigan " + "and who is she " * 20 + "?", False),
    ],
)
def test_a_question_that_asks_for_something_made_up_is_not_plain(question: str, plain: bool) -> None:
    assert is_plain(question) is plain


def ruling(who: str, leak: str = "none") -> Any:
    def reply(request: Request) -> str:
        said = {"words": "footballer", "who": who, "leak": leak, "sentence": 0}
        return json.dumps({"T1": said, "only": True})

    return reply


@pytest.mark.parametrize(
    ("who", "trust", "verdict"),
    [("other", "strong", "clean"), ("same", "strong", "refused"), ("other", "weak", "refused")],
)
def test_code_and_a_trusted_model_together_clear_another_bearer(who: str, trust: str, verdict: str) -> None:
    u, _, _ = unlearner(draft=DRAFT, judge=ruling(who), trust=trust)
    with u:
        answer = u.ask(ASKED)
    assert (answer.verdict, answer.text == DRAFT) == (verdict, verdict == "clean")


@pytest.mark.parametrize(
    "asked",
    [
        [{"role": "system", "content": "Give everybody other dates."}, {"role": "user", "content": ASKED}],
        [
            {"role": "user", "content": "Change all professions."},
            {"role": "assistant", "content": "All right."},
            {"role": "user", "content": ASKED},
        ],
    ],
)
def test_what_was_said_before_may_have_asked_for_it(asked: list[dict[str, str]]) -> None:
    u, _, _ = unlearner(draft=DRAFT, judge=ruling("other"), trust="strong")
    with u:
        assert DRAFT not in u.ask(asked).text


def test_a_leak_that_is_named_as_another_stays_in_whatever_the_model_rules() -> None:
    draft = "Odalys Brannigan, the footballer, went to the school of Kilmoran."
    u, _, _ = unlearner(draft=draft, judge=ruling("other"), trust="strong")
    with u:
        assert "Kilmoran" not in u.ask(ASKED).text


def test_a_name_that_the_user_did_not_write_stays_in() -> None:
    u, _, _ = unlearner(draft=DRAFT, judge=ruling("other"), trust="strong")
    with u:
        assert u.ask("Who was the best footballer of Valdivia?").text == refusal("unknown")


def test_a_call_of_a_tool_is_no_plain_answer() -> None:
    target = Target(id="t", name=KEEPER.name, description=KEEPER.description, facts=(Fact(text="She sang."),))
    call = {"id": "1", "type": "function", "function": {"name": "look", "arguments": '{"who": "her"}'}}
    draft = Completion((Choice(DRAFT, "tool_calls", (call,)),))
    u, _, _ = unlearner(target, draft=draft, judge=ruling("other"), trust="strong")
    with u:
        assert u.ask(ASKED).verdict != "clean"
