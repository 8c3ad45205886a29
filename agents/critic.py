"""The critic agent: scores every candidate (ALU §3, agent 3).

ALU's critic scores forgetting alone, so that an empty answer is perfect, and lets the mean decide. Here
faithfulness and helpfulness are scored too, by candidate, and the worst score for forgetting decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import Field, create_model

from alu.agents.brief import brief, keys, listed
from alu.agents.caller import Caller, Reply
from alu.prompts import load
from alu.store.target import Target

__all__ = ["Scores", "critic"]


class Scores(Reply):
    """One candidate's marks, 1 to 5, 5 the best."""

    forgotten: int = Field(ge=1, le=5)
    """5: no trace of any target."""
    faithful: int = Field(ge=1, le=5)
    """5: says nothing that the draft does not say."""
    helpful: int = Field(ge=1, le=5)
    """5: everything is kept that is not about the targets."""


async def critic(
    caller: Caller, question: str, draft: str, candidates: Sequence[str], targets: Sequence[Target]
) -> tuple[Scores, ...]:
    """Return one `Scores` for each of `candidates`, in their order, from one call and at most one repair.

    Raises:
        BadReply: a score is missing, doubled or out of range.
        ModelError: the model did not answer.
    """
    shown = brief(targets, f"{question} {draft}")
    fence = caller.fence(question, draft, *candidates, shown)
    names = keys(len(candidates), "C")
    messages = load("critic").messages(
        targets=fence.wrap("targets", shown),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
        candidates=listed(candidates, fence),
    )
    reply = await caller.ask(messages, _reply(tuple(names)), max_tokens=40 * len(names) + 20)
    return tuple(getattr(reply, name) for name in names)


@cache
def _reply(names: tuple[str, ...]) -> type[Reply]:
    """Return the type of a reply with one fixed key for each candidate."""
    fields: dict[str, Any] = {name: (Scores, ...) for name in names}
    return create_model("Criticism", __base__=Reply, **fields)
