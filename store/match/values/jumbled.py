"""Stored identifiers with their characters in another order: reversed, rotated, in columns.

Of letters any order counts, where so many of them are hardly the same by chance; of digits, as there are ten, only
the orders that somebody writes. How often a text holds one of so many by chance is worked out, and those that are met
too easily are not looked for. What stored numbers begin with in common, as those of one office do, tells nothing. It is
asked only where some of a question cannot be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from math import lgamma, log

from alu.store.match.values.number_forms import digit_forms
from alu.store.readability import MAX_COLUMNS, MIN_JUMBLED_NATS
from alu.store.text.values.folded import Folded
from alu.store.text.values.identifiers import IdentifierKind, compacted

__all__ = ["Jumbled", "orders"]

_Key = tuple[IdentifierKind, str]
_DIGIT_NATS, _LETTER_NATS = log(10), 2.9
"""What a digit tells, and a letter of a word or a name."""


class Jumbled:
    """Finds keys in other orders.

    Args:
        keys: those of the stored identifiers.

    Example:
        >>> from alu.store.match.values.jumbled import Jumbled
        >>> jumbled = Jumbled([("email", "odalys.quill@example.org"), ("phone", "3410555027")])
        >>> [jumbled.find(text) for text in ("quill@example.odalys.org", "720 555 0143", "7205550143")]
        [{('email', 'odalys.quill@example.org')}, {('phone', '3410555027')}, {('phone', '3410555027')}]
    """

    def __init__(self, keys: Iterable[_Key]) -> None:
        listed = list(keys)
        self._letters: dict[str, list[_Key]] = {}
        self._digits: dict[str, list[_Key]] = {}
        beginnings = _beginnings(form for key in listed for form in _forms(key) if form.isdigit())
        for key in listed:
            for form in _forms(key):
                if _information(form[beginnings.get(form, 0) :]) - log(len(listed)) >= MIN_JUMBLED_NATS:
                    self._letters.setdefault("".join(sorted(form)), []).append(key)
            for form in digit_forms(*key):
                self._digits.setdefault(form, []).append(key)
        lengths = Counter(map(len, self._digits))
        information = {n: n * _DIGIT_NATS - log(some * _count(n)) for n, some in lengths.items()}
        self._sure = {n for n, nats in information.items() if nats >= MIN_JUMBLED_NATS}
        """Digits of numbers that are not met by chance."""

    def find(self, text: str) -> set[_Key]:
        """Return the keys that a line, a word or all of `text` holds in another order."""
        folded, found = Folded(text).text, set[_Key]()
        for piece in dict.fromkeys((folded, *folded.splitlines(), *folded.split())):
            signs = "".join(filter(str.isalnum, piece))
            found.update(self._letters.get("".join(sorted(signs)), ()))
            digits = "".join(filter(str.isdigit, signs))
            if len(digits) in self._sure:
                found.update(key for order in orders(digits) for key in self._digits.get(order, ()))
        return found


def orders(digits: str) -> Iterator[str]:
    """Yield the orders in which somebody writes digits: turned round and reversed, in columns, neighbours swapped.

    Example:
        >>> from alu.store.match.values.jumbled import orders
        >>> {"4321", "3412", "1324", "2143"} <= set(orders("1234"))
        True
    """
    for way in (digits, digits[::-1]):
        yield from (way[n:] + way[:n] for n in range(len(way)))
        yield "".join(way[n : n + 2][::-1] for n in range(0, len(way), 2))
        for columns in range(2, MAX_COLUMNS + 1):
            yield _in_columns(way, columns)
            yield _out_of_columns(way, columns)


def _count(length: int) -> int:
    """Return how many orders of so many digits there are at most."""
    return 2 * (length + 2 * MAX_COLUMNS - 1)


def _in_columns(text: str, columns: int) -> str:
    return "".join(text[n::columns] for n in range(columns))


def _out_of_columns(text: str, columns: int) -> str:
    """Return what is `text` in columns."""
    places = [n for first in range(columns) for n in range(first, len(text), columns)]
    return "".join(sign for _, sign in sorted(zip(places, text, strict=True)))


def _forms(key: _Key) -> Iterator[str]:
    """Yield the letters and digits that a key may be written with."""
    plain = compacted(key[1])
    yield from (f"{scheme}{plain}" for scheme in ("", "https", "http", "www") if key[0] == "url" or not scheme)


def _beginnings(numbers: Iterable[str]) -> dict[str, int]:
    """Return how many digits each number begins with that another one begins with, too: an area's, an exchange's."""
    listed = ["", *sorted(set(numbers)), ""]
    common = [sum(1 for _ in takewhile(lambda p: p[0] == p[1], zip(*pair, strict=False))) for pair in pairwise(listed)]
    return {number: max(pair) for number, pair in zip(listed[1:-1], pairwise(common), strict=True)}


def _information(form: str) -> float:
    """Return how much it tells, in nats, that a text has these letters and digits, in whatever order."""
    whole = sum(_DIGIT_NATS if sign.isdigit() else _LETTER_NATS for sign in form)
    return whole - lgamma(len(form) + 1) + sum(lgamma(n + 1) for n in Counter(form).values())
