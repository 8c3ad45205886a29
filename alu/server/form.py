"""The format in which an answer is sent: the vanilla model's own, or one like it.

A text that the vanilla model did not write must not differ from others in its format. So it is JSON where the request
wants JSON and the schema has a place for a sentence, it ends where the request's `max_tokens` and `stop` end a model's
text, and its tokens depend on its length alone: the same text has the same count, whatever the draft was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from alu.answer import Answer, Words
from alu.server.place import NoPlace, placed
from alu.tokens import pieces

__all__ = ["AnswerFormat", "FormattedAnswer", "format_answer"]


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """What a request says of the format of its answers."""

    json: bool = False
    schema: Any = field(default=None, repr=False)
    """The JSON schema that it must follow, where JSON is wanted and a schema is given."""
    limit: int | None = None
    """Tokens."""
    stops: Sequence[str] = field(default=(), repr=False)
    """Texts before which it ends."""


@dataclass(frozen=True, slots=True)
class FormattedAnswer:
    """One answer as it is sent."""

    content: str | None = field(repr=False)
    refusal: str | None = field(repr=False)
    finish_reason: str
    tokens: int


def format_answer(answer: Answer, wanted: AnswerFormat, refusal: Words, drafted: int) -> FormattedAnswer:
    """Return `answer` as it is sent.

    Args:
        answer: what was released.
        wanted: what the request says of its format.
        refusal: the words of a withheld answer.
        drafted: tokens of the vanilla model's own text.
    """
    if answer.verdict in ("clean", "bypassed", "observed"):
        return FormattedAnswer(answer.text, None, answer.finish_reason or "stop", drafted)
    counted = refusal.tokens if answer.text == refusal.text else 0
    if not wanted.json or _is_json(answer.text):
        return FormattedAnswer(*_cut(answer.text, wanted, counted))
    try:
        content = json.dumps(placed(answer.text, wanted.schema or {}), ensure_ascii=False)
    except NoPlace:  # OpenAI's way to decline structured output: no content but a refusal
        declined, _, reason, tokens = _cut(answer.text, wanted, counted)
        return FormattedAnswer(None, declined, reason, tokens)
    return FormattedAnswer(*_cut(content, wanted, 0))


def _cut(text: str, wanted: AnswerFormat, counted: int) -> tuple[str, None, str, int]:
    """Return what a model would have written of `text`, no refusal, why it ended, and its tokens."""
    parts, reason = pieces(text), "stop"
    tokens = counted or max(1, len(parts))
    if wanted.limit and wanted.limit < tokens:
        parts, reason, tokens = parts[: wanted.limit], "length", wanted.limit
    written = "".join(parts)
    found = [(at, at + len(stop)) for stop in wanted.stops if stop and (at := written.find(stop)) >= 0]
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
