"""`POST /v1/responses`, as OpenAI's client uses it and as it is on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from tests.flow import agents
from tests.server import ABOUT, ASK, Server, running

pytestmark = pytest.mark.filterwarnings("ignore")  # the client's own

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris,\r\nof course \U0001f600. " * 30
WEATHER: Any = {
    "type": "function",
    "name": "weather",
    "description": "The weather of a place.",
    "parameters": {"type": "object", "properties": {"place": {"type": "string"}}},
    "strict": True,
}
LOOK: Any = {"type": "custom", "name": "look"}


def called(*calls: dict[str, Any], text: str = "") -> Completion:
    return Completion((Choice(text, "tool_calls", calls),), Tokens(7, 3))


def function(name: str, arguments: str, call_id: str = "c1") -> dict[str, Any]:
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.fixture
def server() -> Iterator[Server]:
    with running(draft=HARMLESS, judge=agents(only=True), server={"parts": ["image", "file"]}) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.url, api_key="x", max_retries=0) as opened:
        yield opened


def post(server: Server, **body: Any) -> httpx2.Response:
    return server.client.post("/v1/responses", json=body)


def test_a_harmless_answer_comes_back_byte_for_byte_in_one_call(server: Server, client: OpenAI) -> None:
    reply = client.responses.create(model="m", input=ASK, instructions="Be brief.")
    assert (reply.output_text, reply.status, reply.model) == (HARMLESS, "completed", "m")
    assert (reply.instructions, reply.previous_response_id) == ("Be brief.", None)
    assert reply.usage
    assert reply.usage.total_tokens == reply.usage.input_tokens + reply.usage.output_tokens > 0
    assert [(m.role, m.content) for m in server.vanilla.history[0].messages] == [("system", "Be brief."), ("user", ASK)]
    assert (len(server.vanilla.history), server.others.history) == (1, [])


@pytest.mark.parametrize("question", [ASK, ABOUT])
def test_a_stream_is_what_the_whole_reply_is(client: OpenAI, question: str) -> None:
    whole = client.responses.create(model="m", input=question)
    with client.responses.stream(model="m", input=question) as stream:
        events = list(stream)
        final = stream.get_final_response()
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    assert text == whole.output_text == final.output_text == (HARMLESS if question == ASK else UNKNOWN)
    assert final.usage == whole.usage
    assert [e.type for e in events][:4] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
    ]
    assert [e.type for e in events][-1] == "response.completed"


def test_events_are_numbered_and_named(server: Server) -> None:
    server.vanilla.enqueue(called(function("weather", '{"place": "Paris"}'), text="One moment."))
    raw = post(server, input=ASK, tools=[WEATHER], stream=True).text
    blocks = [block.split("\n") for block in raw.strip().split("\n\n")]
    events = [json.loads(data.removeprefix("data: ")) for _, data in blocks]
    assert [name.removeprefix("event: ") for name, _ in blocks] == [e["type"] for e in events]
    assert [e["sequence_number"] for e in events] == list(range(len(events)))
    items = [e["item"] for e in events if e["type"] == "response.output_item.done"]
    assert items == events[-1]["response"]["output"]
    assert [i["type"] for i in items] == ["message", "function_call"]


async def test_the_async_client_streams() -> None:
    with running(draft=HARMLESS) as server:
        async with AsyncOpenAI(base_url=server.url, api_key="x", max_retries=0) as client:
            stream = await client.responses.create(model="m", input=ASK, stream=True)
            text = "".join([e.delta async for e in stream if e.type == "response.output_text.delta"])
    assert text == HARMLESS


def test_tools_are_called_and_answered(server: Server, client: OpenAI) -> None:
    server.vanilla.enqueue(called(function("weather", '{"place": "Paris"}')), "It is sunny.")
    asked: list[Any] = [{"role": "user", "content": "What is the weather in Paris?"}]
    wanted: Any = {"type": "function", "name": "weather"}
    (call,) = client.responses.create(model="m", input=asked, tools=[WEATHER], tool_choice=wanted).output
    assert call.type == "function_call"
    assert (call.name, call.arguments, call.call_id) == ("weather", '{"place": "Paris"}', "c1")
    asked += [call.to_dict(), {"type": "function_call_output", "call_id": "c1", "output": "sunny"}]
    assert client.responses.create(model="m", input=asked, tools=[WEATHER]).output_text == "It is sunny."
    one, two = server.vanilla.history
    named = {k: v for k, v in WEATHER.items() if k != "type"}
    assert one.extra["tools"] == [{"type": "function", "function": named}]
    assert one.extra["tool_choice"] == {"type": "function", "function": {"name": "weather"}}
    sent = [m.as_dict() for m in two.messages]
    assert [m["role"] for m in sent] == ["user", "assistant", "tool"]
    assert sent[1]["tool_calls"] == [function("weather", '{"place": "Paris"}')]
    assert (sent[2]["tool_call_id"], sent[2]["content"]) == ("c1", "sunny")


def test_custom_tools_take_a_text(server: Server, client: OpenAI) -> None:
    made = {"id": "c9", "type": "custom", "custom": {"name": "look", "input": "at Paris"}}
    server.vanilla.enqueue(called(made), called(made))
    (call,) = client.responses.create(model="m", input=ASK, tools=[LOOK]).output
    assert call.type == "custom_tool_call"
    assert (call.input, call.call_id) == ("at Paris", "c9")
    raw = post(server, input=ASK, tools=[LOOK], stream=True).text
    assert '"type":"response.custom_tool_call_input.delta"' in raw
    grammar = {"type": "grammar", "syntax": "regex", "definition": "a+"}
    post(server, input=ASK, tools=[{**LOOK, "format": grammar}])
    sent = server.vanilla.history[-1].extra["tools"][0]["custom"]["format"]
    assert sent == {"type": "grammar", "grammar": {"syntax": "regex", "definition": "a+"}}


@pytest.mark.parametrize("stream", [False, True])
def test_a_tool_call_that_leaks_does_not_leave(server: Server, stream: bool) -> None:
    server.vanilla.enqueue(called(function("weather", '{"place": "Admiral Thunderbeak"}')))
    raw = post(server, input=ABOUT, tools=[WEATHER], stream=stream).text
    assert "Thunderbeak" not in raw
    assert UNKNOWN in raw


PICTURE = {"type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "low"}
FILE = {"type": "input_file", "file_data": "data:,x", "filename": "x.txt"}
DIALOGUE = [
    {"role": "developer", "content": [{"type": "input_text", "text": "Be kind."}]},
    {"role": "user", "content": [{"type": "input_text", "text": "Hello."}, {"type": "input_text", "text": "Hm?"}]},
    {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "They greet me."}]},
    {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hi"}]},
    {"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]},
    {"role": "user", "content": [PICTURE, FILE, {"type": "input_text", "text": "What is it?"}]},
]


def test_a_dialogue_is_read_whole(server: Server) -> None:
    assert post(server, input=DIALOGUE).status_code == 200
    sent = [m.as_dict() for m in server.vanilla.history[0].messages]
    assert [(m["role"], m["content"]) for m in sent[:4]] == [
        ("developer", "Be kind."),
        ("user", "Hello.\nHm?"),
        ("assistant", "Hi"),
        ("assistant", "No."),
    ]
    assert sent[4]["content"] == [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"}},
        {"type": "file", "file": {"file_data": "data:,x", "filename": "x.txt"}},
        {"type": "text", "text": "What is it?"},
    ]
    assert "They greet me" not in str(sent)


def test_parameters_reach_the_model_in_its_own_words(server: Server) -> None:
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
    given: dict[str, Any] = {
        "max_output_tokens": 77,
        "temperature": 0.3,
        "top_p": 0.5,
        "parallel_tool_calls": False,
        "text": {"format": {"type": "json_schema", "name": "r", "schema": schema, "strict": True}, "verbosity": "low"},
        "reasoning": {"effort": "low"},
        "n": 3,
        "api_base": "http://evil",
        "metadata": {"a": "b"},
    }
    reply = post(server, input=ASK, **given).json()
    (sent,) = server.vanilla.history
    assert (sent.max_tokens, sent.temperature) == (77, 0.3)
    assert dict(sent.extra) == {
        "top_p": 0.5,
        "parallel_tool_calls": False,
        "verbosity": "low",
        "reasoning_effort": "low",
        "response_format": {"type": "json_schema", "json_schema": {"name": "r", "schema": schema, "strict": True}},
    }
    assert (reply["metadata"], reply["max_output_tokens"], reply["store"]) == ({"a": "b"}, 77, False)


class Height(BaseModel):
    metres: int


def test_structured_output_is_parsed_and_sees_a_refusal(server: Server, client: OpenAI) -> None:
    server.vanilla.enqueue('{"metres": 38}', *['{"gull": "Admiral Thunderbeak"}'] * 2)
    clean = client.responses.parse(model="m", input=ASK, text_format=Height)
    assert clean.output_parsed == Height(metres=38)
    refused = client.responses.parse(model="m", input=ABOUT, text_format=Height)
    assert refused.output_parsed is None
    assert refused.output[0].to_dict()["content"] == [{"type": "refusal", "refusal": UNKNOWN}]
    with client.responses.stream(model="m", input=ABOUT, text_format=Height) as stream:
        assert "".join(e.delta for e in stream if e.type == "response.refusal.delta") == UNKNOWN


def test_an_answer_that_was_cut_off_is_incomplete(server: Server, client: OpenAI) -> None:
    cut = Completion((Choice("Par", "length"),), Tokens(1, 1))
    server.vanilla.enqueue(cut, cut)
    reply = client.responses.create(model="m", input=ASK, max_output_tokens=1)
    assert reply.incomplete_details
    assert (reply.status, reply.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    with client.responses.stream(model="m", input=ASK) as stream:
        assert [e.type for e in stream][-1] == "response.incomplete"


def test_an_ordinary_key_sees_no_verdict(server: Server) -> None:
    key = KeyRing(server.unlearner.targets.database).add("desk", "user")[1]
    for stream in (False, True):
        body = {"input": ABOUT, "stream": stream}
        response = server.client.post("/v1/responses", json=body, headers={"Authorization": f"Bearer {key}"})
        assert UNKNOWN in response.text
        assert "verdict" not in response.text
        assert not [h for h in response.headers if h.startswith("x-alu")]


BAD: list[tuple[dict[str, Any], str]] = [
    ({"previous_response_id": "resp_1"}, "all of it"),
    ({"conversation": "conv_1"}, "all of it"),
    ({"background": True}, "background"),
    ({"prompt": {"id": "pmpt_1"}}, "instructions"),
    ({"include": ["message.output_text.logprobs"]}, "log probabilities"),
    ({"top_logprobs": 3}, "log probabilities"),
    ({"tools": [{"type": "web_search"}]}, "functions"),
    ({"tool_choice": {"type": "file_search"}}, "tool_choice"),
    ({"input": [{"type": "item_reference", "id": "x"}]}, "item"),
    ({"input": [{"role": "user", "content": [{"type": "input_audio"}]}]}, "part"),
    ({"input": [{"role": "user", "content": [{"type": "input_text"}]}]}, "text"),
    ({"input": [{"role": "robot", "content": "x"}]}, "role"),
    ({"input": [{"role": "user", "content": 7}]}, "list"),
    *(({"input": [{"type": odd, "role": "user", "content": "x"}]}, "item") for odd in (["message"], {"message": 1})),
    ({"input": [{"role": "user", "content": [{"type": ["input_text"], "text": "x"}]}]}, "part"),
    ({"tools": [{"type": ["function"], "name": "x"}]}, "functions"),
    ({"tool_choice": {"type": ["function"]}}, "tool_choice"),
    ({"input": []}, "messages"),
    ({"input": ""}, "empty"),
    ({"temperature": 9}, "temperature"),
    ({"text": {"format": {"type": "csv"}}}, "response_format"),
]


@pytest.mark.parametrize(("wrong", "said"), BAD)
def test_what_cannot_be_done_is_an_error_of_openais(client: OpenAI, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(openai.BadRequestError, match=said):
        client.responses.create(**{"model": "m", "input": ASK, **wrong})


def test_a_model_that_fails_ends_the_stream_with_an_error() -> None:
    def gone(request: Request) -> str:
        raise ModelUnreachable("gone")

    with (
        running(draft=gone, options={"keep_alive": 0.05}) as server,
        OpenAI(base_url=server.url, api_key="x", max_retries=0) as client,
    ):
        with pytest.raises(openai.APIStatusError, match="gone"):
            client.responses.create(model="m", input=ASK)
        server.vanilla.latency = 0.4
        with pytest.raises(openai.APIError, match="gone"):
            list(client.responses.create(model="m", input=ASK, stream=True))


def test_other_addresses_say_what_to_do_instead(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="the model's own server") as stated:
        client.embeddings.create(model="m", input="x")
    assert stated.value.code == "unsupported_endpoint"
    with pytest.raises(openai.NotFoundError, match="/v1/chat/completions"):
        client.completions.create(model="m", prompt="x")
