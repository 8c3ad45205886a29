"""Rewrites: what is no answer is dropped, and the draft and the question are the model's data alone."""

from __future__ import annotations

import json

import pytest

from alu.agents.caller import Caller
from alu.agents.rewrite import AGAIN, rewrite
from alu.answer import Usage
from alu.errors import BadReply
from alu.testing import ScriptedModel
from tests.flow import KEEPER

ASKED = "How tall is the tower?"
DRAFT = "The keeper had a gull. The tower is 38 metres tall."
KEPT = "The tower is 38 metres tall."
OF_THE_EXAMPLE = "The tower is 38 metres tall and was built of granite."


async def ask(*answers: str, draft: str = DRAFT, again: bool = False) -> tuple[tuple[str, ...], str]:
    model = ScriptedModel([json.dumps({"answer": a}) for a in answers])
    used = list[Usage]()
    found = await rewrite(Caller(model, 9, b"k", used.append), ASKED, draft, [KEEPER], count=len(answers), again=again)
    assert len(used) == len(model.history) == 1
    return found, model.history[0].messages[-1].content


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([KEPT], (KEPT,)),
        ([f"  {KEPT}\n", KEPT], (KEPT,)),
        (["It is tall.", KEPT], ("It is tall.", KEPT)),
        (["", KEPT], (KEPT,)),
        (["…", "—"], ()),
        (["塔は三十八メートルです。"], ("塔は三十八メートルです。",)),
        ([OF_THE_EXAMPLE, KEPT], (KEPT,)),
    ],
)
async def test_candidates_differ_and_say_something(answers: list[str], expected: tuple[str, ...]) -> None:
    assert (await ask(*answers))[0] == expected


async def test_a_sentence_of_the_prompts_example_is_kept_where_the_draft_has_it() -> None:
    assert (await ask(OF_THE_EXAMPLE, draft=f"She kept a gull. {OF_THE_EXAMPLE}"))[0] == (OF_THE_EXAMPLE,)


@pytest.mark.parametrize("again", [False, True])
async def test_only_a_second_try_is_asked_to_be_stricter(again: bool) -> None:
    _, prompt = await ask(KEPT, again=again)
    assert (AGAIN in prompt) is again
    assert all(text in prompt for text in (ASKED, DRAFT, KEEPER.name))


@pytest.mark.parametrize("reply", ["", "[]", '{"answer": 7}', '{"answer": "x", "more": 1}', '{"text": "x"}'])
async def test_what_is_no_rewrite_is_an_error_that_quotes_nothing(reply: str) -> None:
    model = ScriptedModel(reply=reply)
    with pytest.raises(BadReply) as caught:
        await rewrite(Caller(model, 9, b"k", lambda _: None), ASKED, DRAFT, [KEEPER])
    assert len(model.history) == 2  # with one repair
    assert "gull" not in str(caught.value)
