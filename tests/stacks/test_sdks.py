"""Anthropic's client and OpenAI's Agents SDK against a server that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alu.chat import Choice, Completion, Request, Tokens
from alu.prompts import refusal
from tests.flow import CANARY, agents
from tests.server import ABOUT, ASK, Server, running
from tests.stacks.environments import EXAMPLES, said

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris, \tof course \U0001f600.\r\n" * 30
LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}."
WEATHER = "What is the weather in Paris?"


def draft(request: Request) -> Any:
    """Answer as a model with a tool for the weather."""
    asked = [m for m in request.messages if m.role == "user"][-1].content
    if asked == WEATHER and request.messages[-1].role != "tool":
        (tool,) = request.extra["tools"]
        made = {"name": tool["function"]["name"], "arguments": json.dumps({"place": "Paris"})}
        return Completion(
            (Choice("", "tool_calls", ({"id": "c1", "type": "function", "function": made},)),), Tokens(1, 1)
        )
    if asked == WEATHER:
        return f"It is {request.messages[-1].content}."
    return LEAK if asked == ABOUT else HARMLESS


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(draft=draft, judge=agents(only=True)) as started:
        yield started


def run(server: Server, name: str, question: str, home: Path) -> str:
    """Run an example, which asks twice, and return what it printed; count what it cost."""
    before = len(server.vanilla.history)
    address = server.url if name.startswith("openai") else server.url.removesuffix("/v1")
    printed = said("sdk", EXAMPLES / name, address, "x", question, home=home)
    assert len(server.vanilla.history) - before == (4 if question == WEATHER else 2)
    return printed


@pytest.mark.parametrize("name", ["anthropic_client.py", "openai_agents_sdk.py"])
def test_streamed_and_whole_are_the_same(server: Server, name: str, tmp_path: Path) -> None:
    others = len(server.others.history)
    assert run(server, name, ASK, tmp_path) == HARMLESS * 2
    assert len(server.others.history) == others
    assert run(server, name, ABOUT, tmp_path) == UNKNOWN * 2


def test_the_agents_sdk_runs_its_tools(server: Server, tmp_path: Path) -> None:
    assert run(server, "openai_agents_sdk.py", WEATHER, tmp_path) == "It is sunny in Paris." * 2


TOOLS = f"""
import sys
import anthropic
client = anthropic.Anthropic(base_url=sys.argv[1], api_key="x", max_retries=0)
tool = {{"name": "weather", "description": "", "input_schema": {{"type": "object"}}}}
asked = {{"model": "any", "max_tokens": 100, "tools": [tool]}}
messages = [{{"role": "user", "content": "{WEATHER}"}}]
with client.messages.stream(messages=messages, **asked) as stream:
    first = stream.get_final_message()
(call,) = first.content
messages += [{{"role": "assistant", "content": first.content}}]
messages += [{{"role": "user", "content": [{{"type": "tool_result", "tool_use_id": call.id, "content": "fine"}}]}}]
print(first.stop_reason, call.input, client.messages.create(messages=messages, **asked).content[0].text)
search = [{{"type": "web_search_20250305", "name": "web_search"}}]
for wrong in ({{"tools": search}}, {{"system": 7}}):
    try:
        client.messages.create(messages=messages, **{{**asked, **wrong}})
    except anthropic.BadRequestError as error:
        print(error.body["error"]["type"])
"""


def test_anthropics_client_runs_its_tools_and_knows_our_errors(server: Server, tmp_path: Path) -> None:
    printed = said("sdk", TOOLS, server.url.removesuffix("/v1"), home=tmp_path)
    assert printed.splitlines() == ["tool_use {'place': 'Paris'} It is fine.", *["invalid_request_error"] * 2]
