"""Whether punctuation separates two words, as in «Surname: Brannigan»; in «Jane Brannigan» none does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from alu.store.text.normalise import variants, visible

__all__ = ["is_divided"]

_WORD = re.compile(r"[^\W_]+")
_MARKS = frozenset(":;!?=|•–—")
"""Brackets and quotes are none: «Jane “Jo” Brannigan» is one name."""
_LINES = frozenset("\n\t")
_LEAST_SENTENCE = 2
"""Letters of a word behind which a point ends a sentence: one is an initial."""
_NOT, _BY_LINE, _BY_MARK = range(3)


def is_divided(before: str, word: str, text: str, *, lines: bool) -> bool:
    """Tell whether a mark stands between two words, normalised or in Latin letters, wherever one follows the other.

    Of words that do not follow one another in a text as it is seen, nothing is said.

    Args:
        before: the first of them.
        word: the other one.
        text: that holds them.
        lines: the end of a line divides them, too.

    Example:
        >>> from alu.store.text.divided import is_divided
        >>> is_divided("surname", "lark", "Surname: Lark", lines=True)
        True
        >>> is_divided("ada", "lark", "Ada Lark", lines=True)
        False
    """
    return _divided(text).get((before, word), _NOT) >= (_BY_LINE if lines else _BY_MARK)


@lru_cache(maxsize=64)
def _divided(text: str) -> Mapping[tuple[str, str], int]:
    """Return what divides words next to one another wherever they are so, in one pass for all of them."""
    shown = visible(text)
    found: dict[tuple[str, str], int] = {}
    for one, other in pairwise(_WORD.finditer(shown)):
        mark = _mark(one.group(), shown[one.end() : other.start()])
        for before in variants(one.group()):
            for word in variants(other.group()):
                found[before, word] = min(found.get((before, word), _BY_MARK), mark)
    return found


def _mark(word: str, behind: str) -> int:
    """Return what divides a word from the next: a mark or the end of a sentence, the end of a line, or nothing."""
    point = behind[:1] == "." and len(word) >= _LEAST_SENTENCE and behind[1:2].isspace()
    if point or not _MARKS.isdisjoint(behind):
        return _BY_MARK
    return _NOT if _LINES.isdisjoint(behind) else _BY_LINE
