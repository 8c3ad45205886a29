"""A real server on loopback for tests, and a client that sees every byte."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import uvicorn

from alu.server.app import create_app
from alu.server.connections import BoundedProtocol
from alu.server.options import Options
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner
from tests.flow import unlearner as scripted

__all__ = ["ABOUT", "ASK", "Server", "body", "running", "scripted", "serving"]

ASK = "What is the capital of France?"
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    unlearner: Unlearner
    vanilla: ScriptedModel
    others: ScriptedModel
    client: httpx2.Client

    @property
    def url(self) -> str:
        """What an OpenAI client is pointed at."""
        return f"http://127.0.0.1:{self.port}/v1"

    def ask(self, question: str = ASK, *, key: str | None = None, **more: Any) -> httpx2.Response:
        """Ask one question."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return self.client.post("/v1/chat/completions", json=body(question, **more), headers=headers)

    def bytes_of(self, question: str = ASK, *, key: str | None = None, **more: Any) -> bytes:
        """Ask one question and return all that the server sent, head and all."""
        data = json.dumps(body(question, **more)).encode()
        authorization = f"Authorization: Bearer {key}\r\n" if key else ""
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"{authorization}Connection: close\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(head.encode() + data)
            seen = b""
            while part := connection.recv(65536):
                seen += part
        return seen


def body(question: str = ASK, **more: Any) -> dict[str, Any]:
    """Return the body of a chat request."""
    return {"model": "any-name", "messages": [{"role": "user", "content": question}], **more}


@contextmanager
def serving(app: Any) -> Iterator[int]:
    """Serve `app` on a free port as long as the block runs."""
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.005)
    try:
        yield taken.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        taken.close()


@contextmanager
def running(*, options: dict[str, Any] | None = None, **flow: Any) -> Iterator[Server]:
    """Serve scripted models; `flow` is for `tests.flow.unlearner`."""
    opened, vanilla, others = scripted(*flow.pop("targets", ()), **flow)
    app = create_app(Options(opened.settings, **{"no_key": True, **(options or {})}), opened)
    with serving(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        yield Server(port, opened, vanilla, others, client)
