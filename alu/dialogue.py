"""What earlier turns add to a question: whom it speaks of, and what the replies so far have told bit by bit."""

from __future__ import annotations

import re
from itertools import pairwise

from alu.chat import Message
from alu.state import Question
from alu.store.closed import assertion

__all__ = ["earlier", "replies", "statements", "thread"]

_FOLLOW_UP = re.compile(
    r"\b(he|she|it|they|him|her|hers|them|his|its|their|theirs|that|this|those|these|your|yours|same|else)\b", re.I
)
_SHORT = 6
"""Words: a turn shorter than that is read with the one before it."""
_TURNS = 20
"""Earlier turns that are read."""
_CHARACTERS = 8_000
_BRIEF = 12
"""Words of a reply that may be a part of an answer given bit by bit."""


def thread(question: Question) -> str | None:
    """Return the question after the user's turns that it follows up on; None where it speaks for itself."""
    said = question.said[-_TURNS:]
    first = len(said) - 1
    while first > 0 and _follows(said[first]):
        first -= 1
    return "\n".join(said[first:]) if first < len(said) - 1 else None


def earlier(question: Question) -> list[str]:
    """Return the texts of the turns before the question and of the system prompt, the latest first."""
    texts: list[str] = []
    left = _CHARACTERS
    for message in reversed(_before(question)[-_TURNS:]):
        if message.content and left > 0:
            texts.append(message.content[:left])
            left -= len(message.content)
    return texts


def statements(question: Question) -> list[str]:
    """Return what the earlier closed replies («Yes.», «B», «1931») asserted, each with its question."""
    turns = pairwise(_before(question)[-2 * _TURNS :])
    pairs = [(a.content, b.content) for a, b in turns if (a.role, b.role) == ("user", "assistant")]
    return [told for asked, reply in pairs if (told := assertion(asked, reply)) is not None]


def replies(question: Question) -> str:
    """Return the brief replies so far, a line each: a name may be given a letter a turn."""
    said = [m.content for m in _before(question) if m.role == "assistant"]
    return "\n".join(s for s in said[-2 * _TURNS :] if len(s.split()) <= _BRIEF)


def _before(question: Question) -> list[Message]:
    last = max((i for i, m in enumerate(question.messages) if m.role == "user"), default=0)
    return [m for i, m in enumerate(question.messages) if i != last]


def _follows(turn: str) -> bool:
    return len(turn.split()) < _SHORT or _FOLLOW_UP.search(turn) is not None
