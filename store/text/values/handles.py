"""User names on platforms: «@ann_lee7», «Her Instagram handle is ann_lee7»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.text.values.cues import PLATFORMS, Cues
from alu.store.text.vocabulary import information

__all__ = ["handles"]

_AT = re.compile(r"(?<![\w@.])@([\w.]{2,40})\b(?!@)")
_TOKEN = re.compile(r"(?<![\w.@])[^\W_][\w.\-]{2,39}(?:#\d{4})?(?![\w@])")
_LINK = re.compile(
    r"(?:'s\b|[^\w@]|\b(?:accounts?|handles?|usernames?|names?|nicks?|profiles?|user|screen|page|id|is|was|as|named|called|"
    r"known|goes|by|under|the|her|his|their|my|and|or|tag|live|network|" + PLATFORMS + r")\b)*"
)
"""What stands between the word for a handle and the handle itself."""
_LABEL = re.compile(
    r"[:=@]|\b(?:handles?|usernames?|names?|accounts?|profiles?|nicks?|is|was|as|named|called|by|under)\b"
)
"""Of these, what says that a handle follows."""
_QUESTION = re.compile(r"[^?\n]{0,80}\?\s{1,4}")
_LONGEST_LINK = 60
_NUMBERED = re.compile(r"v?\d+(?:\.\d+)*[a-z]{0,4}")
"""A version, an ordinal or a measure: «2.0», «21st», «24h»."""
_MIXED = re.compile(r"[a-z_.]+\d[\w.]*")
_LEAST, _LEAST_LETTERS = 4, 6
"""Letters and digits of a name, and of one without anything but letters."""
_NAMES = ("handle", "user", "screen", "nick", "gamer")
"""What words for a name begin with, not for a platform."""


def handles(text: str, cues: Cues) -> Iterator[re.Match[str]]:
    """Yield what is written with «@», and what stands right behind the word of a platform and looks invented."""
    if "@" in text:
        yield from _AT.finditer(text)
    for end, word in cues.handles:
        link = _LINK.match(text, end, end + _LONGEST_LINK)
        labelled = word.startswith(_NAMES) or bool(link and _LABEL.search(link[0]))
        invented = labelled and not word.startswith("nick")  # people are called by a nickname in passing
        if link and (m := _TOKEN.match(text, link.end())) and (_looks(m[0], labelled) or (invented and _is_new(m[0]))):
            yield m
        elif asked := _QUESTION.match(text, end):
            m = _TOKEN.match(text, asked.end())
            if m and not text[m.end() :].strip(" .!\n") and _looks(m[0], labelled=True):
                yield m


def _is_new(name: str) -> bool:
    """Tell whether a name is all letters and no word that is known."""
    return name.isascii() and name.isalpha() and len(name) >= _LEAST_LETTERS and information(name) >= UNKNOWN_WORD_NATS


def _looks(name: str, labelled: bool) -> bool:
    """Tell whether a word is a name that somebody made up: with a digit, `_` or a point inside, and no compound.

    Args:
        name: the word.
        labelled: the text says that it is a handle.
    """
    name = name.strip(".")
    if not any(c.isdigit() or c in "_." for c in name) or _NUMBERED.fullmatch(name):
        return False
    if "-" in name:  # «covid-19», «5-star», «21st-century» have no part that mixes letters with digits
        return labelled and any(_MIXED.fullmatch(part) for part in name.split("-"))
    return sum(map(str.isalnum, name)) >= _LEAST and (labelled or (name[0].isalpha() and not name.isalpha()))
