"""ALU's four agents with its constants (§3 of the paper, and its code) and prompts of our own, for comparison only.

Every call holds the whole list of subjects, so its cost grows with the list, and the critic scores
forgetting alone. Verdicts are structured here where the reference parses free text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import fmean
from typing import Any

from pydantic import Field, create_model

from alu.agents.brief import keys, listed
from alu.agents.caller import Caller, Reply, room
from alu.agents.compose import Merged
from alu.prompts import Fence, load

__all__ = ["CANDIDATES", "accepted", "audit", "compose", "critic", "erase"]

CANDIDATES = 5
"""k: rewrites asked for."""
_KEPT = 3
"""j: best rewrites that are merged."""
_THRESHOLD = 4.0
"""The least mean rating of the kept ones; below it the answer is refused."""


class Leak(Reply):
    """The subject that leaks, or «none»."""

    subject: str


class Rewrites(Reply):
    """The k rewrites."""

    answers: list[str] = Field(min_length=CANDIDATES, max_length=CANDIDATES)


async def audit(caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> bool:
    """Tell whether question or draft leak a subject."""
    fence = caller.fence(question, draft, *subjects)
    messages = load("paper_audit").messages(
        subjects=_list(subjects, fence),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
    )
    reply = await caller.ask(messages, Leak, max_tokens=128)
    return reply.subject.strip().casefold() != "none"


async def erase(caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> tuple[str, ...]:
    """Return k rewrites from one call."""
    fence = caller.fence(question, draft, *subjects)
    messages = load("paper_erase").messages(
        subjects=_list(subjects, fence),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
        count=str(CANDIDATES),
    )
    reply = await caller.ask(messages, Rewrites, max_tokens=CANDIDATES * room(draft))
    return tuple(reply.answers)


async def critic(caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]) -> tuple[int, ...]:
    """Rate each candidate 1 to 5 for the absence of traces."""
    fence = caller.fence(question, *candidates, *subjects)
    names = keys(len(candidates), "C")
    messages = load("paper_critic").messages(
        subjects=_list(subjects, fence),
        question=fence.wrap("question", question),
        candidates=listed(candidates, fence),
    )
    reply = await caller.ask(messages, _ratings(tuple(names)), max_tokens=10 * len(names) + 20)
    return tuple(getattr(reply, name) for name in names)


def accepted(candidates: Sequence[str], ratings: Sequence[int]) -> tuple[str, ...]:
    """Return the j best candidates where their mean rating reaches the threshold, else none."""
    best = sorted(zip(ratings, candidates, strict=True), key=lambda pair: -pair[0])[:_KEPT]
    return tuple(c for _, c in best) if fmean(r for r, _ in best) >= _THRESHOLD else ()


async def compose(caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]) -> str:
    """Merge `candidates` into one answer."""
    fence = caller.fence(question, *candidates, *subjects)
    messages = load("paper_compose").messages(
        subjects=_list(subjects, fence),
        question=fence.wrap("question", question),
        candidates=listed(candidates, fence),
    )
    reply = await caller.ask(messages, Merged, max_tokens=max(map(room, candidates)))
    return reply.answer


def _list(subjects: Sequence[str], fence: Fence) -> str:
    return fence.wrap("subjects", "\n".join(subjects))


@cache
def _ratings(names: tuple[str, ...]) -> type[Reply]:
    fields: dict[str, Any] = {name: (int, Field(ge=1, le=5)) for name in names}
    return create_model("Ratings", __base__=Reply, **fields)
