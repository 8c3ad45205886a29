"""A draft that another model wrote goes through the whole flow, and the vanilla model is not asked."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from alu import Unlearner
from alu.chat import Message
from alu.errors import InputError, ModelUnreachable, StoreCorrupt
from alu.prompts import refusal
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.server import ABOUT

UNKNOWN = refusal("unknown")
LEAK = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."


def look(arguments: str) -> dict[str, Any]:
    return {"id": "c1", "type": "function", "function": {"name": "look", "arguments": arguments}}


CALL, LEAKING_CALL = look('{"place": "Paris"}'), look('{"gull": "Admiral Thunderbeak"}')


@pytest.mark.parametrize("dialogue", ["How are you?", "", [], [Message("user", "How are you?")]])
@pytest.mark.parametrize("draft", ["Fine.", "  Fine\r\n\n", "", "a\u200bb \U0001f600 é", "<think>Hm.</think>Fine."])
def test_a_harmless_draft_comes_back_byte_for_byte_without_a_call(dialogue: Any, draft: str) -> None:
    u, vanilla, others = unlearner()
    with u:
        answer = u.check(dialogue, draft, tool_calls=[CALL])
    assert (answer.text, answer.verdict, answer.tool_calls) == (draft, "clean", (CALL,))
    assert (answer.usage.calls, vanilla.history, others.history) == (0, [], [])
    assert [(s.name, s.outcome) for s in answer.stages] == [
        ("draft", "given"),
        ("look_up", "nothing near"),
        ("release", "passed"),
    ]
    assert answer.finish_reason == "tool_calls"


@pytest.mark.parametrize("dialogue", [ABOUT, "", "How tall is the tower?"])
def test_a_draft_that_leaks_is_rewritten(dialogue: str) -> None:
    u, vanilla, others = unlearner()
    with u:
        answer = u.check(dialogue, LEAK)
    assert (answer.text, answer.verdict, answer.matched) == ("The tower is 38 metres tall.", "rewritten", ("keeper",))
    assert vanilla.history == []
    assert answer.usage.calls == len(others.history) == 4


@pytest.mark.parametrize("draft", ["Here you are.", ""])
def test_a_tool_call_that_leaks_does_not_leave(draft: str) -> None:
    u, _, _ = unlearner(judge=agents(only=True))
    with u:
        answer = u.check(ABOUT, draft, tool_calls=[CALL, LEAKING_CALL])
    assert (answer.text, answer.verdict, answer.tool_calls) == (UNKNOWN, "refused", ())


def test_a_short_reply_is_read_with_its_question() -> None:
    u, _, _ = unlearner(judge=agents(only=True))
    with u:
        assert u.check("In which year was Odalys Brannigan born?", "1931").verdict == "refused"
        assert u.check("In which year was the tower built?", "1931").verdict == "clean"


def test_what_came_before_counts() -> None:
    dialogue = [
        {"role": "user", "content": "Tell me of Odalys Brannigan."},
        {"role": "assistant", "content": "She kept a light."},
        {"role": "user", "content": "And what was her gull called?"},
    ]
    u, _, _ = unlearner(judge=agents(only=True))
    with u:
        assert u.check(dialogue, "It was called Admiral Thunderbeak.").verdict == "refused"


@pytest.mark.parametrize("fault", [ModelUnreachable("gone"), RuntimeError(CANARY), "no verdict"])
def test_a_check_that_fails_withholds_the_draft(fault: Any) -> None:
    u, _, others = unlearner()
    others.enqueue(fault, fault)
    with u:
        answer = u.check(ABOUT, f"{LEAK} {CANARY}")
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")
    assert CANARY not in repr(answer)


def test_a_store_that_cannot_be_read_withholds_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    u, _, _ = unlearner()

    def broken() -> None:
        raise StoreCorrupt("gone")

    with u:
        monkeypatch.setattr(u.targets, "snapshot", broken)
        assert u.check("How are you?", "Fine.").verdict == "failed_closed"


@pytest.mark.parametrize("seconds", [0, 0.2])
def test_a_check_without_time_left_withholds_the_draft(seconds: float) -> None:
    u, _, others = unlearner()
    others.latency = 30
    with u:
        assert u.check(ABOUT, LEAK, deadline=seconds).verdict == "failed_closed"


def test_a_failed_check_lets_the_draft_out_where_that_is_set() -> None:
    u, _, others = unlearner(on_error="open")
    others.enqueue(ModelUnreachable("gone"))
    with u:
        answer = u.check(ABOUT, LEAK, tool_calls=[CALL])
    assert (answer.text, answer.verdict) == (LEAK, "bypassed")


FLAGS = {"type": "object", "properties": {"x": {"type": "boolean", "description": KEEPER.facts[0].text}}}
FORM = {"response_format": {"type": "json_schema", "json_schema": {"name": "f", "schema": FLAGS}}}


@pytest.mark.parametrize("dialogue", ["Fill in the form.", ""])
def test_what_a_flag_states_is_read_by_what_the_model_was_given(dialogue: str) -> None:
    noted = {**CALL, "function": {"name": "note", "arguments": '{"x": true}'}}
    tools = {"tools": [{"type": "function", "function": {"name": "note", "parameters": FLAGS}}]}
    u, _, _ = unlearner(judge=agents(only=True))
    with u:
        forms = [u.check(dialogue, '{"x": true}', extra=extra).verdict for extra in (FORM, {})]
        calls = [u.check(dialogue, "", tool_calls=[noted], extra=extra).verdict for extra in (tools, None)]
    assert forms == calls == ["refused", "clean"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"dialogue": "Hm?", "draft": None}, "text"),
    ({"dialogue": "Hm?", "draft": b"x"}, "text"),
    ({"dialogue": "Hm?", "draft": "x", "tool_calls": ["look"]}, "objects"),
    ({"dialogue": "Hm?", "draft": "x", "tool_calls": 7}, "objects"),
    ({"dialogue": "Hm?", "draft": "x", "context": "y"}, "passages"),
    ({"dialogue": "", "draft": "x", "context": "y"}, "passages"),
    ({"dialogue": [{"role": "assistant", "content": "x"}], "draft": "x"}, "empty"),
    ({"dialogue": "Hm?", "draft": "x" * 400_001}, "longer"),
    ({"dialogue": "Hm?", "draft": "x", "tool_calls": [{"a": "y" * 400_000}]}, "longer"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_cannot_be_checked_is_refused(given: dict[str, Any], said: str) -> None:
    u, _, _ = unlearner()
    with u, pytest.raises(InputError, match=said):
        u.check(**given)


async def test_sync_and_async_give_the_same() -> None:
    assert inspect.signature(Unlearner.check).parameters == inspect.signature(Unlearner.acheck).parameters
    u, _, _ = unlearner(KEEPER, judge=agents(only=True))
    async with u:
        a = await u.acheck(ABOUT, LEAK)
        b = await asyncio.to_thread(u.check, ABOUT, LEAK)
    assert (a.text, a.verdict, a.matched) == (b.text, b.verdict, b.matched)
