"""Silent, slow and too many connections, and what stands in front of a server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from alu.server import connections
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.processes import ready, serving, until, workers
from tests.server import Server, running

ASKED = {"messages": [{"role": "user", "content": "Who forged the gates?"}]}


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test need not wait for."""
    monkeypatch.setattr(connections.BoundedProtocol, "seconds", 0.5)
    monkeypatch.setattr(connections.BoundedProtocol, "most", 20)


def connected(server: Server, data: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    connection.sendall(data)
    return connection


def ended(connection: socket.socket) -> bytes:
    """Return what the server says until it closes the connection."""
    seen = b""
    try:
        while part := connection.recv(65536):
            seen += part
    except ConnectionResetError:
        pass
    return seen


@pytest.mark.parametrize(
    "data",
    [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"G"],
    ids=["silent", "half a head", "after an answer", "one letter"],
)
def test_a_connection_that_waits_is_cut(bounds: None, data: bytes) -> None:
    with running() as server, connected(server, data) as connection:
        began = time.monotonic()
        ended(connection)
        assert time.monotonic() - began < 8


def trickled(connection: socket.socket, line: bytes, pause: float, most: int) -> None:
    """Send a line over and over, for as long as the server takes it."""
    for _ in range(most):
        connection.sendall(line)
        time.sleep(pause)


def test_a_head_may_not_trickle(bounds: None) -> None:
    with running() as server, connected(server, b"GET /healthz HTTP/1.1\r\n") as connection, pytest.raises(OSError):
        trickled(connection, b"x-a: b\r\n", 0.1, 80)


def test_a_head_that_is_too_long_is_refused(bounds: None) -> None:
    with running() as server, connected(server, b"GET /healthz HTTP/1.1\r\n") as connection, pytest.raises(OSError):
        trickled(connection, b"x-a: " + b"b" * 1000 + b"\r\n", 0, 5000)


def test_silent_connections_keep_nobody_out(bounds: None) -> None:
    with running() as server:
        held = [connected(server) for _ in range(100)]
        for _ in range(3):
            assert httpx2.get(f"http://127.0.0.1:{server.port}/healthz", timeout=5).status_code == 200
        for connection in held:
            connection.close()


def test_a_process_of_few_files_keeps_half_as_many_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda _: (128, 4096))
    assert connections.connection_limit(1000) == 64
    assert connections.connection_limit(20) == 20


def test_workers_end_with_a_parent_that_is_killed(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2) as (process, address),
    ):
        started = workers(process.pid)
        assert len(started) == 2
        os.kill(process.pid, signal.SIGKILL)
        until(lambda: not ready(address))
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


def test_a_hangup_drains(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model) as (process, address),
    ):
        assert httpx2.post(f"{address}/v1/chat/completions", json=ASKED, timeout=30).status_code == 200
        process.send_signal(signal.SIGHUP)
        assert process.wait(30) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
        assert "lifespan" not in process.stderr.read().decode()


NGINX = """
user root; daemon off; pid {0}/pid; error_log {0}/log; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;
  uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
  {1}
}}
"""
AS_IT_COMES = "server {{ listen 127.0.0.1:{0}; location / {{ proxy_pass http://127.0.0.1:{1}; }} }}"


@contextmanager
def behind_nginx(folder: Path, settings: str) -> Iterator[None]:
    """Run nginx with `settings` as long as the block runs."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    (folder / "nginx.conf").write_text(NGINX.format(folder, settings), encoding="utf-8")
    process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "log"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_behind_nginx_as_it_comes_nobody_is_an_administrator(tmp_path: Path) -> None:
    with running(options={"no_key": False, "token": "t" * 43}) as server:
        port = free_port()
        with behind_nginx(tmp_path, AS_IT_COMES.format(port, server.port)):
            until(lambda: ready(f"http://127.0.0.1:{port}"))
            base = f"http://127.0.0.1:{port}/v1"
            assert httpx2.get(f"{base}/targets").status_code == 401
            assert httpx2.post(f"{base}/targets", json={"name": "Petra Lindqvist-Mora"}).status_code == 401
            assert httpx2.post(f"{base}/chat/completions", json=ASKED).status_code == 401
            token = {"Authorization": f"Bearer {'t' * 43}"}
            assert httpx2.get(f"{base}/targets", headers=token).status_code == 200


def test_behind_nginx_as_documented_an_import_and_a_long_wait_come_through(tmp_path: Path) -> None:
    settings = (Path(__file__).parents[3] / "deploy" / "nginx.conf").read_text("utf-8")
    with running(options={"no_key": False, "token": "t" * 43}) as server:
        port, waits = free_port(), re.findall(r"proxy_read_timeout (\d+)s", settings)
        assert int(waits[0]) > server.unlearner.settings.deadline
        for old, new in (
            (r"listen .*;", f"listen 127.0.0.1:{port};"),
            (r"ssl_.*;", ""),  # its certificate is somebody's own
            (r"server 127\.0\.0\.1:\d+", f"server 127.0.0.1:{server.port}"),
        ):
            settings = re.sub(old, new, settings)
        with behind_nginx(tmp_path, settings):
            until(lambda: ready(f"http://127.0.0.1:{port}"))
            token = {"Authorization": f"Bearer {'t' * 43}"}
            address = f"http://127.0.0.1:{port}/v1/targets/import?format=txt&dry_run=true"
            file = "\n".join(f"{n:08} " + "Petra Lindqvist-Mora " * 10 for n in range(6000))
            assert httpx2.post(address, content=file, headers=token, timeout=120).status_code == 200
