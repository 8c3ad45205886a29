"""The last digits of stored numbers: «It ends in 4711.» of a phone number, in an answer that is about its holder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from alu.store.text.values.folded import Folded
from alu.store.text.values.identifiers import Read

__all__ = ["ends_in", "tails_in"]

_TAIL = re.compile(r"(?<![\w.,:/-])(?:\d{4,6}|\d{2} \d{2}|\d{3} \d{3})(?!\w|[.,:/-]\d)")
"""As many digits by themselves as are asked for: «the last four»."""
_LEAST = 7
"""Digits of a number of which the last ones are a part."""


def tails_in(text: str) -> set[str]:
    """Return the four to six digits that stand by themselves in a text."""
    return {tail.replace(" ", "") for tail in _TAIL.findall(Folded(text).text)}


def ends_in(tails: Collection[str], reads: Iterable[Read]) -> bool:
    """Tell whether a stored number ends in some digits.

    Example:
        >>> from alu.store.match.values.tails import ends_in, tails_in
        >>> from alu.store.text.values.identifiers import read_identifiers
        >>> reads = [read_identifiers("Phone: 0171 5550 4711")]
        >>> ends_in(tails_in("They are 4711."), reads), ends_in(tails_in("In 1931."), reads)
        (True, False)
    """
    keys = [one.key for read in reads for one in read.identifiers if one.hard and one.kind != "address"]
    numbers = [key for key in keys if len(key) >= _LEAST and key[-_LEAST + 1 :].isdigit()]
    return any(key.endswith(tail) for tail in tails for key in numbers)
