"""Answers that only sort, select or respell the user's own words disclose nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from alu.store.readability import MIN_STAND_INS

__all__ = ["rearranges"]

_TOKEN = re.compile(r"[^\W_]+")
_SPAN = 6
"""Characters of a line from which on it may be a span of what was asked, without the signs between."""

_ALPHABET, _MAX_RESPELT = ascii_lowercase, 400
"""What letters are shifted in, and characters of the longest text that is read so."""
_REPEATED = 3
"""How often each word or number of a longer text comes again on average, where these may stand for letters."""
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
    if _are_lines(said, text):
        return True
    asked = [_TOKEN.findall(turn.casefold()) for turn in said]
    return any(_is_of_words(asked, way) for way in _respelt(text))


def _respelt(text: str) -> Iterator[str]:
    """Yield a text as it stands, and as it is where its words are reversed or their letters shifted."""
    yield text
    if text.isascii() and len(text) <= _MAX_RESPELT:
        yield _TOKEN.sub(lambda word: word[0][::-1], text)
        for shift in range(1, len(_ALPHABET)):
            yield text.lower().translate(str.maketrans(_ALPHABET, _ALPHABET[shift:] + _ALPHABET[:shift]))


def _is_of_words(asked: Sequence[Sequence[str]], text: str) -> bool:
    found = _TOKEN.findall(text)
    if len(found) >= MIN_STAND_INS and _REPEATED * len(set(found)) <= len(found):
        return False  # a few signs again and again may be letters
    letters = sum(map(len, found))
    if not letters or letters < _LETTERS * sum(not c.isspace() for c in text):
        return False
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


def _are_lines(said: Sequence[str], text: str) -> bool:
    """Tell whether all lines of `text` are whole lines of what was asked, each as often at most."""
    lines = Counter(line.strip() for line in text.splitlines() if line.strip())
    asked = Counter(line.strip() for turn in said for line in turn.splitlines())
    return bool(lines) and all(len(line) >= _SPAN and times <= asked[line] for line, times in lines.items())
