"""One event loop in one thread, so that sync and async callers share clients and connections.

A server lends its own loop, so that no request changes threads. Work in the loop is isolated from the callbacks,
streams and traces of its caller (`alu.isolation`).
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future, wait
from typing import Any, TypeVar

from alu.errors import AluError
from alu.isolation import isolated, submit

__all__ = ["Loop"]

T = TypeVar("T")
TICK = 0.5
"""Seconds after which Ctrl-C is noticed at the latest."""


class Loop:
    """Runs coroutines for callers in any thread. `close` ends the loop, unless it was lent.

    Args:
        lent: a running loop that belongs to the caller.
    """

    def __init__(self, lent: asyncio.AbstractEventLoop | None = None) -> None:
        self._loop = lent or asyncio.new_event_loop()
        self._thread = None if lent else threading.Thread(target=self._loop.run_forever, name="alu", daemon=True)
        self._closed = False
        self._process = os.getpid()
        if self._thread:
            self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start `work`; cancelling the future cancels it.

        Raises:
            AluError: the loop is closed, or belongs to the process that this one was forked from.
        """
        self._refuse_closed(work)
        return submit(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end; Ctrl-C cancels it."""
        future = self.submit(work)
        try:
            while not wait([future], timeout=TICK).done:
                pass  # a signal that comes just before a wait without end would not end it
            return future.result()
        except CancelledError:
            raise AluError("it was closed meanwhile") from None
        except BaseException:
            future.cancel()
            raise

    async def arun(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end from any event loop."""
        if asyncio.get_running_loop() is self._loop:
            self._refuse_closed(work)
            return await isolated(work)
        return await asyncio.wrap_future(self.submit(work))

    @property
    def closed(self) -> bool:
        """Whether the loop is closed, or its thread is in the process that this one was forked from."""
        return self._closed or self._is_forked()

    def pending(self) -> int:
        """Return the number of coroutines in progress."""
        return sum(not t.done() for t in asyncio.all_tasks(self._loop))

    def close(self) -> None:
        """Cancel all work and close the loop; a lent loop keeps running."""
        already, self._closed = self.closed, True
        if self._thread is None or already:
            return
        asyncio.run_coroutine_threadsafe(_cancel_rest(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _refuse_closed(self, work: Coroutine[Any, Any, T]) -> None:
        if self.closed:
            work.close()  # or asyncio warns that it was never awaited
            why = "was opened before this process forked" if self._is_forked() else "is closed"
            raise AluError(f"it {why}: open another one")

    def _is_forked(self) -> bool:
        """Tell whether the thread has not come along into this process: work would never end."""
        return self._thread is not None and self._process != os.getpid()


async def _cancel_rest() -> None:
    """Cancel all other tasks of the loop and wait a moment for them: their callers would wait for ever."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=TICK)
