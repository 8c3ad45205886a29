"""The end of `alu serve`: whoever has come is answered, and whoever comes later is turned away at once."""

from __future__ import annotations

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from alu.server import drain
from alu.server.connections import BoundedProtocol
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.processes import serving

ASKED = {"messages": [{"role": "user", "content": "Who forged the gates?"}]}


@pytest.mark.parametrize("workers", [1, 2])
def test_whoever_comes_while_the_last_answers_are_finished_is_refused_and_not_kept_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    model = FakeServer(delay=6)
    with (
        model_serving(model) as upstream,
        serving(Shell(tmp_path, monkeypatch), "--model", upstream.model, "--workers", workers) as (process, address),
        ThreadPoolExecutor(1) as people,
    ):
        under_way = people.submit(_ask, address)
        assert model.arrived.wait(60)
        process.send_signal(signal.SIGTERM)
        came = []
        while process.poll() is None and not under_way.done():
            came.append(_comes(address))
            time.sleep(0.3)
        assert under_way.result().status_code == 200
    assert set(came) <= {"answered", "refused"}  # it is not refused before the signal has been seen
    assert "refused" in came


def test_who_has_connected_before_the_end_is_answered_and_reported_that_it_is_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, listening = _server()
    with listening, httpx2.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=30) as kept:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert "connection" not in kept.get("/").headers
        with ThreadPoolExecutor(6) as people:
            late = [people.submit(httpx2.get, kept.base_url.join("/block"), timeout=30)]
            time.sleep(0.3)  # the loop is held up from here on: nobody accepts these
            late += [people.submit(httpx2.get, kept.base_url, timeout=30) for _ in range(5)]
            answers = [one.result() for one in late]
            # The loop may answer once more before it sees that it shall end.
            while "connection" not in (last := kept.get("/")).headers:
                answers.append(last)
        thread.join(30)
    assert {answer.status_code for answer in [*answers, last]} == {200}
    assert last.headers["connection"] == "close"
    assert not thread.is_alive()


def test_a_silent_connection_does_not_hold_the_end_up() -> None:
    server, listening = _server()
    with listening, socket.create_connection(listening.getsockname()) as silent:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        began = time.monotonic()
        server.should_exit = True
        thread.join(30)
        assert drain.LINGER * 0.5 < time.monotonic() - began < drain.LINGER + 5
        silent.settimeout(5)
        assert silent.recv(1) == b""


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedProtocol, "ending", False)


def _server() -> tuple[drain.Drained, socket.socket]:
    """Return a server that ends when it is asked for /block, a second in which nothing else can run."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/block":
            server.should_exit = True
            time.sleep(1.0)  # noqa: ASYNC251  nothing else shall run
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(app, http=BoundedProtocol, log_config=None, lifespan="off")
    server = drain.Drained(config)
    return server, socket.create_server(("127.0.0.1", 0))


def _ask(address: str) -> httpx2.Response:
    return httpx2.post(f"{address}/v1/chat/completions", json=ASKED, timeout=60)


def _comes(address: str) -> str:
    """Say what becomes of somebody who opens a connection now; by a bare socket, which takes no time of its own."""
    host, port = address.removeprefix("http://").split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: alu\r\nConnection: close\r\n\r\n")
            return "answered" if connection.recv(12) == b"HTTP/1.1 200" else "cut off"
    except ConnectionRefusedError:
        return "refused"
    except OSError as error:
        return type(error).__name__
