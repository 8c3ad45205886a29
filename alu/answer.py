"""What a request returns: an `Answer` with its verdict, its stages and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from alu.chat import Completion
from alu.store.match.evidence import Evidence

__all__ = ["Answer", "Stage", "Usage", "Verdict", "Words"]

Verdict = Literal["clean", "rewritten", "refused", "failed_closed", "bypassed", "observed"]
"""What became of a request: released as drafted · rewritten · withheld · withheld since a check failed · released
unchecked since a check failed and `on_error` is `open` · released as drafted although it leaks, since it is observed
only."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Model calls, tokens and time. `cost` in US dollars, None where a price is not known."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = None

    @classmethod
    def of(cls, completion: Completion, seconds: float) -> Usage:
        """Return what one completion cost."""
        t = completion.tokens
        return cls(completion.calls, t.prompt, t.completion, seconds, t.cost)

    @classmethod
    def total(cls, parts: Iterable[Usage]) -> Usage:
        """Add up `parts`; the cost is known only where that of every call is."""
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
    """What is said where something is withheld."""

    text: str
    tokens: int = 0
    """As many as the model's server counted when the model said so itself; 0 where it did not."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the flow, as it ran for this answer. Holds no text."""

    name: str
    """`draft`, `look_up`, `screen`, `audit`, `rewrite`, `critic`, `compose`, `release`; `fault`: a check failed."""
    outcome: str
    """A few words on what came of it: «near», «leak», «caught», «unfinished»; of a fault its kind."""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `text` may be shown, whatever the verdict but `bypassed` and `observed`."""

    text: str = field(repr=False)
    verdict: Verdict
    matched: tuple[str, ...] = ()
    """Ids of the targets that the question or the draft touched."""
    stages: tuple[Stage, ...] = ()
    usage: Usage = Usage()
    blocked: bool = False
    """True where the release gate alone held a text back."""
    finish_reason: str | None = None
    """How it ended: `stop`, `tool_calls`, or `length` where `max_tokens` cut it off."""
    tool_calls: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    evidence: tuple[Evidence, ...] = ()
    """Why: what was found for which target, by which channel, and where; no text."""

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
