"""Workers that are forked from a parent without threads, so that they share what it has imported; on Linux alone.

Elsewhere, and where the parent has a thread, workers are spawned, and each imports all of it by itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from alu.errors import StoreError
from alu.store.persist.apart import ended

__all__ = ["can_fork", "end_with_parent", "forked_workers", "in_fork"]

T = TypeVar("T")

PARENT = 0.5
"""Seconds between two looks of a worker at its parent."""
_TASKS = Path("/proc/self/task")


def can_fork() -> bool:
    """Tell whether this process may be forked: on Linux, and without any thread, of Python or of a library.

    A library may end its threads at a fork and begin them anew when they are needed, as OpenBLAS does: so the threads
    are counted after a child that does nothing.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    if (child := os.fork()) == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return len(list(_TASKS.iterdir())) == 1


def in_fork(work: Callable[[], T]) -> T:
    """Return what `work` returns in a child process, which ends: nothing of what it opens or loads stays here.

    Raises:
        AluError: what `work` raised.
        StoreError: the child was killed.
    """
    from multiprocessing import get_context

    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_sent, args=(work, sending, os.getpid()), name="alu-check")
    child.start()
    sending.close()
    try:
        outcome: tuple[T | None, BaseException | None] = receiving.recv()
    except EOFError:
        child.join()
        outcome = None, StoreError(f"the process that opened the targets {ended(child.exitcode)}: is memory short?")
    finally:
        receiving.close()
    child.join()
    value, error = outcome
    if error:
        raise error
    return value  # type: ignore[return-value]


@contextmanager
def forked_workers() -> Iterator[None]:
    """Make uvicorn fork its workers from this process, which `can_fork`, as long as the block runs."""
    from uvicorn import _subprocess

    spawn = getattr(_subprocess, "spawn", None)
    if spawn is None:  # pragma: no cover (another uvicorn: workers are spawned)
        yield
        return
    gc.collect()
    gc.freeze()  # or the first look of each worker's collector copies every page
    _subprocess.spawn = _forking()
    try:
        yield
    finally:
        _subprocess.spawn = spawn
        gc.unfreeze()


def end_with_parent(parent: int) -> None:
    """See to it that this process ends in order once its parent has gone, killed maybe: nobody else would stop it."""
    threading.Thread(target=_end_with, args=(parent,), name="alu-parent", daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT)
    os.kill(os.getpid(), signal.SIGTERM)


def _sent(work: Callable[[], object], sending: Connection, parent: int) -> None:
    """Do the work, and send what came of it."""
    end_with_parent(parent)
    outcome: tuple[object, Exception | None]
    try:
        outcome = work(), None
    except Exception as error:
        outcome = None, error
    with suppress(BrokenPipeError):
        sending.send(outcome)


def _forking() -> Any:
    """Return the context of `multiprocessing` whose processes take a signal as a process does that was just begun."""
    from multiprocessing.context import ForkContext, ForkProcess

    class Forked(ForkProcess):
        """A worker; the parent's handlers would only note a signal, which nobody would read here."""

        def start(self) -> None:
            """Fork, with all signals held up until the child has handlers of its own."""
            self._held = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            try:
                super().start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, self._held)

        def run(self) -> None:
            """Take the default handlers, and go on."""
            for number in signal.valid_signals():
                if callable(signal.getsignal(number)):
                    default = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
                    signal.signal(number, default)
            signal.pthread_sigmask(signal.SIG_SETMASK, self._held)
            super().run()

    class Forking(ForkContext):
        Process = Forked

    return Forking()
