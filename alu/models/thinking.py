"""Models that think before they answer: thoughts are taken off, and an agent's reply gets room for them.

A server that knows its model sends thoughts under a key of their own (`reasoning_content`, `reasoning`), which is never
read. One that does not leaves them in the text, before the answer and between tags. Thoughts are no answer: they are
dropped, since they say what the answer leaves out (R-TOFU, arXiv 2505.15214). Tags anywhere else are an answer's own.
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
_LINE = re.compile(
    rf"^[ \t]*(?:(?P<opens><(?:{_TAGS})>(?!.*</(?:{_TAGS})>))|</(?:{_TAGS})>[ \t]*\r?$|(?P<fence>```))", re.M
)
"""A line that begins with an opening tag, or with a fence, or that is a closing tag."""
_GOES_ON = re.compile(r"[,;:.?!]|[ \t]")
"""What stands behind the tag where a sentence begins with it, and the next word with a small letter."""

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
    if _names_a_tag(choice):
        return choice
    while opened := _OPEN.match(text, start):
        closing = _closing(opened)
        end = text.find(closing, opened.end())
        start = len(text) if end < 0 else end + len(closing)
    start = start or _unseen_end(text)
    return replace(choice, text=text[start:].lstrip()) if start else choice


def _names_a_tag(choice: Choice) -> bool:
    """Tell whether a text begins with a tag because it speaks of it.

    So does «<thinking> is a tag.»: one line, not cut off, which the tag begins as a word does, and in which it is not
    closed. Any other text that begins with a tag is taken for a thought.
    """
    text = choice.text.strip()
    opened = _OPEN.match(text)
    if opened is None or choice.finish_reason != "stop" or "\n" in text or _closing(opened) in text:
        return False
    rest = text[opened.end() :]
    return bool(_GOES_ON.match(rest)) and rest.lstrip(" \t,;:.?!")[:1].islower()


def _closing(opened: re.Match[str]) -> str:
    return f"</{opened['tag']}>" if opened["tag"] else "[/THINK]"


def _unseen_end(text: str) -> int:
    """Return where a thought ends that the chat template has opened; 0 where a text does not begin with one.

    That is behind the first closing tag on a line of its own, not in a fence, which closes no tag of the text: a tag
    that is opened at the beginning of a line and closed further down is part of an answer.
    """
    opened, fenced = 0, False
    for line in _LINE.finditer(text):
        if line["fence"]:
            fenced = not fenced
        elif fenced:
            continue
        elif line["opens"]:
            opened += 1
        elif opened:
            opened -= 1
        else:
            return line.end()
    return 0


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
