"""`POST /v1/messages` on the wire; `tests/stacks` has Anthropic's own client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from tests.flow import agents
from tests.server import ABOUT, ASK, Server, running

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris,\r\nof course \U0001f600. " * 30
TOOL = {"name": "weather", "description": "Of a place.", "input_schema": {"type": "object"}}


def function(arguments: str, call_id: str = "c1") -> dict[str, Any]:
    return {"id": call_id, "type": "function", "function": {"name": "weather", "arguments": arguments}}


def called(*arguments: str, text: str = "") -> Completion:
    return Completion((Choice(text, "tool_calls", tuple(function(a) for a in arguments)),), Tokens(7, 3))


@pytest.fixture
def server() -> Iterator[Server]:
    with running(draft=HARMLESS, judge=agents(only=True), server={"parts": ["image", "file"]}) as started:
        yield started


def post(server: Server, question: Any = ASK, *, key: str = "", **more: Any) -> httpx2.Response:
    body = {"model": "m", "max_tokens": 999, "messages": [{"role": "user", "content": question}], **more}
    return server.client.post("/v1/messages", json=body, headers={"x-api-key": key} if key else {})


def events_of(response: httpx2.Response) -> list[dict[str, Any]]:
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n") if not block.startswith(":")]
    events = [json.loads(data.removeprefix("data: ")) for _, data in blocks]
    assert [name.removeprefix("event: ") for name, _ in blocks] == [e["type"] for e in events]
    return events


def test_an_answer_has_anthropics_shape(server: Server) -> None:
    reply = post(server, system="Be brief.").json()
    assert (reply["type"], reply["role"], reply["model"]) == ("message", "assistant", "m")
    assert reply["content"] == [{"type": "text", "text": HARMLESS}]
    assert (reply["stop_reason"], reply["stop_sequence"]) == ("end_turn", None)
    assert reply["usage"].keys() == {"input_tokens", "output_tokens"}
    assert [(m.role, m.content) for m in server.vanilla.history[0].messages] == [("system", "Be brief."), ("user", ASK)]
    assert (len(server.vanilla.history), server.others.history) == (1, [])


@pytest.mark.parametrize("question", [ASK, ABOUT])
def test_a_stream_is_what_the_whole_reply_is(server: Server, question: str) -> None:
    whole = post(server, question).json()
    events = events_of(post(server, question, stream=True))
    text = "".join(e["delta"]["text"] for e in events if e["type"] == "content_block_delta")
    assert text == whole["content"][0]["text"] == (HARMLESS if question == ASK else UNKNOWN)
    assert [e["type"] for e in events if e["type"] != "content_block_delta"] == [
        *("message_start", "content_block_start", "content_block_stop", "message_delta", "message_stop")
    ]
    assert events[-2]["delta"]["stop_reason"] == "end_turn"
    assert events[-2]["usage"]["output_tokens"] == whole["usage"]["output_tokens"]


def test_a_tool_is_called(server: Server) -> None:
    server.vanilla.enqueue(called('{"place": "Paris"}', text="One moment."))
    reply = post(server, tools=[TOOL], tool_choice={"type": "tool", "name": "weather"}).json()
    sent = server.vanilla.history[0].extra
    made = {"name": "weather", "description": "Of a place.", "parameters": {"type": "object"}}
    assert sent["tools"] == [{"type": "function", "function": made}]
    assert sent["tool_choice"] == {"type": "function", "function": {"name": "weather"}}
    assert reply["content"] == [
        {"type": "text", "text": "One moment."},
        {"type": "tool_use", "id": "c1", "name": "weather", "input": {"place": "Paris"}},
    ]
    assert reply["stop_reason"] == "tool_use"


def test_a_call_of_a_tool_is_streamed(server: Server) -> None:
    server.vanilla.enqueue(called('{"place": "Paris"}'))
    events = events_of(post(server, tools=[TOOL], stream=True))
    begun = [e["content_block"] for e in events if e["type"] == "content_block_start"]
    assert begun == [{"type": "tool_use", "id": "c1", "name": "weather", "input": {}}]
    parts = [e["delta"]["partial_json"] for e in events if e["type"] == "content_block_delta"]
    assert json.loads("".join(parts)) == {"place": "Paris"}
    assert events[-2]["delta"]["stop_reason"] == "tool_use"


@pytest.mark.parametrize(("arguments", "made"), [("", {}), ("[1]", {"arguments": [1]}), ("{", {"arguments": "{"})])
def test_arguments_that_are_no_object_are_the_value_of_one_key(server: Server, arguments: str, made: Any) -> None:
    server.vanilla.enqueue(called(arguments))
    assert post(server, tools=[TOOL]).json()["content"][0]["input"] == made


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_call_that_leaks_does_not_leave(server: Server, stream: bool) -> None:
    server.vanilla.enqueue(called('{"place": "Admiral Thunderbeak"}'))
    raw = post(server, ABOUT, tools=[TOOL], stream=stream).text
    assert "Thunderbeak" not in raw
    assert UNKNOWN in raw


CALLED = [
    {"type": "thinking", "thinking": "A tool knows.", "signature": "x"},
    {"type": "text", "text": "I look."},
    {"type": "tool_use", "id": "t1", "name": "weather", "input": {"place": "Paris"}},
]
ANSWERED = [
    {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "sunny"}]},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}},
    {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
    {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "A page."}},
    {"type": "text", "text": "Well?"},
]


def test_a_dialogue_with_tools_is_read_whole(server: Server) -> None:
    messages = [
        {"role": "user", "content": "What is the weather?"},
        {"role": "assistant", "content": CALLED},
        {"role": "user", "content": ANSWERED},
    ]
    assert post(server, messages=messages, system=[{"type": "text", "text": "Be kind."}]).status_code == 200
    sent = [m.as_dict() for m in server.vanilla.history[0].messages]
    assert sent[:4] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "What is the weather?"},
        {"role": "assistant", "content": "I look.", "tool_calls": [function('{"place": "Paris"}', "t1")]},
        {"role": "tool", "content": "sunny", "tool_call_id": "t1"},
    ]
    assert sent[4]["content"] == [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        {"type": "text", "text": "A page."},
        {"type": "text", "text": "Well?"},
    ]
    assert "A tool knows" not in str(sent)


def test_parameters_reach_the_model_in_its_own_words(server: Server) -> None:
    more: dict[str, Any] = {
        "temperature": 0.3,
        "top_p": 0.5,
        "top_k": 3,
        "stop_sequences": ["END"],
        "metadata": {"user_id": "u1"},
        "tools": [TOOL],
        "tool_choice": {"type": "any", "disable_parallel_tool_use": True},
        "n": 4,
        "api_base": "http://evil",
    }
    assert post(server, **more).status_code == 200
    (sent,) = server.vanilla.history
    assert (sent.max_tokens, sent.temperature) == (999, 0.3)
    assert {k: v for k, v in sent.extra.items() if k != "tools"} == {
        "top_p": 0.5,
        "top_k": 3,
        "stop": ["END"],
        "user": "u1",
        "tool_choice": "required",
        "parallel_tool_calls": False,
    }


def test_an_answer_that_was_cut_off_says_so(server: Server) -> None:
    server.vanilla.enqueue(Completion((Choice("Par", "length"),), Tokens(1, 1)))
    assert post(server).json()["stop_reason"] == "max_tokens"


def test_the_key_is_where_anthropics_client_puts_it(server: Server) -> None:
    key = KeyRing(server.unlearner.targets.database).add("desk", "user")[1]
    unknown = post(server, key="alu-nonsense")
    assert unknown.status_code == 401
    assert unknown.json()["error"]["type"] == "authentication_error"
    for stream in (False, True):
        response = post(server, ABOUT, key=key, stream=stream)
        assert UNKNOWN in response.text
        assert "verdict" not in response.text
        assert not [h for h in response.headers if h.startswith("x-alu")]


def user(*blocks: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": list(blocks)}]}


BAD: list[tuple[dict[str, Any], str]] = [
    ({"messages": []}, "messages"),
    ({"messages": [{"role": "system", "content": "x"}]}, "role"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "empty"),
    ({"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "{"}]}, "assistant"),
    ({"max_tokens": None}, "max_tokens"),
    ({"temperature": 1.5}, "temperature"),
    ({"tools": [{"type": "web_search_20250305", "name": "w"}]}, "input_schema"),
    ({"tool_choice": {"type": "maybe"}}, "tool_choice"),
    *(({"tool_choice": {"type": odd}}, "auto, any, none") for odd in (["any"], {"any": 1})),
    ({"tools": [{"type": ["custom"], "name": "x"}]}, "input_schema"),
    (user({"type": ["text"], "text": "x"}), "block"),
    (user({"type": "server_tool_use"}), "block"),
    (user({"type": "image", "source": "x"}), "block"),
    (user("x"), "objects"),
    ({"messages": [{"role": "user", "content": 7}]}, "objects"),
]


@pytest.mark.parametrize(("wrong", "said"), BAD)
def test_an_error_has_anthropics_shape(server: Server, wrong: dict[str, Any], said: str) -> None:
    response = post(server, **wrong)
    assert response.status_code == 400
    error = response.json()
    assert (error["type"], error["error"]["type"]) == ("error", "invalid_request_error")
    assert said in error["error"]["message"]


def test_every_fault_has_anthropics_shape() -> None:
    with running(options={"max_body": 1000, "rate": 3}) as server:
        server.vanilla.enqueue(ModelUnreachable("gone"))
        down, long = post(server), post(server, "x" * 2000)
        lost = server.client.post("/v1/messages/count_tokens", json={})
        busy = post(server)
    kinds = [(r.status_code, r.json()["error"]["type"]) for r in (down, long, lost, busy)]
    assert kinds == [
        (502, "api_error"),
        (413, "request_too_large"),
        (404, "not_found_error"),
        (429, "rate_limit_error"),
    ]


def test_a_model_that_fails_ends_the_stream_with_an_error() -> None:
    def gone(request: Request) -> str:
        raise ModelUnreachable("gone")

    with running(draft=gone, options={"keep_alive": 0.05}) as server:
        server.vanilla.latency = 0.4
        (last,) = events_of(post(server, stream=True))
    assert (last["type"], last["error"]["message"]) == ("error", "gone")
