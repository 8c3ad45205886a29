"""Whether nobody can read a text: it is in a code that is not decoded here, or in no language at all."""

from __future__ import annotations

import re

from alu.store.readability import KNOWN_WORDS_SHARE, MIN_UNREADABLE_WORDS
from alu.store.text.hidden.decode import RADIO_WORDS
from alu.store.text.kept import kept
from alu.store.text.vocabulary import languages_of

__all__ = ["unreadable"]

_WORD = re.compile(r"[a-z]{4,}")
_SPELLING = frozenset(word for word in RADIO_WORDS if _WORD.fullmatch(word))
_TIME = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
"""A time of day, which is one number and not two or three."""
_SIGNS = re.compile(r"[.\-/|_\s]{12,}|(?:\d{1,12}\W+){2,}\d{1,12}\W*")


@kept(256)
def unreadable(text: str) -> bool:
    """Tell whether hardly a word of a text in Latin letters, or in no letters, is of any language.

    A spelling alphabet counts as a code: its words are known, what they say is not.

    Example:
        >>> from alu.store.text.readability.unreadable import unreadable
        >>> unreadable("ovo aobo vkrxog eh qrwklqj"), unreadable("She lives by the sea."), unreadable("1931")
        (True, False, False)
    """
    low = text.lower()
    if not any(c.isalpha() for c in low):
        return _SIGNS.fullmatch(_TIME.sub("0", low)) is not None and "=" not in low
    words = _WORD.findall(low)
    if not low.isascii() or (len(words) < MIN_UNREADABLE_WORDS and len(low.split()) > 1):
        return False
    known = sum(bool(languages_of(w)) and w not in _SPELLING for w in words)
    return known < KNOWN_WORDS_SHARE * len(words)
