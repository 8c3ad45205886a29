"""Words without attached footnote marks: «Skerrow2», «Skerrow[2]», «Skerrow²»."""

from __future__ import annotations

import re

__all__ = ["without_footnotes"]

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_HINT = re.compile(rf"[\d{_SUPERSCRIPT}*†‡§]")
_WORD = r"(?<![\w])[^\W\d_]{3,40}"
_MARK = rf"(?:[\d{_SUPERSCRIPT}]{{1,3}}|\[\d{{1,3}}\]|[*†‡§])(?![\w{_SUPERSCRIPT}*])"
_MARKED = re.compile(rf"({_WORD}){_MARK}(?: ({_WORD}){_MARK})?")


def without_footnotes(text: str) -> str:
    """Return `text` without numbers and marks right behind words that are written as names, or two in a row.

    Example:
        >>> from alu.store.text.hidden.footnotes import without_footnotes
        >>> without_footnotes("Ada1 Finch² of Skerrow[3] was born in 1931.")
        'Ada Finch of Skerrow was born in 1931.'
    """
    return _MARKED.sub(_bare, text) if _HINT.search(text) else text


def _bare(match: re.Match[str]) -> str:
    """Return one or two words without their marks; `lst1` by itself is a variable."""
    first, second = match.groups()
    return f"{first} {second}" if second else first if first[0].isupper() else match.group()
