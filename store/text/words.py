r"""The words of a text in the form in which they are compared; combining marks stay with their word.

`\w` holds letters and digits alone, so it cuts Hindi, Bengali or Tamil at every vowel sign.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from operator import add

from alu.store.calibration import UNSPACED_WORD_LETTERS
from alu.store.text.normalise import UNSPACED, normalise

__all__ = ["is_unspaced", "marks", "word_count", "words"]

_ASCII_WORD = re.compile("[a-z0-9]+")
_UNSPACED, _UNSPACED_RUN = re.compile(UNSPACED), re.compile(f"{UNSPACED}++")
_FIRST_SYLLABLE = "\u3040"
_FIRST_MARK, _LAST_MARK = 0x300, 0x1EFFF
"""Where marks that `normalise` leaves are; beyond lie variation selectors, which it drops."""


def words(text: str) -> list[str]:
    """Return the normalised words of `text` in order; of a script without spaces, each pair of neighbouring letters.

    An apostrophe or a hyphen ends a word («o'brien» is two), an underscore too. Harakat and Hebrew points are folded
    by `normalise`; marks that are letters to a reader (Indic vowel signs) stay. A single letter of a script without
    spaces is a word where no other is next to it. Takes time in proportion to the length of `text`.
    """
    plain = normalise(text)
    if plain.isascii():
        found: list[str] = _ASCII_WORD.findall(plain)
        return found
    chunks: list[str] = _word().findall(plain)
    return [word for chunk in chunks for word in _split(chunk)] if _UNSPACED.search(plain) else chunks


def is_unspaced(word: str) -> bool:
    """Tell whether `word`, one of `words`, is in a script that is written without spaces (Han, kana, Hangul, Thai)."""
    return _UNSPACED.match(word) is not None


def word_count(text: str) -> int:
    """Return how many words a text is long: what is between spaces, or some letters where a script has no spaces.

    Example:
        >>> from alu.store.text.words import word_count
        >>> word_count("in Port Skerrow"), word_count("スケロー港"), word_count("灯台は1931年に港に建てられました。")
        (3, 2, 4)
    """
    if text.isascii():
        return len(text.split())
    letters = (_UNSPACED.findall(word) for word in text.split())
    # of a syllable or a word each from kana on, else consonants and vowels (Thai)
    halves = (sum(1 + (letter >= _FIRST_SYLLABLE) for letter in word) for word in letters)
    return sum(max(1, -(-n // (2 * UNSPACED_WORD_LETTERS))) for n in halves)


def _split(chunk: str) -> list[str]:
    """Return the words of a run of letters of which some may be of a script without spaces."""
    if _UNSPACED_RUN.fullmatch(chunk):
        return _pairs(chunk)
    found: list[str] = []
    start = 0
    for run in _UNSPACED_RUN.finditer(chunk):
        found += _word().findall(chunk, start, run.start()) + _pairs(run.group())
        start = run.end()
    return found + _word().findall(chunk, start)


def _pairs(letters: str) -> list[str]:
    return list(map(add, letters, letters[1:])) or [letters]


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a letter or digit and all letters, digits and marks after it."""
    return re.compile(f"[^\\W_]++(?:[{marks()}]++[^\\W_]*+)*+")


@cache
def marks() -> str:
    """Return the marks that go on with a word, as vowel signs do, as the inside of a class of letters."""
    found = [c for c in range(_FIRST_MARK, _LAST_MARK) if unicodedata.category(chr(c))[0] == "M"]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(found), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)
