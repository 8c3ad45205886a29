"""Replies with a fixed form: ask with a JSON schema, parse strictly, repair once, or fail."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload

from pydantic import BaseModel, ValidationError

from alu.answer import Usage
from alu.chat import ChatModel, Choice, Completion, Message, Request
from alu.errors import BadReply
from alu.models.thinking import ROOM, cut_off, learn, room_of, without_thoughts

__all__ = ["ask_structured", "parse_reply", "strict_schema"]

R = TypeVar("R", bound=BaseModel)

REPAIR = (
    "Your last reply did not follow the JSON schema. Reply again with exactly one JSON object that "
    "follows it: every key, no other key, no text before or after it."
)
"""Says nothing of the reply: what a model wrote must not come back to it as an instruction."""

LONGEST_TOKEN = 16
"""Characters: a reply of more for each token that it may have is of a server that keeps no limit, and is not read."""

_FENCED = re.compile(r"```(?:json|JSON)?[ \t]*\n(?P<inside>(?:(?!```).)*)\n?```", re.DOTALL)


@overload
async def ask_structured(
    model: ChatModel,
    messages: Sequence[Message],
    reply_type: type[R],
    *,
    timeout: float,
    max_tokens: int,
    schema: Mapping[str, Any] | None = None,
    most_calls: int | None = None,
    recorder: Callable[[Usage], None] | None = None,
) -> R: ...
@overload
async def ask_structured(
    model: ChatModel,
    messages: Sequence[Message],
    reply_type: type[R],
    *,
    timeout: float,
    max_tokens: int,
    schema: Mapping[str, Any] | None = None,
    most_calls: int | None = None,
    recorder: Callable[[Usage], None] | None = None,
    n: int,
) -> list[R]: ...
async def ask_structured(
    model: ChatModel,
    messages: Sequence[Message],
    reply_type: type[R],
    *,
    timeout: float,
    max_tokens: int,
    schema: Mapping[str, Any] | None = None,
    most_calls: int | None = None,
    recorder: Callable[[Usage], None] | None = None,
    n: int | None = None,
) -> R | list[R]:
    """Ask `model` for a reply of `reply_type`, and once more if it does not parse.

    Where the first reply was cut off before it began, the model thinks: then it is asked once more with room for
    thoughts, and from then on at once.

    Args:
        model: the model to ask.
        messages: the dialogue; the last turn should say what the keys mean.
        reply_type: what the reply must be, validated in strict mode with no other keys.
        timeout: seconds for both calls together.
        max_tokens: longest reply, thoughts apart; one that reaches it is a failure.
        schema: the JSON schema to send; by default that of `reply_type`.
        most_calls: HTTP requests that may be made in all; where they are used up nothing is asked again, but for the
            one time that a model is found to think.
        recorder: called with the usage of every call that was answered, parsed or not.
        n: how many replies to ask for. More than one are sampled at temperature 1, one at 0.

    Returns:
        The reply; with `n`, those replies of `n` that parsed, at least one.

    Raises:
        BadReply: no reply followed the schema, nor did the repaired one.
        ModelError: the model did not answer.
    """
    deadline, room = time.monotonic() + timeout, room_of(model)
    request = Request(
        tuple(messages),
        temperature=1.0 if n is not None and n > 1 else 0.0,
        max_tokens=max_tokens + room,
        n=n or 1,
        most_calls=most_calls,
        schema=strict_schema(reply_type) if schema is None else schema,
    )
    asked = await _ask(model, request, reply_type, deadline, recorder)
    thinks = not asked.parsed and asked.cut_off and not room
    if not asked.parsed and (again := _once_more(request, asked.calls, thinks)):
        asked = await _ask(model, again, reply_type, deadline, recorder)
        if thinks and asked.parsed and asked.tokens > max_tokens:
            learn(model)
    if not asked.parsed:
        raise BadReply(f"{model.name} did not reply in the form that it was asked for")
    return asked.parsed[0] if n is None else asked.parsed


@dataclass(frozen=True, slots=True)
class _Asked(Generic[R]):
    """What one call came to."""

    parsed: list[R]
    """The replies that follow the schema."""
    calls: int
    tokens: int
    """Written, thoughts included."""
    cut_off: bool
    """It ended before a reply began."""


async def _ask(
    model: ChatModel,
    request: Request,
    reply_type: type[R],
    deadline: float,
    recorder: Callable[[Usage], None] | None,
) -> _Asked[R]:
    """Ask once."""
    start = time.monotonic()
    said: Completion = await model.complete(request, timeout=max(deadline - start, 0.0))
    if recorder is not None:
        recorder(Usage.of(said, time.monotonic() - start))
    completion = without_thoughts(said)
    longest = LONGEST_TOKEN * (request.max_tokens or 0)
    parsed = [parse_reply(choice, reply_type) for choice in completion.choices if len(choice.text) <= longest]
    return _Asked([p for p in parsed if p is not None], said.calls, said.tokens.completion, cut_off(completion))


def _once_more(request: Request, calls: int, thinks: bool) -> Request | None:
    """Return what is asked after a reply that did not parse; None where no call is left of those that may be made.

    Args:
        request: the one that failed.
        calls: how many HTTP requests it took.
        thinks: the model may think, and is given room for that; found once, so it may take a call more than are left.
    """
    left = None if request.most_calls is None else request.most_calls - calls
    if left is not None and left < 1 and not thinks:
        return None
    again = replace(_repaired(request), most_calls=None if left is None else max(left, 1))
    return replace(again, max_tokens=(request.max_tokens or 0) + ROOM) if thinks else again


def _repaired(request: Request) -> Request:
    """Say in the last user turn that the reply was wrong: not every chat template takes two in a row."""
    *rest, last = request.messages
    if last.role != "user":
        return replace(request, messages=(*request.messages, Message("user", REPAIR)))
    return replace(request, messages=(*rest, replace(last, content=f"{last.content}\n\n{REPAIR}")))


def parse_reply(choice: Choice, reply_type: type[R]) -> R | None:
    """Return the one JSON object that `choice` is, or None where it is anything else.

    Accepted is the object alone, or alone in one code fence. Not accepted: a reply that was cut off,
    text around the object, a second object, a key twice, a key too many, a value of another type.
    """
    if choice.finish_reason not in {"stop", "eos", "end_turn", None}:
        return None
    text = choice.text.strip()
    fenced = _FENCED.fullmatch(text)
    text = fenced["inside"].strip() if fenced else text
    try:
        json.loads(text, object_pairs_hook=_no_key_twice)
        return reply_type.model_validate_json(text, strict=True, extra="forbid") if text[0] == "{" else None
    except (ValueError, RecursionError, ValidationError):
        return None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


@lru_cache(maxsize=256)
def strict_schema(reply_type: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON schema of `reply_type` as strict servers want it: all keys required, no others. Do not write."""
    strict: dict[str, Any] = _strict(reply_type.model_json_schema())
    return strict


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _named(value) if key in _NAMED else _strict(value) for key, value in node.items()}
    kept = {key: value for key, value in kept.items() if key not in {"default", "title"}}
    if isinstance(kept.get("properties"), dict):
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


_NAMED = frozenset({"properties", "$defs"})
"""Keywords whose keys are names of the user's, not keywords."""


def _named(schemas: Any) -> dict[str, Any]:
    return {name: _strict(schema) for name, schema in schemas.items()}
