"""The edit agent: which sentences of the draft are dropped or shortened; code puts that in, so all else stays as it is.

It reads the draft as numbered sentences and says of each what it is about before it rules: a small model that only
names what goes names everything, by reflex. It never writes a sentence anew; what its edits may do is in
`alu.flow.edits`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field

from alu.agents.brief import brief, numbered
from alu.agents.caller import Caller, Reply
from alu.prompts import load
from alu.store.target import Target
from alu.store.text.words import words

__all__ = ["SentenceEdit", "edit"]

_TOKENS = 64
"""Tokens of what is said of a sentence, without the span and the text."""


class SentenceEdit(NamedTuple):
    """One change of one sentence."""

    sentence: int
    """Its number, from 1."""
    span: str = ""
    """A run of its characters that is to go; empty: the whole sentence."""
    text: str = ""
    """What stands there instead; empty: nothing."""


class SentenceRuling(Reply):
    """What is said of one sentence."""

    sentence: Annotated[int, Field(ge=1)]
    about: str
    """What the sentence is about, in a few words."""
    keep: bool
    span: str
    text: str


class Edits(Reply):
    """What is said of all sentences of one draft."""

    edits: list[SentenceRuling]


async def edit(
    caller: Caller, question: str, sentences: Sequence[str], targets: Sequence[Target]
) -> tuple[SentenceEdit, ...]:
    """Return what is to be changed in a draft so that nothing of `targets` is left, as the model says it.

    What it says is about a target goes whole, also where it would keep it.

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
    said = (await caller.ask(messages, Edits, max_tokens=_room(sentences))).edits
    names = {_plain(name) for target in targets for name in target.names}
    return tuple(one for ruling in said if (one := _edit(ruling, names)))


def _edit(ruling: SentenceRuling, names: Collection[str]) -> SentenceEdit | None:
    if ruling.keep and not ruling.span and not ruling.text:
        about = _plain(ruling.about)
        return SentenceEdit(ruling.sentence) if any(name in about for name in names) else None
    return SentenceEdit(ruling.sentence, ruling.span, ruling.text)


def _plain(text: str) -> str:
    return f" {' '.join(words(text))} "


def _room(sentences: Sequence[str]) -> int:
    """Return the tokens that edits of all sentences can need, with a span of each: a token has about three letters."""
    return sum(map(len, sentences)) // 2 + _TOKENS * (len(sentences) + 2)
