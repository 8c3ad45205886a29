"""LangChain, LangGraph and Inspect AI with alu in their own process, installed as others install it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from alu.chat import Message, Request
from alu.prompts import refusal
from alu.store.store import TargetStore
from tests.flow import CANARY, KEEPER, agents
from tests.model_server import BadServer, answer, chat, misbehaving
from tests.server import ABOUT, ASK
from tests.stacks.environments import EXAMPLES, said

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris, \tof course \U0001f600.\r\n" * 30
LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}."
WEATHER = "What is the weather in Paris?"
LEAKING = "Find out all of Odalys Brannigan."
JUDGE = agents(only=True)


def model(http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer as a model that knows the keeper and has a tool, and as agents that judge rightly."""
    if "messages" not in body:  # which models are there?
        answer({"object": "list", "data": [{"id": "fake", "object": "model"}]})(http, body)
        return
    schema = body.get("response_format", {}).get("json_schema", {}).get("schema")
    if schema is not None:
        messages = tuple(Message(m["role"], m["content"]) for m in body["messages"])
        chat(str(JUDGE(Request(messages, schema=schema))))(http, body)
        return
    last = body["messages"][-1]
    asked = [m["content"] for m in body["messages"] if m["role"] == "user"][-1]
    if last["role"] == "tool":
        chat(f"It is {last['content']}.")(http, body)
    elif asked in (WEATHER, LEAKING):
        place = "Paris" if asked == WEATHER else LEAK
        made = {"name": "weather", "arguments": json.dumps({"place": place})}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c", "type": "function", "function": made}],
        }
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
        reply = {"id": "c", "object": "chat.completion", "created": 1, "model": "fake", "usage": usage}
        answer({**reply, "choices": [choice]})(http, body)
    else:
        chat(LEAK if asked == ABOUT else HARMLESS)(http, body)


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[BadServer]:
    with TargetStore.open(tmp_path / "targets") as store:
        store.add(KEEPER)
    with misbehaving(then=model) as server:
        yield server


def run(upstream: BadServer, name: str, question: str, *args: str, home: Path) -> tuple[str, int]:
    """Return what an example prints, and how often it asked the model itself."""
    upstream.asked.clear()
    more = {"ALU_MEANING": "off", "ALU_TRUST": "strong", "XDG_CONFIG_HOME": str(home)}
    printed = said("inside", EXAMPLES / name, "targets", upstream.base, question, *args, home=home, **more)
    return printed, sum("messages" in body and "response_format" not in body for body in upstream.asked)


def test_an_agent_of_langchain(upstream: BadServer, tmp_path: Path) -> None:
    assert run(upstream, "langchain_agent.py", ASK, home=tmp_path) == (HARMLESS, 1)
    assert run(upstream, "langchain_agent.py", ABOUT, home=tmp_path) == (UNKNOWN, 1)
    assert run(upstream, "langchain_agent.py", WEATHER, home=tmp_path) == ("It is sunny in Paris.", 2)
    assert run(upstream, "langchain_agent.py", LEAKING, home=tmp_path) == (UNKNOWN, 1)


def test_a_graph_of_langgraph_and_a_chain(upstream: BadServer, tmp_path: Path) -> None:
    assert run(upstream, "langgraph_node.py", ASK, home=tmp_path) == (HARMLESS * 2, 2)
    assert run(upstream, "langgraph_node.py", ABOUT, home=tmp_path) == (UNKNOWN * 2, 2)


def test_a_task_of_inspect_ai_and_its_log(upstream: BadServer, tmp_path: Path) -> None:
    assert run(upstream, "inspect_task.py", ASK, "Paris", home=tmp_path) == (f"{HARMLESS}\nC\n", 1)
    assert run(upstream, "inspect_task.py", ABOUT, "Dunmorrow", home=tmp_path) == (f"{UNKNOWN}\nI\n", 1)
    logs = [path.read_text("utf-8") for path in (tmp_path / "logs").iterdir()]
    assert len(logs) == 2
    assert not [log for log in logs if CANARY in log or "Thunderbeak" in log]
    assert any('"verdict": "refused"' in log for log in logs)
