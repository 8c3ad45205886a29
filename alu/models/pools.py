"""Many connections to one model's server, kept in several small pools.

httpcore looks through its whole pool at every request and every reply: with 100 connections that takes longer
(4 ms) than all else that is done to send the request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2

__all__ = ["Pools"]

EACH = 8
"""Requests of one pool at the same time."""


@dataclass(slots=True)
class _Pool:
    """One pool, and how many requests it waits for."""

    transport: httpx2.AsyncBaseTransport
    busy: int = 0


class Pools(httpx2.AsyncBaseTransport):
    """Gives each request to the first pool that is not busy; a new one where all are.

    Args:
        make: makes one pool; its argument is how many connections the pool keeps.
    """

    def __init__(self, make: Callable[[int], httpx2.AsyncBaseTransport]) -> None:
        self._make = make
        self._pools: list[_Pool] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request."""
        pool = next((p for p in self._pools if p.busy < EACH), None)
        if pool is None:
            pool = _Pool(self._make(EACH))
            self._pools.append(pool)
        pool.busy += 1
        try:
            return await pool.transport.handle_async_request(request)
        finally:
            pool.busy -= 1

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.transport.aclose()
