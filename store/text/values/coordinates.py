"""Coordinates of places: «51.07401, 20.02737», «51°04'26.4"N 20°01'38.5"E»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

__all__ = ["Coordinates", "coordinates", "nearby"]

_DECIMAL = r"(?<![\d.])(\d{1,3})[.,](\d{3,10})(?!\d|\.\d)"
_POINT = re.compile(r"\d[.,]\d{3}")
"""What every decimal has, and most texts none."""
_PAIR = re.compile(rf"{_DECIMAL}(?:%2[Cc]|\D){{1,24}}?{_DECIMAL}")
_SIXTIETHS = (
    r"(?<!\d)(\d{1,3})\s?[°º˚]\s?(\d{1,2})(?:[.,](\d{3,6}))?\s?['′’](?:\s?(\d{1,2}(?:[.,]\d{1,6})?)\s?(?:\"|″|”|'')?)?"
)
_OF_DEGREES = "°º˚"
_DEGREES = re.compile(rf"{_SIXTIETHS}\D{{0,40}}?{_SIXTIETHS}")
_WORD, _ESCAPED = re.compile(r"[^\W\d_]+"), re.compile("%2[Cc]")
_NAMED_SIDES = "n s e w o lat lon lng long latitude longitude mlat mlon gpslatitude gpslongitude"
_SIDES = frozenset(_NAMED_SIDES.split())
_LEAST_DECIMALS = 8
"""Decimals of latitude and longitude together that tell a house from its town."""
_STEPS = 10_000
"""Parts of a degree that a key counts: eleven metres."""
_SLACK = 2
"""Such parts by which seconds without decimals differ from what they are rounded from."""
_HIGHEST, _FARTHEST = 90.0, 180.0


class Coordinates(NamedTuple):
    """A place in a text."""

    latitude: int
    longitude: int
    """In parts of a degree, without signs."""
    start: int
    end: int

    @property
    def key(self) -> str:
        """The place in digits."""
        return _key(self.latitude, self.longitude)


def coordinates(text: str) -> Iterator[Coordinates]:
    """Yield the places of a text that are given to some metres; longitude may come first, so most come twice.

    Example:
        >>> from alu.store.text.values.coordinates import coordinates
        >>> [one.key for one in coordinates("GPS 51.07401, 120.02737")]
        ['5107401200274']
        >>> [one.key for one in coordinates("12.50, 13.75")]
        []
    """
    for m in _PAIR.finditer(text) if _POINT.search(text) else ():
        if len(m[2]) + len(m[4]) >= _LEAST_DECIMALS and _joins(text[m.end(2) : m.start(3)]):
            yield from _placed(float(f"{m[1]}.{m[2]}"), float(f"{m[3]}.{m[4]}"), m)
    for m in _DEGREES.finditer(text) if any(sign in text for sign in _OF_DEGREES) else ():
        one, other = _degrees(*m.groups()[:4]), _degrees(*m.groups()[4:])
        if one is not None and other is not None:
            yield from _placed(one, other, m)


def nearby(place: Coordinates) -> list[str]:
    """Return the keys of the places that `place` may be, as far as notations round."""
    steps = range(-_SLACK, _SLACK + 1)
    return [_key(max(0, place.latitude + n), max(0, place.longitude + e)) for n, e in product(steps, steps)]


def _joins(gap: str) -> bool:
    """Tell whether what stands between two numbers says nothing, or which of the two is which: «", "lon": »."""
    words = _WORD.findall(_ESCAPED.sub("", gap).lower())
    return not words or any(word in _SIDES for word in words)


def _placed(one: float, other: float, match: re.Match[str]) -> Iterator[Coordinates]:
    for north, east in dict.fromkeys(((one, other), (other, one))):
        if north <= _HIGHEST and east <= _FARTHEST:
            yield Coordinates(round(north * _STEPS), round(east * _STEPS), match.start(), match.end())


def _degrees(whole: str, minutes: str, decimals: str | None, seconds: str | None) -> float | None:
    """Return degrees in decimals; None where neither seconds nor decimals of a minute are given."""
    if not decimals and not seconds:
        return None
    of_minutes = float(f"{minutes}.{decimals or 0}")
    return int(whole) + of_minutes / 60 + float((seconds or "0").replace(",", ".")) / 3600


def _key(latitude: int, longitude: int) -> str:
    return f"{latitude}{longitude:07d}"
