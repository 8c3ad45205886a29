"""Models that think: no thought leaves, and none of them makes a check fail."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from pydantic import BaseModel

from alu.answer import Usage
from alu.chat import Choice, Completion, Message, Request, Tokens
from alu.errors import BadReply
from alu.models.structured import REPAIR, ask_structured
from alu.models.thinking import ROOM, answer_in, without_thoughts
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.model_server import answer as served
from tests.model_server import misbehaving
from tests.server import ABOUT, ASK, running

THOUGHTS = f"The user asks. I recall {CANARY} and Odalys Brannigan's gull Admiral Thunderbeak."
ANSWER = "Paris is its capital."


class Yes(BaseModel):
    """A reply."""

    yes: bool


def stripped(text: str, finish: str = "stop") -> str:
    return without_thoughts(Completion((Choice(text, finish),))).text


SEPARATED = {
    f"<think>{THOUGHTS}</think>{ANSWER}": ANSWER,
    f"<think>\n{THOUGHTS}\n</think>\n\n{ANSWER}\n": f"{ANSWER}\n",
    f"  <thinking>{THOUGHTS}</thinking> {ANSWER}": ANSWER,
    f"[THINK]{THOUGHTS}[/THINK]{ANSWER}": ANSWER,
    f"<think></think>{ANSWER}": ANSWER,
    f"<think>{THOUGHTS}</think><think>{THOUGHTS}</think>{ANSWER}": ANSWER,
    f"{THOUGHTS}\n</think>\n\n{ANSWER}": ANSWER,
    f"<think>{THOUGHTS}": "",
    f"{THOUGHTS}\n</think>": "",
    f"<think>a <think> b</think>{ANSWER}": ANSWER,
    f"<thinking> {THOUGHTS}": "",
    f"<think> okay, {THOUGHTS}\nand": "",
    f"<think> okay, {THOUGHTS}</think>{ANSWER}": ANSWER,
    f"{THOUGHTS}\nIs <think> a tag?\n</think>\n{ANSWER}": ANSWER,
    f"{THOUGHTS}\n<think>Hm.</think>\n</think>\n{ANSWER}": ANSWER,
    f"{THOUGHTS}\n<think>\nHm.\n</think>\nWell.\n</think>\n{ANSWER}": ANSWER,
    f"{THOUGHTS}\n```\n</think>\n```\n</think>\r\n{ANSWER}\n```\nx\n```": f"{ANSWER}\n```\nx\n```",
    f"{THOUGHTS}\n</think>\nLike this:\n<think>\nHm.\n</think>\nSo.": "Like this:\n<think>\nHm.\n</think>\nSo.",
}
"""What a model writes, and what is left of it."""


@pytest.mark.parametrize("text", SEPARATED)
def test_thoughts_are_taken_off(text: str) -> None:
    assert stripped(text) == SEPARATED[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  Paris\r\n",
        "I think <think> is a tag.",
        "Close it with </think> and go on.",
        "```html\n<think>\nx\n</think>\n```",
        "Like this:\n<think>\nHm.\n</think>\nThe answer.",
        "Like this:\n  <reasoning>Hm.\n  </reasoning>\nTwice:\n<think>\n<think>\n</think>\n</think>\n",
        "Like this:\n```\nHm.\n</think>\n```\nThe answer.",
        "<thinking> is a tag.",
        " <think>, or <thinking>, begins a thought.\n",
        "<thinker>Rodin</thinker>",
        "<b>think</b>",
    ],
)
def test_a_text_without_thoughts_stays_byte_for_byte(text: str) -> None:
    assert stripped(text) == text


def test_long_thoughts_are_read_in_a_moment() -> None:
    assert stripped("<think>" * 100_000) == ""
    assert stripped("<think></think>" * 100_000 + "Yes.") == "Yes."
    assert stripped("\n </think " * 100_000) == "\n </think " * 100_000
    assert stripped("\n<think>" * 100_000 + "x") == ""
    assert stripped("x" + "\n<think>" * 100_000) == "x" + "\n<think>" * 100_000


def test_a_text_that_was_cut_off_behind_a_tag_is_a_thought() -> None:
    assert [stripped("<thinking> is a tag", finish) for finish in ("length", "content_filter")] == ["", ""]
    assert answer_in("<thinking> is a tag.") == ""


@pytest.mark.parametrize("text", [t for t in SEPARATED if CANARY in t])
def test_no_thought_of_the_model_that_answers_leaves(text: str) -> None:
    with running(draft=text) as server:
        for question in (ASK, ABOUT):
            for body in (server.bytes_of(question), server.bytes_of(question, stream=True)):
                assert CANARY.encode() not in body
                assert b"Thunderbeak" not in body


PROTOCOLS: dict[str, Any] = {
    "/v1/chat/completions": lambda q: {"messages": [{"role": "user", "content": q}]},
    "/v1/responses": lambda q: {"input": q, "reasoning": {"effort": "low"}},
    "/v1/messages": lambda q: {"max_tokens": 500, "messages": [{"role": "user", "content": q}]},
}
"""What a request has in each protocol."""


def test_by_no_protocol_does_a_thought_leave() -> None:
    texts = [t for t in SEPARATED if CANARY in t]
    cases = list(product(texts, PROTOCOLS.items(), (ASK, ABOUT), (False, True)))
    left = iter(cases)
    with running(draft=lambda _: next(left)[0]) as server:
        for _, (path, body), question, stream in cases:
            said = server.client.post(path, json={"model": "any", "stream": stream, **body(question)})
            assert said.status_code == 200
            assert CANARY not in said.text
            assert "Thunderbeak" not in said.text
    assert len(cases) >= 50


def test_a_clean_answer_is_what_comes_after_the_thoughts() -> None:
    u, vanilla, others = unlearner(draft=f"<think>{THOUGHTS}</think>\n\n{ANSWER}")
    with u:
        answer = u.ask("What is the capital of France?")
    assert (answer.text, answer.verdict) == (ANSWER, "clean")
    assert (len(vanilla.history), others.history) == (1, [])


KEYS = ("reasoning_content", "reasoning", "reasoning_details", "thinking")


@pytest.mark.parametrize(
    "content", [ANSWER, [{"type": "thinking", "thinking": THOUGHTS}, {"type": "text", "text": ANSWER}]]
)
async def test_thoughts_under_a_key_of_their_own_are_not_read(content: Any) -> None:
    message = {"role": "assistant", "content": content, **dict.fromkeys(KEYS, THOUGHTS)}
    reply = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    with misbehaving(then=served(reply)) as server:
        async with Unlearner.open(TargetStore.temporary([KEEPER]), model=server.model) as u:
            answer = await u.aask(ASK)
    assert (answer.text, answer.verdict) == (ANSWER, "clean")


def thinking(judge: Any, tokens: int = 400, tagged: bool = False) -> Any:
    """Return a judge that thinks so many tokens before it replies."""

    def reply(request: Request) -> Completion:
        limit = request.max_tokens or 0
        if limit < tokens + 40:
            return Completion((Choice("<think>Hm" if tagged else "", "length"),), Tokens(9, limit))
        said = judge(request)
        texts = [said] if isinstance(said, str) else list(said)
        before = f"<think>{THOUGHTS}</think>\n" if tagged else ""
        return Completion(tuple(Choice(before + t, "stop") for t in texts), Tokens(9, tokens + 40))

    return reply


@pytest.mark.parametrize("tagged", [False, True])
def test_no_check_fails_because_its_model_thinks(tagged: bool) -> None:
    leak = f"The gull was called Admiral Thunderbeak, {CANARY}. The tower is 38 metres tall."
    u, _, others = unlearner(draft=leak, judge=thinking(agents(), tagged=tagged))
    with u:
        answers = [u.ask(ABOUT) for _ in range(50)]
    assert {(a.verdict, a.text) for a in answers} == {("rewritten", "The tower is 38 metres tall.")}
    assert answers[0].usage.calls == 6  # the first audit is asked twice
    assert {a.usage.calls for a in answers[1:]} == {5}
    assert all(r.max_tokens and r.max_tokens > ROOM for r in others.history[-3:])


def test_each_role_may_have_a_model_of_its_own_that_thinks() -> None:
    roles: Any = {r: ScriptedModel(name=r, reply=thinking(agents())) for r in ("audit", "rewrite", "critic")}
    vanilla = ScriptedModel(reply=f"The gull was called Admiral Thunderbeak, {CANARY}.")
    with Unlearner.open(TargetStore.temporary([KEEPER]), model=vanilla, roles=roles) as u:
        assert [u.ask(ABOUT).verdict for _ in range(3)] == ["rewritten"] * 3
    assert [len(roles[r].history) for r in ("audit", "rewrite", "critic")] == [4, 7, 4]  # edits first


def test_requests_that_come_at_once_all_find_out() -> None:
    u, _, others = unlearner(draft="The gull was called Admiral Thunderbeak.", judge=thinking(agents()))
    others.latency = 0.05
    with u:
        assert {a.verdict for a in u.map([ABOUT] * 8, concurrency=8)} == {"rewritten"}


ASKED = [Message("user", "Well?")]


async def test_a_reply_that_was_cut_off_is_asked_for_with_room() -> None:
    model = ScriptedModel(Completion((Choice("Okay, so", "length"),)), '{"yes": true}', '{"yes": false}')
    assert (await ask_structured(model, ASKED, Yes, timeout=5, max_tokens=50)).yes
    assert not (await ask_structured(model, ASKED, Yes, timeout=5, max_tokens=50)).yes
    first, second, third = model.history
    assert (first.max_tokens, second.max_tokens) == (50, 50 + ROOM)
    assert REPAIR in second.messages[-1].content
    assert third.max_tokens == 50  # a few words would have fitted: it does not think


async def test_one_that_thinks_without_end_is_no_verdict() -> None:
    model = ScriptedModel(reply=Completion((Choice("", "length"),), Tokens(1, 9999)))
    for _ in range(2):
        with pytest.raises(BadReply):
            await ask_structured(model, ASKED, Yes, timeout=5, max_tokens=50)
    assert [r.max_tokens for r in model.history] == [50, 50 + ROOM] * 2


async def test_a_reply_that_began_is_repaired_and_gets_no_room() -> None:
    model = ScriptedModel(Completion((Choice('{"yes": tr', "length"),)), '{"yes": true}')
    await ask_structured(model, ASKED, Yes, timeout=5, max_tokens=50)
    assert [r.max_tokens for r in model.history] == [50, 50]


async def test_what_it_costs_is_recorded() -> None:
    costs: list[Usage] = []
    model = ScriptedModel(reply=thinking(lambda _: json.dumps({"yes": True})))
    for _ in range(2):
        await ask_structured(model, ASKED, Yes, timeout=5, max_tokens=50, most_calls=1, recorder=costs.append)
    assert [c.completion_tokens for c in costs] == [50, 440, 440]
