"""The form in which an answer leaves: the vanilla model's own, or one like it.

A text that the vanilla model did not write would be told from others by its form. So it is JSON where JSON was asked
for and the schema has a place for a sentence, it ends where the request's `max_tokens` and `stop` end a model's text,
and it costs what it is long: a text that is sent twice costs the same twice, whatever the draft was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from alu.answer import Answer, Words
from alu.server.place import NoPlace, placed
from alu.tokens import pieces

__all__ = ["Asked", "Form", "form_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of an answer's form."""

    json: bool = False
    schema: Any = field(default=None, repr=False)
    """Where JSON is asked for: the schema that it is to follow, if there is one."""
    limit: int | None = None
    """Tokens."""
    stops: Sequence[str] = field(default=(), repr=False)
    """Texts before which it ends."""


@dataclass(frozen=True, slots=True)
class Form:
    """One answer as it leaves."""

    content: str | None = field(repr=False)
    refusal: str | None = field(repr=False)
    finish_reason: str
    tokens: int


def form_of(answer: Answer, asked: Asked, withheld: Words, drafted: int) -> Form:
    """Return the form of `answer`.

    Args:
        answer: what was released.
        asked: what the request says of its form.
        withheld: what is said where something is withheld.
        drafted: tokens of the vanilla model's own text.
    """
    if answer.verdict in ("clean", "bypassed"):
        return Form(answer.text, None, answer.finish_reason or "stop", drafted)
    counted = withheld.tokens if answer.text == withheld.text else 0
    if not asked.json or _is_json(answer.text):
        return Form(*_cut(answer.text, asked, counted))
    try:
        content = json.dumps(placed(answer.text, asked.schema or {}), ensure_ascii=False)
    except NoPlace:  # OpenAI's way to decline structured output: no content but a refusal
        refusal, _, reason, tokens = _cut(answer.text, asked, counted)
        return Form(None, refusal, reason, tokens)
    return Form(*_cut(content, asked, 0))


def _cut(text: str, asked: Asked, counted: int) -> tuple[str, None, str, int]:
    """Return what a model would have got to write of `text`, no refusal, why it ended, and its tokens."""
    parts, reason = pieces(text), "stop"
    tokens = counted or max(1, len(parts))
    if asked.limit and asked.limit < tokens:
        parts, reason, tokens = parts[: asked.limit], "length", asked.limit
    written = "".join(parts)
    found = [(at, at + len(stop)) for stop in asked.stops if stop and (at := written.find(stop)) >= 0]
    if not found:
        return written, None, reason, tokens
    start, end = min(found)
    return written[:start], None, "stop", max(1, len(pieces(written[:end])))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
