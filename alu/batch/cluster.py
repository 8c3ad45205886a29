"""Workers on a Ray cluster: one process for each free processor.

Ray restarts nothing: what a lost worker had is given to another by `Pool`, which knows what was written.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from alu.batch.pool import Pool, WorkerLost
from alu.batch.worker import LineReply, LineWorker
from alu.errors import ConfigError, MissingExtra

if TYPE_CHECKING:
    from alu.batch.copied import Copy
    from alu.batch.pool import Listed
    from alu.config import Settings

__all__ = ["on_cluster"]

T = TypeVar("T")
REACHED = 5.0
"""Seconds that a cluster has to take a connection."""
CLOSING = 10.0
"""Seconds that a worker has to delete its copy."""


@contextlib.contextmanager
def on_cluster(address: str, settings: Settings, listed: Listed, concurrency: int) -> Iterator[Pool]:
    """Connect to a cluster as long as the block runs, and yield what answers lines there.

    Args:
        address: `ray://HOST:10001`, or `HOST:6379` from one of its nodes.
        settings: with which models and, where it is a database, which store workers open.
        listed: the list that answers are checked against.
        concurrency: lines at a time, of all workers together.

    Raises:
        MissingExtra: Ray is not installed.
        ConfigError: no cluster answers there, or nothing of it is free.
    """
    try:
        import ray
    except ImportError:
        raise MissingExtra("--on needs Ray: pip install 'alu[ray]'") from None
    from alu import __version__

    try:
        _reach(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL)
    except Exception as error:  # by the kind of address: ConnectionError, RuntimeError, ValueError, gRPC's own
        said = f"no Ray cluster answers at {address!r} ({type(error).__name__})"
        raise ConfigError(f"{said}: --on wants ray://HOST:10001 or HOST:6379 of `ray start --head`") from None
    try:
        free = int(ray.available_resources().get("CPU", 0))
        if not free:
            raise ConfigError(f"no processor of the Ray cluster at {address} is free")
        remote = ray.remote(num_cpus=1, max_restarts=0, max_concurrency=concurrency + 1)(LineWorker)
        spread = remote.options(scheduling_strategy="SPREAD")
        put = lru_cache(maxsize=1)(ray.put)  # a copy is sent to the cluster once
        yield Pool(partial(_RayWorker, spread, put, settings, __version__), min(free, concurrency), listed)
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Connect to an address and hang up: Ray itself tries for minutes.

    Raises:
        OSError: nothing listens there.
        ValueError: it is no address.
    """
    place = urlsplit(address if "://" in address else f"ray://{address}")
    with socket.create_connection((place.hostname or "", place.port or 10001), REACHED):
        pass


class _RayWorker:
    """A `LineWorker` on a node."""

    def __init__(self, remote: Any, put: Callable[[Copy], Any], *args: object) -> None:
        self._put = put
        try:
            self._actor = remote.remote(*args)
        except ConnectionError:
            raise WorkerLost from None

    async def load(self, copy: Copy) -> str:
        return await _called(lambda: self._actor.load.remote(self._put(copy)))

    async def answer(self, line: str) -> LineReply:
        return await _called(lambda: self._actor.answer.remote(line))

    async def close(self) -> None:
        await asyncio.wait_for(_called(lambda: self._actor.close.remote()), CLOSING)

    def kill(self) -> None:
        import ray

        ray.kill(self._actor)


async def _called(call: Callable[[], Awaitable[T]]) -> T:
    """Return what a worker returns.

    Raises:
        WorkerLost: it has gone.
    """
    import ray

    try:
        return await call()
    except (ray.exceptions.RayError, ConnectionError):  # what a worker raised itself may have a text in it
        raise WorkerLost from None
