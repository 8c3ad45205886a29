"""The digits by which a stored identifier may be given, and whether a text writes it as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv6Address
from itertools import pairwise

from alu.store.text.values.cues import HANDLE_WORD, IdentifierKind
from alu.store.text.values.digits import Group, goes_on, is_spoken, joins, tells_parts, tight
from alu.store.text.values.identifiers import LEAST

__all__ = ["begins", "digit_forms", "letter_forms", "stands_apart", "written_together"]

_GLUE = "._+-"
_HANDLE = re.compile(HANDLE_WORD)
_SURE = 9
"""Digits from which on a number may be strewn over cells, lines and fields; a shorter one is met there by chance."""
_FEW_GROUPS, _SHORT_GROUPS = 6, 4
_ABROAD = re.compile(r"(?:00|011)?(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)")
"""A calling code (ITU-T E.164) with the prefix that it is dialled by."""
_CENTURY = re.compile(r"(?:18|19|20)(?=\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])\d{4}$)")
"""The first two digits of a national number of twelve that begins with a date of birth, which is often left out."""
_CENTURIES = ("18", "19", "20")
_NETWORK = re.compile("[0-9a-f]{32}")
"""An address of the Internet Protocol, version 6, with all its digits."""
_ACCOUNTS = {"at": 11, "be": 9, "ch": 12, "de": 10, "es": 10, "gb": 8, "ie": 8, "it": 12, "nl": 10, "pl": 16, "pt": 11}
"""How many digits at the end of an IBAN are the account by itself, by country (SWIFT, IBAN registry)."""
_CHECKED = 4
"""Characters of an IBAN before the national number: the country and two check digits."""


def digit_forms(kind: IdentifierKind, key: str) -> set[str]:
    """Return the strings of digits that a stored key may be given by; none of one that has letters."""
    if kind == "iban":
        found = {max(re.findall(r"\d+", key), key=len), *_accounts(key)}
    else:
        found = {key, key.lstrip("0")} if key.isdigit() else set()
    if kind in ("national_id", "id") and (century := _CENTURY.match(key)):
        found.add(key[century.end() :])
    return {form for form in found if len(form) >= LEAST}


def letter_forms(key: str) -> set[str]:
    """Return the strings of letters and digits that a stored key may be given by: an address is written in short, too.

    Example:
        >>> from alu.store.match.values.number_forms import letter_forms
        >>> sorted(letter_forms("20010db8000000000000000000a10007"))
        ['20010db8000000000000000000a10007', '2001db80000a17', '2001db8a17']
    """
    if not _NETWORK.fullmatch(key):
        return {key}
    groups = [key[n : n + 4].lstrip("0") or "0" for n in range(0, len(key), 4)]
    return {key, "".join(groups), IPv6Address(int(key, 16)).compressed.replace(":", "")}


def _accounts(iban: str) -> Iterator[str]:
    """Yield the national number of an IBAN, also without zeros that fill its parts up, and the account alone."""
    own = max(re.findall(r"\d+", iban[_CHECKED:]) or [""], key=len)
    yield own
    yield from (own[: zeros.start()] + own[zeros.end() :] for zeros in re.finditer("0+", own) if zeros.end() < len(own))
    yield own[-_ACCOUNTS.get(iban[:2], len(own)) :].lstrip("0")


def begins(kind: IdentifierKind, key: str, before: str, mark: str) -> bool:
    """Tell whether the digits before a number belong to it: a calling code, a trunk zero, a century.

    Args:
        kind: what the number is.
        key: the number.
        before: the digits right before it.
        mark: the character before these.
    """
    if kind == "national_id":
        return len(key) == 10 and before in _CENTURIES and _CENTURY.match(before + key) is not None
    if kind != "phone":
        return False
    if before == "0" or (before == "1" and len(key) == 10):
        return True
    # «+44 …», and in links and fields «wa.me/44…», «tel=44…»; so many digits are nobody else's whatever is before them
    dialled = len(key) >= _SURE or mark in ("+", "/", ":", "=") or before.startswith(("00", "011"))
    return dialled and _ABROAD.fullmatch(before.removesuffix("0")) is not None


def written_together(text: str, found: Sequence[Group], first: int, last: int, digits: int) -> bool:
    """Tell whether the groups from `first` to before `last` may be one number of so many digits, written in parts."""
    parts = found[first:last]
    gaps = [text[a.end : b.start] for a, b in pairwise(parts)]
    if digits >= _SURE:
        few = len(parts) <= _FEW_GROUPS or max(len(g.digits) for g in parts) <= 2
        return few and all(joins(gap) or tells_parts(gap) for gap in gaps)
    if all(map(_is_single, parts)):
        begin = first - (first > 0 and found[first - 1].digits == "0")  # a trunk zero is no part of a key
        around = [i for i in (begin - 1, last) if 0 <= i < len(found)]
        return all(map(joins, gaps)) and not any(
            _goes_on(text, found, i, begin if i < begin else last - 1) for i in around
        )
    return len(parts) <= _SHORT_GROUPS and all(tight(gap) or goes_on(gap) for gap in gaps)


def _is_single(group: Group) -> bool:
    """Tell whether a group is a digit by itself, or said in words."""
    return len(group.digits) == 1 or is_spoken(group)


def _goes_on(text: str, found: Sequence[Group], outside: int, edge: int) -> bool:
    """Tell whether the group next to a number that is written digit by digit is one of the same row."""
    a, b = sorted((outside, edge))
    return _is_single(found[outside]) and joins(text[found[a].end : found[b].start])


def stands_apart(text: str, start: int, end: int, found: tuple[IdentifierKind, str]) -> bool:
    """Tell whether what is at a place is no part of a longer address or name of the same kind."""
    kind, key = found
    if kind in ("iban", "id", "national_id"):
        return True
    glued = start > 1 and text[start - 1] in _GLUE and text[start - 2].isalnum()
    if kind in ("email", "handle") and glued:
        return False
    following = text[end : end + 2]
    if kind != "email" and len(following) == 2 and following[0] in "_-" and following[1].isalnum():
        return False
    marked = text[max(0, start - 1) : start] in ("@", "/") and not (
        start > 1 and text[start - 2].isalnum() and text[start - 1] == "@"
    )
    if kind != "handle" or marked or (len(key) > 5 and not key.isalpha()):
        return True
    return key.isalpha() and _HANDLE.search(text) is not None
