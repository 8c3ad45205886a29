"""An OpenAI-compatible server on loopback that misbehaves as it is told; standard library only."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import listening

__all__ = ["Act", "BadServer", "answer", "chat", "hang", "hanging_up", "misbehaving", "status"]

Act = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]
"""How one request is met: the handler, and the JSON that was asked."""


@dataclass
class BadServer:
    """What the server does next, and what it was asked."""

    acts: deque[Act] = field(default_factory=deque)
    """One for each request; after the last one, `then` for ever."""
    then: Act = field(default_factory=lambda: chat("Fine."))
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    """Of each request, by their names in small letters."""
    paths: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    """Set when the block is left, so that hanging replies end."""
    port: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def model(self) -> str:
        return f"{self.base}#fake"


@contextmanager
def misbehaving(*acts: Act, then: Act | None = None) -> Iterator[BadServer]:
    """Serve on a free port of 127.0.0.1 as long as the block runs."""
    server = BadServer(deque(acts))
    if then is not None:
        server.then = then
    with listening(_handler(server), waits=False) as server.port:
        try:
            yield server
        finally:
            server.ended.set()


def _handler(server: BadServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body go out by themselves: each pair would wait 40 ms
        bad = server

        def do_POST(self) -> None:
            self._meet(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            self._meet({})

        def _meet(self, body: dict[str, Any]) -> None:
            server.paths.append(self.path)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            server.asked.append(body)
            act = server.acts.popleft() if server.acts else server.then
            act(self, body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, ValueError):  # the client went away
                self.close_connection = True

    return Handler


def answer(body: object, code: int = 200, **headers: str) -> Act:
    """Answer with `body`, as JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def act(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        http.send_response(code)
        http.send_header("Content-Type", "application/json")
        http.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            http.send_header(name.replace("_", "-"), value)
        http.end_headers()
        http.wfile.write(data)

    return act


def chat(*texts: str, usage: Mapping[str, int] | None = None, finish: str = "stop", **more: Any) -> Act:
    """Answer with choices of these texts."""
    choices = [
        {"index": i, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
        for i, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 7, "completion_tokens": 3} if usage is None else usage
    reply = {"id": "c", "object": "chat.completion", "created": 1, "model": "fake", "choices": choices}
    return answer({**reply, "usage": usage, **more})


def status(code: int, message: str = "no", *, kind: str = "error", **headers: str) -> Act:
    """Answer with an error in OpenAI's form."""
    error = {"message": message, "type": kind, "code": kind, "param": None}
    return answer({"error": error}, code, **headers)


def hang(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    """Never answer; end when the client goes away or the test is over."""
    http.connection.settimeout(0.02)
    until = time.monotonic() + 20
    while time.monotonic() < until and not http.bad.ended.is_set():  # type: ignore[attr-defined]
        try:
            if not http.connection.recv(1, socket.MSG_PEEK):
                break
        except TimeoutError:
            continue
    http.close_connection = True


def hanging_up(http: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    """Reset the connection in the middle of the body."""
    http.send_response(200)
    http.send_header("Content-Type", "application/json")
    http.send_header("Content-Length", "1000")
    http.end_headers()
    http.wfile.write(b'{"choices": [')
    http.wfile.flush()
    http.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    http.connection.close()
    http.close_connection = True
