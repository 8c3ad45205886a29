"""A finished, checked reply as server-sent events, and comments that keep the connection open before it is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from alu.server.errors import ApiError, body_of
from alu.server.reply import ChatReply
from alu.server.waiting import gone

__all__ = ["MEDIA_TYPE", "Stream", "event", "events", "failed", "pieces_of"]

MEDIA_TYPE = "text/event-stream"
"""Content type of server-sent events (HTML Living Standard §9.2)."""
COMMENT = b": waiting\n\n"
"""Ignored by every client; without it some of them, and proxies, hang up."""
PIECE = 60
"""Characters of one chunk, about."""


class Stream(Response):
    """Sends comments until `work` is done, then its reply, or its error as an event.

    Args:
        work: ends with a checked reply.
        pause: seconds between comments.
        events: words the reply.
        failed: words an error.
        known: the reply, where it is there already: then its headers are sent too.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self,
        work: asyncio.Task[ChatReply],
        pause: float,
        events: Callable[[ChatReply], Iterator[bytes]],
        failed: Callable[[ApiError], Iterator[bytes]],
        known: ChatReply | None = None,
    ) -> None:
        headers = known.headers() if known else {"Cache-Control": "no-store"}
        super().__init__(headers=headers | {"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._work = work
        self._pause = pause
        self._events = events
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all; a client that goes cancels the work."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        leaving = asyncio.create_task(gone(receive))
        try:
            while not self._work.done():
                await asyncio.wait({self._work, leaving}, timeout=self._pause, return_when=asyncio.FIRST_COMPLETED)
                if leaving.done():
                    return
                if not self._work.done():
                    await send({"type": "http.response.body", "body": COMMENT, "more_body": True})
            for data in self._outcome():
                await send({"type": "http.response.body", "body": data, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            self._work.cancel()

    def _outcome(self) -> Iterator[bytes]:
        try:
            reply = self._work.result()
        except ApiError as error:
            return self._failed(error)
        return self._events(reply)


def events(reply: ChatReply) -> Iterator[bytes]:
    """Yield the reply's `chat.completion.chunk` events; their pieces put together are the text, byte for byte."""
    head = reply.head("chat.completion.chunk")
    with_usage = reply.request.stream_options is not None and reply.request.stream_options.include_usage
    usage: dict[str, Any] = {"usage": None} if with_usage else {}
    for index, sent in enumerate(reply.formatted):
        message = reply.message(index)
        for delta in _deltas(message):
            yield event({**head, "choices": [_choice(index, delta, None)], **usage})
        last = _choice(index, {}, sent.finish_reason)
        details = reply.explained() if index == len(reply.formatted) - 1 else {}
        yield event({**head, "choices": [last], **usage, **details})
    if with_usage:
        yield event({**head, "choices": [], "usage": reply.usage()})
    yield b"data: [DONE]\n\n"


def failed(error: ApiError) -> Iterator[bytes]:
    """Yield the error as the last event of a stream."""
    yield event(body_of(error))


def _deltas(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": "", "refusal": None}
    for name in ("content", "refusal"):
        for piece in pieces_of(message[name] or ""):
            yield {name: piece}
    for i, call in enumerate(message.get("tool_calls", ())):
        yield {"tool_calls": [{"index": i, **call}]}


def pieces_of(text: str) -> Iterator[str]:
    """Cut a text at spaces, where there are any."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE)
        end = len(text) if end < 0 or end > start + 4 * PIECE else end
        end = min(end, start + 4 * PIECE)
        yield text[start:end]
        start = end


def _choice(index: int, delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def event(value: dict[str, Any], name: str = "") -> bytes:
    """Return one server-sent event, with its name where it has one."""
    head = f"event: {name}\n".encode() if name else b""
    return head + b"data: " + json.dumps(value, separators=(",", ":")).encode() + b"\n\n"
