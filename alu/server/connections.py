"""Connections of one process: silent ones are cut, and their number is bounded. uvicorn does neither by itself."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

__all__ = ["LONGEST_HEAD", "BoundedProtocol", "bound", "connection_limit"]

_Base: Any = AutoHTTPProtocol

LONGEST_HEAD = 65_536
"""Bytes of the head of a request."""
SPARE = 16
"""Connections that are kept however few files a process may open."""

_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"


def connection_limit(wanted: int) -> int:
    """Return how many connections this process keeps: `wanted`, or half as many as it may open files."""
    try:
        import resource
    except ImportError:  # Windows
        return wanted
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if files == resource.RLIM_INFINITY else max(SPARE, min(wanted, files // 2))


def bound(seconds: float, most: int) -> None:
    """Set the bounds of this process's connections.

    Args:
        seconds: how long the head of a request may take, from the connection's or the last answer's first byte on.
        most: connections; the one that has waited longest is closed for a new one, which is refused where none waits.
    """
    BoundedProtocol.seconds, BoundedProtocol.most = seconds, most


class BoundedProtocol(_Base):  # type: ignore[misc]
    """uvicorn's HTTP protocol with the bounds of `bound`; all connections of a process are counted together."""

    seconds: ClassVar[float] = 10.0
    most: ClassVar[int] = 1000
    ending: ClassVar[bool] = False
    """Whether each connection ends with its next answer."""
    _kept: ClassVar[dict[BoundedProtocol, None]] = {}
    _head = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Keep a connection, in the place of an idle one where there are too many."""
        super().connection_made(transport)
        if len(self._kept) >= self.most:
            idle = next((one for one in self._kept if not one.working), None)
            if idle is None:
                transport.write(_BUSY)
                transport.close()
                return
            idle.cut()
        self._kept[self] = None
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Read on; the time for the head runs until it is there."""
        super().data_received(data)
        if self.working:
            self._disarm()
            if self.ending:
                self.cycle.keep_alive = False
            return
        self._head += len(data)
        if self._head > LONGEST_HEAD:
            self.transport.write(_TOO_LONG)
            self.cut()
        elif self._timer is None:
            self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a connection no more."""
        self._kept.pop(self, None)
        self._disarm()
        super().connection_lost(exc)

    @classmethod
    def end(cls) -> None:
        """Let each connection of this process end with its next answer, which says so."""
        cls.ending = True
        for one in cls._kept:
            if one.working:
                one.cycle.keep_alive = False

    @classmethod
    def idle(cls) -> bool:
        """Tell whether there are connections without a request."""
        return any(not one.working for one in cls._kept)

    @property
    def working(self) -> bool:
        """Whether a request is being read or answered: its head is there."""
        return self.cycle is not None and not self.cycle.response_complete

    def cut(self) -> None:
        """Close the connection."""
        self._kept.pop(self, None)
        self._disarm()
        self.transport.close()

    def _arm(self) -> None:
        self._timer = self.loop.call_later(self.seconds, self._late)

    def _disarm(self) -> None:
        self._head = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if not self.working:
            self.cut()
