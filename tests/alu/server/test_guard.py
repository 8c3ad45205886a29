"""`POST /v1/guard`: what another model wrote comes back as it is, or without what is to be forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from alu.errors import ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from tests.flow import CANARY, KEEPER, agents
from tests.server import ABOUT, Server, running

UNKNOWN = refusal("unknown")
LEAK = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."
CALL = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"place": "Paris"}'}}
LEAKING = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"of": "Odalys Brannigan"}'}}


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def guard(server: Server, text: str, question: str | None = ABOUT, *, key: str = "", **more: Any) -> httpx2.Response:
    messages = {"messages": [{"role": "user", "content": question}]} if question is not None else {}
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    body = json.dumps({"text": text, **messages, **more}).encode()  # in ASCII, with half a character as an escape
    return server.client.post("/v1/guard", content=body, headers={"Content-Type": "application/json", **headers})


@pytest.mark.parametrize(
    "text", ["Fine.", "  a\r\n\n", "", "a\u200bb \U0001f600 é", "half \ud83d", "<think>Hm.</think>"]
)
@pytest.mark.parametrize("question", [None, "How are you?"])
def test_a_harmless_text_passes_byte_for_byte(server: Server, text: str, question: str | None) -> None:
    reply = guard(server, text, question, tool_calls=[CALL]).json()
    assert (reply["object"], reply["action"], reply["text"], reply["refusal"]) == ("guard", "passed", text, None)
    assert reply["tool_calls"] == [CALL]
    assert (server.vanilla.history, server.others.history) == ([], [])


def test_the_null_of_a_reply_with_tool_calls_alone_is_a_text(server: Server) -> None:
    reply = server.client.post("/v1/guard", json={"text": None, "tool_calls": [CALL]}).json()
    assert (reply["action"], reply["text"], reply["tool_calls"]) == ("passed", None, [CALL])
    leaking = server.client.post("/v1/guard", json={"text": None, "tool_calls": [LEAKING]}).json()
    assert (leaking["action"], leaking["tool_calls"]) == ("changed", [])
    assert isinstance(leaking["text"], str)


def test_what_leaks_is_changed(server: Server) -> None:
    reply = guard(server, LEAK).json()
    assert (reply["action"], reply["text"]) == ("changed", "The tower is 38 metres tall.")
    assert reply["alu"]["runs"][0]["verdict"] == "rewritten"
    assert server.vanilla.history == []


def test_a_tool_call_that_leaks_is_not_passed_on() -> None:
    with running(judge=agents(only=True)) as server:
        reply = guard(server, "Here.", tool_calls=[CALL, LEAKING]).json()
    assert (reply["action"], reply["text"], reply["tool_calls"]) == ("changed", UNKNOWN, [])


def test_a_check_that_fails_withholds_the_text(server: Server) -> None:
    server.others.enqueue(ModelUnreachable("gone"))
    response = guard(server, f"{LEAK} {CANARY}")
    assert (response.status_code, response.json()["text"]) == (200, UNKNOWN)
    assert CANARY not in response.text


def test_an_ordinary_key_sees_no_verdict() -> None:
    with running(judge=agents(only=True)) as server:
        key = KeyRing(server.unlearner.targets.database).add("desk", "user")[1]
        refused, passed = guard(server, LEAK, key=key), guard(server, "Fine.", key=key)
        assert guard(server, "Fine.").status_code == 401
    assert refused.json().keys() == passed.json().keys()
    assert "alu" not in refused.json()
    assert not [h for h in refused.headers if h.startswith("x-alu")]


def test_json_stays_json() -> None:
    schema = {"type": "object", "properties": {"metres": {"type": "integer"}}, "required": ["metres"]}
    plain = {"type": "json_object"}
    strict = {"type": "json_schema", "json_schema": {"name": "r", "schema": schema}}
    with running(judge=agents(only=True)) as server:
        text = guard(server, '{"gull": "Admiral Thunderbeak"}', response_format=plain).json()["text"]
        declined = guard(server, '{"gull": "Admiral Thunderbeak"}', response_format=strict).json()
    assert json.loads(text) == {"answer": UNKNOWN}
    assert (declined["text"], declined["refusal"], declined["action"]) == (None, UNKNOWN, "changed")


@pytest.mark.parametrize("question", [None, "Fill in the form."])
def test_a_flag_is_read_by_the_schema_that_the_model_was_given(question: str | None) -> None:
    flag = {"type": "boolean", "description": KEEPER.facts[0].text}
    schema = {"type": "object", "properties": {"x": flag}}
    form = {"type": "json_schema", "json_schema": {"name": "f", "schema": schema}}
    with running(judge=agents(only=True)) as server:
        changed = guard(server, '{"x": true}', question, response_format=form).json()
        passed = guard(server, '{"x": true}', question, response_format={"type": "json_object"}).json()
    assert (changed["action"], changed["text"], changed["refusal"]) == ("changed", None, UNKNOWN)
    assert (passed["action"], passed["text"]) == ("passed", '{"x": true}')


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "text"),
    ({"text": 7}, "text"),
    ({"text": "x", "txet": "y"}, "txet"),
    ({"text": "x", "messages": [{"role": "nobody", "content": "x"}]}, "messages"),
    ({"text": "x", "messages": [{"role": "assistant", "content": "x"}]}, "empty"),
    ({"text": "x", "tool_calls": ["y"]}, "tool_calls"),
    ({"text": "x" * 400_001}, "longer"),
]


@pytest.mark.parametrize(("body", "said"), BAD)
def test_what_cannot_be_checked_is_an_error(server: Server, body: dict[str, Any], said: str) -> None:
    response = server.client.post("/v1/guard", json=body)
    assert response.status_code == 400
    assert said in response.json()["error"]["message"]
