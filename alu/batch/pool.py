"""Distributes lines to workers on other machines, some of which may be lost.

A line whose worker is lost goes to another one: it may be asked twice, and is written once, by whoever reads the file.
An answer counts only if the list is still as it was when the answer was checked; else the workers get the new list, and
the line is asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from alu.answer import Usage
from alu.batch.here import failed
from alu.errors import AluError

if TYPE_CHECKING:
    from alu.batch.copied import Copy
    from alu.batch.worker import LineReply

__all__ = ["Listed", "Pool", "RemoteWorker", "WorkerLost"]

TRIES = 3
"""Workers that a line may lose: it may be the line that kills them."""
WAIT = 180.0
"""Seconds that is waited for the first worker, or for a new one where all are lost."""


class WorkerLost(Exception):
    """The process or the node of a worker has gone, and its call with it."""


class RemoteWorker(Protocol):
    """A `LineWorker` elsewhere; what is awaited raises `WorkerLost` once it has gone."""

    async def load(self, copy: Copy) -> str:
        """Answer by a list from now on; return what is wrong with that, or nothing."""
        ...

    async def answer(self, line: str) -> LineReply:
        """Answer one line."""
        ...

    async def close(self) -> None:
        """Let it close what it has open, and delete its copy."""
        ...

    def kill(self) -> None:
        """End it, also where it has not begun or has gone."""
        ...


class Listed(Protocol):
    """The list of a run; see `ListSource`."""

    def version(self) -> int:
        """Return its version now."""
        ...

    def copy(self) -> Copy:
        """Return what workers open."""
        ...


class Pool:
    """Answers single lines by workers.

    Args:
        hire: begins a worker, which is waited for by its first `load`; raises `WorkerLost` where there can be none.
        count: of workers; in the place of one that is lost another is begun.
        listed: the list that answers are checked against.
        wait: seconds that is waited for a worker where there is none.
    """

    def __init__(self, hire: Callable[[], RemoteWorker], count: int, listed: Listed, wait: float = WAIT) -> None:
        self._hire, self._count, self._listed, self._wait = hire, count, listed, wait
        self._busy: dict[RemoteWorker, int] = {}
        self._joining: set[asyncio.Task[None]] = set()
        self._begun: list[RemoteWorker] = []
        self._renewing = asyncio.Lock()
        self._copy: Copy | None = None
        self._problem = ""

    async def answer(self, line: str) -> tuple[dict[str, Any], Usage]:
        """Return what is written for a line, an error included, and what it cost, all that was asked in vain too.

        Raises:
            AluError: no worker could be begun, or all are lost.
        """
        lost, usage = 0, Usage()
        while lost < TRIES:
            await self._renew()
            worker = await self._free()
            self._busy[worker] += 1
            try:
                reply = await worker.answer(line)
            except WorkerLost:
                lost += 1
                self._lose(worker)
                continue
            if worker in self._busy:  # another line may have found it lost meanwhile
                self._busy[worker] -= 1
            usage = Usage.total((usage, reply.usage))
            if reply.version == await asyncio.to_thread(self._listed.version):
                return reply.row, usage
        return failed(line, "WorkerLost", f"{lost} workers were lost with this line"), usage

    async def aclose(self) -> None:
        """End all workers, those that have not come too."""
        for task in self._joining:
            task.cancel()
        await asyncio.gather(*self._joining, return_exceptions=True)
        await asyncio.gather(*(worker.close() for worker in self._busy), return_exceptions=True)
        for worker in self._begun:
            worker.kill()

    async def _renew(self) -> None:
        """Send the list to all workers where it has changed; begin them at the first time."""
        async with self._renewing:
            if self._copy is None or self._copy.version != await asyncio.to_thread(self._listed.version):
                first, self._copy = self._copy is None, await asyncio.to_thread(self._listed.copy)
                await asyncio.gather(*(self._send(worker, self._copy) for worker in self._busy))
                for _ in range(self._count if first else 0):
                    self._join()

    async def _send(self, worker: RemoteWorker, copy: Copy) -> None:
        try:
            problem = await worker.load(copy)
        except WorkerLost:
            self._lose(worker)
        else:
            if problem:
                raise AluError(f"a worker cannot take the changed list: {problem}")

    def _join(self) -> None:
        task = asyncio.create_task(self._begin())
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)

    async def _begin(self) -> None:
        """Begin a worker; it counts once it has the list of that moment."""
        sent: Copy | None = None
        try:
            worker = self._hire()
            self._begun.append(worker)
            while (copy := self._copy) is not None and copy is not sent:
                sent = copy
                self._problem = await worker.load(copy)
                if self._problem:
                    return
        except WorkerLost:
            self._problem = "it was lost when it began"
            return
        self._busy[worker] = 0

    def _lose(self, worker: RemoteWorker) -> None:
        """Count a worker no more, and begin another; where several lines are lost with it, once."""
        if self._busy.pop(worker, None) is not None:
            self._join()

    async def _free(self) -> RemoteWorker:
        """Return the worker with the least to do; wait for one where there is none."""
        until = asyncio.get_running_loop().time() + self._wait
        while not self._busy and self._joining and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._joining, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if not self._busy:
            why = self._problem or f"none came within {self._wait:g} s"
            raise AluError(f"no worker of the cluster is there ({why}); the same command goes on when there is")
        return min(self._busy, key=self._busy.__getitem__)
