"""The cases of a Russian name: «Анне Карениной», «Анну Каренину»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["inflected"]

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


def inflected(given: Sequence[str], surname: str) -> Iterator[str]:
    """Return a Russian name in its five other cases; surnames of other kinds than «-ов» and «-ский» have none."""
    if not surname.endswith(tuple(end for end, _ in _SURNAMES)):
        return
    feminine = surname[-1] in "ая"
    parts = [_cases(name, _GIVEN, feminine) for name in given] + [_cases(surname, _SURNAMES, feminine)]
    yield from map(" ".join, zip(*parts, strict=True))


def _cases(name: str, endings: Sequence[_Endings], feminine: bool) -> tuple[str, ...]:
    for nominative, others in endings:
        if name.endswith(nominative):
            return tuple(name.removesuffix(nominative) + other for other in others)
    if feminine or name.endswith("."):
        return (name,) * len(_CONSONANT)
    return tuple(name + other for other in _CONSONANT)
