"""What a model was sent besides the question: who sent it, latest first, cut to a readable length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from alu.chat import Message, Speaker
from alu.flow.vault import Question
from alu.store.calibration import MAX_EARLIER_CHARACTERS, MAX_TURNS, MIN_TURN_CHARACTERS

__all__ = ["SYSTEM", "Sent", "both_ends", "earlier", "recent", "sent", "written"]

SYSTEM = frozenset({"system", "developer"})
"""Roles of a system prompt: OpenAI's newer models call it a developer's."""
_FORM = (
    "type function name description parameters strict custom format syntax definition schema json_schema json_object "
    "id index arguments input text image_url input_audio file url detail data properties required items enum const "
    "default anyOf oneOf allOf not $ref $defs $schema definitions additionalProperties title minimum maximum minItems "
    "maxItems minLength maxLength pattern cache_control extra_body"
)
_OF_FORM = frozenset(_FORM.split())
"""Keys that a request has whatever it is about: all others are words of whoever asks, and the model reads them."""
_SAID = frozenset({"system", "turn"})
"""Sources of which both ends of each text are read."""


class Sent(NamedTuple):
    """One text besides the question, and who it is of."""

    role: Speaker | Literal["field", "request", "passage", "rest"]
    """Who said it; «field» for what a user's message has besides its content, «request» for what the request has,
    «passage» for what came with the question, «rest» for what else the turn says of which a part is looked at."""
    text: str


def earlier(question: Question) -> list[str]:
    """Return what else the model was sent: tools, the turns before the question, the system prompt, in this order."""
    return [one.text for one in sent(question)]


def sent(question: Question) -> list[Sent]:
    """Return the same with who it is of.

    Fields, turns and system prompts are read up to a length each, so that no long field keeps a turn from being read;
    of each of the latest turns, and of system prompts, both ends are, however long the others.
    """
    found: list[Sent] = []
    left = defaultdict[str, int](lambda: MAX_EARLIER_CHARACTERS)  # the latest turns first: a follow-up is about these
    ends = defaultdict[str, int](lambda: MAX_TURNS)
    for source, (role, text) in _sent(question):
        least = MIN_TURN_CHARACTERS if source in _SAID and ends[source] > 0 else 0
        if text and (size := max(left[source], least)) > 0:
            found.append(Sent(role, both_ends(text, size)))
            left[source] -= len(text)
            ends[source] -= 1
    return found


def both_ends(text: str, most: int) -> str:
    """Return what of `text` is read where it has more than `most` characters: its last line names somebody too."""
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half]}\n{text[-half:]}"


def written(value: Any) -> Iterator[str]:
    """Yield every text in the fields of a message or a request, without their keys."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from written(part)


def _named(value: Any, *, within: bool = False) -> Iterator[str]:
    """Yield the keys within the fields of a message or a request that somebody chose: a tool's parameters, say."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if within and key not in _OF_FORM and not str(key).isdecimal():  # the number of a token
                yield str(key)
            yield from _named(part, within=True)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from _named(part, within=within)


def recent(question: Question) -> list[Message]:
    """Return the latest of them, and every system prompt: that counts in each turn."""
    said = question.others
    return [*(m for m in said[:-MAX_TURNS] if m.role in SYSTEM), *said[-MAX_TURNS:]]


def _sent(question: Question) -> Iterator[tuple[str, Sent]]:
    """Yield all texts but the question: of its own turn and the request, then of the turns, the latest first.

    Each comes with its source: those of one share how much of them is read.
    """
    last = question.messages[question.asked_at]
    yield from (("field", one) for one in _fields(last))
    yield from (("request", Sent("request", t)) for t in written(question.extra))
    yield "request", Sent("request", "\n".join(dict.fromkeys(_named(question.extra))))
    for message in reversed(recent(question)):
        yield "system" if message.role in SYSTEM else "turn", Sent(message.role, message.content)
        yield from (("field", one) for one in _fields(message))


def _fields(message: Message) -> Iterator[Sent]:
    """Yield what a message has besides its content: a message in parts has its words there too, and they count once."""
    role: Any = {"user": "field", "assistant": "tool"}.get(message.role, message.role)  # what it calls tools with
    yield from (Sent(role, t) for t in written(message.extra) if t not in message.content)
    yield Sent(role, "\n".join(dict.fromkeys(_named(message.extra))))
