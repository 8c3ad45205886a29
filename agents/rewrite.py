"""The rewrite agent: the draft without what leaks, everything else kept (ALU §3, agent 2, second half)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from alu.agents.brief import brief
from alu.agents.caller import Caller, Reply, room
from alu.prompts import load
from alu.store.target import Target
from alu.store.text.normalise import sentences

__all__ = ["rewrite"]

AGAIN = (
    "An earlier rewrite of this draft still gave something away. Be stricter: drop every sentence that has "
    "anything to do with the targets."
)


class Rewrite(Reply):
    """One candidate; empty where nothing useful is left."""

    answer: str


async def rewrite(
    caller: Caller,
    question: str,
    draft: str,
    targets: Sequence[Target],
    *,
    count: int = 1,
    again: bool = False,
) -> tuple[str, ...]:
    """Return at most `count` candidates, all different; none is empty, has no letter, or repeats the prompt's example.

    Raises:
        BadReply: a candidate could not be parsed.
        ModelError: the model did not answer.
    """
    shown = brief(targets, f"{question} {draft}")
    fence = caller.fence(question, draft, shown)
    messages = load("rewrite").messages(
        targets=fence.wrap("targets", shown),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
        again=AGAIN if again else "",
    )
    replies = await caller.ask_many(messages, Rewrite, count=count, max_tokens=room(draft))
    answers = dict.fromkeys(r.answer.strip() for r in replies)
    return tuple(a for a in answers if any(map(str.isalnum, a)) and not _parroted(a, draft))


def _parroted(answer: str, draft: str) -> bool:
    """Tell whether an answer has a sentence of an example's that is not in the draft: small models copy them."""
    return any(s in _examples() and s not in draft for s in sentences(answer))


@cache
def _examples() -> frozenset[str]:
    answers = (json.loads(text.template)["answer"] for role, text in load("rewrite").turns if role == "assistant")
    return frozenset(s for answer in answers for s in sentences(answer))
