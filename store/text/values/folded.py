"""A text folded for comparing identifiers, with the position that each character comes from."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from alu.store.text.normalise import normalise

__all__ = ["VOWEL_SIGNS", "Folded", "Token", "runs_of_letters", "tokens"]

_HAN = dict(zip("〇零一二三四五六七八九幺", "001234567891", strict=True))
VOWEL_SIGNS = "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
"""The signs of Devanagari that belong to a word, though they are no letters to `re`, for a class of characters."""
_WORD = rf"[^\W\d_]++(?:[{VOWEL_SIGNS}]++[^\W\d_]*+)*+"
"""Letters, in Devanagari with the signs between them."""
_TOKEN = re.compile(r"(%(?:40|2[0bdef]|5f)|&\#?[0-9a-z]{1,8};|\\(?:u[0-9a-f]{4}|[nrt])|[0-9]+|" + _WORD + ")")
"""Escapes of URLs, HTML and JSON come first, so that their letters and digits are none of the text's own."""
_LETTERS = re.compile(_WORD)
_ESCAPED = re.compile(r"[%&\\]")


class Token(NamedTuple):
    """A run of letters or a run of digits in a folded text."""

    text: str
    start: int
    end: int


class Folded:
    """A folded text: small letters, ASCII digits, no invisible characters or marks.

    Args:
        text: any text.
    """

    def __init__(self, text: str) -> None:
        self._pieces = None if text.isascii() else list(map(_piece, text))
        self.original = text
        self.text = text.lower() if self._pieces is None else "".join(self._pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the characters `start` to `end` of the folded text come from."""
        if self._pieces is None:
            return start, end
        origin = self._origin
        return origin[start], origin[end - 1] + 1

    @cached_property
    def _origin(self) -> list[int]:
        """Of each folded character, the place of the one that it comes from."""
        return [i for i, piece in enumerate(self._pieces or ()) for _ in piece]


_new: Any = tuple.__new__


def tokens(folded: str) -> list[Token]:
    """Return the runs of letters and the runs of digits of a folded text, in order."""
    parts = _TOKEN.split(folded)
    ends = list(accumulate(map(len, parts)))
    # a long code has a token for each few letters, and `Token(…)` takes longer
    found: list[Token] = list(map(_new, repeat(Token), zip(parts[1::2], ends[::2], ends[1::2], strict=False)))
    return [t for t in found if t.text[0].isalnum()] if _ESCAPED.search(folded) else found


def runs_of_letters(folded: str) -> list[str]:
    """Return the texts of `tokens` where these are letters alone: no digit, and nothing that could be an escape."""
    found: list[str] = _LETTERS.findall(folded)
    return found


@lru_cache(maxsize=65_536)
def _piece(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else _HAN.get(char) or normalise(char)
