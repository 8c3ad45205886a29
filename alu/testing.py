"""Scripted models, for tests of applications built on alu."""

from __future__ import annotations

import asyncio
import inspect
import re
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from alu.chat import Choice, Completion, Request, Tokens
from alu.errors import ModelError, ModelTimeout

__all__ = ["ScriptExhausted", "ScriptedModel", "ScriptedReply", "ScriptedStream"]

ScriptedReply = (
    str
    | Sequence[str]
    | Completion
    | BaseException
    | Callable[[Request], "str | Sequence[str] | Completion | Awaitable[str | Sequence[str] | Completion]"]
)
"""A text (for every choice asked for), one text a choice, a whole completion, an error to raise, or a
function of the request that returns one of these."""


class ScriptExhausted(AssertionError):
    """The model was called more often than its script has replies: a mistake in the test, not in alu."""


class ScriptedModel:
    """A `ChatModel` that returns its scripted replies in order, then `reply` for every further call.

    Tokens are counted as words. It may be shared by threads and event loops.

    Args:
        *script: the first replies; `enqueue` adds more.
        reply: what to answer once the script is empty; without it the next call raises `ScriptExhausted`.
        name: shown and logged, as any model's.
        latency: seconds that each call takes.
        trust: nats that its clearance of a target is worth, see `alu.flow.trust`; by default it plays a strong model.
    """

    def __init__(
        self,
        *script: ScriptedReply,
        reply: ScriptedReply | None = None,
        name: str = "scripted",
        latency: float = 0.0,
        trust: float = 4.0,
    ) -> None:
        self.name = name
        self.trust = trust
        self.latency = latency
        self.history: list[Request] = []
        """Every request, in the order in which they came in."""
        self.running = 0
        """Calls under way."""
        self.peak = 0
        """The most calls that were under way at once."""
        self.closed = False
        self._reply = reply
        self._script: deque[ScriptedReply] = deque(script)
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"ScriptedModel(name={self.name!r}, left={len(self._script)}, calls={len(self.history)})"

    def enqueue(self, *replies: ScriptedReply) -> ScriptedModel:
        """Add replies to the script's end and return the model."""
        with self._lock:
            self._script.extend(replies)
        return self

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Play the next reply.

        Raises:
            ScriptExhausted: the script is at its end and there is no default reply.
            ModelTimeout: `latency`, or the reply's own function, took longer than `timeout` seconds.
        """
        reply = self._begin(request)
        timer = asyncio.timeout(timeout)
        try:
            async with timer:
                await asyncio.sleep(self.latency)
                return _completion(await _said(reply, request), request)
        except TimeoutError:
            if not timer.expired():
                raise
        finally:
            self._end()
        raise ModelTimeout(f"{self.name} did not answer within {timeout:g} s")

    async def aclose(self) -> None:
        """Note that the model was closed; it can still be called."""
        self.closed = True

    def _begin(self, request: Request) -> ScriptedReply:
        with self._lock:
            self.history.append(request)
            reply = self._script.popleft() if self._script else self._reply
            if reply is None:
                raise ScriptExhausted(
                    f"{self.name!r} has no reply left for call {len(self.history)}: enqueue more, or give a `reply`"
                )
            self.running += 1
            self.peak = max(self.peak, self.running)
            return reply

    def _end(self) -> None:
        with self._lock:
            self.running -= 1


class ScriptedStream(ScriptedModel):
    """A `ScriptedModel` that can be read while it writes: word by word, `pause` seconds before each.

    Args:
        *script: as for `ScriptedModel`.
        reply: as for `ScriptedModel`.
        name: shown and logged.
        pause: seconds before each word.
        breaks: words after which a stream ends with `error`; None for never.
        error: what it then ends with.
    """

    def __init__(
        self,
        *script: ScriptedReply,
        reply: ScriptedReply | None = None,
        name: str = "scripted",
        pause: float = 0.0,
        breaks: int | None = None,
        error: Exception | None = None,
    ) -> None:
        super().__init__(*script, reply=reply, name=name)
        self.pause = pause
        self.breaks = breaks
        self.error = error or ModelError(f"{name} broke off in the middle of its answer")

    async def stream(
        self, request: Request, on_text: Callable[[str], None], *, timeout: float | None = None
    ) -> Completion:
        """Play the next reply and hand it on word by word.

        Raises:
            ScriptExhausted: as `complete`.
            ModelTimeout: as `complete`; the pauses count.
        """
        completion = await self.complete(request, timeout=timeout)
        with self._lock:
            self.running += 1
        try:
            async with asyncio.timeout(timeout):
                for n, word in enumerate(re.findall(r"\s*\S+\s*", completion.text)):
                    if n == self.breaks:
                        raise self.error
                    await asyncio.sleep(self.pause)
                    on_text(word)
        except TimeoutError:
            raise ModelTimeout(f"{self.name} did not answer within {timeout:g} s") from None
        finally:
            self._end()
        return completion


async def _said(reply: ScriptedReply, request: Request) -> str | Sequence[str] | Completion:
    if isinstance(reply, BaseException):
        raise reply
    if not callable(reply):
        return reply
    said = reply(request)
    return await said if inspect.isawaitable(said) else said


def _completion(said: str | Sequence[str] | Completion, request: Request) -> Completion:
    if isinstance(said, Completion):
        return said
    texts = [said] * request.n if isinstance(said, str) else list(said)
    prompt = sum(len(m.content.split()) for m in request.messages)
    return Completion(tuple(Choice(text, "stop") for text in texts), Tokens(prompt, sum(len(t.split()) for t in texts)))
