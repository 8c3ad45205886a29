"""Words without the numbers of footnotes that are glued to them: «Skerrow2», «Skerrow[2]», «Skerrow²»."""

from __future__ import annotations

import re

__all__ = ["without_footnotes"]

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_MARK = re.compile(
    rf"(?<=[^\W\d_][^\W\d_][^\W\d_])(?:[\d{_SUPERSCRIPT}]{{1,3}}|\[\d{{1,3}}\]|[*†‡§])(?![\w{_SUPERSCRIPT}])"
)
_HINT = re.compile(rf"[\d{_SUPERSCRIPT}*†‡§]")


def without_footnotes(text: str) -> str:
    """Return `text` without numbers and marks right behind words of three letters or more.

    Example:
        >>> from alu.store.text.footnotes import without_footnotes
        >>> without_footnotes("Ada1 Finch² of Skerrow[3] was born in 1931.")
        'Ada Finch of Skerrow was born in 1931.'
    """
    return _MARK.sub("", text) if _HINT.search(text) else text
