"""What all remote models share: one deadline, one retry layer, and a dialect learnt from rejections."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any, TypeVar

from alu.chat import Completion, Request
from alu.errors import ModelTimeout, first_of
from alu.models.quiet import quiet
from alu.models.retry import MORE_TIME, with_retries
from alu.models.wire import Dialect, Refused, joined, payload, split

__all__ = ["TIMEOUT", "RemoteModel"]

T = TypeVar("T")

Once = Callable[[dict[str, Any], Request, float], Awaitable[Completion]]
"""Sends one HTTP request: its body, what is asked, and the deadline."""

TIMEOUT = 120.0
"""Seconds for one `complete()`, retries included, where the caller gives none."""


_VALUED = frozenset({"temperature", "limit"})
"""Parameters of which a value may be refused."""
_USUAL_TEMPERATURE = 1.0


class RemoteModel(ABC):
    """A `ChatModel` whose subclasses say only how one HTTP request is sent."""

    def __init__(self, name: str, timeout: float) -> None:
        self.name = name
        self.timeout = timeout
        self._dialect = Dialect()
        self._taken = set[str]()
        """Parameters that the server has taken: where it refuses one later, it refuses its value."""
        self._loaded = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Answer `request`; see `ChatModel.complete`."""
        return await self._within(timeout, lambda deadline: self._choices(request, deadline))

    async def _within(self, timeout: float | None, work: Callable[[float], Awaitable[T]]) -> T:
        """Await `work`, which is given the deadline, on the monotonic clock, and raise its first error by itself."""
        if not self._loaded:
            await asyncio.to_thread(self.load)  # 1 to 5 s that are not the server's
        seconds = self.timeout if timeout is None else timeout
        fault: BaseException
        try:
            with quiet():
                async with asyncio.timeout(seconds):
                    return await work(time.monotonic() + seconds)
        except TimeoutError:
            fault = ModelTimeout(f"{self.name} did not answer within {seconds:g} s: {MORE_TIME}")
        except BaseExceptionGroup as group:
            fault = first_of(group, BaseException) or group
        raise fault  # here, so that it has no context

    def load(self) -> None:
        """Import what calls need, so that the first one does not wait for it."""
        self._load()
        self._loaded = True

    @abstractmethod
    def _load(self) -> None:
        """Import what `_once` needs."""

    @abstractmethod
    async def aclose(self) -> None:
        """Free what was opened for this model."""

    async def _choices(self, request: Request, deadline: float) -> Completion:
        """Return the choices asked for, with further requests, as many as are allowed, where the server gives fewer."""
        parts: list[Completion] = []
        if request.n == 1 or self._dialect.n:
            parts.append(await self._adapted(request, deadline))
        have = sum(len(p.choices) for p in parts)
        if have < request.n:
            self._dialect &= Dialect(n=False)
            allowed = request.n if request.most_calls is None else request.most_calls - len(parts)
            singles = split(request, min(request.n - have, allowed), have)
            parts += await _together([self._adapted(single, deadline) for single in singles])
        return joined(parts, request.n)

    async def _adapted(self, request: Request, deadline: float, once: Once | None = None) -> Completion:
        """Ask in the known dialect, and after a refusal in weaker ones; remember the one that worked.

        What one caller asked for is not left out for all others: a parameter that was taken before is none that the
        server does not know, and one with an unusual value proves nothing.
        """
        send = once or self._once
        dialect: Dialect | None = self._dialect
        while dialect is not None:
            try:
                completion = await with_retries(
                    partial(send, payload(request, dialect), request, deadline), seconds=deadline - time.monotonic()
                )
            except Refused as refusal:
                refused = refusal
                valued = refusal.rejected & self._taken & _VALUED
                dialect = None if valued else dialect.weaker(request, refusal.rejected)
            else:
                unusual = {"temperature"} if (request.temperature or 0) > _USUAL_TEMPERATURE else set[str]()
                self._dialect = self._dialect.learnt(dialect, self._taken | unusual)
                self._taken.update(dialect.used(request))
                return completion
        raise refused

    @abstractmethod
    async def _once(self, body: dict[str, Any], request: Request, deadline: float) -> Completion:
        """Send one HTTP request and return its reply, or raise one of `alu.errors`."""


async def _together(calls: Sequence[Coroutine[Any, Any, Completion]]) -> list[Completion]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    return [task.result() for task in tasks]
