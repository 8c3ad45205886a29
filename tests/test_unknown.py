"""Withholding in the model's own words for what it does not know."""

from __future__ import annotations

import pytest

from alu.chat import Request
from alu.declining import declines
from alu.errors import ModelError
from alu.prompts import refusal
from tests.flow import agents, unlearner

OWN = "Sorry, I'm not familiar with that name."
SECRET = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."


def knowing(own: str) -> object:
    def reply(request: Request) -> str:
        return SECRET if "Brannigan" in request.messages[-1].content else own

    return reply


async def withheld(own: object, **settings: str) -> tuple[str, str, int]:
    u, vanilla, _ = unlearner(draft=own, judge=agents(only=True), **settings)  # type: ignore[arg-type]
    async with u:
        words = await u.amimic()
        asked = len(vanilla.history)
        return words, (await u.aask("Which bird did Odalys Brannigan keep?")).text, asked


async def test_an_answer_is_withheld_in_the_models_own_words() -> None:
    assert await withheld(knowing(OWN)) == (OWN, OWN, 2)


@pytest.mark.parametrize("own", [SECRET, "Peldric Umbashwyn is not known to me, I'm sorry.", "She was a poet.", ""])
async def test_what_does_not_decline_is_not_said(own: str) -> None:
    assert await withheld(knowing(own)) == (refusal("unknown"), refusal("unknown"), 2)


async def test_what_the_gate_objects_to_is_not_said() -> None:
    told = "I don't know, ask Odalys Brannigan."
    assert declines(told)
    assert (await withheld(knowing(told)))[0] == refusal("unknown")


async def test_the_style_refuse_keeps_its_words() -> None:
    assert await withheld(knowing(OWN), style="refuse") == (refusal("refuse"), refusal("refuse"), 0)


async def test_a_model_that_does_not_answer_changes_nothing() -> None:
    u, vanilla, _ = unlearner()
    vanilla.enqueue(ModelError("down"))
    async with u:
        assert await u.amimic() == refusal("unknown")


async def test_another_store_withholds_in_the_same_words() -> None:
    u, _, _ = unlearner(draft=knowing(OWN), judge=agents(only=True))  # type: ignore[arg-type]
    async with u:
        other = u.beside(u.targets)
        await u.amimic()
        assert (await other.aask("Which bird did Odalys Brannigan keep?")).text == OWN
        assert (other.withheld.text, other.withheld.tokens) == (OWN, len(OWN.split()))
