"""The input of a request, validated before any call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from alu.agents.vanilla import LONGEST as LONGEST_DRAFT
from alu.chat import Choice, Completion, Message, Speaker
from alu.errors import InputError, expect
from alu.flow.vault import Question

__all__ = ["LONGEST", "given_of", "question_of"]

LONGEST = 200_000
"""Bytes of the longest question that is taken, dialogue and passages apart."""

_SPEAKERS: tuple[str, ...] = get_args(Speaker)
_TEXT = frozenset({"text", "input_text", "output_text"})
"""Types of parts with words."""


def question_of(
    asked: str | Sequence[Message | Mapping[str, Any]],
    context: Iterable[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> Question:
    """Return what is asked: a text or a dialogue, with the passages that came with it.

    Raises:
        InputError: no user turn, an empty or too long one, one that is no text, or a turn of the assistant's last.
    """
    turns = _turns(asked)
    text = next((m.content for m in reversed(turns) if m.role == "user"), "")
    if not text.strip():
        raise InputError("the question is empty")
    if turns[-1].role == "assistant":
        raise InputError("the dialogue ends with the assistant's turn: end it with the user's")
    passages = _passages(context)
    if not all(map(_is_whole, (*(m.content for m in turns), *passages))):
        raise InputError("a text holds half a character (a lone surrogate), which no model can be sent")
    if len(text.encode()) > LONGEST:
        raise InputError(f"the question is longer than {LONGEST // 1000} kB; hand long passages over as context")
    if "\x00" in text:
        raise InputError("the question is binary data, not text")
    return Question(tuple(turns), passages, _parameters(extra))


def given_of(
    asked: str | Sequence[Message | Mapping[str, Any]],
    draft: object,
    tool_calls: object = (),
    context: Iterable[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> Question:
    """Return an answer that is there already, with what was asked; nothing may be known of that.

    Raises:
        InputError: as `question_of`, of a question that is there; or the answer is no text, or too long.
    """
    calls = _calls(tool_calls)
    if not isinstance(draft, str):
        raise InputError("the draft is a text")
    if len(draft) + sum(len(str(call)) for call in calls) > LONGEST_DRAFT:
        raise InputError(f"the draft is longer than {LONGEST_DRAFT // 1000} thousand characters")
    unknown = Question((Message("user", ""),), _passages(context), _parameters(extra))
    question = question_of(asked, context, extra) if asked else unknown
    given = Choice(draft, "tool_calls" if calls else "stop", calls)
    return replace(question, given=Completion((given,), calls=0))


def _turns(asked: object) -> list[Message]:
    if isinstance(asked, str):
        return [Message("user", asked)]
    if not isinstance(asked, Iterable) or isinstance(asked, bytes | bytearray | Mapping):
        raise InputError("a question is a text, or a dialogue: a list of messages")
    return [_turn(message) for message in asked]


def _turn(message: object) -> Message:
    if isinstance(message, Mapping):
        rest = {k: v for k, v in message.items() if k not in ("role", "content")}
        content = message.get("content") or ""  # that of an assistant's turn with tool calls is null
        if isinstance(content, Sequence) and not isinstance(content, str):
            content, rest = _worded(content), {**rest, "content": content}
        message = Message(cast("Speaker", message.get("role")), content, rest)
    if not isinstance(message, Message) or message.role not in _SPEAKERS or not isinstance(message.content, str):
        raise InputError(f"every message needs a text as content and a role, one of {', '.join(_SPEAKERS)}")
    return message


def _worded(parts: Sequence[object]) -> str:
    """Return what the parts of a message say; one that is no text may not be there, since no check reads it."""
    said = [p.get("text") if isinstance(p, Mapping) and str(p.get("type")) in _TEXT else None for p in parts]
    if not all(isinstance(text, str) for text in said):
        raise InputError("a message has parts that are no texts, which no check reads: leave pictures and files out")
    return "\n".join(cast("list[str]", said))


def _is_whole(text: str) -> bool:
    """Tell whether a text is UTF-8, in which half a surrogate pair is none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _calls(tool_calls: object) -> tuple[Mapping[str, Any], ...]:
    calls = tuple(tool_calls) if isinstance(tool_calls, Iterable) else (tool_calls,)
    if not all(isinstance(call, Mapping) for call in calls):
        raise InputError("the tool calls of a draft are a list of objects")
    return calls


def _parameters(extra: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if extra is not None:
        expect(extra, Mapping, "extra is an object of parameters, as in extra={'stop': …}")
    return extra or {}


def _passages(context: object) -> tuple[str, ...]:
    if isinstance(context, str) or not isinstance(context, Iterable):
        raise InputError("the context is a list of passages")
    passages = tuple(context)
    if not all(isinstance(p, str) for p in passages):
        raise InputError("every passage of the context is a text")
    return passages
