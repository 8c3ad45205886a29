"""The compose agent: keeps the least-edited safe candidate, or merges the best (ALU §3, agent 4)."""

from __future__ import annotations

from collections.abc import Sequence

from alu.agents.brief import brief, listed
from alu.agents.caller import Caller, Reply, room
from alu.agents.critic import Scores
from alu.prompts import load
from alu.store.target import Target
from alu.store.text.normalise import sentences

__all__ = ["MIN_FAITHFUL", "MIN_FORGOTTEN", "Merged", "merge", "rank", "safe"]

MIN_FORGOTTEN = 4
"""The least score for forgetting that a candidate may be released with (ALU's threshold, on the worst)."""
MIN_FAITHFUL = 3
"""The least score for faithfulness."""
COMPARED = 5_000
"""Words of a draft and a candidate that are compared: it takes their product, and a model may write a million."""


class Merged(Reply):
    """One answer out of several."""

    answer: str


def safe(draft: str, candidate: str, scores: Scores) -> bool:
    """Tell whether a candidate with these scores may be released; one that only quotes the draft is faithful to it."""
    return scores.forgotten >= MIN_FORGOTTEN and (scores.faithful >= MIN_FAITHFUL or _quotes(draft, candidate))


def rank(draft: str, candidates: Sequence[str], scores: Sequence[Scores]) -> tuple[str, ...]:
    """Return the safe candidates, the least edited first; a refusal is far from the draft, so it comes last."""
    good = [(c, s) for c, s in zip(candidates, scores, strict=True) if safe(draft, c, s)]
    good.sort(key=lambda pair: (-_likeness(draft, pair[0]), -pair[1].helpful))
    return tuple(c for c, _ in good)


async def merge(caller: Caller, question: str, candidates: Sequence[str], targets: Sequence[Target]) -> str:
    """Return one answer made of `candidates`, in one call and at most one repair.

    Raises:
        BadReply: the answer could not be parsed.
        ModelError: the model did not answer.
    """
    shown = brief(targets, question)
    fence = caller.fence(question, *candidates, shown)
    messages = load("compose").messages(
        targets=fence.wrap("targets", shown),
        question=fence.wrap("question", question),
        candidates=listed(candidates, fence),
    )
    reply = await caller.ask(messages, Merged, max_tokens=max(map(room, candidates)))
    return reply.answer.strip()


def _quotes(draft: str, candidate: str) -> bool:
    """Tell whether a candidate is nothing but whole sentences of the draft, in their order."""
    said = iter(sentences(draft))
    return all(s in said for s in sentences(candidate))


def _likeness(draft: str, candidate: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(draft.split()[:COMPARED], candidate.split()[:COMPARED])
