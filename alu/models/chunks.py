"""A streamed reply: server-sent events, read as they arrive and assembled into one reply."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any, Final

from alu.errors import BadReply
from alu.models.wire import MAX_REPLY_BYTES, text_of

__all__ = ["DONE", "Chunks", "data_of"]

DONE: Final = object()
"""What `data_of` yields last where the server says that it sent all: some give no reason why a reply ended."""
_MOST_BYTES = 32 * MAX_REPLY_BYTES
"""Of all events: one has a few hundred bytes for each token."""
_GROWING = ("arguments", "input")
"""What of a tool call comes in pieces; the rest comes whole."""


class Chunks:
    """Puts the chunks of one streamed choice together."""

    def __init__(self) -> None:
        self._content, self._refusal = list[str](), list[str]()
        self._calls: dict[int, dict[str, Any]] = {}
        self._reason: object = None
        self._counted: dict[str, Any] = {}
        self._done = False
        self.broken = False
        """The server said that it failed."""

    @property
    def ended(self) -> bool:
        """Whether the server said why the reply ended, or that all of it was sent: without that it was cut off."""
        return self._done or isinstance(self._reason, str)

    def add(self, chunk: object) -> str:
        """Take one `chat.completion.chunk`; return the piece of text in it.

        Raises:
            BadReply: it holds something that is no text.
        """
        if chunk is DONE:
            self._done = bool("".join(self._content) or self._calls)
        if not isinstance(chunk, Mapping):
            return ""
        self.broken = self.broken or bool(chunk.get("error"))
        self._counted |= {k: chunk[k] for k in ("usage", "timings") if isinstance(chunk.get(k), dict)}
        choices = chunk.get("choices")
        first = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(first, Mapping) or first.get("index", 0) != 0:
            return ""
        self._reason = first.get("finish_reason") or self._reason
        delta = first.get("delta")
        return self._added(delta) if isinstance(delta, Mapping) else ""

    def reply(self) -> dict[str, Any]:
        """Return the chunks so far as the JSON object of a reply that came whole."""
        message: dict[str, Any] = {"content": "".join(self._content), "refusal": "".join(self._refusal)}
        if self._calls:
            message["tool_calls"] = [self._calls[n] for n in sorted(self._calls)]
        return {"choices": [{"message": message, "finish_reason": self._reason}], **self._counted}

    def _added(self, delta: Mapping[str, Any]) -> str:
        calls = delta.get("tool_calls")
        for call in calls if isinstance(calls, list) else ():
            if isinstance(call, Mapping):
                at = call.get("index")
                _join(self._calls.setdefault(at if isinstance(at, int) else len(self._calls), {}), call)
        content = text_of(delta.get("content"))
        self._content.append(content)
        self._refusal.append(text_of(delta.get("refusal")))
        return content


def _join(whole: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add a piece of a tool call to what is there of it."""
    for name, value in part.items():
        if isinstance(value, Mapping):
            _join(whole.setdefault(name, {}), value)
        elif name in _GROWING and isinstance(value, str):
            whole[name] = whole.get(name, "") + value
        elif name != "index" and value is not None:
            whole[name] = value


async def data_of(body: AsyncIterator[bytes]) -> AsyncGenerator[object, None]:
    """Yield the JSON of each server-sent event (HTML Living Standard §9.2), and `DONE` for a `[DONE]`, the last.

    Raises:
        BadReply: an event, or all of them, are longer than any reply.
    """
    buffer, read = b"", 0
    async for some in body:
        read += len(some)
        *lines, buffer = (buffer + some).split(b"\n")
        if len(buffer) > MAX_REPLY_BYTES or read > _MOST_BYTES:
            raise BadReply("the model's server streams more than any reply has; it was not read to its end")
        for line in lines:
            if line.startswith(b"data:"):
                said = line[5:].strip()
                if said == b"[DONE]":
                    yield DONE
                    return
                yield json.loads(said)
