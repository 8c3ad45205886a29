"""Withholding in the model's own words for what it does not know."""

from __future__ import annotations

from typing import Any

import pytest

from alu.chat import Completion, Request
from alu.errors import ModelError
from alu.prompts import refusal
from alu.store.text.declining import declines
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
        words = await u.alearn_refusal()
        asked = len(vanilla.history)
        return words, (await u.aask("Which bird did Odalys Brannigan keep?")).text, asked


async def test_an_answer_is_withheld_in_the_models_own_words() -> None:
    assert await withheld(knowing(OWN)) == (OWN, OWN, 2)


@pytest.mark.parametrize("own", [SECRET, "Peldric Umbashwyn is not known to me, I'm sorry.", "She was a poet.", ""])
async def test_what_does_not_decline_is_not_said(own: str) -> None:
    assert await withheld(knowing(own)) == (refusal("unknown"), refusal("unknown"), 2)


async def test_what_the_gate_objects_to_is_not_said() -> None:
    answer = "I don't know, ask Odalys Brannigan."
    assert declines(answer)
    assert (await withheld(knowing(answer)))[0] == refusal("unknown")


async def test_the_style_refuse_keeps_its_words() -> None:
    assert await withheld(knowing(OWN), style="refuse") == (refusal("refuse"), refusal("refuse"), 0)


@pytest.mark.parametrize(
    "error", [ModelError("down"), RuntimeError(SECRET), Completion(())], ids=lambda e: str(type(e))
)
async def test_a_model_that_does_not_answer_changes_nothing(error: Any, caplog: pytest.LogCaptureFixture) -> None:
    u, vanilla, _ = unlearner()
    vanilla.enqueue(error)
    async with u:
        assert await u.alearn_refusal() == refusal("unknown")
    assert SECRET not in caplog.text


async def test_a_store_that_breaks_changes_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    u, _, _ = unlearner(draft=knowing(OWN))  # type: ignore[arg-type]

    def broken() -> None:
        raise OSError(SECRET)

    async with u:
        with monkeypatch.context() as now:
            now.setattr(u.targets, "snapshot", broken)
            words = await u.alearn_refusal()
        assert words == refusal("unknown")


async def test_words_that_differ_are_those_of_the_first_one_asked() -> None:
    words = iter(["I do not know them.", "I'm not aware of them."])
    assert (await withheld(lambda _: next(words, SECRET)))[0] == "I do not know them."


async def test_one_that_is_made_up_is_enough_to_keep_the_words() -> None:
    words = iter(["I do not know them.", "A poet of Lagos."])
    assert (await withheld(lambda _: next(words, SECRET)))[0] == refusal("unknown")


@pytest.mark.parametrize("first", [True, False])
async def test_another_store_withholds_in_the_same_words(first: bool) -> None:
    u, _, _ = unlearner(draft=knowing(OWN), judge=agents(only=True))  # type: ignore[arg-type]
    async with u:
        other = u.with_store(u.targets)
        assert await (u if first else other).alearn_refusal() == OWN
        assert u.refusal.text == OWN
        assert (await other.aask("Which bird did Odalys Brannigan keep?")).text == OWN
        assert (other.refusal.text, other.refusal.tokens) == (OWN, len(OWN.split()))
