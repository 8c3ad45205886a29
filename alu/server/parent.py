"""The parent of several workers: uvicorn's, with a socket for each, which says in the log which one has ended."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

from alu.server.drain import end_for_good
from alu.store.persist.apart import ended

__all__ = ["Parent"]

_log = logging.getLogger("alu.server")


class Parent(Multiprocess):
    """Starts workers and, where one ends, another; `run` returns when it is told to stop.

    Of a socket that workers share, whoever wakes first accepts all that wait: of 100 clients that come at once one of
    two workers had 90, and the other was idle. Of sockets with one address the kernel deals connections out. Those of
    a worker that has ended wait for the one in its place.

    Args:
        config: of each worker.
        sockets: one for all workers, or one each.
    """

    def __init__(self, config: Config, sockets: Sequence[socket]) -> None:
        super().__init__(config, list(sockets[:1]))
        self._own = [sockets[n % len(sockets)] for n in range(config.workers)]

    def init_processes(self) -> None:
        """Start all workers."""
        self.processes_num = 1
        for own in self._own:
            self.sockets = [own]
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        """Start another worker for each that has ended."""
        for n, old in enumerate(list(self.processes)):
            with self._only(n):
                super().keep_subprocess_alive()
            if (new := self.processes[n]) is not old:
                _log.warning("worker %s %s: worker %s is in its place", old.pid, ended(old.exitcode), new.pid)

    def restart_all(self) -> None:
        """Start all workers anew, one after the other, up to one that does not start."""
        _log.info("SIGHUP: all workers are started anew")
        for n, old in enumerate(list(self.processes)):
            with self._only(n):
                super().restart_all()
            if self.processes[n] is old:
                return

    def terminate_all(self) -> None:
        """Let all workers end, and their sockets with them."""
        end_for_good()
        super().terminate_all()
        for own in self._own:
            own.close()

    @contextmanager
    def _only(self, number: int) -> Iterator[None]:
        """Make a worker the only one, with its socket, so that what uvicorn starts for it comes in its place."""
        everyone = self.processes
        self.processes, self.sockets = [everyone[number]], [self._own[number]]
        try:
            yield
        finally:
            everyone[number] = self.processes[0]
            self.processes = everyone
