"""Letters cut into groups of equal length, with any separators; words of a language differ in length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from alu.store.readability import (
    GROUPED_LETTER_SHARE,
    GROUPED_UNKNOWN_SHARE,
    MAX_GROUP,
    MIN_GROUP,
    MIN_GROUPS,
    MIN_LINE,
    MIN_LINES,
    MIN_SPACINGS,
)
from alu.store.text.readability.notations import is_notation
from alu.store.text.vocabulary import languages_of

__all__ = ["in_groups"]

_SIGN = re.compile(r"[^\w\s]|[_ \n]")
_SHOUTED = 5
"""Letters of what is no abbreviation: these are of one length, too."""


def in_groups(text: str) -> bool:
    """Tell whether letters in `text` are cut into groups: many pieces in a row are of one length, and few are words.

    Example:
        >>> from alu.store.text.readability.groups import in_groups
        >>> in_groups("atWhs ihetR LUfoe rtRob ng?Ki rtlas veuon"), in_groups("Mon,Tue,Wed,Thu,Fri,Sat,Sun")
        (True, False)
        >>> in_groups("CRANE SLATE AUDIO STARE ROAST"), in_groups("Wha-t i-s t-he -URL-of -Jo-hn S-mit-h?")
        (False, True)
    """
    return any(_are_cut(run) for sign in dict.fromkeys(_SIGN.findall(text)) for run in _runs(text.split(sign)))


def _runs(pieces: list[str]) -> Iterator[list[str]]:
    """Yield the pieces in a row that are of one length."""
    for length, run in groupby(pieces, len):
        least = MIN_LINES if length >= MIN_LINE else MIN_GROUPS
        if MIN_GROUP <= length <= MAX_GROUP and len(found := list(run)) >= least:
            yield found


def _are_cut(groups: list[str]) -> bool:
    """Tell whether groups are of letters that were put together anew."""
    joined = "".join(groups)
    if sum(map(str.isalpha, joined)) < GROUPED_LETTER_SHARE * len(joined) or not joined.isascii():
        return False
    if len({tuple(n for n, c in enumerate(group) if c == " ") for group in groups}) >= MIN_SPACINGS:
        return True  # of a list every piece has its spaces where the others have them
    if len(groups) < MIN_GROUPS:
        return False
    words = [g for g in groups if g.strip().isalpha() and languages_of(g.strip())]
    shouted = all(map(str.isupper, groups)) and len(groups[0]) < _SHOUTED
    notations = sum(is_notation(g.strip()) for g in groups)
    return not shouted and notations + len(words) <= (1 - GROUPED_UNKNOWN_SHARE) * len(groups)
