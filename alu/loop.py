"""One event loop in one thread, so that sync and async callers share clients and connections.

A server lends its own loop, so that no request changes threads. Work in the loop is isolated from the callbacks,
streams and traces of its caller (`alu.isolation`).
"""

from __future__ import annotations

import asyncio
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
        if self._thread:
            self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start `work`; cancelling the future cancels it.

        Raises:
            AluError: the loop is closed.
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
        """Whether the loop is closed."""
        return self._closed

    def pending(self) -> int:
        """Return the number of coroutines in progress."""
        return sum(not t.done() for t in asyncio.all_tasks(self._loop))

    def close(self) -> None:
        """Cancel all work and close the loop; a lent loop keeps running."""
        already, self._closed = self._closed, True
        if self._thread is None or already:
            return
        asyncio.run_coroutine_threadsafe(_cancel_rest(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _refuse_closed(self, work: Coroutine[Any, Any, T]) -> None:
        if self._closed:
            work.close()  # or asyncio warns that it was never awaited
            raise AluError("it is closed: open another one")


async def _cancel_rest() -> None:
    """Cancel all other tasks of the loop and wait a moment for them: their callers would wait for ever."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=TICK)
