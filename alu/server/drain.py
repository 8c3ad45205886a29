"""The end of a process that serves: whoever has come by then is answered, whoever comes later is turned away at once.

A listening socket that is closed resets the connections that nobody has accepted yet, and an idle connection that is
closed may have a request on its way. Behind a proxy either is an error for somebody, since a POST is not sent again.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from uvicorn.supervisors import multiprocess

from alu.server.connections import BoundedProtocol
from alu.server.metrics import MULTIPROCESS

__all__ = ["LINGER", "Drained", "drained_workers", "end_for_good"]

LINGER = 1.0
"""Seconds for which an idle connection is kept, for a request that is on its way."""
LOOK = 0.02
"""Seconds between two looks at what is idle."""
_ENDING = "ending"


def end_for_good() -> None:
    """Tell all workers that the server ends, so that their sockets are for nobody in their place."""
    (Path(os.environ[MULTIPROCESS]) / _ENDING).touch()


class Drained(uvicorn.Server):
    """uvicorn's server, which takes in all that wait in its sockets before it closes them.

    Args:
        config: as of uvicorn.
        parent: the process whose worker this is, or None; a worker's sockets stay open for the one in its place.
    """

    def __init__(self, config: uvicorn.Config, parent: int | None = None) -> None:
        super().__init__(config)
        self._parent = parent
        self._coming: list[asyncio.Task[object]] = []

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take in what has come, close the sockets, answer what is asked meanwhile, and end as uvicorn does."""
        BoundedProtocol.end()  # first: from here on each answer says that it is the last of its connection
        if self._for_good():
            for listening in sockets or []:
                self._take_in(listening)
        for server in self.servers:
            server.close()
        await asyncio.gather(*self._coming, return_exceptions=True)
        until = time.monotonic() + LINGER
        while BoundedProtocol.idle() and not self.force_exit and time.monotonic() < until:  # noqa: ASYNC110  others end them
            await asyncio.sleep(LOOK)
        await super().shutdown(sockets)

    def _for_good(self) -> bool:
        """Tell whether no other worker comes in the place of this process: the server, or its parent, ends."""
        if self._parent is None or os.getppid() != self._parent:
            return True
        return (Path(os.environ[MULTIPROCESS]) / _ENDING).exists()

    def _take_in(self, listening: socket.socket) -> None:
        """Accept all that wait, and listen no more, whoever else has the socket open."""
        loop = asyncio.get_running_loop()
        listening.setblocking(False)
        with suppress(OSError):  # none is left, or no file may be opened any more
            while True:
                taken, _ = listening.accept()
                taken.setblocking(False)
                self._coming.append(loop.create_task(loop.connect_accepted_socket(self._protocol, taken)))
        with suppress(OSError):  # not on macOS: there it ends with the last who closes it
            listening.shutdown(socket.SHUT_RDWR)

    def _protocol(self) -> asyncio.Protocol:
        make: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


class _Worker(multiprocess.Process):
    """uvicorn's worker with a server of ours."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        self._parent = os.getpid()
        super().__init__(config, sockets)

    @property
    def server(self) -> uvicorn.Server:
        """The server that this worker runs, made when it is first asked for."""
        if self._server is None:
            self._server = Drained(self.config, self._parent)
        return self._server


@contextmanager
def drained_workers() -> Iterator[None]:
    """Make uvicorn's workers ones that drain, as long as the block runs."""
    plain = multiprocess.Process
    multiprocess.Process = _Worker  # type: ignore[misc]
    try:
        yield
    finally:
        multiprocess.Process = plain  # type: ignore[misc]
