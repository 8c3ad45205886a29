"""What stands in a text for a person or a thing in place of a name: ids, numbers of things, initials, short codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from alu.flow.rare import KEPT
from alu.store.text.normalise import normalise
from alu.store.text.roles import is_role_of_one

__all__ = ["begins_with_initials", "code_before", "codes_in", "ids_in", "ids_meant", "keys_in"]

_ID = re.compile(r"(?<![\w.,:+-])(?:[A-Za-z]{1,4}-?\d{2,12}|0\d{2,12})(?!\w|[.,:]\d)")
"""What may stand for somebody in a row: «TL-0447», «0102»."""
_NUMBERED = re.compile(
    r"\b(lane|ticket|seat|bed|desk|case|no|nr|num(?:ber|éro|ero)?|id|item|lot|unit|order|invoice|file|player|bib|account"
    r"|customer|patient|employee|platz|bahn|bett|zimmer|fall|stelle|kunde|lit|chambre|siège|cama|asiento|letto|posto|łóżko|tor"
    r"|bilet)[ .:]{0,2}#?(\d{1,6})\b(?![.,:]\d)|#(\d{1,6})\b",
    re.I,
)
"""One of several things: «lane 4», «ticket 881»."""
_NUMBER = re.compile(r"(?<![\w.,:+-])(?:\d{3,6}|[A-Za-z]{1,4}-?\d{1,6})(?!\w|[.,:]\d)")
_IN_FIELD = re.compile(r"\b(?:id|nr|no|key|ref|code|sku)[\"']?[:=]\s?[\"']?([A-Za-z]{1,4}-?\d{1,6})\b", re.I)
"""A short id in a field for one: «id: b2»."""
_SMALL = 2
"""Digits of a number that many things have."""
_INITIALS = re.compile(r"\b(?:[^\W\d_a-z]\.[ ]?){2,4}")
_CODE = re.compile(rf"{_INITIALS.pattern}|\b[^\W\d_a-z]{{2,5}}\b")
"""What may stand for a name: «H.M.», «ALS»."""
_ENTRY_ID = re.compile(r"(?<![\w.,])(?!\d+(?:st|nd|rd|th|s)\b)(?:[^\W\d_]{0,4}-?\d[\w-]{1,20})(?!\w|[.,]\d)")
"""What may number an entry of what was sent before: «4711», «A-12»."""
_NUMBERED_ENTRY = re.compile(r"\b([^\W\d_]{2,20}) ?#?(\d{1,2})\b")
"""One of several entries: «customer 17»."""
_KEYED = re.compile(r"(?<![^\W_])(?:id|no|nr|number|key|row|index|#)[\"'\s:=.]{1,5}#?(\d{1,2})\b(?!\.\d)", re.I)
"""A small number behind its key: `{"id": 17}`."""
_YEARLY = re.compile(r"\b(?:in|of|since|by|from|to|until|till|year|before|after|around|than|and|[+*/=<>-]) $", re.I)
"""What stands before a year, or a number of a sum."""
_NEAR = 12
"""Characters before a number in which that is looked for."""


@lru_cache(maxsize=KEPT)
def keys_in(row: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what stands for somebody, or something, in a row, and that with all that may stand for it elsewhere.

    That is an id, or the number of one of several things. Pieces of one row ask for the same.
    """
    ids = {found[0].lower() for found in _ID.finditer(row)} | {found.lower() for found in _IN_FIELD.findall(row)}
    for found in _NUMBERED.finditer(row):
        number = found[2] or found[3]
        ids.add(number if len(number) > _SMALL else f"{(found[1] or '#').lower()} {int(number)}")
    return frozenset(ids), frozenset(ids.union(map(str.lower, _NUMBER.findall(row))))


def codes_in(text: str) -> frozenset[str]:
    """Return the initials and the words in capital letters of a text, which may stand for names.

    Example:
        >>> from alu.flow.keys import codes_in
        >>> sorted(codes_in("A. L. did the field work, ALS the rest."))
        ['A.L.', 'ALS']
    """
    return frozenset(code.replace(" ", "") for code in _CODE.findall(text))


def begins_with_initials(text: str) -> bool:
    """Tell whether a text begins with initials: «H.M. did the field work»."""
    return _INITIALS.match(text) is not None


def code_before(row: str, names: Collection[str] = ("",)) -> str | None:
    """Return the code with which a row begins that has one of some words right behind it.

    Args:
        row: a line of a text.
        names: the words, in small letters; by default whatever stands there.

    Example:
        >>> from alu.flow.keys import code_before
        >>> code_before("ALS  Alsdorf, Henrike  Bio", {"alsdorf"}), code_before("ALS  Dubos", {"alsdorf"})
        ('ALS', None)
    """
    code = _CODE.match(row)
    behind = normalise(row[code.end() :]).lstrip() if code else ""
    return code[0].replace(" ", "") if code and any(map(behind.startswith, names)) else None


def ids_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what may number an entry, in small letters, and where it stands."""
    yield from ((m.group().lower(), m.start(), m.end()) for m in _ENTRY_ID.finditer(text) if m.end() - m.start() > 2)
    yield from ((f"{m[1].lower()} {m[2]}", m.start(), m.end()) for m in _NUMBERED_ENTRY.finditer(text))
    yield from ((f"#{m[1]}", m.start(), m.end()) for m in _KEYED.finditer(text))


def ids_meant(asks: str) -> frozenset[str]:
    """Return what may number an entry in a turn; no year behind «in», no number of a sum."""
    near = ((one, asks[max(0, start - _NEAR) : start]) for one, start, _ in ids_in(asks))
    found = {one for one, before in near if is_role_of_one(one.partition(" ")[0]) or not _YEARLY.search(before)}
    numbers = {f"#{m[2]}" for m in _NUMBERED_ENTRY.finditer(asks) if f"{m[1].lower()} {m[2]}" in found}
    return frozenset(found | numbers)  # «customer 17» is `{"id": 17}` in a table of customers
