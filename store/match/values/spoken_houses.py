"""House numbers in words next to their street: «forty-five Peppercorn Rise», «Amselweg zwölf»."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from alu.store.text.values.addresses import Address
from alu.store.text.values.digits import Group, is_spoken
from alu.store.text.values.folded import Token
from alu.store.text.values.street_words import ARTICLES, LABELS, TYPES, AddressWords, has_type

__all__ = ["around", "is_next_to", "spoken_numbers"]

_MOST_PARTS = 4
"""Words for parts of one number: «one two oh five»."""
_REACH = 40
"""Words around a house number that are read with it: the street, and behind it the city and postal code."""
_BETWEEN = {*LABELS, *ARTICLES, *TYPES, "at", "in"}
"""Words that may part a house number in words from its street: «number forty-five, at Peppercorn Rise»."""


def spoken_numbers(found: Sequence[Group]) -> Iterator[Group]:
    """Yield the numbers that are said in words, each by itself and with those that follow it at once."""
    starts = [i for i, group in enumerate(found) if is_spoken(group)]
    for first in starts:
        parts = [found[first]]
        yield parts[0]
        for before, group in pairwise(found[first : first + _MOST_PARTS]):
            if not is_spoken(group) or group.start - before.end > 1:
                break
            parts.append(group)
            yield Group("".join(part.digits for part in parts), parts[0].start, group.end)


def around(words: Sequence[Token], number: Group) -> tuple[AddressWords, int] | None:
    """Return the words around a number, itself in digits, and which of them it is; None where it is part of a word."""
    begin = bisect_left(words, number.start, key=lambda t: t.start)
    end = bisect_left(words, number.end, key=lambda t: t.start)
    near = [*words[max(0, begin - _REACH) : begin], Token(*number), *words[end : end + _REACH]]
    given = AddressWords(near)
    at = next((i for i, token in enumerate(given.tokens) if token.start == number.start), None)
    return None if at is None else (given, at)


def is_next_to(given: AddressWords, at: int, street: tuple[int, int], address: Address) -> bool:
    """Tell whether a house number in words, at word `at`, stands next to a street: its first word, one after its last.

    Behind a street a number of one digit counts in German names alone: «in Mill Lane, one of …».
    """
    first, after = street
    between = given.words[at + 1 : first] if at < first else given.words[after:at]
    if any(w not in _BETWEEN for w in between):
        return False
    return at < first or len(given.words[at]) > 1 or has_type(address.core[-1])
