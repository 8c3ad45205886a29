"""The audit as one narrow question about one target, answered by the probabilities of two letters.

A small model that fills in a form rules by reflex; how much likelier it finds one letter than the other still tells
leaks from namesakes. Needs a server that gives `top_logprobs` (llama.cpp, vLLM, SGLang and OpenAI do). The fixed part
of the prompt, with its examples, comes first, so that a server's cache holds it from call to call.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf

from alu.agents.brief import entry
from alu.agents.caller import Caller
from alu.prompts import load
from alu.store.target import Target

__all__ = ["lean"]

_LOGPROBS = {"logprobs": True, "top_logprobs": 10}
_UNSEEN = -15.0
"""Log probability of a letter that is not among those given."""
_LEAST = 0.5
"""Probability of the two letters together from which on the model answers the question."""


async def lean(caller: Caller, question: str, sentences: Sequence[str], target: Target) -> float | None:
    """Return how much likelier the model finds that question and draft speak of `target` than of anything else.

    Returns:
        The log odds in nats, above 0 for the target; None where the server gives no probabilities. Infinite where
        neither letter is likely: then the model did not answer the question.

    Raises:
        ModelError: the model did not answer.
    """
    draft, shown = "\n".join(sentences), entry(target, f"{question} {' '.join(sentences)}")
    fence = caller.fence(question, draft, shown)
    messages = load("narrow").messages(
        entry=fence.wrap("entry", shown), question=fence.wrap("question", question), draft=fence.wrap("answer", draft)
    )
    given = await caller.first_token(messages, _LOGPROBS)
    letters = {letter: max((p for t, p in given.items() if t.strip() == letter), default=None) for letter in "AB"}
    if not given:
        return None
    if sum(exp(p) for p in letters.values() if p is not None) < _LEAST:
        return inf
    same, other = (_UNSEEN if p is None else p for p in (letters["A"], letters["B"]))
    return same - other
