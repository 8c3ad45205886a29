"""A model's server that says a stored fact in every place of its reply but the answer: none of it arrives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal

import httpx2
import pytest

from alu.server.app import create_app
from alu.server.keys import KeyRing
from alu.server.options import Options
from alu.store.store import TargetStore
from alu.unlearner import Unlearner
from tests.flow import KEEPER
from tests.model_server import Act, BadServer, answer, misbehaving
from tests.server import ASK, serving

LEAK = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
SECRET = re.compile("brannigan|thunderbeak", re.I)
TOLD = {"content": [{"token": LEAK, "logprob": -1, "top_logprobs": [{"token": LEAK, "logprob": -1}]}]}
HEAD: dict[str, Any] = {
    **dict.fromkeys(("id", "object", "created", "model", "system_fingerprint", "service_tier", "provider"), LEAK),
    **{"citations": [LEAK], "prompt_logprobs": [LEAK], "timings": {"x": LEAK}},
    "usage": {"prompt_tokens": LEAK, "completion_tokens": LEAK, "completion_tokens_details": {"x": LEAK}},
}
BESIDE: dict[str, Any] = {
    **dict.fromkeys(("refusal", "reasoning", "reasoning_content", "thinking", "name", "role"), LEAK),
    "reasoning_details": [{"text": LEAK}],
    "annotations": [{"type": "url_citation", "url_citation": {"url": LEAK, "title": LEAK}}],
    "audio": {"data": LEAK, "transcript": LEAK},
    "function_call": {"name": LEAK, "arguments": LEAK},
    "images": [{"url": LEAK}],
}


def call(**more: Any) -> dict[str, Any]:
    return {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}, **more}


def said(arguments: Any) -> dict[str, Any]:
    return call(function={"name": "f", "arguments": arguments})


CALLS: dict[str, list[dict[str, Any]]] = {
    "arguments": [said(json.dumps({"a": LEAK}))],
    "arguments as an object": [said({"a": LEAK})],
    "a key": [said(json.dumps({LEAK: 1}))],
    "escapes": [said('{"\\u004fdalys \\u0042rannigan": "\\u0054hunderbeak"}')],
    "two calls": [said('{"a":"Odalys Bran'), said('nigan Thunderbeak"}')],
    "its name": [call(function={"name": LEAK, "arguments": "{}"})],
    "its id": [call(id=LEAK)],
    "its type": [call(type=LEAK)],
    "another field": [call(extra_content={"thought_signature": LEAK})],
    "a field's name": [call(**{LEAK: 1})],
    "its index": [call(index=LEAK)],
    "a custom one": [{"id": "c", "type": "custom", "custom": {"name": "x", "input": LEAK}}],
}
MESSAGES: dict[str, dict[str, Any]] = {
    "beside the answer": {"content": "Paris.", **BESIDE},
    "in its place": {"content": None, **BESIDE},
    "thoughts as parts": {"content": [{"type": "thinking", "text": LEAK}, {"type": "text", "text": "Paris."}]},
    "a part of another kind": {"content": [{"type": "text", "text": "Paris. "}, {"type": "x", "text": LEAK}]},
    **{f"tool call: {where}": {"content": None, "tool_calls": calls} for where, calls in CALLS.items()},
}


def whole(message: Mapping[str, Any]) -> Act:
    """Answer with one message, and say the fact in all that is around it."""
    choice = {"index": 0, "message": message, "finish_reason": LEAK, "stop_reason": LEAK, "logprobs": TOLD}
    return answer({**HEAD, "choices": [choice, {**choice, "index": 1, "message": {"content": LEAK}}]}, X_Leak=LEAK)


def chunk(delta: Mapping[str, Any], reason: str | None = None, **choice: Any) -> dict[str, Any]:
    return {**HEAD, "choices": [{"index": 0, "delta": delta, "finish_reason": reason, "logprobs": TOLD, **choice}]}


PIECES = [chunk({"role": LEAK, "content": "Par"}), chunk({"content": "is."})]
END = chunk({}, "stop")
STREAMS: dict[str, list[object]] = {
    "beside the answer": [chunk({"content": "Paris.", **BESIDE}), END],
    "why it ended": [*PIECES, chunk({}, LEAK)],
    "another choice": [*PIECES, chunk({"content": LEAK}, index=1), END],
    "a choice with an odd number": [*PIECES, chunk({"content": LEAK}, index="0"), END],
    "two choices of one number": [
        {**HEAD, "choices": [*PIECES[0]["choices"], *chunk({"content": LEAK})["choices"]]},
        END,
    ],
    "the same choice": [*PIECES, chunk({"content": f" {LEAK}"}), END],
    "behind the end": [*PIECES, END, chunk({"content": f" {LEAK}"})],
    "by the letter": [*(chunk({"content": letter}) for letter in f"Paris. {LEAK}"), END],
    "a refusal": [chunk({"refusal": LEAK}), END],
    "thoughts": [chunk({"reasoning": LEAK}), chunk({"content": f"<think>{LEAK}</think>"}), *PIECES, END],
    "thoughts without a beginning": [chunk({"content": f"{LEAK}\n</thi"}), chunk({"content": "nk>\nParis."}), END],
    "a call in pieces": [
        chunk({"tool_calls": [{"index": 0, **said('{"a":"Odalys ')}]}),
        chunk({"tool_calls": [{"index": 0, "function": {"arguments": 'Brannigan"}'}}]}),
        END,
    ],
    "calls out of order": [
        chunk({"tool_calls": [{"index": 1, **said('nigan Thunderbeak"}')}]}),
        chunk({"tool_calls": [{"index": 0, **said('{"a":"Odalys Bran')}]}),
        END,
    ],
    "calls without a number": [
        chunk({"tool_calls": [said('{"a":"Odalys Bran')]}),
        chunk({"tool_calls": [{"function": {"arguments": 'nigan Thunderbeak"}'}}]}),
        END,
    ],
    "an error": [*PIECES, {"error": {"message": LEAK, "code": LEAK}}],
    "an error at once": [{"error": {"message": LEAK, "code": LEAK}}],
    "no object": [*PIECES, [LEAK], LEAK, END],
}


def stream(chunks: list[object]) -> Act:
    """Answer with server-sent events."""
    sent = "".join(f"data: {json.dumps(one)}\n\n" for one in chunks) + "data: [DONE]\n\n"

    def act(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        http.send_response(200)
        for name, value in {
            "Content-Type": "text/event-stream",
            "Content-Length": str(len(sent)),
            "X-Leak": LEAK,
        }.items():
            http.send_header(name, value)
        http.end_headers()
        http.wfile.write(sent.encode())

    return act


FUNCTION = {"type": "function", "function": {"name": "f", "parameters": {}}}
ASKED: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {"messages": [{"role": "user", "content": ASK}], "tools": [FUNCTION]},
    "/v1/responses": {"input": ASK, "tools": [{"type": "function", "name": "f", "parameters": {}}]},
    "/v1/messages": {
        "messages": [{"role": "user", "content": ASK}],
        "max_tokens": 50,
        "tools": [{"name": "f", "input_schema": {}}],
    },
}


@contextmanager
def between(mode: Literal["whole", "sentences"]) -> Iterator[tuple[BadServer, httpx2.Client, list[str]]]:
    """Run the server in front of a model's; yield both and the keys of a user and an admin."""
    with misbehaving() as model:
        store = TargetStore.temporary((KEEPER,))
        unlearner = Unlearner.open(store, model=model.model, deadline=20, timeout=15, stream=mode)
        app = create_app(Options(unlearner.settings), unlearner)
        ring = KeyRing(store.database)
        keys = [ring.add(role, role)[1] for role in ("user", "admin")]
        with serving(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield model, client, keys


def stated(client: httpx2.Client, keys: list[str], **more: Any) -> Iterator[str]:
    """Ask in every protocol, as a user and as an admin; yield all that arrives, escapes and pieces resolved."""
    for path, body in ASKED.items():
        for key in keys:
            reply = client.post(path, json={**body, **more}, headers={"Authorization": f"Bearer {key}"})
            text = re.sub(r"\\u00([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), reply.text)
            pieces = re.findall(r'"(?:content|delta|text|arguments|partial_json)":"([^"]*)"', text)
            yield f"{reply.reason_phrase} {dict(reply.headers)} {text} {''.join(pieces)}"


@pytest.mark.parametrize("mode", ["whole", "sentences"])
def test_nothing_arrives_of_what_a_reply_has_next_to_its_answer(mode: Literal["whole", "sentences"]) -> None:
    with between(mode) as (model, client, keys):
        for where, message in MESSAGES.items():
            model.then = whole(message)
            for streams in (False, True):
                for seen in stated(client, keys, stream=streams):
                    assert not SECRET.search(seen), (where, streams, seen)


def test_nor_of_what_a_stream_has_next_to_it() -> None:
    with between("sentences") as (model, client, keys):
        for where, chunks in STREAMS.items():
            model.then = stream(chunks)
            for seen in stated(client, keys, stream=True):
                assert not SECRET.search(seen), (where, seen)


def test_nor_of_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.models.retry.FIRST_WAIT", 0.01)
    with between("whole") as (model, client, keys):
        for code in (301, 400, 401, 402, 403, 404, 409, 413, 418, 422, 451):
            error = {"message": LEAK, "type": LEAK, "code": LEAK, "param": LEAK}
            model.then = answer({"error": error}, code, X_Leak=LEAK, Location=f"/{LEAK}")
            for seen in stated(client, keys):
                assert not SECRET.search(seen), (code, seen)
