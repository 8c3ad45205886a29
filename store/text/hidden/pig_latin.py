"""Texts in Pig Latin: the initial consonants of each word are moved to its end, followed by «ay»."""

from __future__ import annotations

import re

from alu.store.text.vocabulary import information

__all__ = ["without_pig_latin"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*+")
_TURNED = re.compile(r"[^\W\d_]{1,30}-?[^\W\d_]{0,4}ay", re.IGNORECASE)
_LEAST, _SHARE = 5, 0.75
"""Words in Pig Latin of a text that is in it, and their share: «say» and «today» end like them, too."""
_MOST_MOVED = 4
_VOWELS = "aeiouyæøåäöü"
_GLIDES = "wyh"
"""What stands before the «ay» of a word that begins with a vowel."""


def without_pig_latin(text: str) -> str:
    """Return `text` with its words turned back where most of them are in Pig Latin; itself elsewhere.

    Example:
        >>> from alu.store.text.hidden.pig_latin import without_pig_latin
        >>> without_pig_latin("Ethay arbourhay astermay ountedcay anternslay."), without_pig_latin("They say today.")
        ('the harbour master counted lanterns.', 'They say today.')
    """
    if text.lower().count("ay") < _LEAST:
        return text
    words = _WORD.findall(text)
    turned = sum(_TURNED.fullmatch(word) is not None for word in words)
    if turned < max(_LEAST, _SHARE * len(words)):
        return text
    return _WORD.sub(lambda m: _turned_back(m[0]) if _TURNED.fullmatch(m[0]) else m[0], text)


def _turned_back(word: str) -> str:
    """Return the best known of the words that one in Pig Latin may be made of."""
    stem, hyphen, moved_letters = word.lower().removesuffix("ay").partition("-")
    if hyphen:
        return moved_letters + stem
    moved = len(stem) - len(stem.rstrip("bcdfghjklmnpqrstvwxzyu"))
    found = [stem[-n:] + stem[:-n] for n in range(1, min(moved, _MOST_MOVED, len(stem)) + 1)]
    if stem[:1] in _VOWELS:
        found += [stem, *([stem[:-1]] if stem[-1:] in _GLIDES else ())]
    return min(found or [stem], key=information)
