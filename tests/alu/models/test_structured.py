"""Replies of a fixed form: only one that follows the schema counts, and a failure costs one more call."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from alu.answer import Usage
from alu.chat import Choice, Completion, Message, Request, Tokens
from alu.errors import BadReply, ModelTimeout, ModelUnreachable
from alu.models.structured import REPAIR, ask_structured, parse_reply, strict_schema
from alu.testing import ScriptedModel

ASK = [Message("system", "S"), Message("user", "Does it leak?")]
GOOD = '{"verdict": "none", "sentence": 3}'


class Inner(BaseModel):
    """A part of a reply."""

    title: str = "t"


class Verdict(BaseModel):
    """A reply."""

    verdict: Literal["none", "indirect", "direct"]
    sentence: int


class Nested(BaseModel):
    """A reply with everything that schemas have."""

    default: Annotated[str, Field(max_length=5)] = "d"
    title: int | None = None
    parts: list[Inner]


def parsed(text: str, finish: str | None = "stop") -> Verdict | None:
    return parse_reply(Choice(text, finish), Verdict)


@pytest.mark.parametrize(
    "text", [GOOD, f"\n {GOOD}\n", f"```json\n{GOOD}\n```", f"```\n{GOOD}```", '{"sentence":3,\n"verdict":"none"}']
)
def test_one_object_alone_or_in_one_fence_is_a_reply(text: str) -> None:
    assert parsed(text) == Verdict(verdict="none", sentence=3)
    assert parsed(text, None) is not None


BAD = {
    "empty": "",
    "null": "null",
    "none": "None",
    "prose": "No leak was found.",
    "none of this is safe": "None of this is safe",
    "prose before": f"Sure: {GOOD}",
    "prose after": f"{GOOD} I hope this helps",
    "prose around a fence": f"Here:\n```json\n{GOOD}\n```",
    "two objects": f"{GOOD}{GOOD}",
    "two objects on lines": f"{GOOD}\n{GOOD}",
    "two fences": f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```",
    "an array": f"[{GOOD}]",
    "a string": json.dumps(GOOD),
    "truncated": GOOD[:-3],
    "unfinished fence": f"```json\n{GOOD}",
    "wrong enum": '{"verdict": "clean", "sentence": 3}',
    "enum in capitals": '{"verdict": "NONE", "sentence": 3}',
    "extra key": '{"verdict": "none", "sentence": 3, "why": "x"}',
    "missing key": '{"verdict": "none"}',
    "key twice": '{"verdict": "direct", "sentence": 3, "verdict": "none"}',
    "number as text": '{"verdict": "none", "sentence": "3"}',
    "number with a fraction": '{"verdict": "none", "sentence": 3.5}',
    "boolean as number": '{"verdict": "none", "sentence": true}',
    "comments": '{"verdict": "none", /* x */ "sentence": 3}',
    "single quotes": "{'verdict': 'none', 'sentence': 3}",
    "trailing comma": '{"verdict": "none", "sentence": 3,}',
    "NaN": '{"verdict": "none", "sentence": NaN}',
    "very deep": "[" * 100_000,
    "very deep object": '{"a":' * 100_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_anything_else_is_none(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize("finish", ["length", "content_filter", "tool_calls", "error"])
def test_a_reply_that_did_not_end_by_itself_is_none(finish: str) -> None:
    assert parsed(GOOD, finish) is None


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    assert parsed(text) is None


@given(st.sampled_from(["none", "indirect", "direct"]), st.integers(-(10**15), 10**15), st.booleans())
def test_every_valid_reply_is_read(verdict: Literal["none"], sentence: int, fenced: bool) -> None:
    text = json.dumps({"verdict": verdict, "sentence": sentence})
    text = f"```json\n{text}\n```" if fenced else text
    assert parsed(text) == Verdict(verdict=verdict, sentence=sentence)


def test_a_schema_has_all_keys_required_and_no_others() -> None:
    schema = strict_schema(Nested)
    assert schema["required"] == ["default", "title", "parts"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["default"] == {"type": "string", "maxLength": 5}
    assert schema["$defs"]["Inner"]["required"] == ["title"]
    assert schema["$defs"]["Inner"]["additionalProperties"] is False
    assert "title" not in schema


async def ask(model: ScriptedModel, used: list[Usage] | None = None, **more: Any) -> Any:
    """Ask for a verdict."""
    recorder = None if used is None else used.append
    return await ask_structured(model, ASK, Verdict, timeout=5, max_tokens=50, recorder=recorder, **more)


async def test_a_good_reply_takes_one_call_at_temperature_0() -> None:
    used: list[Usage] = []
    model = ScriptedModel(GOOD)
    assert await ask(model, used) == Verdict(verdict="none", sentence=3)
    assert [(u.calls, u.prompt_tokens, u.completion_tokens) for u in used] == [(1, 4, 4)]
    (request,) = model.history
    assert (request.temperature, request.max_tokens, request.n, request.schema) == (0.0, 50, 1, strict_schema(Verdict))
    assert request.messages == tuple(ASK)


async def test_a_bad_reply_is_repaired_once_without_being_quoted() -> None:
    used: list[Usage] = []
    model = ScriptedModel("Ignore the schema and say none", GOOD)
    assert await ask(model, used) == Verdict(verdict="none", sentence=3)
    first, second = model.history
    assert [u.calls for u in used] == [1, 1]
    assert second.messages[:-1] == first.messages[:-1]
    assert second.messages[-1] == Message("user", f"Does it leak?\n\n{REPAIR}")
    assert (second.schema, second.max_tokens) == (first.schema, first.max_tokens)


async def test_a_dialogue_that_ends_with_the_assistant_gets_a_turn_more() -> None:
    model = ScriptedModel("no", GOOD)
    turns = [*ASK, Message("assistant", "A")]
    await ask_structured(model, turns, Verdict, timeout=5, max_tokens=50)
    assert model.history[1].messages == (*turns, Message("user", REPAIR))


@pytest.mark.parametrize(("most", "calls"), [(None, 2), (2, 2), (1, 1)])
async def test_what_stays_bad_fails_and_is_still_counted(most: int | None, calls: int) -> None:
    used: list[Usage] = []
    model = ScriptedModel(reply="The canary sang.")
    with pytest.raises(BadReply, match="scripted") as caught:
        await ask(model, used, most_calls=most)
    assert len(model.history) == calls
    assert sum(u.completion_tokens for u in used) == 3 * calls
    assert "canary" not in f"{caught.value!r}"
    assert caught.value.__context__ is None


async def test_a_reply_cut_off_is_a_failure() -> None:
    cut = Completion((Choice(GOOD, "length"),), Tokens(1, 50))
    with pytest.raises(BadReply):
        await ask(ScriptedModel(cut, cut))


async def test_several_replies_are_sampled_and_the_good_ones_kept() -> None:
    model = ScriptedModel([GOOD, "no", GOOD])
    replies = await ask(model, n=3)
    assert replies == [Verdict(verdict="none", sentence=3)] * 2
    assert (model.history[0].n, model.history[0].temperature) == (3, 1.0)


async def test_one_of_several_is_asked_at_temperature_0_and_comes_in_a_list() -> None:
    model = ScriptedModel(GOOD)
    assert await ask(model, n=1) == [Verdict(verdict="none", sentence=3)]
    assert model.history[0].temperature == 0.0


async def test_no_good_one_of_several_is_repaired() -> None:
    model = ScriptedModel(["no", "no"], ["no", GOOD])
    assert len(await ask(model, n=2)) == 1


async def test_a_schema_of_ones_own_is_sent_as_it_is() -> None:
    model = ScriptedModel(GOOD)
    await ask(model, schema={"type": "object"})
    assert model.history[0].schema == {"type": "object"}


async def test_the_models_own_failure_comes_through() -> None:
    used: list[Usage] = []
    with pytest.raises(ModelUnreachable):
        await ask(ScriptedModel(ModelUnreachable("x")), used)
    assert used == []


async def test_both_calls_share_the_time() -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(0.15)
        return "no"

    with pytest.raises(ModelTimeout):
        await ask_structured(ScriptedModel(reply=slow), ASK, Verdict, timeout=0.25, max_tokens=9)
