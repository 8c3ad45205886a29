"""Answers by the sentence: what leaves before the whole is there, and from where on nothing does."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

import pytest

from alu.answer import Answer
from alu.chat import Choice, Completion, Message, Request
from alu.errors import BrokenOff, ModelError, ModelTimeout, StoreLocked
from alu.prompts import refusal
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel, ScriptedStream
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents

PLAIN = "How high is the tower on that rock, and what is it made of?"
HIGH, BUILT, ROCK = "The light is 38 metres high.", "It was built of granite in 1871.", "It stands on a rock far out."
HARMLESS = f"{HIGH} {BUILT}\n\n{ROCK}  The boat lands at noon on Tuesdays.\n"
LEAK = f"Its keeper was Odalys Brannigan, {CANARY}."
GULL = "She kept a tame gull called Admiral Thunderbeak."
MIXED = f"{HIGH} {BUILT} {LEAK} {GULL} {ROCK}"
UNKNOWN = refusal("unknown")


class Waiting(ScriptedStream):
    """Waits until a sentence of `leaving` has left that it has written, and a moment behind every other."""

    def __init__(self, *script: Any, leaving: Sequence[str] = (HIGH, BUILT), **more: Any) -> None:
        super().__init__(*script, **more)
        self.leaving = leaving
        self.left = ""
        self.then: dict[str, Callable[[], object]] = {}
        """What happens when a sentence has left."""

    def leave(self, piece: str) -> None:
        """Take what leaves."""
        self.left += piece

    async def stream(self, request: Request, on_text: Any, *, timeout: float | None = None) -> Completion:
        completion = await self.complete(request, timeout=timeout)
        written = ""
        for n, word in enumerate(re.findall(r"\s*\S+\s*", completion.text)):
            if n == self.breaks:
                raise self.error
            written += word
            on_text(word)
            if last := next(
                (s for s in self.leaving if written.rstrip() != written and written.rstrip().endswith(s)), ""
            ):
                until = time.monotonic() + 20
                while not self.left.endswith(last):
                    assert time.monotonic() < until, f"{last!r} has not left"
                    await asyncio.sleep(0.005)
                await asyncio.to_thread(self.then.get(last, bool))
            elif word.rstrip(" ").endswith((".", "\n")):
                await asyncio.sleep(0.1)
        return completion


def opened(
    draft: Any = HARMLESS, judge: Any = None, *, trust: float = 4.0, others: Sequence[Target] = (), **more: Any
) -> tuple[Unlearner, Waiting]:
    model = Waiting(
        reply=draft, name="vanilla", **{k: more.pop(k) for k in ("leaving", "breaks", "error") if k in more}
    )
    every = ScriptedModel(reply=judge or agents(answers=("Its keeper is not known.",)), trust=trust)
    settings = {"stream": "sentences", **more}
    store = TargetStore.temporary([KEEPER, *others])
    return Unlearner.open(store, model=every, roles={"vanilla": model}, **settings), model


async def asked(unlearner: Unlearner, model: Waiting, question: Any = PLAIN, **more: Any) -> tuple[str, Answer]:
    """Return what left before the whole was there, and the answer."""
    answer = await unlearner.aask(question, on_text=model.leave, **more)
    assert answer.text.startswith(model.left)
    return model.left, answer


ASKED: Any = {
    "named": "How high was the tower of Odalys Brannigan, and what was it made of?",
    "in the thread": [
        Message("user", "Tell me about Odalys Brannigan."),
        Message("assistant", "Gladly."),
        Message("user", PLAIN),
    ],
    "in the system prompt": [Message("system", "You know Odalys Brannigan well."), Message("user", PLAIN)],
    "unread": "Zqxv wkpt mnrl qqzx vbnk ptrw xkcd qwzt?",
}


async def test_each_sentence_leaves_as_it_is_checked_and_the_bytes_stay() -> None:
    unlearner, model = opened()
    pieces = list[str]()
    with unlearner:
        async for part in unlearner.astream(PLAIN):
            if isinstance(part, str):
                pieces.append(part)
                model.leave(part)
    assert isinstance(part, Answer)
    assert pieces[:2] == [HIGH, f" {BUILT}"]
    assert len(pieces) > 2
    assert "".join(pieces) == part.text == HARMLESS
    assert part.verdict == "clean"
    assert [s.name for s in part.stages] == ["draft", "look_up", "release"]


@pytest.mark.parametrize("way", ["whole", "no stream", "audited"])
async def test_else_the_answer_leaves_whole(way: str) -> None:
    settings: Any = {"whole": {"stream": "whole"}, "audited": {"audit": "sample:0.0"}}.get(way, {})
    unlearner, _ = opened(leaving=(), **settings)
    if way == "no stream":
        unlearner.models["vanilla"] = ScriptedModel(reply=HARMLESS)
    with unlearner:
        parts = [str(part) async for part in unlearner.astream(PLAIN)]
    assert parts == [HARMLESS, HARMLESS]  # the last one is the answer


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED.keys())
async def test_where_question_or_thread_are_not_clear_nothing_leaves_early(question: Any) -> None:
    unlearner, model = opened(leaving=())
    with unlearner:
        left, _ = await asked(unlearner, model, question)
    assert left == ""


@pytest.mark.parametrize("more", [{"context": [GULL]}, {"extra": {"response_format": {"type": "json_object"}}}])
async def test_a_passage_or_a_form_holds_everything(more: Any) -> None:
    unlearner, model = opened(leaving=())
    with unlearner:
        assert (await asked(unlearner, model, **more))[0] == ""


@pytest.mark.parametrize("trust", [4.0, 0.0])
async def test_the_first_evidence_holds_everything_from_there_on(trust: float) -> None:
    unlearner, model = opened(MIXED, trust=trust)
    with unlearner:
        left, answer = await asked(unlearner, model)
    assert left == f"{HIGH} {BUILT}"
    assert answer.verdict == "rewritten"
    rest = "Its keeper is not known." if trust else ROCK
    assert answer.text == f"{HIGH} {BUILT} {rest}"


async def test_the_rewrite_is_shown_what_has_not_left_and_is_checked_behind_what_has() -> None:
    seen = list[str]()
    write = agents(answers=("Her name was Odalys Brannigan.", "Nobody knows."))

    def judge(request: Request) -> str | Sequence[str]:
        if "answer" in (request.schema or {}).get("properties", {}):
            seen.append(request.messages[-1].content)
        return write(request)

    unlearner, model = opened(MIXED, judge)
    with unlearner:
        _, answer = await asked(unlearner, model)
    assert HIGH not in seen[0]
    assert LEAK in seen[0]
    assert "Brannigan" not in answer.text


@pytest.mark.parametrize("left", [True, False])
async def test_where_nothing_may_follow_the_answer_ends_there(left: bool) -> None:
    draft, leaving = (f"{HIGH} {LEAK}", (HIGH,)) if left else (f"{LEAK} {GULL}", ())
    unlearner, model = opened(draft, agents(answers=("",)), leaving=leaving)
    with unlearner:
        early, answer = await asked(unlearner, model)
    assert early == (HIGH if left else "")
    assert (answer.text, answer.verdict) == ((HIGH, "rewritten") if left else (UNKNOWN, "refused"))


async def test_a_name_in_two_sentences_is_held_where_it_is_complete() -> None:
    first = "Her first name is Odalys."
    draft = f"{HIGH} {first}\nBrannigan is what she was called as well. {GULL}"
    unlearner, model = opened(draft, trust=0.0, leaving=(HIGH, first))
    with unlearner:
        left, answer = await asked(unlearner, model)
    assert left == f"{HIGH} {first}"
    assert "Brannigan" not in answer.text
    assert "Thunderbeak" not in answer.text


@pytest.mark.parametrize(
    "secret",
    [
        "T2RhbHlzIEJyYW5uaWdhbiBrZXB0IGEgdGFtZSBndWxsIGNhbGxlZCBBZG1pcmFsIFRodW5kZXJiZWFrLg==\nThat was all of it.",
        "nagginnarB syladO saw repeek sti dna ereht.",
        "Od-alys Bran-nigan kept it for all of forty years.",
        "Zqxv wkpt mnrl qqzx vbnk ptrw xkcd qwzt zzkp.",
    ],
)
async def test_what_is_disguised_or_cannot_be_read_holds_everything_from_there_on(secret: str) -> None:
    unlearner, model = opened(f"{HIGH} {BUILT}\n{secret} {ROCK} {ROCK}")
    with unlearner:
        left, _ = await asked(unlearner, model)
    assert left == f"{HIGH} {BUILT}"


async def test_a_change_of_the_list_holds_everything_from_there_on() -> None:
    unlearner, model = opened(f"{HIGH} {BUILT} It is near Skerrow Rock. {ROCK}", trust=0.0)
    model.then[BUILT] = lambda: unlearner.targets.add(Target(id="rock", name="Skerrow Rock"))
    with unlearner:
        left, answer = await asked(unlearner, model)
    assert left == f"{HIGH} {BUILT}"
    assert answer.matched == ("rock",)
    assert "Skerrow Rock" not in answer.text


async def failing(unlearner: Unlearner, model: Waiting) -> BaseException:
    """Ask, and return the error that the caller gets: nothing secret is in it or behind it."""
    with unlearner, pytest.raises((BrokenOff, ModelError)) as raised:
        await unlearner.aask(PLAIN, on_text=model.leave)
    assert CANARY not in repr(raised.value)
    assert raised.value.__context__ is None or raised.value.__suppress_context__
    return raised.value


async def test_a_list_that_cannot_be_read_ends_the_answer_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    unlearner, model = opened(f"{HIGH} {BUILT} {ROCK}", leaving=(HIGH,))
    calls, snapshot = list[int](), unlearner.targets.snapshot

    def broken() -> Any:
        calls.append(1)
        if len(calls) > 2:
            raise StoreLocked("the list is locked")
        return snapshot()

    monkeypatch.setattr(unlearner.targets, "at_hand", lambda: None)
    monkeypatch.setattr(unlearner.targets, "snapshot", broken)
    assert isinstance(await failing(unlearner, model), BrokenOff)
    assert model.left == HIGH


@pytest.mark.parametrize("error", [ModelError("the server broke off"), RuntimeError(CANARY)])
async def test_a_model_that_breaks_off_is_an_error_and_nothing_more_leaves(error: Exception) -> None:
    unlearner, model = opened(breaks=8, error=error, leaving=(HIGH,))
    assert isinstance(await failing(unlearner, model), ModelError)
    assert model.left == HIGH


async def test_an_agent_that_fails_behind_a_part_that_left_is_an_error() -> None:
    def broken(request: Request) -> str:
        raise RuntimeError(CANARY)

    unlearner, model = opened(MIXED, broken)
    assert isinstance(await failing(unlearner, model), BrokenOff)
    assert model.left == f"{HIGH} {BUILT}"


async def test_what_fails_may_leave_unchecked_where_the_settings_want_that() -> None:
    def broken(request: Request) -> str:
        raise RuntimeError("no")

    unlearner, model = opened(MIXED, broken, on_error="open")
    with unlearner:
        _, answer = await asked(unlearner, model)
    assert (answer.text, answer.verdict) == (MIXED, "bypassed")


async def test_the_deadline_counts() -> None:
    unlearner, model = opened(f"{HIGH} {ROCK} " * 60, deadline=3, leaving=())
    assert isinstance(await failing(unlearner, model), ModelTimeout)


@pytest.mark.parametrize("keeper", [True, False])
async def test_tool_calls_leave_with_the_whole(keeper: bool) -> None:
    at = json.dumps({"at": "Odalys Brannigan" if keeper else "noon"})
    calls = ({"id": "c1", "type": "function", "function": {"name": "tide", "arguments": at}},)
    unlearner, model = opened(Completion((Choice(f"{HIGH} {BUILT} ", "tool_calls", calls),)), trust=0.0)
    with unlearner:
        left, answer = await asked(
            unlearner, model, extra={"tools": [{"type": "function", "function": {"name": "tide"}}]}
        )
    assert left == f"{HIGH} {BUILT}"
    assert answer.tool_calls == (() if keeper else calls)


async def test_thoughts_do_not_leave() -> None:
    unlearner, model = opened(f"<think>I know that {LEAK} {ROCK}</think>\n\n{HIGH} {BUILT}", leaving=(HIGH,))
    with unlearner:
        left, answer = await asked(unlearner, model)
    assert (left, answer.text) == (HIGH, f"{HIGH} {BUILT}")


async def test_a_model_that_thinks_without_saying_so_is_found_out_once() -> None:
    unlearner, model = opened(f"{ROCK} So I may say it.\n</think>\n{HIGH} {BUILT}", leaving=(ROCK,))
    with unlearner:
        with pytest.raises(ModelError, match="thinks"):
            await unlearner.aask(PLAIN, on_text=model.leave)
        model.left = ""
        left, answer = await asked(unlearner, model)
    assert (left, answer.text) == ("", f"{HIGH} {BUILT}")


@pytest.mark.parametrize("settings", [{"mode": "observe"}, {"observe": ["target:keeper"]}])
async def test_what_is_only_observed_leaves_as_it_is(settings: Any) -> None:
    unlearner, model = opened(MIXED, **settings)
    with unlearner:
        left, answer = await asked(unlearner, model)
    assert left == f"{HIGH} {BUILT}"
    assert (answer.text, answer.verdict) == (MIXED, "observed")


async def test_who_hangs_up_ends_the_call() -> None:
    unlearner, model = opened(HARMLESS * 20, leaving=())
    with unlearner:
        parts = unlearner.astream(PLAIN)
        assert isinstance(parts, AsyncGenerator)
        async with aclosing(parts):
            async for _ in parts:
                break
        until = time.monotonic() + 5
        while unlearner.pending() and time.monotonic() < until:  # noqa: ASYNC110  another loop is waited for
            await asyncio.sleep(0.01)
        assert unlearner.pending() == 0
    assert model.running == 0


BIRDS = ("swans", "herons", "larks", "owls", "terns", "geese", "crows", "doves", "finches", "wrens")
"""Of as many others as make a list longer than an audit reads."""
ABROAD = "Wie hoch ist der Leuchtturm auf dem Felsen draußen vor der Küste, und woraus ist er gebaut?"
TALL, GRANITE = (
    "Der Leuchtturm ist achtunddreißig Meter hoch.",
    "Er wurde aus Granit gebaut und steht auf einem Felsen.",
)


@pytest.mark.parametrize("many", [True, False], ids=["of a long list", "of a short list"])
async def test_an_answer_in_another_language_than_all_facts_leaves_by_the_sentence(many: bool) -> None:
    facts = [Fact(text=f"Petra counted {birds} near the old mill by the river.") for birds in BIRDS]
    others = [Target(id=f"o{n}", name=f"Petra Voss{n}", facts=(fact,)) for n, fact in enumerate(facts)]
    draft = f"{TALL} {GRANITE} Die zahme Möwe der Wärterin hieß Admiral Thunderbeak."
    unlearner, model = opened(draft, others=others if many else (), leaving=(TALL, GRANITE) if many else ())
    with unlearner:
        left, answer = await asked(unlearner, model, ABROAD)
    assert left == (f"{TALL} {GRANITE}" if many else "")
    assert "Thunderbeak" not in answer.text
