"""Waiting for work while watching whether the client is still there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

__all__ = ["gone", "unless_gone", "waited"]

T = TypeVar("T")


async def gone(receive: Receive) -> None:
    """Return when the client has hung up; its request has been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def waited(work: Coroutine[Any, Any, T], receive: Receive) -> T:
    """Return what `work` comes to.

    Raises:
        ClientDisconnect: the client hung up; the work is cancelled.
    """
    task = asyncio.create_task(work)
    await unless_gone(task, receive)
    return task.result()


async def unless_gone(
    work: asyncio.Task[T], receive: Receive, *, patience: float | None = None, enough: asyncio.Event | None = None
) -> bool:
    """Wait for `work`, or until there is `enough` of it, up to `patience` seconds; return whether it is done.

    Raises:
        ClientDisconnect: the client hung up; the work is cancelled.
    """
    leaving = asyncio.create_task(gone(receive))
    begun = asyncio.create_task((enough or asyncio.Event()).wait())
    try:
        await asyncio.wait({work, leaving, begun}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if leaving.done() and not work.done():
            raise ClientDisconnect
        return work.done()
    except BaseException:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await work
        raise
    finally:
        leaving.cancel()
        begun.cancel()
