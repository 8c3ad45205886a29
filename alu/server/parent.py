"""The parent of several workers: uvicorn's, which says in the log which worker has ended and what is in its place."""

from __future__ import annotations

import logging

from uvicorn.supervisors import Multiprocess

from alu.store.persist.apart import ended

__all__ = ["Parent"]

_log = logging.getLogger("alu.server")


class Parent(Multiprocess):
    """Starts workers and, where one ends, another; `run` returns when it is told to stop."""

    def keep_subprocess_alive(self) -> None:
        """Start another worker for each that has ended."""
        before = list(self.processes)
        super().keep_subprocess_alive()
        for old, new in zip(before, self.processes, strict=True):
            if old is not new:
                _log.warning("worker %s %s: worker %s is in its place", old.pid, ended(old.exitcode), new.pid)

    def restart_all(self) -> None:
        """Start all workers anew, one after the other."""
        _log.info("SIGHUP: all workers are started anew")
        super().restart_all()
