"""Full names with a word or two left out: a middle name or initial hides none («Ada Jean Lark», «Ada J. Lark»)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.calibration import MAX_MIDDLE_WORDS, MIDDLE_NAME_REACH, MIDDLE_WORD_NATS
from alu.store.text.mentions import full_names
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import informative, word_list

__all__ = ["shortened"]

_QUOTED = re.compile(r"[\"“«‘'(]([^\W\d_]{2,20})[\"”»’')](?=\s)")
"""A nickname in the middle of a name («Ada “Jo” Lark»)."""
_PART = re.compile(r"[^.,;:!?()\[\]\n]+(?:(?<=\b[^\W\d_])\.[^.,;:!?()\[\]\n]*)*")
"""What stands between marks; the point of an initial is none."""


def shortened(text: str) -> Iterator[list[str]]:
    """Return the words around each word or two that may be a middle name in `text`."""
    shown = _QUOTED.sub(r"\1", visible(text))
    small = shown.islower()
    for run in _PART.findall(shown) if small else full_names(shown):
        words = word_list(normalise(run))
        for first in range(1, len(words) - 1):
            for last in range(first + 1, min(first + MAX_MIDDLE_WORDS, len(words) - 1) + 1):
                whole = len(words[first - 1]) > 1 and len(words[last]) > 1
                if whole and (
                    not small or all(len(w) == 1 or informative(w) >= MIDDLE_WORD_NATS for w in words[first:last])
                ):
                    yield words[max(0, first - MIDDLE_NAME_REACH) : first] + words[last : last + MIDDLE_NAME_REACH]
