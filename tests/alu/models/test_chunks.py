"""Streams of a model's server, over HTTP: pieces as they come, and every way in which a stream can go wrong."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from alu.chat import Completion, Message, Request, StreamingModel
from alu.errors import BadReply, ModelBusy, ModelError, ModelTimeout
from alu.models.chunks import DONE, Chunks, data_of
from alu.models.open import open_model
from alu.models.wire import MAX_REPLY_BYTES
from alu.testing import ScriptedModel, ScriptedStream
from tests.flow import CANARY
from tests.model_server import Act, chat, hang, misbehaving, status
from tests.token_server import TokenServer, writing

ASK = Request((Message("user", "And now?"),), max_tokens=50)
TEXT = "It rains a good deal. 灯台 😀 Take a coat, then."


async def streamed(name: str, request: Request = ASK, timeout: float = 30) -> tuple[list[str], Completion]:
    model, pieces = open_model(name, timeout=timeout), list[str]()
    assert isinstance(model, StreamingModel)
    try:
        return pieces, await model.stream(request, pieces.append)
    finally:
        await model.aclose()


def test_who_streams() -> None:
    assert isinstance(ScriptedStream(reply="x"), StreamingModel)
    assert not isinstance(ScriptedModel(reply="x"), StreamingModel)
    assert not isinstance(open_model("anthropic/claude"), StreamingModel)


async def test_the_pieces_are_the_text_and_the_rest_is_that_of_a_whole_reply() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "tide", "arguments": '{"at": "noon"}'}}
    with writing(TokenServer(lambda _: TEXT, tool_calls=(call,))) as server:
        pieces, completion = await streamed(server.model)
    assert len(pieces) > 5
    assert "".join(pieces) == completion.text == TEXT
    first = completion.choices[0]
    assert (first.finish_reason, first.tool_calls) == ("tool_calls", (call,))
    assert completion.tokens.prompt == 7
    assert completion.tokens.completion > 5
    assert (server.requests[0]["max_tokens"], server.requests[0]["stream"]) == (50, True)


@pytest.mark.parametrize("how", [{"refuses_streams": True}, {"streams": False}])
async def test_a_server_that_does_not_stream_is_asked_for_the_whole(how: Any) -> None:
    with writing(TokenServer(lambda _: TEXT, **how)) as server:
        pieces, completion = await streamed(server.model)
    assert (pieces, completion.text) == ([], TEXT)


@pytest.mark.parametrize("breaking", [None, b"", b'data: {"error": {"message": "no"}}\n\n', b"data: {no json\n\n"])
async def test_a_stream_that_breaks_off_is_an_error_and_is_not_begun_again(breaking: bytes | None) -> None:
    with writing(TokenServer(lambda _: TEXT, breaks=4, breaking=breaking)) as server:
        pieces = list[str]()
        model = open_model(server.model, timeout=30)
        assert isinstance(model, StreamingModel)
        with pytest.raises(ModelError, match="broke off") as raised:
            await model.stream(ASK, pieces.append)
        await model.aclose()
    assert TEXT.startswith("".join(pieces))
    assert len(server.requests) == 1
    assert raised.value.__context__ is None


async def test_before_the_first_piece_it_is_tried_again() -> None:
    with misbehaving(status(429, Retry_After="0"), then=chat("Fine.")) as server:
        assert (await streamed(server.model))[1].text == "Fine."
    assert len(server.asked) == 2
    with misbehaving(then=status(429, Retry_After="60")) as server, pytest.raises(ModelBusy):
        await streamed(server.model, timeout=1)


async def test_the_timeout_counts() -> None:
    with misbehaving(then=hang) as server, pytest.raises(ModelTimeout):
        await streamed(server.model, timeout=0.3)
    with writing(TokenServer(lambda _: TEXT * 20, rate=20.0)) as tokens, pytest.raises(ModelTimeout):
        await streamed(tokens.model, timeout=0.6)


def endless(line: bytes) -> Act:
    def act(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        http.send_response(200)
        http.send_header("Content-Type", "text/event-stream")
        http.end_headers()
        for _part in range(MAX_REPLY_BYTES // len(line) + 2):
            http.wfile.write(line)
        http.close_connection = True

    return act


async def test_a_line_without_an_end_is_not_read_for_ever() -> None:
    with misbehaving(endless(b"x" * 65_536)) as server, pytest.raises(BadReply, match="more than any"):
        await streamed(server.model)


async def events(*parts: bytes) -> list[object]:
    async def body() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return [data async for data in data_of(body())]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([b"data: 1\n\ndata: 2\r\n\r\n"], [1, 2]),
        ([b"da", b"ta:", b" [1", b", 2]", b"\n", b"\n"], [[1, 2]]),
        ([b": waiting\n\nevent: x\nid: 3\ndata:4\n\ndata: [DONE]\n\ndata: 5\n\n"], [4, DONE]),
        ([b"data: 6"], []),  # cut off
    ],
)
async def test_events_are_read_however_they_are_cut(parts: Sequence[bytes], found: list[object]) -> None:
    assert await events(*parts) == found


@pytest.mark.parametrize(("content", "ended"), [("It rains.", True), ("", False)])
def test_a_reply_ends_with_done_where_no_reason_is_given_unless_nothing_came(content: str, ended: bool) -> None:
    chunks = Chunks()
    chunks.add({"choices": [{"index": 0, "delta": {"content": content}}]})
    assert not chunks.ended
    chunks.add(DONE)
    assert chunks.ended == ended


def test_chunks_are_put_together() -> None:
    def chunk(reason: str | None = None, index: int = 0, **delta: Any) -> dict[str, Any]:
        return {"choices": [{"index": index, "delta": delta, "finish_reason": reason}]}

    chunks = Chunks()
    head = {"index": 0, "id": "c", "type": "function", "function": {"name": "tide", "arguments": ""}}
    given = [
        chunk(role="assistant", content=""),
        chunk(content="It ", reasoning_content=CANARY),
        chunk(content=[{"type": "thinking", "text": CANARY}, {"type": "text", "text": "rains."}]),
        chunk(index=1, content=CANARY),
        chunk(tool_calls=[head]),
        chunk(tool_calls=[{"index": 0, "function": {"arguments": '{"at": '}}]),
        chunk(tool_calls=[{"index": 0, "function": {"arguments": '"noon"}'}}, "odd"]),
        "odd",
        {"choices": "odd"},
        {"choices": [{"delta": "odd"}]},
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
    ]
    assert "".join(map(chunks.add, given)) == "It rains."
    cut_off = chunks.ended
    chunks.add(chunk("tool_calls"))
    reply = chunks.reply()
    assert (cut_off, chunks.ended) == (False, True)
    assert not chunks.broken
    assert CANARY not in json.dumps(reply)
    made = {"id": "c", "type": "function", "function": {"name": "tide", "arguments": '{"at": "noon"}'}}
    assert reply["choices"][0]["message"]["tool_calls"] == [made]
    assert reply["usage"] == {"prompt_tokens": 3, "completion_tokens": 4}


async def test_a_scripted_stream_plays_words_pauses_and_breaks() -> None:
    pieces = list[str]()
    model = ScriptedStream(TEXT, TEXT, "a b", breaks=3)
    with pytest.raises(ModelError):
        await model.stream(ASK, pieces.append)
    assert pieces == ["It ", "rains ", "a "]
    model.breaks, model.pause = None, 5
    with pytest.raises(ModelTimeout):
        await model.stream(ASK, pieces.append, timeout=0.05)
    model.pause = 0
    assert (await model.stream(ASK, pieces.append)).text == "a b"
