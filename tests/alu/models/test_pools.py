"""Requests are spread over pools: a new one only where all are busy, and a failed request leaves its place."""

from __future__ import annotations

import asyncio

import httpx2
import pytest

from alu.models.pools import EACH, Pools

ASK = httpx2.Request("GET", "http://server.example/v1/models")


class Held(httpx2.AsyncBaseTransport):
    """One pool whose requests wait until they are let go."""

    def __init__(self, gate: asyncio.Event, fault: Exception | None) -> None:
        self.asked = 0
        self.closed = False
        self._gate = gate
        self._fault = fault

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Wait, then answer or fail."""
        self.asked += 1
        await self._gate.wait()
        if self._fault:
            raise self._fault
        return httpx2.Response(204)

    async def aclose(self) -> None:
        """Note that it was closed."""
        self.closed = True


async def sent(at_once: int, rounds: int = 1, fault: Exception | None = None) -> list[Held]:
    """Send requests at once, some rounds of them, and return the pools that this took, all closed."""
    made = list[Held]()
    gate = asyncio.Event()

    def make(connections: int) -> Held:
        assert connections == EACH
        made.append(Held(gate, fault))
        return made[-1]

    pools = Pools(make)
    for _ in range(rounds):
        gate.clear()
        asked = [asyncio.ensure_future(pools.handle_async_request(ASK)) for _ in range(at_once)]
        await asyncio.sleep(0)
        gate.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert all(one is fault if fault else isinstance(one, httpx2.Response) for one in found)
    await pools.aclose()
    return made


@pytest.mark.parametrize(
    ("at_once", "spread"),
    [(0, []), (1, [1]), (EACH, [EACH]), (EACH + 1, [EACH, 1]), (3 * EACH, [EACH, EACH, EACH])],
)
async def test_a_new_pool_is_made_only_where_all_are_busy(at_once: int, spread: list[int]) -> None:
    assert [pool.asked for pool in await sent(at_once)] == spread


@pytest.mark.parametrize("fault", [None, httpx2.ConnectError("refused"), ZeroDivisionError()])
async def test_places_are_free_again_after_an_answer_or_a_failure(fault: Exception | None) -> None:
    (pool,) = await sent(EACH, rounds=3, fault=fault)
    assert pool.asked == 3 * EACH


async def test_all_pools_are_closed() -> None:
    assert [pool.closed for pool in await sent(2 * EACH)] == [True, True]
