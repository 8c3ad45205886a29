"""The edit agent: which sentences of the draft are dropped or shortened; code puts that in, so all else stays as it is.

It reads the draft as numbered sentences and never writes it anew, so that a sentence that it says nothing of cannot
change. What its edits may do is in `alu.flow.edits`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from alu.agents.brief import brief, numbered
from alu.agents.caller import Caller, Reply
from alu.prompts import load
from alu.store.target import Target

__all__ = ["SentenceEdit", "edit"]

_TOKENS = 32
"""Tokens of an edit without its texts."""


class SentenceEdit(Reply):
    """One change of one sentence."""

    sentence: Annotated[int, Field(ge=1)]
    """Its number, from 1."""
    span: str
    """A run of its characters that is to go; empty: the whole sentence."""
    text: str
    """What stands there instead; empty: nothing."""


class Edits(Reply):
    """All changes of one draft."""

    edits: list[SentenceEdit]


async def edit(
    caller: Caller, question: str, sentences: Sequence[str], targets: Sequence[Target]
) -> tuple[SentenceEdit, ...]:
    """Return what is to be changed in a draft so that nothing of `targets` is left, as the model says it.

    Args:
        caller: access to the model.
        question: what was asked.
        sentences: of the draft, in order; an edit names one by its number.
        targets: what must go.

    Raises:
        BadReply: the reply could not be parsed.
        ModelError: the model did not answer.
    """
    draft = numbered(sentences)
    shown = brief(targets, f"{question} {' '.join(sentences)}")
    fence = caller.fence(question, draft, shown)
    messages = load("edit").messages(
        targets=fence.wrap("targets", shown),
        question=fence.wrap("question", question),
        draft=fence.wrap("draft", draft),
    )
    return tuple((await caller.ask(messages, Edits, max_tokens=_room(sentences))).edits)


def _room(sentences: Sequence[str]) -> int:
    """Return the tokens that edits of all sentences can need, with a span of each: a token has about three letters."""
    return sum(map(len, sentences)) // 2 + _TOKENS * (len(sentences) + 2)
