"""Turns and replies that are all thanks or greetings, and tell nothing of what was spoken of."""

from __future__ import annotations

import re

from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import MIN_TELLING_NATS
from alu.store.text.vocabulary import information
from alu.store.text.words import is_unspaced, words

__all__ = ["is_courteous_reply", "is_courtesy"]

_COURTESY = re.compile(rf"{WORD_BEGIN}(?:{any_of('courtesy')}){WORD_END}|{any_of('courtesy_unspaced')}", re.I)
"""What a turn says that is courteous."""
_COURTEOUS = re.compile(
    rf"\b(?:{any_of('courtesy_reply')}|{any_of('courtesy')}){WORD_END}"
    rf"|{any_of('courtesy_reply_unspaced')}|{any_of('courtesy_unspaced')}",
    re.I,
)
"""The same of a reply, which has courtesies of its own."""
_ANSWERS = re.compile(
    r"\b(?:yes|no|not|true|false|right|wrong|he|she|him|her|his|[a-h]|sure|absolutely|exactly"
    r"|correct|indeed|certainly|definitely|of course)\b",
    re.I,
)
"""Common words that answer something."""
_LONGEST_COURTESY = 80
"""Characters; a longer turn asks something."""
_LONGEST_REPLY = 300
"""Characters of a reply that is all courtesy."""


def is_courtesy(turn: str) -> bool:
    """Tell whether a turn is all thanks or a greeting, which asks nothing of what was spoken of.

    Example:
        >>> from alu.flow.courtesy import is_courtesy
        >>> is_courtesy("OK, thanks anyway!"), is_courtesy("Trotzdem vielen Dank."), is_courtesy("Thanks, and where?")
        (True, True, False)
    """
    return len(turn) <= _LONGEST_COURTESY and not any(map(str.isalnum, _COURTESY.sub(" ", turn)))


def is_courteous_reply(text: str) -> bool:
    """Tell whether an answer is courtesies and words like «any» and «to», and no answer in one of these."""
    left = _COURTEOUS.sub(" ", text)
    if len(text) > _LONGEST_REPLY or left == text or _ANSWERS.search(left) or any(map(str.isdigit, left)):
        return False
    if any(map(is_unspaced, left)):  # no words in which no space parts them are courteous but those that are listed
        return False
    return all(information(word) < MIN_TELLING_NATS for word in words(left))
