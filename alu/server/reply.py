"""Replies in OpenAI's format.

For an ordinary key every answer looks the same: the verdict, or the cost of the audit, would disclose what is in the
forget set. An admin key sees everything but the texts that were withheld.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from alu.answer import Answer, Stage, Usage, Words
from alu.server.form import FormattedAnswer, format_answer
from alu.server.request import ChatRequest

__all__ = ["ChatReply"]


@dataclass(frozen=True, slots=True)
class ChatReply:
    """The checked answers to one request."""

    request: ChatRequest
    answers: Sequence[Answer]
    formatted: Sequence[FormattedAnswer]
    """Each of them as it is sent."""
    seconds: float
    """From the request's arrival to the last answer."""
    admin: bool
    id: str
    created: int = field(default_factory=lambda: int(time.time()))

    @classmethod
    def begun(cls, request: ChatRequest, *, admin: bool) -> ChatReply:
        """Return a reply that says nothing yet, with an id that is its trace, too: what a stream begins with."""
        return cls(
            request, (Answer("", "clean"),), (FormattedAnswer("", None, "stop", 0),), 0.0, admin, uuid.uuid4().hex
        )

    def ended(self, answers: Sequence[Answer], seconds: float, *, refusal: Words, limit: int | None) -> ChatReply:
        """Return the whole reply; `limit` is of tokens, where the request sets none."""
        wanted = self.request.answer_format(limit)
        formatted = [format_answer(a, wanted, refusal, _draft(a).completion_tokens) for a in answers]
        return replace(self, answers=answers, formatted=formatted, seconds=seconds)

    @property
    def overhead(self) -> float:
        """Seconds, less the vanilla call's (the slowest, where there were several)."""
        return max(0.0, self.seconds - max(_draft(a).seconds for a in self.answers))

    def head(self, kind: str) -> dict[str, Any]:
        """Return what every object of this reply begins with."""
        return {"id": f"chatcmpl-{self.id}", "object": kind, "created": self.created, "model": self.request.model}

    def body(self) -> dict[str, Any]:
        """Return the `chat.completion` object."""
        choices = [
            {"index": i, "message": self.message(i), "logprobs": None, "finish_reason": sent.finish_reason}
            for i, sent in enumerate(self.formatted)
        ]
        return {**self.head("chat.completion"), "choices": choices, "usage": self.usage(), **self.explained()}

    def message(self, index: int) -> dict[str, Any]:
        """Return one choice's message."""
        sent, calls = self.formatted[index], self.answers[index].tool_calls
        message: dict[str, Any] = {"role": "assistant", "content": sent.content, "refusal": sent.refusal}
        return (
            {**message, "content": sent.content or None, "tool_calls": [dict(c) for c in calls]} if calls else message
        )

    def usage(self) -> dict[str, int]:
        """Return the tokens of the vanilla calls; for a text that the vanilla model did not write, those of the text.

        The token count of a withheld draft would disclose that there was one.
        """
        prompt = max((_draft(a).prompt_tokens for a in self.answers), default=0)
        completion = sum(sent.tokens for sent in self.formatted)
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}

    def explained(self) -> dict[str, Any]:
        """Return what only an admin sees, under a JSON key of its own."""
        if not self.admin:
            return {}
        runs = [{k: v for k, v in a.as_dict().items() if k != "text"} for a in self.answers]
        overhead = round(self.overhead * 1000, 1)
        return {"alu": {"trace": self.id, "seconds": round(self.seconds, 4), "overhead_ms": overhead, "runs": runs}}

    def headers(self) -> dict[str, str]:
        """Return the response's own headers."""
        headers = {"x-request-id": self.id}
        if not self.admin:
            return headers
        facts = self.facts()
        return headers | {f"x-alu-{name}": str(value) for name, value in facts.items()}

    def facts(self) -> dict[str, str | int | float]:
        """Return a summary for admins and the log."""
        whole = Usage.total(a.usage for a in self.answers)
        matched = dict.fromkeys(t for a in self.answers for t in a.matched)
        return {
            "trace": self.id,
            "verdict": ",".join(a.verdict for a in self.answers),
            "calls": whole.calls,
            "overhead-ms": round(self.overhead * 1000, 1),
            "matched": ",".join(matched),
            "stages": ",".join(f"{s.name}:{s.outcome.replace(' ', '-')}" for a in self.answers for s in a.stages),
            "prompt-tokens": whole.prompt_tokens,
            "completion-tokens": whole.completion_tokens,
        }


def _draft(answer: Answer) -> Usage:
    stages = [s for s in answer.stages if s.name == "draft"]
    return (stages or [Stage("draft", "none")])[0].usage
