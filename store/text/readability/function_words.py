"""The commonest short words of languages that the vocabulary lacks, some of them in Latin letters."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from alu.store.readability import FEW_WORDS, FUNCTION_LETTER_SHARE, FUNCTION_WORD_SHARE, MIN_MEAN_LETTERS
from alu.store.text.normalise import normalise

__all__ = ["unlisted"]

_FILE = Path(__file__).parents[1] / "data" / "function_words.toml"
_UNSPACED = ("th", "lo", "km", "my")


def unlisted(text: str, words: Sequence[str]) -> frozenset[str] | None:
    """Return the function words of the language that `text` is in, of those that the vocabulary does not hold.

    Args:
        text: any.
        words: its words, normalised.

    Returns:
        None where it is in none of these languages, or too little of it is there to say.
    """
    for code in _UNSPACED if text else ():
        if sum(text.count(piece) * len(piece) for piece in _table()[code]) >= FUNCTION_LETTER_SHARE * len(text):
            return _table()[code]
    if not words or sum(map(len, words)) < MIN_MEAN_LETTERS * len(words):
        return None
    best = max(_table().values(), key=lambda known: sum(w in known for w in words))
    found = [w for w in words if w in best]
    different = 2 if len(words) < FEW_WORDS else 3
    if len(set(found)) < different or len(found) < FUNCTION_WORD_SHARE * len(words):
        return None
    return best if any(len(w) > 1 for w in found) else None  # single letters are in ciphers, too


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return the words of each language, in the form that words are compared in where they have spaces between them."""
    kept = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        code: frozenset(listed.split() if code in _UNSPACED else normalise(listed).split())
        for code, listed in kept.items()
    }
