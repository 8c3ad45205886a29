"""A separate context for secret work: the caller's callbacks, streams and traces do not reach into it.

LangChain, LangGraph and LangSmith hand their callbacks, configuration and tracers on in context variables. Whoever
asks from within a graph of their own would have the flow report to it, drafts of a LangChain model included. So the
flow runs in a new `contextvars.Context`; what is to reach it all the same is named one by one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextvars import Context, ContextVar, copy_context
from functools import cache
from typing import Any, TypeVar

__all__ = ["apart", "carried", "isolated", "submit"]

T = TypeVar("T")

_carried: list[ContextVar[Any]] = []


def carried(variable: ContextVar[T]) -> ContextVar[T]:
    """Let `variable` reach isolated work; return it. It must hold no callback, and nothing that reports."""
    _carried.append(variable)
    return variable


def apart(work: Callable[..., T], *args: Any) -> T:
    """Return what `work` gives for `args`, run here and now in a context of its own."""
    return _context().run(work, *args)


async def isolated(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in a context of its own; to cancel the caller cancels it."""
    return await asyncio.create_task(work, context=_context())


def submit(work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> Future[T]:
    """Start `work` in `loop`, from any thread, in a context of its own; cancelling the future cancels it."""
    return _context().run(asyncio.run_coroutine_threadsafe, work, loop)


def _context() -> Context:
    """Return a new context without callbacks and tracers, with the variables that are carried.

    LangSmith is off in it, whatever the environment says. It is not imported for that, since that takes a second:
    code that has not loaded it does not trace.
    """
    here, new = copy_context(), _untraced().copy() if "langsmith" in sys.modules else Context()
    for variable in _carried:
        if variable in here:
            new.run(variable.set, here[variable])
    return new


@cache
def _untraced() -> Context:
    """Return a context that holds nothing but that LangSmith is off."""
    from langsmith import tracing_context

    def switched_off() -> Context:
        with tracing_context(enabled=False):
            return copy_context()

    return Context().run(switched_off)
