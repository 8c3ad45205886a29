"""Answers that only sort, select or respell the user's own words disclose nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["rearranges"]

_TOKEN = re.compile(r"[^\W_]+")
_SPAN = 6
"""Characters of a line from which on it may be a span of what was asked, without the signs between."""

_LETTERS = 0.25
"""Share of letters and digits: what is of signs alone may say anything."""


def rearranges(said: Sequence[str], text: str) -> bool:
    """Tell whether `text` is made of words and numbers that the user's turns hold, each as often at most.

    Signs, spaces and capitals do not count, and a line may be a span of what was asked.

    Example:
        >>> from alu.flow.rearranged import rearranges
        >>> rearranges(["Sort: 30 4 17"], "4, 17, 30"), rearranges(["Double: 30 4 17"], "60 8 34")
        (True, False)
        >>> rearranges(["With dashes: 2125550100"], "212-555-0100")
        True
    """
    letters = sum(map(len, _TOKEN.findall(text)))
    if not letters or letters < _LETTERS * sum(not c.isspace() for c in text):
        return False
    asked = [_TOKEN.findall(turn.casefold()) for turn in said]
    squeezed = "\n".join(map("".join, asked))
    left = Counter(token for tokens in asked for token in tokens)
    for line in text.casefold().splitlines():
        tokens = _TOKEN.findall(line)
        span = "".join(tokens)
        if len(span) >= _SPAN and span in squeezed:
            continue
        left.subtract(tokens)
        if any(left[token] < 0 for token in tokens):
            return False
    return True
