"""The last digits of stored numbers: «It ends in 4711.» of a phone number, in an answer that is about its holder."""

from __future__ import annotations

import re
from collections.abc import Iterable

from alu.store.text.values.folded import Folded
from alu.store.text.values.identifiers import Read

__all__ = ["gives_tail"]

_TAIL = re.compile(r"(?<![\w.,:/-])(?:\d{4,6}|\d{2} \d{2}|\d{3} \d{3})(?!\w|[.,:/-]\d)")
"""As many digits by themselves as are asked for: «the last four»."""
_LEAST = 7
"""Digits of a number of which the last ones are a part."""


def gives_tail(text: str, said: str, reads: Iterable[Read]) -> bool:
    """Tell whether a text gives the last four to six digits of a stored number, which the user did not write.

    Example:
        >>> from alu.store.match.values.tails import gives_tail
        >>> from alu.store.text.values.identifiers import read_identifiers
        >>> reads = [read_identifiers("Phone: 0171 5550 4711")]
        >>> gives_tail("They are 4711.", "And the last four?", reads), gives_tail("In 1931.", "When?", reads)
        (True, False)
    """
    given = _tails(text)
    if not given:
        return False
    keys = [one.key for read in reads for one in read.identifiers if one.hard and one.kind != "address"]
    numbers = [key for key in keys if len(key) >= _LEAST and key[-_LEAST + 1 :].isdigit()]
    return any(key.endswith(tail) for tail in given - _tails(said) for key in numbers)


def _tails(text: str) -> set[str]:
    return {tail.replace(" ", "") for tail in _TAIL.findall(Folded(text).text)}
