"""An OpenAI-compatible server on loopback that writes token by token, at a rate, and may break off.

    python -m tests.token_server [--rate TOKENS] [--drafts FILE]

Prints its port; `--drafts` is JSON with the answer to each question.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from alu.tokens import pieces

__all__ = ["Break", "TokenServer", "writing"]

Break = bytes | None
"""How a stream is broken off: the connection is closed, after these bytes."""


@dataclass
class TokenServer:
    """What the server writes, and what it was asked."""

    reply: Callable[[dict[str, Any]], str] = lambda body: "An answer."
    rate: float = 0.0
    """Tokens a second; 0 for no pause."""
    breaks: int | None = None
    """Tokens after which it breaks off; None: it does not."""
    breaking: Break = None
    tool_calls: tuple[Mapping[str, Any], ...] = ()
    """Sent behind the text of a stream."""
    refuses_streams: bool = False
    streams: bool = True
    """Without it, a stream is answered whole, in JSON."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    gone_on: threading.Event = field(default_factory=threading.Event)
    """Where it is waited for, with `halts`, the text goes on when it is set."""
    halts: str = ""
    """What of the text must have been written for that."""
    written: int = 0
    """Tokens that streams have sent."""
    port: int = 0

    @property
    def model(self) -> str:
        """The model name that reaches this server."""
        return f"http://127.0.0.1:{self.port}/v1#fake"

    def app(self) -> Starlette:
        """Return the routes."""
        return Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        text = self.reply(body)
        if body.get("stream") and self.refuses_streams:
            return JSONResponse({"error": {"message": "no streams here", "type": "invalid_request_error"}}, 400)
        if body.get("stream") and self.streams:
            return StreamingResponse(self._events(text), media_type="text/event-stream")
        if self.rate:
            await asyncio.sleep(len(pieces(text)) / self.rate)
        message = {"role": "assistant", "content": text}
        return JSONResponse(_object("message", message, "stop") | {"usage": _usage(text)})

    async def _events(self, text: str) -> AsyncIterator[bytes]:
        start, written = asyncio.get_running_loop().time(), ""
        for n, token in enumerate(pieces(text)):
            if n == self.breaks:
                if self.breaking is None:
                    raise ConnectionResetError
                yield self.breaking
                return
            if self.rate:
                await asyncio.sleep(max(0.0, start + (n + 1) / self.rate - asyncio.get_running_loop().time()))
            written += token
            self.written += 1
            yield _event(_object("delta", {"content": token}))
            if self.halts and written.endswith(self.halts):
                await asyncio.to_thread(self.gone_on.wait, 10)
        for i, call in enumerate(self.tool_calls):
            yield _event(_object("delta", {"tool_calls": [{"index": i, **call}]}))
        yield _event(_object("delta", {}, "tool_calls" if self.tool_calls else "stop"))
        yield _event({"object": "chat.completion.chunk", "choices": [], "usage": _usage(text)})
        yield b"data: [DONE]\n\n"


def _object(part: str, value: Mapping[str, Any], reason: str | None = None) -> dict[str, Any]:
    kind = "chat.completion.chunk" if part == "delta" else "chat.completion"
    choice = {"index": 0, part: value, "finish_reason": reason}
    return {"id": "fake", "object": kind, "created": 0, "model": "fake", "choices": [choice]}


def _usage(text: str) -> dict[str, int]:
    return {"prompt_tokens": 7, "completion_tokens": len(pieces(text)), "total_tokens": 7 + len(pieces(text))}


def _event(value: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


@contextmanager
def writing(server: TokenServer) -> Iterator[TokenServer]:
    """Serve on a free port of 127.0.0.1 as long as the block runs."""
    from tests.server import serving

    with serving(server.app()) as port:
        server.port = port
        try:
            yield server
        finally:
            server.gone_on.set()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--drafts", type=Path, required=True)
    options = parser.parse_args()
    drafts = json.loads(options.drafts.read_text("utf-8"))
    server = TokenServer(lambda body: drafts.get(body["messages"][-1]["content"], "Fine."), options.rate)
    with writing(server):
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
