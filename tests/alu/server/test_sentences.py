"""Answers by the sentence through a running server: real clients, and a server behind it that writes token by token."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from alu.server.app import create_app
from alu.server.options import Options
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents
from tests.server import body, serving
from tests.token_server import TokenServer, writing

PLAIN = "How high is the tower on that rock, and what is it made of?"
HIGH, BUILT = "The light is 38 metres high.", "It was built of granite in 1871."
HARMLESS = f"{HIGH} {BUILT} It stands on a rock far out.\n\nThe boat lands at noon on Tuesdays. "
MIXED = f"{HIGH} {BUILT} Its keeper was Odalys Brannigan, {CANARY}. She kept a gull called Admiral Thunderbeak."
PATHS = ("/v1/chat/completions", "/v1/responses", "/v1/messages")


@contextmanager
def served(model: TokenServer, judge: Any = None, **settings: Any) -> Iterator[str]:
    """Serve `model` by the sentence; yield the address."""
    with writing(model):
        others = ScriptedModel(reply=judge or agents(answers=("Its keeper is not known.",)))
        opened = Unlearner.open(
            TargetStore.temporary([KEEPER]),
            model=others,
            roles={"vanilla": model.model},
            stream="sentences",
            **settings,
        )
        with serving(create_app(Options(opened.settings, no_key=True), opened)) as port:
            yield f"http://127.0.0.1:{port}"


def chat(base: str) -> Iterator[str]:
    """Yield the pieces that OpenAI's client gets from chat completions."""
    from openai import OpenAI

    with OpenAI(base_url=f"{base}/v1", api_key="x", max_retries=0) as client:
        asked: Any = [{"role": "user", "content": PLAIN}]
        for chunk in client.chat.completions.create(
            model="m", messages=asked, stream=True, stream_options={"include_usage": True}
        ):
            if chunk.choices:
                yield chunk.choices[0].delta.content or ""
        assert chunk.usage
        assert chunk.usage.completion_tokens > 0


def responses(base: str) -> Iterator[str]:
    """Yield the pieces that OpenAI's client gets from Responses, whose events it puts together."""
    from openai import OpenAI

    with OpenAI(base_url=f"{base}/v1", api_key="x", max_retries=0) as client:
        text = ""
        with client.responses.stream(model="m", input=PLAIN) as stream:
            for event in stream:
                if event.type == "response.output_text.delta":
                    text += event.delta
                    yield event.delta
            assert stream.get_final_response().output_text == text


class MessageError(Exception):
    """An error event of Anthropic's protocol."""


def messages(base: str) -> Iterator[str]:
    """Yield the pieces of Anthropic's events, read as its client does: in their order, each block begun and ended."""
    asked = {"model": "m", "max_tokens": 500, "stream": True, "messages": [{"role": "user", "content": PLAIN}]}
    kinds = list[str]()
    with httpx2.stream("POST", f"{base}/v1/messages", json=asked, timeout=60) as reply:
        for line in reply.iter_lines():
            if not line.startswith("data: "):
                continue
            event = json.loads(line.removeprefix("data: "))
            kinds.append(event["type"])
            if event["type"] == "error":
                raise MessageError(event["error"]["message"])
            if event["type"] == "content_block_delta":
                yield event["delta"]["text"]
            if event["type"] == "message_delta":
                assert event["usage"]["input_tokens"] == 7
                assert event["delta"]["stop_reason"] == "end_turn"
    order = ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta"]
    assert [k for n, k in enumerate(kinds) if not n or k != kinds[n - 1]] == [*order, "message_stop"]


CLIENTS: dict[str, Callable[[str], Iterator[str]]] = {"chat": chat, "responses": responses, "messages": messages}


@pytest.fixture(params=sorted(CLIENTS))
def client(request: pytest.FixtureRequest) -> Callable[[str], Iterator[str]]:
    return CLIENTS[request.param]


def test_a_client_reads_a_sentence_while_the_model_writes_the_next(client: Callable[[str], Iterator[str]]) -> None:
    model = TokenServer(lambda _: HARMLESS, halts=f"{BUILT} It")
    with served(model) as base:
        text = ""
        for piece in client(base):
            text += piece
            if text.startswith(f"{HIGH} {BUILT}"):
                model.gone_on.set()  # only now does the model go on
    assert text == HARMLESS
    assert len(model.requests) == 1
    assert model.requests[0]["stream"] is True


def test_what_leaks_is_held_from_there_on(client: Callable[[str], Iterator[str]]) -> None:
    model = TokenServer(lambda _: MIXED, halts=f"{BUILT} Its")
    with served(model) as base:
        text = ""
        for piece in client(base):
            text += piece
            if text.startswith(f"{HIGH} {BUILT}"):
                model.gone_on.set()
    assert text == f"{HIGH} {BUILT} Its keeper is not known."


@pytest.mark.parametrize("what", ["the model breaks off", "the model's server says that it failed", "an agent fails"])
def test_a_fault_in_the_middle_is_an_error_of_the_protocol(client: Callable[[str], Iterator[str]], what: str) -> None:
    import openai

    def broken(request: Any) -> str:
        raise RuntimeError(CANARY)

    said = b'data: {"error": {"message": "out of memory"}}\n\n' if "says" in what else None
    breaks = None if what == "an agent fails" else 30
    model = TokenServer(lambda _: MIXED, halts=f"{BUILT} Its", breaks=breaks, breaking=said)
    with served(model, broken) as base:
        read = list[str]()

        def reading() -> None:
            for piece in client(base):
                read.append(piece)
                if "".join(read) == f"{HIGH} {BUILT}":
                    model.gone_on.set()

        with pytest.raises((openai.APIError, MessageError)) as raised:
            reading()
    assert "".join(read) == f"{HIGH} {BUILT}"
    assert CANARY not in repr(raised.value)
    assert "Brannigan" not in repr(raised.value)


@pytest.mark.parametrize("path", PATHS)
def test_the_events_put_together_are_those_of_a_whole_answer(path: str) -> None:
    asked = {"model": "m", "stream": True, "max_tokens": 500}
    asked |= {"input": PLAIN} if path == PATHS[1] else {"messages": [{"role": "user", "content": PLAIN}]}
    seen = []
    for rate in (0.0, 60.0):  # at once, so that it leaves whole, and slowly
        with served(TokenServer(lambda _: HARMLESS, rate=rate)) as base:
            lines = httpx2.post(base + path, json=asked, timeout=60).text.splitlines()
        kinds = [line for line in lines if line.startswith("event: ")]
        seen.append([kind for n, kind in enumerate(kinds) if not n or kind != kinds[n - 1]])
        assert "error" not in " ".join(kinds)
    assert seen[0] == seen[1]


def test_before_anything_has_left_a_fault_is_an_http_error() -> None:
    for path in PATHS:
        asked = {"model": "m", "stream": True, "max_tokens": 500}
        asked |= {"input": PLAIN} if path == PATHS[1] else {"messages": [{"role": "user", "content": PLAIN}]}
        with served(TokenServer(lambda _: HARMLESS, breaks=3)) as base:
            reply = httpx2.post(base + path, json=asked, timeout=60)
        assert reply.status_code == 502
        assert "error" in reply.json()


def test_several_choices_and_no_stream_are_whole() -> None:
    model = TokenServer(lambda _: HARMLESS)
    with served(model) as base, httpx2.Client(base_url=base, timeout=60) as client:
        assert client.post(PATHS[0], json=body(PLAIN)).json()["choices"][0]["message"]["content"] == HARMLESS
        assert client.post(PATHS[0], json=body(PLAIN, n=2, stream=True)).text.count(HIGH[:20]) == 2
    assert [r["stream"] for r in model.requests] == [False, False, False]


def test_what_a_model_did_not_write_ends_at_the_limit_and_never_before_what_has_left() -> None:
    model = TokenServer(lambda _: MIXED, halts=f"{BUILT} Its")
    with served(model) as base, httpx2.Client(base_url=base, timeout=60) as client:
        text = ""
        with client.stream("POST", PATHS[0], json=body(PLAIN, stream=True, max_tokens=9)) as reply:
            for line in reply.iter_lines():
                text += line
                if BUILT in text:
                    model.gone_on.set()
    assert HIGH in text
    assert BUILT in text
    assert "not known" not in text
    assert '"finish_reason":"length"' in text


def test_a_client_that_hangs_up_ends_the_models_call() -> None:
    model = TokenServer(lambda _: HARMLESS * 50, rate=50.0)
    with served(model) as base:
        with httpx2.stream("POST", base + PATHS[0], json=body(PLAIN, stream=True), timeout=60) as reply:
            for line in reply.iter_lines():
                if HIGH[:20] in line:
                    break
        time.sleep(0.5)
        written = model.written
        time.sleep(0.5)
        assert model.written == written
