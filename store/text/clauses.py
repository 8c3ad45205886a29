"""The clauses of a sentence, each read by itself: of a fact that one of them tells, the others tell nothing."""

from __future__ import annotations

import re

from alu.store.calibration import MIN_CLAUSE_WORDS
from alu.store.text.words import word_count

__all__ = ["clauses"]

_BETWEEN = re.compile(r"[,;:.!?][\"'”’»*_]{0,3}\s+|\s[–—-]{1,2}\s|[–—|()\[\]\n、，；：。！？،؛।]")
"""What is between two clauses: marks with a space behind them, dashes, brackets, bars, marks of other scripts."""


def clauses(text: str) -> tuple[str, ...]:
    """Return what of `text` is between commas, dashes, brackets or the like, where it has enough words.

    Nothing of a text that is one clause. Takes time in proportion to the length of `text`.

    Example:
        >>> from alu.store.text.clauses import clauses
        >>> clauses("The smoked char, which Ada Finch made her own dish, keeps for a week (in the dark).")
        ('which Ada Finch made her own dish',)
    """
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if len(parts) < 2:
        return ()
    return tuple(dict.fromkeys(part for part in parts if word_count(part) >= MIN_CLAUSE_WORDS and part != text.strip()))
