"""Whether a surname that is also the name of a place means the place, and whether a text names places alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from anyascii import anyascii

from alu.store.text.names.name_lists import listed_in
from alu.store.text.words import words

__all__ = ["names_places_alone", "stands_as_place", "without_places"]

_IN = "in near around within outside inside across throughout downtown via"
_TO = "to from for towards leaving visit visiting reach reaching"
_OF_PEOPLE = "interested interest believe believes believed faith trust confide confided see"
"""Words before «in» of which what comes then may be somebody."""
_MORE = "at the and or then city please yes no ok okay"
_WHERE, _WHITHER, _NOT_WHERE = (frozenset(listed.split()) for listed in (_IN, _TO, _OF_PEOPLE))
_BETWEEN = frozenset(f"{_IN} {_TO} {_MORE}".split())
"""Words around the name of a place that say nothing."""
_CAPITALS = re.compile(r"(?<![\w’'-])[^\W\d_a-zß-öø-ÿ][\w’'-]*+(?: [^\W\d_a-zß-öø-ÿ][\w’'-]*+)*+")
"""Words in a row of which none begins with a small letter of plain or western Latin."""
_LONGEST = 60
"""Characters of a text that names places alone."""
_TRAVEL = re.compile(
    r"\b(?:go(?:ing)?|travel\w*|fly(?:ing)?|flights?|driv(?:e|ing)|bus(?:es)?|trains?|tickets?|rides?|trips?|tours?"
    r"|mov(?:e|ed|ing)|head(?:ing|ed)|leav(?:e|ing)|depart\w*|arriv\w+|airports?|hotels?|airlines?|ferr(?:y|ies)"
    r"|cabs?|taxis?|vacations?|holidays?)\b",
    re.I,
)


def stands_as_place(word: str, before: Sequence[str], text: str) -> bool:
    """Tell whether a name that a larger town, a country or a state of the USA has is said of that place.

    Args:
        word: the name, in small letters without marks.
        before: the words before it in its text, as they are written.
        text: where it stands.

    Example:
        >>> from alu.store.text.names.places import stands_as_place
        >>> stands_as_place("houston", "a cheap car in".split(), "I want a cheap car in Houston.")
        True
        >>> stands_as_place("houston", "a bus to".split(), "Is there a bus to Houston?")
        True
        >>> stands_as_place("houston", "happened to".split(), "What happened to Houston?")
        False
    """
    if not before or word not in listed_in("places"):
        return False
    link = before[-1].lower()
    if link in _WHERE:
        return len(before) < 2 or before[-2].lower() not in _NOT_WHERE
    return link in _WHITHER and _TRAVEL.search(text) is not None


def names_places_alone(text: str) -> bool:
    """Tell whether a short text names one place or a few, and says nothing else: that of nobody, since many were there.

    Example:
        >>> from alu.store.text.names.places import names_places_alone
        >>> names_places_alone("To San Francisco."), names_places_alone("denver, Colorado")
        (True, True)
        >>> names_places_alone("Somebody from Denver"), names_places_alone("to")
        (False, False)
    """
    if len(text) > _LONGEST:
        return False
    left, named = [word for word in words(anyascii(text)) if word not in _BETWEEN], False
    while left:
        size = next((n for n in (3, 2, 1) if " ".join(left[:n]) in listed_in("places")), 0)
        if not size:
            return False
        left, named = left[size:], True
    return named


def without_places(text: str, is_common: Callable[[str], bool]) -> str:
    """Return a text without the names of larger towns, countries and states of the USA that are common.

    Of words with a capital letter in a row all have to be such names: «Paris Hilton» is none.

    Args:
        text: any.
        is_common: tells it of such a name.

    Example:
        >>> from alu.store.text.names.places import without_places
        >>> without_places("Die Los Angeles Rams ziehen von Los Angeles nach Akron.", lambda place: place != "Akron")
        'Die Los Angeles Rams ziehen von  nach Akron.'
    """
    return _CAPITALS.sub(lambda run: "" if names_places_alone(run[0]) and is_common(run[0]) else run[0], text)
