"""A checked reply as server-sent events, and comments that keep the connection open before it is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from alu.server.errors import ApiError, body_of
from alu.server.reply import ChatReply
from alu.server.waiting import gone
from alu.streaming import Pieces

__all__ = ["MEDIA_TYPE", "ChatEvents", "Events", "Stream", "event", "pieces_of"]

MEDIA_TYPE = "text/event-stream"
"""Content type of server-sent events (HTML Living Standard §9.2)."""
COMMENT = b": waiting\n\n"
"""Ignored by every client; without it some of them, and proxies, hang up."""
PIECE = 60
"""Characters of one chunk, about."""


class Events(Protocol):
    """Words one reply as events: `begin`, `more` for each piece that leaves before the whole, then `end` or `failed`.

    The deltas put together are the text, byte for byte.
    """

    def begin(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield what comes before any text; the reply may say nothing yet."""
        ...

    def more(self, reply: ChatReply, piece: str) -> Iterator[bytes]:
        """Yield a piece of the text of a reply that says nothing yet."""
        ...

    def end(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield what the whole reply has beyond that, and the end."""
        ...

    def failed(self, error: ApiError) -> Iterator[bytes]:
        """Yield an error as the last event of a stream that was begun."""
        ...


class Stream(Response):
    """Sends comments until `work` is done, pieces as they come, then the rest of the reply, or its error as an event.

    Args:
        work: ends with a checked reply.
        pause: seconds between comments.
        events: words the reply.
        begun: the reply that says nothing yet.
        pieces: what leaves before the whole.
        known: the reply, where it is there already: then its headers are sent too.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self,
        work: asyncio.Task[ChatReply],
        pause: float,
        events: Events,
        begun: ChatReply,
        pieces: Pieces,
        known: ChatReply | None = None,
    ) -> None:
        headers = known.headers() if known else {"Cache-Control": "no-store"}
        super().__init__(headers=headers | {"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._work = work
        self._pause = pause
        self._events = events
        self._reply = begun
        self._pieces = pieces
        self._open = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all; a client that goes cancels the work."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        leaving = asyncio.create_task(gone(receive))
        coming = asyncio.create_task(self._pieces.come.wait())
        try:
            while not self._work.done():
                await asyncio.wait(
                    {self._work, leaving, coming}, timeout=self._pause, return_when=asyncio.FIRST_COMPLETED
                )
                if leaving.done():
                    return
                if coming.done():
                    await self._send(send, self._more(self._pieces.take()))
                    coming = asyncio.create_task(self._pieces.come.wait())
                elif not self._work.done():
                    await self._send(send, [COMMENT])
            await self._send(send, self._outcome())
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            coming.cancel()
            self._work.cancel()

    @staticmethod
    async def _send(send: Send, events: Iterable[bytes]) -> None:
        for data in events:
            await send({"type": "http.response.body", "body": data, "more_body": True})

    def _more(self, piece: str) -> Iterator[bytes]:
        if piece:
            yield from self._opened(self._reply)
            yield from self._events.more(self._reply, piece)

    def _opened(self, reply: ChatReply) -> Iterator[bytes]:
        if not self._open:
            self._open = True
            yield from self._events.begin(reply)

    def _outcome(self) -> Iterator[bytes]:
        yield from self._more(self._pieces.take())
        try:
            reply = self._work.result()
        except ApiError as error:
            yield from self._events.failed(error)
            return
        yield from self._opened(reply)
        yield from self._events.end(reply)


class ChatEvents:
    """`chat.completion.chunk` events."""

    def __init__(self) -> None:
        self._sent = 0

    def begin(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the chunk with the first choice's role."""
        yield _chunk(reply, _choice(0, _ROLE, None))

    def more(self, reply: ChatReply, piece: str) -> Iterator[bytes]:
        """Yield a chunk of text."""
        self._sent += len(piece)
        yield _chunk(reply, _choice(0, {"content": piece}, None))

    def end(self, reply: ChatReply) -> Iterator[bytes]:
        """Yield the rest of each choice, and the usage where it is wanted."""
        for index, sent in enumerate(reply.formatted):
            if index:
                yield _chunk(reply, _choice(index, _ROLE, None))
            for delta in _deltas(reply.message(index), 0 if index else self._sent):
                yield _chunk(reply, _choice(index, delta, None))
            details = reply.explained() if index == len(reply.formatted) - 1 else {}
            yield _chunk(reply, _choice(index, {}, sent.finish_reason), **details)
        if _counts(reply):
            yield event({**reply.head(_KIND), "choices": [], "usage": reply.usage()})
        yield b"data: [DONE]\n\n"

    def failed(self, error: ApiError) -> Iterator[bytes]:
        """Yield the error, which OpenAI's clients raise."""
        yield event(body_of(error))


_KIND = "chat.completion.chunk"
_ROLE = {"role": "assistant", "content": "", "refusal": None}


def _chunk(reply: ChatReply, choice: dict[str, Any], **more: Any) -> bytes:
    usage: dict[str, Any] = {"usage": None} if _counts(reply) else {}
    return event({**reply.head(_KIND), "choices": [choice], **usage, **more})


def _counts(reply: ChatReply) -> bool:
    return reply.request.stream_options is not None and reply.request.stream_options.include_usage


def _deltas(message: dict[str, Any], sent: int) -> Iterator[dict[str, Any]]:
    """Yield the deltas of a message of whose text the first `sent` characters are there already."""
    for name in ("content", "refusal"):
        for piece in pieces_of((message[name] or "")[sent:]):
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
