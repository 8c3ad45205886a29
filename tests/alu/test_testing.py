"""The scripted model: users test their own pipelines with it."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from alu.chat import ChatModel, Choice, Completion, Message, Request, Tokens
from alu.errors import ModelBusy, ModelTimeout
from alu.testing import ScriptedModel, ScriptExhausted

ASK = Request((Message("user", "one two"),))


async def said(model: ScriptedModel, request: Request = ASK) -> list[str]:
    """Return the texts of the next reply."""
    return [c.text for c in (await model.complete(request)).choices]


async def test_replies_come_in_order_then_the_default_for_ever() -> None:
    model = ScriptedModel("a", reply="z").enqueue("b")
    assert [await said(model) for _ in range(4)] == [["a"], ["b"], ["z"], ["z"]]
    assert model.history == [ASK] * 4
    assert isinstance(model, ChatModel)


async def test_every_kind_of_reply() -> None:
    whole = Completion((Choice("w", "length"),), Tokens(1, 2, 0.5), 3)

    async def later(request: Request) -> str:
        return request.messages[0].content

    model = ScriptedModel(["x", "y"], whole, lambda r: whole, lambda r: f"n={r.n}", later, ModelBusy("busy", 2))
    assert await said(model) == ["x", "y"]
    assert await model.complete(ASK) == whole
    assert await model.complete(ASK) == whole
    assert await said(model) == ["n=1"]
    assert await said(model) == ["one two"]
    with pytest.raises(ModelBusy):
        await model.complete(ASK)


async def test_a_text_is_given_for_every_choice_and_words_are_tokens() -> None:
    completion = await ScriptedModel("a b c").complete(Request((Message("user", "one two"),), n=2))
    assert [c.text for c in completion.choices] == ["a b c", "a b c"]
    assert completion.tokens == Tokens(2, 6)
    assert completion.choices[0].finish_reason == "stop"


async def test_a_script_that_ran_out_says_so() -> None:
    model = ScriptedModel("a", name="mine")
    await model.complete(ASK)
    with pytest.raises(ScriptExhausted, match=r"'mine' has no reply left for call 2: enqueue more"):
        await model.complete(ASK)
    assert model.running == 0


async def test_calls_under_way_are_counted_and_take_their_time() -> None:
    model = ScriptedModel(reply="a", latency=0.05)
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(model.complete(ASK))
    assert time.perf_counter() - start >= 0.05
    assert (model.running, model.peak, len(model.history)) == (0, 5, 5)


async def test_the_timeout_holds_and_others_errors_pass() -> None:
    model = ScriptedModel(reply="a", latency=5)
    with pytest.raises(ModelTimeout, match=r"scripted did not answer within 0\.01 s") as caught:
        await model.complete(ASK, timeout=0.01)
    assert caught.value.__context__ is None
    with pytest.raises(TimeoutError, match="mine"):
        await ScriptedModel(TimeoutError("mine")).complete(ASK, timeout=1)
    assert model.running == 0


def test_threads_may_share_it() -> None:
    model = ScriptedModel(*[str(i) for i in range(200)])
    seen: list[str] = []

    def work() -> None:
        for _ in range(50):
            seen.append(asyncio.run(model.complete(ASK)).text)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen, key=int) == [str(i) for i in range(200)]


async def test_closing_is_noted_and_nothing_is_shown() -> None:
    model = ScriptedModel("the canary sang")
    await model.aclose()
    assert model.closed
    assert repr(model) == "ScriptedModel(name='scripted', left=1, calls=0)"
