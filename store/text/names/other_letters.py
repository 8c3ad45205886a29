"""Names in other alphabets or without diacritics («Juergen», «Lidiya Yusifova»), and in Russian cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from anyascii import anyascii

from alu.store.text.languages import script

__all__ = ["SPELT_OUT", "in_other_letters", "inflected", "respelt"]

SPELT_OUT = ("CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
"""Scripts whose letters have Latin ones of their own; of others `anyascii` gives no name that anybody writes."""
_RESPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "đ": "dj"})

_Endings = tuple[str, tuple[str, str, str, str, str]]
"""What the nominative ends in, and what genitive, dative, accusative, instrumental and prepositional end in."""
_SURNAMES: tuple[_Endings, ...] = (
    ("ова", ("овой", "овой", "ову", "овой", "овой")),
    ("ева", ("евой", "евой", "еву", "евой", "евой")),
    ("ёва", ("ёвой", "ёвой", "ёву", "ёвой", "ёвой")),
    ("ина", ("иной", "иной", "ину", "иной", "иной")),
    ("ская", ("ской", "ской", "скую", "ской", "ской")),
    ("ский", ("ского", "скому", "ского", "ским", "ском")),
    ("ов", ("ова", "ову", "ова", "овым", "ове")),
    ("ев", ("ева", "еву", "ева", "евым", "еве")),
    ("ёв", ("ёва", "ёву", "ёва", "ёвым", "ёве")),
    ("ин", ("ина", "ину", "ина", "иным", "ине")),
)
_GIVEN: tuple[_Endings, ...] = (
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("ья", ("ьи", "ье", "ью", "ьей", "ье")),
    ("ий", ("ия", "ию", "ия", "ием", "ии")),
    ("га", ("ги", "ге", "гу", "гой", "ге")),
    ("ка", ("ки", "ке", "ку", "кой", "ке")),
    ("а", ("ы", "е", "у", "ой", "е")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("й", ("я", "ю", "я", "ем", "е")),
    ("ь", ("я", "ю", "я", "ем", "е")),
)
_CONSONANT = ("а", "у", "а", "ом", "е")


def in_other_letters(
    given: Sequence[str], family: str, *, cases: bool
) -> Iterator[tuple[Literal["respelt", "transliterated", "inflected"], str]]:
    """Yield a name as it is written in other letters, and in other cases where it has `cases`; none in plain ones."""
    whole = " ".join((*given, family))
    if whole.isascii():
        return
    yield "respelt", respelt(whole)
    letters = script(whole)
    if letters in SPELT_OUT:
        for written in (whole, f"{given[0]} {family}"):
            yield "transliterated", anyascii(written).replace("'", "")
    if letters == "CYRILLIC" and cases:
        yield from (("inflected", form) for form in inflected(given, family))
        yield from (("inflected", form) for form in inflected(given[:1], family))


def inflected(given: Sequence[str], surname: str) -> Iterator[str]:
    """Return a Russian name in its five other cases; surnames of other kinds than «-ов» and «-ский» have none."""
    if not surname.endswith(tuple(end for end, _ in _SURNAMES)):
        return
    feminine = surname[-1] in "ая"
    parts = [_cases(name, _GIVEN, feminine) for name in given] + [_cases(surname, _SURNAMES, feminine)]
    yield from map(" ".join, zip(*parts, strict=True))


def respelt(text: str) -> str:
    """Return a text as those write it who have no marks on letters: «Juergen» for «Jürgen»."""
    return text if text.isascii() else "".join(map(_respelt, text))


def _respelt(char: str) -> str:
    found = char.lower().translate(_RESPELT)
    return found.capitalize() if char.isupper() else found


def _cases(name: str, endings: Sequence[_Endings], feminine: bool) -> tuple[str, ...]:
    for nominative, others in endings:
        if name.endswith(nominative):
            return tuple(name.removesuffix(nominative) + other for other in others)
    if feminine or name.endswith("."):
        return (name,) * len(_CONSONANT)
    return tuple(name + other for other in _CONSONANT)
