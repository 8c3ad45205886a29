"""A small OpenAI-compatible server on loopback, for tests and the start-up benchmark; standard library only."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import listening

__all__ = ["FakeServer", "serving"]


@dataclass
class FakeServer:
    """What the server answers, and what it was asked."""

    reply: Callable[[dict[str, Any]], str] = lambda body: "An answer."
    status: int = 200
    finish: str = "stop"
    """Why each reply ended."""
    delay: float = 0.0
    """Seconds before each reply."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set when the first request has come in."""
    first_at: float | None = None
    """`time.time()` of the first request."""
    port: int = 0

    @property
    def model(self) -> str:
        """The model name that reaches this server."""
        return f"http://127.0.0.1:{self.port}/v1#fake"


@contextmanager
def serving(server: FakeServer) -> Iterator[FakeServer]:
    """Serve on a free port of 127.0.0.1 as long as the block runs."""
    with listening(_handler(server)) as server.port:
        yield server


def _handler(server: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            server.first_at = server.first_at or time.time()
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            server.arrived.set()
            time.sleep(server.delay)
            if server.status != 200:
                self._send(server.status, {"error": {"message": "no", "type": "fake"}})
                return
            message = {"role": "assistant", "content": server.reply(body)}
            self._send(
                200,
                {
                    "id": "fake",
                    "object": "chat.completion",
                    "created": 0,
                    "model": body.get("model", "fake"),
                    "choices": [{"index": 0, "message": message, "finish_reason": server.finish}],
                    "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
                },
            )

        def do_GET(self) -> None:
            known = self.path == "/v1/models"
            self._send(200 if known else 404, {"object": "list", "data": [{"id": "fake", "object": "model"}]})

        def _send(self, status: int, value: dict[str, Any]) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Handler
