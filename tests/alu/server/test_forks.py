"""Workers that share what their parent has imported, and the process that works out the files of a long list."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from alu.bench.synthetic import synthetic_targets
from alu.errors import InputError, StoreError
from alu.server.forks import in_fork
from alu.store.store import TargetStore
from tests.cli import Shell
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.postgres import Server as Postgres
from tests.processes import ready, serving, until, workers

ASKED = {"messages": [{"role": "user", "content": "Who forged the gates?"}]}
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are spawned")
MANY = 100
STARTED = """
import os, sys, threading
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
from alu.config import load_settings
from alu.server.forks import can_fork
from alu.server.preload import preload
files = set(os.listdir("/proc/self/fd"))
preload(load_settings(store=sys.argv[2], model="http://127.0.0.1:1/v1#m"))
sockets = [os.readlink(f"/proc/self/fd/{n}") for n in files ^ set(os.listdir("/proc/self/fd")) if n.isdigit()
           and os.path.exists(f"/proc/self/fd/{n}")]
print(can_fork(), threading.active_count(), len(os.listdir("/proc/self/task")))
print([name for name in sockets if not name.endswith(".bin") and not name.startswith("/proc")])
print([name for name in ("onnxruntime", "chromadb", "prometheus_client") if name in sys.modules])
threading.Thread(target=threading.Event().wait, daemon=True).start()
print(can_fork())
"""


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@LINUX
@pytest.mark.parametrize("threads", [1, 4])
def test_what_workers_share_is_loaded_without_a_thread_a_connection_or_a_runtime(tmp_path: Path, threads: int) -> None:
    command = [sys.executable, "-c", STARTED, str(threads), str(tmp_path / "none")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.splitlines()
    assert said == ["True 1 1", "[]", "[]", "False"]
    assert not (tmp_path / "none").exists()


@LINUX
def test_workers_share_most_of_their_memory(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2) as (process, address),
    ):
        started = workers(process.pid)
        assert httpx2.post(f"{address}/v1/chat/completions", json=ASKED, timeout=30).status_code == 200
        sizes = [_memory(pid) for pid in started]
    assert len(started) == 2
    assert all(own < whole / 2 for own, whole in sizes), sizes


@LINUX
def test_a_worker_that_was_killed_is_started_anew_and_all_end_with_their_parent(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2) as (process, address),
    ):
        first = workers(process.pid)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(now := workers(process.pid)) == 2 and first[0] not in now)
        until(lambda: ready(address))
        second = workers(process.pid)
        assert first[1] in second
        process.send_signal(signal.SIGHUP)
        until(lambda: len(now := workers(process.pid)) == 2 and not set(now) & set(second))
        assert httpx2.post(f"{address}/v1/chat/completions", json=ASKED, timeout=30).status_code == 200
        last = workers(process.pid)
        process.kill()
        process.wait(30)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in last))
        log = process.stderr.read().decode()
    new = next(pid for pid in second if pid not in first)
    assert re.search(rf"WARNING worker {first[0]} was ended by signal 9: worker {new} is in its place\n", log)
    assert "INFO SIGHUP: all workers are started anew\n" in log


@LINUX
def test_clients_that_come_at_once_are_dealt_out_among_workers(shell: Shell) -> None:
    def held(pid: int) -> int:
        files = (os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir() if file.is_symlink())
        return sum(name.startswith("socket:") for name in files)

    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2) as (process, address),
        ExitStack() as stack,
    ):
        pids = workers(process.pid)
        before = [held(pid) for pid in pids]
        port = int(address.rpartition(":")[2])
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(100)]
        for client in clients:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert all(client.recv(100).startswith(b"HTTP/1.1 200") for client in clients)
        now = [held(pid) - least for pid, least in zip(pids, before, strict=True)]
    # of a fair coin thrown a hundred times: less than once in a million
    assert min(now) >= 25, now


@LINUX
def test_a_port_that_workers_share_is_nobody_elses(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2) as (_, address),
    ):
        port = address.rpartition(":")[2]
        for count in (1, 2):
            other = shell.run("serve", "--no-key", "--port", port, "--model", upstream.model, "--workers", count)
            assert other.exit_code == 2
            assert f"cannot listen on 127.0.0.1:{port}" in other.stderr


@LINUX
def test_a_signal_while_workers_start_ends_them(shell: Shell) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        shell.start("serve", "--port", 0, "--no-key", "--model", upstream.model, "--workers", 3) as process,
    ):
        assert process.stderr is not None
        assert b" at http://" in process.stderr.readline()
        until(lambda: len(workers(process.pid)) == 3)
        started = workers(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


@LINUX
@pytest.mark.postgres
def test_workers_share_a_list_in_postgres(shell: Shell, postgres: Postgres) -> None:
    with (
        model_serving(FakeServer()) as upstream,
        serving(shell, "--model", upstream.model, "--workers", 2, "--store", postgres.url) as (process, address),
    ):
        added = httpx2.post(f"{address}/v1/targets", json={"name": "Petra Lindqvist-Mora"}, timeout=30)
        names = [httpx2.get(f"{address}/v1/targets", timeout=30).text for _ in range(8)]
        assert len(workers(process.pid)) == 2
    assert added.status_code in (200, 201)
    assert all("Petra Lindqvist-Mora" in one for one in names)


@LINUX
def test_a_process_that_ends_gives_its_value_its_error_or_says_that_it_was_killed() -> None:
    held = list(range(3))
    assert in_fork(lambda: (held.pop(), os.getpid())) != (2, os.getpid())
    assert held == [0, 1, 2]
    with pytest.raises(InputError, match="no such thing"):
        in_fork(_fail)
    with pytest.raises(StoreError, match="ended by signal 9"):
        in_fork(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_the_files_of_a_long_list_are_worked_out_by_a_process_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alu.store.loader.APART_FROM", MANY)
    _filled(tmp_path)
    _wiped(tmp_path)
    name = next(iter(synthetic_targets(MANY, facts=1, seed=1))).name
    with TargetStore.open(tmp_path, meaning="off", apart=True, create=False) as store:
        assert len(list(tmp_path.rglob("matrix-*"))) == 1  # by nobody here: no snapshot was asked for
        assert store.snapshot().detector.look_up([f"Who is {name}?"])
        held = _held(tmp_path)
    with TargetStore.open(tmp_path, meaning="off", create=False) as store:
        assert store.snapshot().detector.look_up([f"Who is {name}?"])
    assert _held(tmp_path) == held


def test_where_that_process_dies_nothing_is_served_and_it_is_not_begun_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alu.store.loader.APART_FROM", MANY)
    _filled(tmp_path)
    with TargetStore.open(tmp_path, meaning="off", apart=True, create=False) as store:
        first = store.snapshot()
        begun = tmp_path / "begun"
        script = tmp_path / "python"
        script.write_text(f"#!/bin/sh\necho x >> {begun}\nkill -9 $$\n", encoding="utf-8")
        script.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(script))
        with TargetStore.open(tmp_path, meaning="off", create=False) as other:
            other.add(*synthetic_targets(MANY, facts=1, seed=2))
        _wiped(tmp_path)
        for _ in range(3):
            with pytest.raises(StoreError, match="ended by signal 9"):
                store.snapshot()
        assert begun.read_text(encoding="utf-8") == "x\n"
        monkeypatch.undo()
        monkeypatch.setattr("alu.store.loader.APART_FROM", MANY)
        monkeypatch.setattr("alu.store.persist.apart.RETRY", 0.0)
        assert store.snapshot().version > first.version


def test_a_server_says_at_its_start_that_that_process_died(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alu.store.loader.APART_FROM", 0)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with TargetStore.open(shell.store, meaning="off") as store:
        store.add(*synthetic_targets(3, facts=1, seed=1))
    _wiped(shell.store)
    done = shell.run("serve", "--port", 0, "--no-key", "--model", "http://127.0.0.1:1/v1#m")
    assert done.exit_code == 4
    assert re.fullmatch(r"alu: the process that works out the files of the targets ended with 1: .*\n", done.stderr)


def _filled(folder: Path) -> None:
    with TargetStore.open(folder, meaning="off") as store:
        store.add(*synthetic_targets(MANY, facts=1, seed=1))


def _wiped(folder: Path) -> None:
    """Take away what was worked out, as another version of alu would do."""
    for manifest in folder.rglob("matrix-*/manifest.json"):
        manifest.write_text("{}", encoding="utf-8")


def _held(folder: Path) -> dict[str, float]:
    return {path.name: path.stat().st_mtime for path in folder.rglob("matrix-*/*.npy")}


def _fail() -> None:
    raise InputError("no such thing")


def _memory(pid: int) -> tuple[int, int]:
    """Return what a process has by itself, and all that it has, in kB."""
    time.sleep(0.5)
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return sizes["Private_Dirty"] + sizes["Private_Clean"], sizes["Rss"]
