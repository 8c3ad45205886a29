"""The result of a request: `Answer`, with its verdict, evidence, stages and cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from alu.chat import Completion
from alu.store.match.evidence import Evidence

__all__ = ["Answer", "Stage", "Usage", "Verdict", "Words"]

Verdict = Literal["clean", "rewritten", "refused", "failed_closed", "bypassed", "observed"]
"""The outcome of a request.

`clean`: released as drafted. `rewritten`: released without what leaked. `refused`: withheld, the text is the refusal.
`failed_closed`: withheld because a check failed. `bypassed`: released unchecked, because a check failed and `on_error`
is `open`. `observed`: released as drafted although it leaks, because the target, key or namespace is only observed.
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """Model calls, tokens and seconds. `cost` is in US dollars, None if a price is unknown."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = None

    @classmethod
    def of(cls, completion: Completion, seconds: float) -> Usage:
        """Return the usage of one completion."""
        t = completion.tokens
        return cls(completion.calls, t.prompt, t.completion, seconds, t.cost)

    @classmethod
    def total(cls, parts: Iterable[Usage]) -> Usage:
        """Add up `parts`; the total cost is None if that of any call is unknown."""
        parts = list(parts)
        costs = [p.cost for p in parts if p.calls]
        known = [c for c in costs if c is not None]
        return cls(
            sum(p.calls for p in parts),
            sum(p.prompt_tokens for p in parts),
            sum(p.completion_tokens for p in parts),
            sum(p.seconds for p in parts),
            sum(known) if known and len(known) == len(costs) else None,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a refusal."""

    text: str
    tokens: int = 0
    """Length in tokens as counted by the model's server, if the words are the model's own; else 0."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the flow as it ran for an answer. Contains no text of it."""

    name: str
    """`draft`, `look_up`, `screen`, `audit`, `rewrite`, `critic`, `compose`, `release`; `fault`: a check failed."""
    outcome: str
    """The result in a word or two: «near», «leak», «caught», «unfinished»; of a fault the class."""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request. `text` is safe to show unless the verdict is `bypassed` or `observed`."""

    text: str = field(repr=False)
    verdict: Verdict
    matched: tuple[str, ...] = ()
    """Ids of the targets for which evidence was found in the question or the draft."""
    stages: tuple[Stage, ...] = ()
    usage: Usage = Usage()
    blocked: bool = False
    """Whether the release gate caught a leak that the agents had missed."""
    finish_reason: str | None = None
    """Why the answer ended: `stop`, `tool_calls`, or `length` if `max_tokens` cut it off."""
    tool_calls: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    evidence: tuple[Evidence, ...] = ()
    """Why it was flagged: target, channel, place and strength of everything that was found; no text."""

    def __str__(self) -> str:
        """Return the text, so that `print(answer)` shows the answer."""
        return self.text

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object that `alu ask --json` prints."""
        return {
            "text": self.text,
            "verdict": self.verdict,
            "matched": list(self.matched),
            "stages": [{"name": s.name, "outcome": s.outcome, "usage": _usage(s.usage)} for s in self.stages],
            "usage": _usage(self.usage),
            "blocked": self.blocked,
            "finish_reason": self.finish_reason,
            "evidence": [e.as_dict() for e in self.evidence],
        }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "calls": usage.calls,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "seconds": round(usage.seconds, 4),
        "cost": usage.cost,
    }
