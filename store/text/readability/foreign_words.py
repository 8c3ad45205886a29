"""Whether unknown letters may be words of a language without a word list, or stand for other letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.store.readability import (
    FOREIGN_LETTER_SHARE,
    FOREIGN_NATS,
    MAX_SYLLABLE_LETTERS,
    MAX_WORD,
    MIN_FOREIGN_LETTERS,
    MIN_MISPLACED,
    WORDLIKE_NATS,
)
from alu.store.text.languages import script
from alu.store.text.readability.legible import without_possessive
from alu.store.text.readability.scriptlike import FEW, as_written, letters_of, scripts
from alu.store.text.readability.wordlike import wordlikeness

__all__ = ["may_be_native", "may_be_words"]

_MISPLACED = re.compile(r"[^\W\d_][?!](?=[^\W\d_])|(?<![^\W_])[?!](?=[^\W\d_])|[a-z][A-Z](?![^\W\d_])")
"""A mark of a question within a word or before it, and a capital at the end of one: no language has these."""


def may_be_words(unread: Sequence[str]) -> tuple[bool, bool]:
    """Tell whether unread pieces of a text may be words of a language, and whether they certainly are.

    What is digits and signs mostly is none; in Latin letters, syllables of two letters may stand for others.

    Example:
        >>> from alu.store.text.readability.foreign_words import may_be_words
        >>> may_be_words("Zein da Euskal Herriko mendirik altuena".split())
        (True, True)
        >>> may_be_words("Mqva wo Qsrwx Hqyyaxb mqvuyarb".split())
        (False, False)
    """
    unread = [without_possessive(piece) for piece in unread]
    words = letters_of(" ".join(unread)).split()
    letters = sum(map(len, words))
    if not letters or letters < FOREIGN_LETTER_SHARE * sum(map(len, unread)):
        return False, False
    if any(len(word) > MAX_WORD and word.isascii() for word in words):
        return False, False
    if sum(len(_MISPLACED.findall(piece)) for piece in unread) >= MIN_MISPLACED:
        return False, False
    native, alike = as_written(" ".join(words)), wordlikeness(words)
    long = letters >= MIN_FOREIGN_LETTERS * len(words)
    syllables = native is None and letters <= MAX_SYLLABLE_LETTERS * len(words)
    usual = bool(native) or (alike >= WORDLIKE_NATS and not syllables)
    return usual, bool(native) or (native is None and long and alike >= FOREIGN_NATS)


def may_be_native(unknown: Sequence[str]) -> bool:
    """Tell whether unknown pieces of a text, however few, are in another script and have letters as its words do.

    A word of a few letters says nothing either way, and hides nothing.

    Example:
        >>> from alu.store.text.readability.foreign_words import may_be_native
        >>> may_be_native(["ყველა", "თარიღი"]), may_be_native(["ქთაბ", "ბჰე"]), may_be_native(["Azken", "aldia"])
        (True, False, False)
    """
    words = "" if all(map(str.isascii, unknown)) else letters_of(" ".join(unknown))
    letters = len(words.replace(" ", ""))
    if not letters or letters < FOREIGN_LETTER_SHARE * sum(map(len, unknown)):
        return False
    native = as_written(words)
    return bool(native) or (native is None and letters < FEW and script(words) in scripts())
