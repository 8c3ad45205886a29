"""Numbers at the end of a name, which are written in several ways: «Salt II», «Salt 2», «Salt, Part Two»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alu.store.text.values.number_words import in_words
from alu.store.text.values.ordinals import ROMAN

__all__ = ["numbered_names"]

_LONGEST = 150
_ROMAN = ROMAN[:10]
_WORDS = [in_words(number) for number in range(1, 11)]
_PARTS = (("part", "pt"), ("volume", "vol"), ("book", "bk"), ("chapter", "ch"), ("episode", "ep"), ("season",))
"""What is counted, and how it is shortened."""
_NUMBERS = frozenset((*_ROMAN, *_WORDS, *map(str, range(1, 11))))
_NUMBER = re.compile(
    rf"(?P<name>.+?),?[ ](?:(?P<part>{'|'.join(p for parts in _PARTS for p in parts)})\.?[ ])?"
    rf"(?P<number>[1-9]|10|{'|'.join((*_ROMAN, *_WORDS))})",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def numbered_names(name: str) -> tuple[str, ...]:
    """Return a name that ends with a number up to ten with the number written otherwise; of any other, nothing.

    «I» and «one» behind no «part» are words, mostly.

    Example:
        >>> from alu.store.text.names.numbered_names import numbered_names
        >>> numbered_names("Salt Ledger II"), numbered_names("Salt Ledger")
        (('Salt Ledger 2',), ())
        >>> numbered_names("Salt, Part 2")
        ('Salt part II', 'Salt part Two', 'Salt pt 2', 'Salt pt II', 'Salt pt Two')
    """
    words = name.split() if len(name) <= _LONGEST else []
    if not words or words[-1].lower() not in _NUMBERS or (found := _NUMBER.fullmatch(" ".join(words))) is None:
        return ()
    number, part = found["number"], (found["part"] or "").lower()
    value = _value(number)
    if not part and (value == 1 or not (number.isdigit() or number.isupper())):
        return ()
    own = f"{part} {number}".strip().casefold()
    ways = [way for way in _ways(value, part) if way.casefold() != own]
    return tuple(f"{found['name']} {way}" for way in ways)


def _value(number: str) -> int:
    small = number.lower()
    return int(number) if number.isdigit() else 1 + (_ROMAN if small in _ROMAN else _WORDS).index(small)


def _ways(value: int, part: str) -> Iterator[str]:
    """Yield a number, with what it counts, as it may be written."""
    digits, roman, word = str(value), _ROMAN[value - 1].upper(), _WORDS[value - 1].capitalize()
    if not part:
        yield from (digits, roman)
        return
    for counted in next(parts for parts in _PARTS if part in parts):
        yield from (f"{counted} {number}" for number in (digits, roman, word))
