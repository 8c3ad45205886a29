"""The wire format: a `Request` as OpenAI's JSON, and the reply's JSON as a `Completion`.

Servers differ in what they take. `Dialect` is what one server is known to take; it only ever gets
weaker, after a refusal, and is remembered for as long as the model is open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from alu.chat import Choice, Completion, Message, Request, Tokens
from alu.errors import BadReply, ModelRejected, UnknownModel
from alu.tokens import pieces

__all__ = [
    "MAX_REPLY_BYTES",
    "MOST_TOKENS",
    "Dialect",
    "Refused",
    "completion_of",
    "joined",
    "payload",
    "rejected_parameters",
    "served_model",
    "split",
    "text_of",
]

MAX_REPLY_BYTES = 4 * 2**20
"""A longer reply is refused: no model writes that much, and memory is finite."""

Schema = Literal["strict", "schema", "object", "text"]
LADDER: tuple[Schema, ...] = ("strict", "schema", "object", "text")
"""Ways to ask for JSON, the best first: constrained and strict, constrained, any object, asked in words."""

MOST_TOKENS = 10**7
"""A count beyond is none: no model reads that much at once, and a telephone number or a date would fit into it."""
CHARACTERS_PER_TOKEN = 4
"""Rough mean of English, for a server that does not count."""

_REJECTED = {
    "temperature": re.compile(r"temperature"),
    "schema": re.compile(r"response_format|json_schema|json_object|schema|grammar|structured"),
    "limit": re.compile(r"max_completion_tokens"),
    "n": re.compile(r"['\"`]n['\"`]|\bn_parallel|\bn (?:must|should|>|=)|choices|candidate"),
}


class Refused(ModelRejected):
    """The server refused the request, perhaps because of a parameter: `rejected` are those that its message names."""

    def __init__(self, message: str, status: int, rejected: frozenset[str]) -> None:
        self.rejected = rejected
        super().__init__(message, status)


def rejected_parameters(text: str) -> frozenset[str]:
    """Return the parameters that a server's error message names. The text itself is not kept."""
    low = text[:20_000].lower()
    return frozenset(name for name, pattern in _REJECTED.items() if pattern.search(low))


_PARAMETERS = ("schema", "temperature", "n", "limit")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server takes, as far as is known."""

    schema: Schema = "strict"
    temperature: bool = True
    n: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"

    def weaker(self, request: Request, rejected: frozenset[str]) -> Dialect | None:
        """Return the dialect to try after a refusal of `request`, None where nothing is left to drop."""
        used = self.used(request)
        named = [name for name in used if name in rejected]
        guessed = [name for name in used if name in {"n", "schema"}]
        for name in named or guessed:
            return self._without(name)
        return None

    def used(self, request: Request) -> list[str]:
        """Return what of `request` is sent in this dialect and may be refused."""
        uses = {
            "limit": request.max_tokens is not None and self.limit == "max_tokens",
            "temperature": request.temperature is not None and self.temperature,
            "n": request.n > 1 and self.n,
            "schema": request.schema is not None and self.schema != "text",
        }
        return [name for name, used in uses.items() if used]

    def _without(self, name: str) -> Dialect:
        if name == "schema":
            return replace(self, schema=LADDER[LADDER.index(self.schema) + 1])
        if name == "limit":
            return replace(self, limit="max_completion_tokens")
        return replace(self, temperature=False) if name == "temperature" else replace(self, n=False)

    def learnt(self, other: Dialect, but: Collection[str]) -> Dialect:
        """Return what is known once `other` worked, which proves nothing of the parameters in `but`."""
        return self & replace(other, **{name: getattr(self, name) for name in _PARAMETERS if name in but})

    def __and__(self, other: Dialect) -> Dialect:
        """Return what both know to work: two calls may learn at the same time."""
        return Dialect(
            LADDER[max(LADDER.index(self.schema), LADDER.index(other.schema))],
            self.temperature and other.temperature,
            self.n and other.n,
            self.limit if other.limit == "max_tokens" else other.limit,
        )


def payload(request: Request, dialect: Dialect) -> dict[str, Any]:
    """Return `request` as the JSON body of `POST /chat/completions`, without the model's name."""
    messages = request.messages
    if request.schema is not None and dialect.schema in {"object", "text"}:
        messages = _with_schema(messages, request.schema)
    optional = {
        "temperature": request.temperature if dialect.temperature else None,
        dialect.limit: request.max_tokens,
        "seed": request.seed,
        "n": request.n if request.n > 1 and dialect.n else None,
        "response_format": _response_format(request.schema, dialect.schema),
    }
    set_ = {name: value for name, value in optional.items() if value is not None}
    return {**request.extra, "messages": [m.as_dict() for m in messages], **set_, "stream": False}


def _response_format(schema: Mapping[str, Any] | None, way: Schema) -> dict[str, Any] | None:
    if schema is None or way == "text":
        return None
    if way == "object":
        return {"type": "json_object"}
    named = {"name": "reply", "schema": dict(schema), "strict": way == "strict"}
    return {"type": "json_schema", "json_schema": named}


def _with_schema(messages: Sequence[Message], schema: Mapping[str, Any]) -> tuple[Message, ...]:
    """Say the schema in words, in the first system message: not every chat template takes two."""
    words = f"Reply with one JSON object that follows this JSON schema, and nothing else:\n{json.dumps(schema)}"
    first, *rest = messages
    if first.role in {"system", "developer"}:
        return (replace(first, content=f"{first.content}\n\n{words}"), *rest)
    return (Message("system", words), *messages)


def split(request: Request, count: int, first: int) -> list[Request]:
    """Return `count` requests for one choice each; a seed is moved on, or all would be the same."""
    seeds = [None if request.seed is None else request.seed + first + i for i in range(count)]
    return [replace(request, n=1, seed=seed) for seed in seeds]


def completion_of(reply: object, prompt: Sequence[Message]) -> Completion:
    """Return the completion that a server's JSON holds.

    Raises:
        BadReply: it holds none.
    """
    raw = reply.get("choices") if isinstance(reply, dict) else None
    choices = [_choice(c) for c in raw] if isinstance(raw, list) else []
    if not isinstance(reply, dict) or not choices:
        raise BadReply("the model's server answered without a reply in it: is this an OpenAI-compatible address?")
    return Completion(tuple(choices), _tokens(reply, choices, prompt))


def _choice(raw: object) -> Choice:
    message = raw.get("message") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(message, dict):
        raise BadReply("the model's server answered with a choice that holds no message")
    calls = message.get("tool_calls")
    reason = raw.get("finish_reason")
    return Choice(
        text_of(message.get("content") or message.get("refusal")),
        reason if isinstance(reason, str) else None,
        tuple(c for c in (calls if isinstance(calls, list) else ()) if isinstance(c, dict)),
        dict(_alternatives(raw.get("logprobs"))),
    )


def _alternatives(logprobs: object) -> Iterator[tuple[str, float]]:
    """Yield the first token's alternatives, the least likely first: of two that are equal the likelier stays."""
    content = logprobs.get("content") if isinstance(logprobs, dict) else None
    first = content[0] if isinstance(content, list) and content else None
    top = first.get("top_logprobs") if isinstance(first, dict) else None
    for one in reversed(top if isinstance(top, list) else []):
        if isinstance(one, dict) and isinstance(one.get("token"), str) and isinstance(one.get("logprob"), int | float):
            yield one["token"], float(one["logprob"])


def text_of(content: object) -> str:
    """Return a message's text: a string, nothing, or a list of parts, of which thoughts are dropped."""
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, list):
        return "".join(str(p.get("text") or "") for p in content if isinstance(p, dict) and not _is_thought(p))
    raise BadReply("the model's server answered with a message that is not text")


def _is_thought(part: Mapping[str, Any]) -> bool:
    return str(part.get("type")).startswith(("think", "reason", "redacted"))


def _tokens(reply: Mapping[str, Any], choices: Sequence[Choice], prompt: Sequence[Message]) -> Tokens:
    usage = reply.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    asked, written = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    calls = [json.dumps(c.tool_calls) if c.tool_calls else "" for c in choices]
    lengths = [len(c.text) + len(called) for c, called in zip(choices, calls, strict=True)]
    if asked is None:
        asked = _estimate(len(m.content) for m in prompt)
    if written is None:
        written = sum(len(pieces(c.text)) for c in choices) + _estimate(map(len, calls))
    elif len(choices) > 1 and _counts_one(reply, written):
        per_character = written / max(lengths[0], 1)
        written += sum(max(1, round(n * per_character)) for n in lengths[1:])
    return Tokens(asked, written)


def _count(value: object) -> int | None:
    """Return what a server counted, None where it is no number of tokens."""
    return value if type(value) is int and 0 <= value < MOST_TOKENS else None


def _estimate(lengths: Iterable[int]) -> int:
    return sum(-(-n // CHARACTERS_PER_TOKEN) for n in lengths)


def _counts_one(reply: Mapping[str, Any], written: int) -> bool:
    """Tell whether the usage is that of the first choice alone, as llama.cpp's is."""
    timings = reply.get("timings")
    return isinstance(timings, dict) and timings.get("predicted_n") == written


def joined(parts: Sequence[Completion], limit: int) -> Completion:
    """Return the first `limit` choices of `parts`, with the tokens and calls of all."""
    costs = [p.tokens.cost for p in parts]
    known = [c for c in costs if c is not None]
    tokens = Tokens(
        sum(p.tokens.prompt for p in parts),
        sum(p.tokens.completion for p in parts),
        sum(known) if len(known) == len(costs) else None,
    )
    choices = [c for p in parts for c in p.choices]
    return Completion(tuple(choices[:limit]), tokens, sum(p.calls for p in parts))


def served_model(reply: object) -> str:
    """Return the only model that `GET /models` lists.

    Raises:
        UnknownModel: it lists none, or several.
    """
    models = reply.get("data") if isinstance(reply, dict) else None
    ids = [m.get("id") for m in models if isinstance(m, dict)] if isinstance(models, list) else []
    listed = {one for one in ids if isinstance(one, str) and one}
    if len(listed) == 1:
        return listed.pop()
    how_many = f"{len(listed)} models" if listed else "no model"
    raise UnknownModel(f"the model's server lists {how_many}: add the name of one to the address, as in …/v1#name")
