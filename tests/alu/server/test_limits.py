"""Places and bodies."""

from __future__ import annotations

import asyncio
import json
import select
import socket
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.server.errors import ApiError
from alu.server.keys import KeyRing
from alu.server.limits import ConcurrencyLimiter
from tests.server import Server, running


async def test_places_are_given_in_the_order_of_asking() -> None:
    places, order = ConcurrencyLimiter(2, 10), []

    async def visit(name: int, count: int) -> None:
        async with places.take(count):
            order.append(name)
            await asyncio.sleep(0.001)

    async with asyncio.TaskGroup() as group:
        for name, count in enumerate([1, 2, 1, 1, 9]):
            group.create_task(visit(name, count))
    assert order == [0, 1, 2, 3, 4]
    assert (places.taken, places.queued) == (0, 0)


async def test_a_full_queue_turns_away() -> None:
    places = ConcurrencyLimiter(1, 0)
    async with places.take():
        with pytest.raises(ApiError) as turned_away:
            async with places.take():
                pass
    assert (turned_away.value.status, turned_away.value.headers) == (429, {"Retry-After": "1"})


async def test_who_gives_up_waiting_frees_the_queue() -> None:
    places = ConcurrencyLimiter(1, 5)

    async def visit() -> None:
        async with places.take():
            pass

    async with places.take():
        waiting = [asyncio.create_task(visit()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        assert places.queued == 2
        waiting[1].cancel()  # cancelled, but not yet out of the queue when the place is freed
    await asyncio.sleep(0.01)
    assert (places.taken, places.queued) == (0, 0)
    assert [w.cancelled() for w in waiting] == [True, True, False]


async def test_who_is_cancelled_with_a_place_in_hand_gives_it_back() -> None:
    places = ConcurrencyLimiter(1, 5)

    async def visit() -> None:
        async with places.take():
            await asyncio.sleep(10)

    async with places.take():
        waiting = asyncio.create_task(visit())
        await asyncio.sleep(0)
    waiting.cancel()  # it has been given the place and does not know yet
    await asyncio.sleep(0.01)
    assert places.taken == 0


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3), st.booleans()), max_size=12),
)
def test_no_place_is_ever_lost_or_given_twice(count: int, visits: list[tuple[int, int, bool]]) -> None:
    async def run() -> None:
        places, held = ConcurrencyLimiter(count, 100), 0

        async def visit(wanted: int, turns: int) -> None:
            nonlocal held
            async with places.take(wanted):
                held += min(wanted, count)
                assert held <= count
                for _ in range(turns):
                    await asyncio.sleep(0)
                held -= min(wanted, count)

        tasks = [asyncio.create_task(visit(wanted, turns)) for wanted, turns, _ in visits]
        await asyncio.sleep(0)
        for task, (_, _, cancel) in zip(tasks, visits, strict=True):
            if cancel and not held:
                task.cancel()
                await asyncio.sleep(0)
        await asyncio.wait(tasks) if tasks else None
        assert (places.taken, places.queued) == (0, 0)

    asyncio.run(run())


def test_a_long_body_is_refused_by_its_length_and_by_counting() -> None:
    with running(options={"max_body": 2000}) as server:
        long = json.dumps({"messages": [{"role": "user", "content": "x" * 3000}]}).encode()
        head = {"Content-Type": "application/json"}
        stated = server.client.post("/v1/chat/completions", content=long, headers=head)
        chunked = server.client.post("/v1/chat/completions", content=iter([long[:1500], long[1500:]]), headers=head)
        assert server.ask().status_code == 200
        imported = server.client.post("/v1/targets/import?format=txt&dry_run=true", content="Some Name\n" * 500)
        assert server.vanilla.history[1:] == []
    assert (stated.status_code, chunked.status_code) == (413, 413)
    assert imported.status_code == 200


LONG = b"Some Name\n" * 200_000


def sent_before_the_answer(server: Server, path: str, key: str = "") -> tuple[bytes, int]:
    """Announce a long body, send it bit by bit until an answer comes; return its first line and what was sent."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(LONG)}\r\nAuthorization: Bearer {key}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"{head}\r\n".encode())
        sent = 0
        while sent < len(LONG) and not select.select([connection], [], [], 0.3)[0]:
            connection.sendall(LONG[sent : sent + 1000])
            sent += 1000
        return connection.recv(1000).partition(b"\r\n")[0], sent


def test_a_body_is_read_from_those_alone_who_may_send_it() -> None:
    with running(options={"max_body": 3_000_000, "max_rows": 200_000}) as server:
        ring = KeyRing(server.unlearner.targets.database)
        user, admin = ring.add("ann")[1], ring.add("boss", "admin")[1]
        nobody = [sent_before_the_answer(server, path) for path in ("/v1/chat/completions", "/v1/targets/import")]
        someone = sent_before_the_answer(server, "/v1/targets/import?format=txt", user)
        imported = server.client.post(
            "/v1/targets/import?format=txt&dry_run=true", content=LONG, headers={"Authorization": f"Bearer {admin}"}
        )
    assert [answer for answer, _ in nobody] == [b"HTTP/1.1 401 Unauthorized"] * 2
    assert someone[0] == b"HTTP/1.1 403 Forbidden"
    assert all(sent < 10_000 for _, sent in (*nobody, someone))
    assert imported.status_code == 200


def test_requests_hold_so_many_bytes_together_and_give_them_back() -> None:
    with running(options={"max_held": 3000}) as server:
        assert server.ask("x" * 2000).status_code == 200
        server.vanilla.latency = 0.5
        first = threading.Thread(target=server.ask, args=("x" * 2000,))
        first.start()
        time.sleep(0.2)
        late = server.ask("x" * 2000)
        first.join()
        assert server.ask("x" * 2000).status_code == 200
    assert (late.status_code, late.headers["retry-after"]) == (429, "5")


def test_a_request_with_a_body_counts_once_against_the_rate() -> None:
    with running(options={"rate": 2}) as server:
        assert [server.ask().status_code for _ in range(3)] == [200, 200, 429]


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    with running(options={"body_seconds": 0.1}) as server, socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
        start = time.monotonic()
        assert b"408" in s.recv(1000)
        assert time.monotonic() - start < 5


def test_a_client_that_goes_before_its_body_has_come_leaves_nothing() -> None:
    with running() as server:
        with socket.create_connection(("127.0.0.1", server.port)) as s:
            s.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
        assert server.ask().status_code == 200
