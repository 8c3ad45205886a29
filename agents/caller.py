"""How an agent calls its model: limits on each call, and where its usage is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from alu.answer import Usage
from alu.chat import ChatModel, Completion, Message, Request
from alu.models.structured import ask_structured
from alu.prompts import Fence

__all__ = ["Caller", "Reply", "room"]


class Reply(BaseModel):
    """Base of what agents are asked for: exactly these keys, of exactly these types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


R = TypeVar("R", bound=Reply)


@dataclass(frozen=True, slots=True)
class Caller:
    """One agent's access to its model."""

    model: ChatModel
    timeout: float
    """Seconds for one call, retries included."""
    fence_key: bytes = field(repr=False)
    record: Callable[[Usage], None] = field(repr=False)
    """Called with the usage of every call that was answered, also of one whose reply did not parse."""
    most_calls: int | None = None
    """HTTP requests that it may make, that for a reply that does not follow the schema included; None: any number."""

    def fence(self, *texts: str) -> Fence:
        """Return a fence for a call that will hold `texts`, all of them."""
        return Fence.around(*texts, key=self.fence_key)

    async def ask(self, messages: Sequence[Message], reply: type[R], *, max_tokens: int) -> R:
        """Ask once, at temperature 0, with one repair.

        Raises:
            BadReply: neither reply followed the schema.
            ModelError: the model did not answer.
        """
        return await ask_structured(
            self.model,
            messages,
            reply,
            timeout=self.timeout,
            max_tokens=max_tokens,
            most_calls=self.most_calls,
            recorder=self.record,
        )

    async def say(self, messages: Sequence[Message], *, max_tokens: int) -> str:
        """Return what is said at temperature 0, in no form.

        Raises:
            ModelError: the model did not answer.
        """
        return (await self._asked(Request(tuple(messages), temperature=0.0, max_tokens=max_tokens))).text

    async def first_token(self, messages: Sequence[Message], asks: Mapping[str, Any]) -> Mapping[str, float]:
        """Return the log probabilities of the first tokens that a reply may begin with; nothing where none are given.

        Raises:
            ModelError: the model did not answer.
        """
        request = Request(tuple(messages), temperature=0.0, max_tokens=1, extra=asks)
        return (await self._asked(request)).choices[0].alternatives

    async def _asked(self, request: Request) -> Completion:
        start = time.monotonic()
        completion = await self.model.complete(request, timeout=self.timeout)
        self.record(Usage.of(completion, time.monotonic() - start))
        return completion

    async def ask_many(self, messages: Sequence[Message], reply: type[R], *, count: int, max_tokens: int) -> list[R]:
        """Ask for `count` different replies; more than one are sampled at temperature 1.

        Raises:
            BadReply: a reply did not follow the schema, repaired or not.
            ModelError: the model did not answer.
        """
        return await ask_structured(
            self.model,
            messages,
            reply,
            timeout=self.timeout,
            max_tokens=max_tokens,
            most_calls=self.most_calls,
            recorder=self.record,
            n=count,
        )


def room(draft: str) -> int:
    """Return the tokens that a rewrite of `draft` can need: a token has about three characters, and JSON adds some."""
    return len(draft) // 2 + 128
