"""What keeps one client from using up the server: limits on concurrency and body size; `budgets` has those of a key."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from typing import Any, TypeAlias

from starlette.requests import Request

from alu.errors import AluError
from alu.server.errors import ApiError, as_api_error, response_of

__all__ = ["Bodies", "BodyBudget", "ConcurrencyLimiter"]

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Scope: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class ConcurrencyLimiter:
    """A bound on concurrent work, with a bounded queue in front of it, first come first served.

    Args:
        places: how many there are.
        waiting: how many requests may wait in the queue.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self.places = places
        self.waiting = waiting
        self._free = places
        self._queue: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def taken(self) -> int:
        """Places in use."""
        return self.places - self._free

    @property
    def queued(self) -> int:
        """Requests in the queue."""
        return len(self._queue)

    @contextlib.asynccontextmanager
    async def take(self, count: int = 1) -> AsyncIterator[None]:
        """Hold `count` places (all of them, where there are fewer) while the block runs.

        Raises:
            ApiError: the queue is full (429).
        """
        count = min(count, self.places)
        await self._enter(count)
        try:
            yield
        finally:
            self._leave(count)

    async def _enter(self, count: int) -> None:
        if not self._queue and self._free >= count:
            self._free -= count
            return
        if len(self._queue) >= self.waiting:
            raise ApiError(429, "too many requests are waiting: try again", code="busy", headers={"Retry-After": "1"})
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((count, place))
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                with contextlib.suppress(ValueError):  # `_leave` may have removed it already
                    self._queue.remove((count, place))
                self._leave(0)
            else:
                self._leave(count)
            raise

    def _leave(self, count: int) -> None:
        self._free += count
        while self._queue and self._free >= self._queue[0][0]:
            wanted, place = self._queue.popleft()
            if not place.cancelled():
                self._free -= wanted
                place.set_result(None)


class BodyBudget:
    """A bound on the bytes of all request bodies that are held at the same time.

    Args:
        size: how many.
    """

    def __init__(self, size: int) -> None:
        self.free = size

    @contextlib.contextmanager
    def share(self) -> Iterator[Callable[[int], None]]:
        """Yield what takes some bytes until the block ends; it raises an ApiError (429) where there are none left."""
        held = 0

        def take(count: int) -> None:
            nonlocal held
            if count > self.free:
                raise ApiError(429, "too much is being sent: try again", code="busy", headers={"Retry-After": "5"})
            self.free -= count
            held += count

        try:
            yield take
        finally:
            self.free += held


class Bodies:
    """Reads each request's body before the application sees it, up to a size and a time, of admitted requests only.

    Args:
        app: the application behind it.
        admit: raises an error where a request may send no body.
        limits: bytes by path; the path "" has the rest's.
        seconds: how long a client may take to send a body.
        budget: what all bodies share.
    """

    def __init__(
        self,
        app: App,
        admit: Callable[[Request], Awaitable[None]],
        limits: dict[str, int],
        seconds: float,
        budget: BodyBudget,
    ) -> None:
        self._app = app
        self._admit = admit
        self._limits = limits
        self._seconds = seconds
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its whole body, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._budget.share() as take:
            try:
                body = await self._body(scope, receive, take)
            except TimeoutError:
                await response_of(ApiError(408, "the request did not arrive in time"))(scope, receive, send)
            except AluError as error:
                await response_of(as_api_error(error).for_client(admin=False))(scope, receive, send)
            except ApiError as error:
                await response_of(error)(scope, receive, send)
            else:
                if body is not None:
                    await self._app(scope, _replay(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive, take: Callable[[int], None]) -> bytes | None:
        """Return the body, None if the client has gone."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers or length != b"0":
            await self._admit(Request(scope))
        limit = self._limits.get(scope["path"], self._limits[""])
        if length.isdigit() and int(length) > limit:
            raise _too_long(limit)
        async with asyncio.timeout(self._seconds):
            return await _read(receive, limit, take)


async def _read(receive: Receive, limit: int, take: Callable[[int], None]) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        take(len(parts[-1]))
        size += len(parts[-1])
        if size > limit:
            raise _too_long(limit)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_long(limit: int) -> ApiError:
    return ApiError(413, f"the request is longer than {limit} bytes", headers={"Connection": "close"})


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body once, then whatever else comes."""
    waiting: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> MutableMapping[str, Any]:
        return waiting.pop() if waiting else await receive()

    return again
