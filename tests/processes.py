"""Processes: `alu serve` as one of its own, and the children of one."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2

from tests.cli import Shell

__all__ = ["children", "ready", "serving", "until", "workers"]


@contextmanager
def serving(shell: Shell, *args: object) -> Iterator[tuple[Any, str]]:
    """Run `alu serve` on a free port; yield the process and its address."""
    with shell.start("serve", "--port", 0, "--no-key", *args) as process:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        found = re.search(r" at (http://\S+)", line)
        assert found, line
        until(lambda: ready(found[1]))
        yield process, found[1]
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def ready(address: str) -> bool:
    """Tell whether the server there is ready."""
    try:
        return httpx2.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


def children(parent: int, command: str) -> list[int]:
    """Return the child processes of `parent` with `command` in their command line (Linux)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            state = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            if int(state[1]) == parent and command in (folder / "cmdline").read_text(encoding="utf-8"):
                found.append(int(folder.name))
    return found


def workers(server: int) -> list[int]:
    """Return the workers of `alu serve`: forked, with its own command line, or spawned (Linux)."""
    return sorted(children(server, "alu.cli")) or sorted(children(server, "spawn_main"))


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `true` says so."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        time.sleep(0.05)
