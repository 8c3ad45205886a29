"""Transcripts without their times: a name may begin in one caption and end in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.text.hidden.frames import in_a_row

__all__ = ["without_times"]

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_STAMP = re.compile(
    rf"[ \t]{{0,8}}(?:{_TIME}[ \t]{{1,3}}-->[ \t]{{1,3}}{_TIME}|[\[(]{_TIME}[\])]|00?:\d{{2}}(?::\d{{2}})?)"
    r"[ \t]{0,4}[-–:]?(?![\w:])"
)
"""What a caption begins with, and no entry of an agenda: «00:02», «[12:40]», «0:01 --> 0:02»."""
_NUMBER = re.compile(r"[ \t]{0,8}\d{1,5}[ \t]{0,8}")
"""What counts a caption, in a line of its own."""


def without_times(text: str) -> Iterator[str]:
    r"""Yield the captions of a text one after the other, where two lines or more begin with a time.

    Example:
        >>> from alu.store.text.hidden.captions import without_times
        >>> list(without_times("00:01 her name is Ada\n00:02 Lark, and"))
        ['her name is Ada Lark, and']
        >>> list(without_times("1\n00:00:01,000 --> 00:00:02,500\nHer name is Ada\n\n2\n00:03 Lark."))
        ['Her name is Ada Lark.']
    """
    if text.count(":") < 2:
        return
    lines = text.splitlines()
    if sum(_STAMP.match(line) is not None for line in lines) > 1:
        said = (_STAMP.sub("", line, count=1).strip() for line in lines if not _NUMBER.fullmatch(line))
        yield in_a_row([line for line in said if line])
