"""Memory-intensive work on a long list, done in a process that ends, so that no other one keeps the memory.

The process is one of its own, and no fork: whoever begins it may have threads and connections.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alu.errors import StoreError, StoreLocked
from alu.store.persist.files import private_file

__all__ = ["APART_FROM", "Apart", "ended"]

APART_FROM = 16_384
"""Targets from which on it is done apart: to work out 100,000 takes 0.6 GB more than to use what was worked out."""
RETRY = 60.0
"""Seconds until it is tried again after the process ended with an error, or was killed."""
LONGEST = 3600.0
"""Seconds that a process waits for another one that works out the same."""
_MODULE = "alu.store.persist.worked_out"


def ended(code: int | None) -> str:
    """Say how a process ended, by its exit code."""
    return f"was ended by signal {-code}" if code and code < 0 else f"ended with {code}"


class Apart:
    """Works out the files of one list in a process of its own, one at a time on this machine.

    Args:
        folder: where the files are.
        opened: what `TargetStore.open` was given, as JSON can hold it.
    """

    def __init__(self, folder: Path, opened: Mapping[str, Any]) -> None:
        self._folder = folder
        self._opened = opened
        self._failed: tuple[float, str] | None = None

    @classmethod
    def of(cls, folder: Path | None, opened: Mapping[str, Any]) -> Apart | None:
        """Return one of a store; None of one without a folder, or that was given an embedder and not its name."""
        by_name = all(one is None or isinstance(one, str) for one in (opened["embedder"], opened["meaning"]))
        return cls(folder, opened) if by_name and folder else None

    def run(self, done: Callable[[], bool]) -> None:
        """Work out the files, unless they are there, or wait until another process has.

        Args:
            done: tells whether they are there.

        Raises:
            StoreError: it could not be done; for a while nor is it tried again.
        """
        if self._failed and time.monotonic() - self._failed[0] < RETRY:
            raise StoreError(self._failed[1])
        self._failed = None
        with self._alone():
            if done():
                return
            if problem := self._problem():
                self._failed = time.monotonic(), problem
                raise StoreError(problem)

    def _problem(self) -> str:
        """Run the process; return why it failed, or an empty text."""
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
        # an address may hold a password, so that it is nothing for the command line
        with subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        ) as child:
            assert child.stdin
            assert child.stdout
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(json.dumps(dict(self._opened)).encode() + b"\n")
                child.stdin.flush()  # it stays open: where this process goes, the other one ends
            said = child.stdout.read().decode("utf-8", "replace").strip()
            code = child.wait()
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
        if code == 0:
            return ""
        if said:
            return said
        return f"the process that works out the files of the targets {ended(code)}: is memory short, or the disk full?"

    @contextlib.contextmanager
    def _alone(self) -> Any:
        from filelock import FileLock, Timeout

        lock = FileLock(private_file(self._folder / "apart.lock"), mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=LONGEST, poll_interval=0.05)
        except Timeout:
            raise StoreLocked(f"another process has worked out the files for more than {LONGEST:g} s") from None
        try:
            yield
        finally:
            lock.release()
