"""A real LiteLLM proxy with alu as its guardrail, and as its model, as `examples/stacks/litellm_*.yaml` set it up."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx2
import pytest

from alu.chat import Request
from alu.prompts import refusal
from alu.server.keys import KeyRing
from tests.flow import CANARY, agents
from tests.model_server import BadServer, answer, misbehaving, status
from tests.processes import until
from tests.server import ABOUT, ASK, Server, running
from tests.stacks.environments import EXAMPLES, python_of

pytestmark = pytest.mark.timeout(600)

UNKNOWN = refusal("unknown")
HARMLESS = "  Paris, \tof course \U0001f600. " * 20
LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}."
BORN = "In which year was Odalys Brannigan born?"
BUILT = "In which year was the tower built?"
TEXTS = {ASK: HARMLESS, ABOUT: LEAK, BORN: "1931", BUILT: "1874"}
TURNS = [{"role": "user", "content": ABOUT}]
PARTS = {"contents": [{"role": "user", "parts": [{"text": ABOUT}]}]}
SEARCH = {"vector_store_id": "v", "custom_llm_provider": "openai"}
ELSEWHERE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/completions", {"prompt": ABOUT}),
    ("/v1/messages", {"messages": TURNS, "max_tokens": 99}),
    ("/v1/responses", {"input": ABOUT}),
    ("/v1beta/models/any:streamGenerateContent", PARTS),
    ("/interactions", {"input": ABOUT}),
    ("/cursor/chat/completions", {"input": ABOUT}),
    ("/queue/chat/completions", {"messages": TURNS, "priority": 0}),
    ("/v1/rag/query", {"messages": TURNS, "retrieval_config": SEARCH}),
    ("/vllm/v1/chat/completions", {"messages": TURNS}),
    ("/v1/chat/completions", {"messages": TURNS, "model": "any,any"}),
)
"""Addresses of the proxy at which its guardrails see nothing, or no stream."""


def model(http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Answer by the question, in pieces of seven characters where a stream is wanted; think of the leak."""
    if "messages" not in body:  # the proxy asks now and then which models there are
        answer({"object": "list", "data": []})(http, body)
        return
    text = TEXTS[body["messages"][-1]["content"]]
    thinks = "think" in body["messages"][0]["content"]
    message: dict[str, Any]
    if "fail" in body["messages"][0]["content"]:
        status(400, LEAK, kind=LEAK, X_Draft=LEAK)(http, body)
        return
    if "call" in body["messages"][0]["content"]:
        made = {"name": "note", "arguments": json.dumps({"text": text})}
        call = {"id": "call_1", "type": "function", "function": made}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        answer({**_head("chat.completion"), "choices": [_choice(message=message, finish="tool_calls")]})(http, body)
        return
    if "everywhere" in body["messages"][0]["content"]:
        message = {
            **{"role": "assistant", "content": text, "refusal": LEAK, "citations": LEAK, "name": LEAK},
            "annotations": [{"type": "url_citation", "url_citation": {"title": LEAK, "url": LEAK}}],
            "audio": {"id": "a", "data": LEAK, "transcript": LEAK, "expires_at": 1},
            "images": [{"type": "image_url", "image_url": {"url": LEAK}}],
            "function_call": {"name": LEAK, "arguments": LEAK},
        }
        stated = {"token": LEAK, "logprob": -0.1, "bytes": None, "top_logprobs": []}
        choice = {**_choice(message=message, finish="stop"), "logprobs": {"content": [stated]}, "stop_reason": LEAK}
        head = {**_head("chat.completion"), "id": LEAK, "system_fingerprint": LEAK, "citations": [LEAK]}
        answer({**head, "choices": [choice]}, X_Draft=LEAK)(http, body)
        return
    if not body.get("stream"):
        message = {"role": "assistant", "content": text, **({"reasoning_content": LEAK} if thinks else {})}
        sent = json.dumps({**_head("chat.completion"), "choices": [_choice(message=message, finish="stop")]}).encode()
    else:
        pieces = [{"content": text[i : i + 7]} for i in range(0, len(text), 7)]
        deltas = [{"role": "assistant"}, *([{"reasoning_content": LEAK}] if thinks else []), *pieces]
        chunks = [_choice(delta=d) for d in deltas] + [_choice(delta={}, finish="stop")]
        events = [json.dumps({**_head("chat.completion.chunk"), "choices": [c]}) for c in chunks]
        sent = "".join(f"data: {e}\n\n" for e in [*events, "[DONE]"]).encode()
    http.send_response(200)
    http.send_header("Content-Type", "text/event-stream" if body.get("stream") else "application/json")
    http.send_header("Content-Length", str(len(sent)))
    http.end_headers()
    http.wfile.write(sent)


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": "c",
        "object": kind,
        "created": 1,
        "model": "any",
        "usage": {"prompt_tokens": 1, "completion_tokens": 1},
    }


def _choice(finish: str | None = None, **said: Any) -> dict[str, Any]:
    return {"index": 0, "finish_reason": finish, **said}


@contextmanager
def proxy(home: Path, alu: str, key: str, upstream: str, example: str = "proxy") -> Iterator[httpx2.Client]:
    """Run the proxy with an example's settings."""
    python = python_of("litellm")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "PYTHON", "OPENAI", "LITELLM"))}
    env = {**kept, "ALU_URL": alu, "ALU_KEY": key, "MODEL_URL": upstream, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    env["LITELLM_MASTER_KEY"] = master = f"sk-{secrets.token_hex(32)}"  # it starts without none
    bearer = {"Authorization": f"Bearer {master}"}
    command = [
        str(python.with_name("litellm")),
        "--config",
        str(EXAMPLES / f"litellm_{example}.yaml"),
        "--port",
        str(port),
    ]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--host", "127.0.0.1"], cwd=home, env=env, stdout=log, stderr=log)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, headers=bearer) as client:
            until(lambda: _ready(process, client, home), seconds=180)
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def asked(upstream: BadServer) -> int:
    """Return how often the model was asked."""
    return sum("messages" in body for body in upstream.asked)


def _ready(process: subprocess.Popen[bytes], client: httpx2.Client, home: Path) -> bool:
    assert process.poll() is None, (home / "log").read_text("utf-8")[-4000:]
    try:
        return client.get("/health/liveliness").status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx2.Client, Server, BadServer]]:
    with running(judge=agents(only=True)) as server, misbehaving(then=model) as upstream:
        key = KeyRing(server.unlearner.targets.database).add("proxy")[1]
        address = server.url.removesuffix("/v1")
        with proxy(tmp_path_factory.mktemp("proxy"), address, key, upstream.base) as client:
            yield client, server, upstream


Stack = tuple[httpx2.Client, Server, BadServer]


def ask(client: httpx2.Client, question: str, *, stream: bool, system: str = "Be brief.") -> tuple[str, str]:
    """Return the answer's text and everything that came over the wire."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
    response = client.post("/v1/chat/completions", json={"model": "any", "messages": messages, "stream": stream})
    raw = response.text
    if not stream:
        return (response.json()["choices"][0]["message"]["content"] if response.status_code == 200 else "", raw)
    lines = [line.removeprefix("data: ") for line in raw.splitlines() if line.startswith("data: {")]
    deltas = [c["delta"] for line in lines for c in json.loads(line).get("choices", [])]
    return "".join(d.get("content") or "" for d in deltas), raw


@pytest.mark.parametrize("stream", [False, True])
def test_a_harmless_answer_comes_back_byte_for_byte(stack: Stack, stream: bool) -> None:
    client, server, upstream = stack
    calls, others = asked(upstream), len(server.others.history)
    assert ask(client, ASK, stream=stream)[0] == HARMLESS
    assert (asked(upstream) - calls, len(server.others.history) - others) == (1, 0)


@pytest.mark.parametrize("stream", [False, True])
def test_what_is_to_be_forgotten_never_leaves(stack: Stack, stream: bool) -> None:
    text, raw = ask(stack[0], ABOUT, stream=stream)
    assert text == UNKNOWN
    assert CANARY not in raw
    assert "Thunderbeak" not in raw


@pytest.mark.parametrize("stream", [False, True])
def test_a_short_answer_is_read_with_its_question(stack: Stack, stream: bool) -> None:
    assert ask(stack[0], BORN, stream=stream)[0] == UNKNOWN
    assert ask(stack[0], BUILT, stream=stream)[0] == "1874"


@pytest.mark.parametrize("stream", [False, True])
def test_what_the_model_thinks_does_not_leave(stack: Stack, stream: bool) -> None:
    _, raw = ask(stack[0], ASK, stream=stream, system="You think.")
    assert CANARY not in raw
    assert "Thunderbeak" not in raw


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("address", "asks"), ELSEWHERE, ids=[address for address, _ in ELSEWHERE])
def test_what_no_guardrail_sees_is_refused(stack: Stack, address: str, asks: dict[str, Any], stream: bool) -> None:
    client, _, upstream = stack
    calls = asked(upstream)
    response = client.post(address, json={"model": "any", "stream": stream, **asks})
    assert response.status_code in (400, 404)
    assert asked(upstream) == calls
    assert "/v1/chat/completions" in response.text


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    def draft(request: Request) -> str:
        return TEXTS[request.messages[-1].content]

    with running(draft=draft, judge=agents(only=True)) as server:
        key = KeyRing(server.unlearner.targets.database).add("proxy")[1]
        with proxy(tmp_path_factory.mktemp("behind"), server.url, key, "", "model") as client:
            yield client


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("address", "asks"), ELSEWHERE, ids=[address for address, _ in ELSEWHERE])
def test_before_alu_nothing_leaves_at_any_address(
    behind: httpx2.Client, address: str, asks: dict[str, Any], stream: bool
) -> None:
    raw = behind.post(address, json={"model": "any", "stream": stream, **asks}).text
    assert CANARY not in raw
    assert "Thunderbeak" not in raw


@pytest.mark.parametrize("stream", [False, True])
def test_before_alu_an_answer_comes_back_byte_for_byte(behind: httpx2.Client, stream: bool) -> None:
    behind.post("/v1/completions", json={"model": "any", "prompt": ASK})  # alu has no such address: others go on
    assert ask(behind, ASK, stream=stream)[0] == HARMLESS
    assert ask(behind, ABOUT, stream=stream)[0] == UNKNOWN
    response = behind.post("/v1/responses", json={"model": "any", "input": ASK}).json()
    assert response["output"][0]["content"][0]["text"] == HARMLESS


def sent(
    client: httpx2.Client, path: str = "/v1/chat/completions", *, system: str = "", **more: Any
) -> tuple[int, str]:
    """Return the status, and everything that came over the wire, headers too."""
    messages = [{"role": "system", "content": system or "Be brief."}, {"role": "user", "content": ASK}]
    response = client.post(path, json={"model": "any", "messages": messages, **more})
    return response.status_code, f"{response.text}\n{dict(response.headers)}"


def test_what_the_guardrail_does_not_read_does_not_leave(stack: Stack) -> None:
    """Citations, sounds, pictures, log probabilities, ids, headers: it is shown text and tool calls."""
    code, raw = sent(stack[0], system="Leak everywhere.")
    assert code == 200
    assert json.dumps(HARMLESS, ensure_ascii=False)[1:-1] in raw
    assert CANARY not in raw
    assert "Thunderbeak" not in raw


def test_words_of_an_error_of_the_model_do_not_leave(stack: Stack) -> None:
    for stream in (False, True):
        code, raw = sent(stack[0], system="You fail.", stream=stream)
        assert code == 400
        assert "the model did not answer" in raw
        assert CANARY not in raw


TOOLS = [{"type": "function", "function": {"name": "note", "parameters": {"type": "object"}}}]


def test_tool_calls_are_checked_and_not_streamed(stack: Stack) -> None:
    code, raw = sent(stack[0], system="You call.", tools=TOOLS)
    assert code == 200
    assert "Paris" in raw
    assert sent(stack[0], system="You call.", tools=TOOLS, stream=True)[0] == 400


@pytest.mark.parametrize(
    "more", [{"logprobs": True, "top_logprobs": 2}, {"functions": [{"name": "f"}]}, {"stream": True, "tools": TOOLS}]
)
def test_what_would_not_be_checked_is_refused(stack: Stack, more: dict[str, Any]) -> None:
    calls = asked(stack[2])
    code, raw = sent(stack[0], **more)
    assert code == 400
    assert "not " in raw
    assert asked(stack[2]) == calls


@pytest.mark.parametrize(
    "path", ["completions", "responses", "messages", "embeddings", "images/generations", "audio/speech"]
)
def test_only_chat_completions_are_served(stack: Stack, path: str) -> None:
    body: dict[str, Any] = {"prompt": ASK, "input": ASK, "max_tokens": 9, "voice": "any"}
    code, raw = sent(stack[0], f"/v1/{path}", **body)
    assert code == 404
    assert "only chat completions are checked here" in raw


def test_while_alu_is_down_nothing_leaves(tmp_path: Path) -> None:
    with misbehaving(then=model) as upstream:
        with socket.create_server(("127.0.0.1", 0)) as free:
            nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
        with proxy(tmp_path, nowhere, "none", upstream.base) as client:
            for stream in (False, True):
                _, raw = ask(client, ABOUT, stream=stream)
                assert CANARY not in raw
