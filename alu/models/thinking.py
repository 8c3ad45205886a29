"""Models that think before they answer: thoughts are taken off, and an agent's reply gets room for them.

A server that knows its model sends thoughts under a key of their own (`reasoning_content`, `reasoning`), which is never
read. One that does not leaves them in the text, before the answer and between tags. Thoughts are no answer: they are
dropped, since they say what the answer leaves out (R-TOFU, arXiv 2505.15214).
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from weakref import WeakKeyDictionary, WeakSet

from alu.chat import ChatModel, Choice, Completion

__all__ = ["ROOM", "answer_in", "cut_off", "learn", "note_unseen", "opens_unseen", "room_of", "without_thoughts"]

ROOM = 4_096
"""Tokens for the thoughts before an agent's reply: a few hundred to a few thousand for a verdict."""

_TAGS = "think|thinking|thought|thoughts|reasoning|reflection|seed:think"
_OPEN = re.compile(rf"\s*(?:<(?P<tag>{_TAGS})>|\[THINK\])")
_CLOSED = re.compile(rf"(?:^|\n)[ \t]*</(?:{_TAGS})>[ \t]*(?:\n|$)")
"""A closing tag on a line of its own: the chat template has written the opening one."""

_rooms: WeakKeyDictionary[ChatModel, int] = WeakKeyDictionary()
"""Tokens for thoughts, of the models that are known to think."""


_unseen: WeakSet[ChatModel] = WeakSet()
"""Models whose thoughts end with a tag and begin without one."""


def without_thoughts(completion: Completion) -> Completion:
    """Return a completion whose texts are without the thoughts before the answer."""
    choices = tuple(_answer(choice) for choice in completion.choices)
    return completion if choices == completion.choices else replace(completion, choices=choices)


def answer_in(text: str) -> str:
    """Return what of a text, which may still be written, is no thought."""
    return _answer(Choice(text)).text


def _answer(choice: Choice) -> Choice:
    """Return a choice without its thoughts; thoughts without an end are all there is."""
    text, start = choice.text, 0
    while opened := _OPEN.match(text, start):
        closing = f"</{opened['tag']}>" if opened["tag"] else "[/THINK]"
        end = text.find(closing, opened.end())
        start = len(text) if end < 0 else end + len(closing)
    if not start and "```" not in text and (closed := _CLOSED.search(text)):
        start = closed.end()
    return replace(choice, text=text[start:].lstrip()) if start else choice


def cut_off(completion: Completion) -> bool:
    """Tell whether a reply that should be JSON was cut off before it began, as of a model that is still thinking."""
    return any(c.finish_reason == "length" and not c.text.lstrip().startswith(("{", "`")) for c in completion.choices)


def room_of(model: ChatModel) -> int:
    """Return the tokens that a model's reply needs for its thoughts; 0 while it has not been seen thinking."""
    try:
        return _rooms.get(model, 0)
    except TypeError:  # a model of somebody's own that cannot be kept so
        return 0


def learn(model: ChatModel) -> None:
    """Remember that a model thinks before it replies, for as long as it is open."""
    try:
        _rooms[model] = ROOM
    except TypeError:
        return


def opens_unseen(model: ChatModel) -> bool:
    """Tell whether a model was seen to think without a tag before it, so that its text is known at its end alone."""
    try:
        return model in _unseen
    except TypeError:  # as in `room_of`
        return False


def note_unseen(model: ChatModel) -> None:
    """Remember that a model thinks without a tag before it, for as long as it is open."""
    with contextlib.suppress(TypeError):
        _unseen.add(model)
