"""Rows of a list, a table or a log: how one begins, and whether two are of the same."""

from __future__ import annotations

import re
from functools import lru_cache

from alu.flow.rare import KEPT

__all__ = ["ITEM", "form_of", "is_alike"]

ITEM = re.compile(
    r"\s{0,9}(?:(?:[-*•–·]|\(?[A-Z]{0,2}\d{1,3}[.)\]]|\(?[a-z][.)])\s|[(（]?[一二三四五六七八九十]{1,3}[、.)）])"
)
"""How a row of a list begins."""
_STAMP = re.compile(r"[\W_]{0,3}((?=\S{0,12}\d)[\w:./-]{4,30})[\]),;:]?\s")
"""A date, a time or a number with which the row of a log begins."""
_SIGNS = ("|", ";", ",", "\t", ":", "==")


def is_alike(row: str, other: str) -> bool:
    """Tell whether two rows are of one list, table or log.

    Example:
        >>> from alu.flow.rows import is_alike
        >>> is_alike("1,Ada,Tarn", "2,Bo,Vell"), is_alike("- Ada", "- Bo"), is_alike("1,Ada,Tarn", "- Bo")
        (True, True, False)
    """
    stamps = [_STAMP.match(one) for one in (row, other)]
    if all(stamps) and len({re.sub(r"\d", "0", one[1]) for one in stamps if one}) == 1:
        return True
    items = [ITEM.match(one) is not None for one in (row, other)]
    return all(items) or (not any(items) and form_of(row)[1] > 0 and form_of(row) == form_of(other))


@lru_cache(maxsize=KEPT)
def form_of(row: str) -> tuple[str, int]:
    """Return the sign that divides a row most often, and how often."""
    return max(((sign, row.count(sign)) for sign in _SIGNS), key=lambda found: found[1])
