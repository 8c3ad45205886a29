"""Names in records without labels: machine-readable zones of passports, JSON arrays, CSV rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from alu.store.calibration import MAX_VALUE_CHARACTERS, MAX_VALUE_SPACES

__all__ = ["record_names"]

_ZONE = re.compile(r"(?<![A-Z0-9<])([A-Z][A-Z<]{1,80}[A-Z])<<([A-Z]{1,39}(?:<[A-Z]{1,39}){0,6})<")
"""Surname and first names of a line of ICAO document 9303: «P<UTOLARK<<ADA<JEAN<<<<», and the third line of a card."""
_KINDS, _ISSUED = "PVIAC", len("P<UTO")
"""What a passport, a visa or a card begins with, and the letters of kind and country before the surname."""
_ARRAY = re.compile(r"\[[^\[\]{}\n]{5,400}\]")
_ROW = re.compile(r"(?:[^,\n]{0,60},(?! )){2,30}[^,\n]{0,60}|(?:[^;\n]{0,60};(?! )){2,30}[^;\n]{0,60}")
_QUOTES = "\"'"


def record_names(text: str) -> Iterator[str]:
    r"""Yield the names in the records of a text: what a machine-readable zone says, and what is a word in each row.

    Rows whose cells are words alone say nothing that their text does not.

    Example:
        >>> from alu.store.text.names.record_names import record_names
        >>> list(record_names('[17, "Lark", "F", "Ada"]')), list(record_names("P<UTOLARK<<ADA<JEAN<<<<<<<<"))
        (['Lark Ada'], ['Ada Jean P Utolark\nAda Jean Lark'])
    """
    if "<<" in text and (zones := list(dict.fromkeys(_zones(text)))):
        yield "\n".join(zones)
    rows = [*_arrays(text), *_rows(text)] if "[" in text or text.count(",") > 1 or text.count(";") > 1 else []
    if named := list(dict.fromkeys(filter(None, map(_named, rows)))):
        yield "\n".join(named)


def _zones(text: str) -> Iterator[str]:
    for zone in _ZONE.finditer(text):
        surname, given = zone[1], zone[2]
        yield _shown(given, surname)
        if surname[0] in _KINDS and len(surname) > _ISSUED:
            yield _shown(given, surname[_ISSUED:])


def _shown(*parts: str) -> str:
    return " ".join(word.capitalize() for part in parts for word in part.split("<") if word)


def _arrays(text: str) -> Iterator[Sequence[str]]:
    for found in _ARRAY.finditer(text) if "[" in text else ():
        if not any(quote in found.group() for quote in _QUOTES):
            continue
        try:
            cells = json.loads(found.group())
        except ValueError:
            cells = [cell.strip(_QUOTES + " ") for cell in found.group()[1:-1].split(",")]
        yield [cell if isinstance(cell, str) else "" for cell in cells]


def _rows(text: str) -> Iterator[Sequence[str]]:
    for line in text.splitlines():
        if row := _ROW.fullmatch(line.strip()):
            mark = ";" if row.group().count(";") > row.group().count(",") else ","
            yield [cell.strip(_QUOTES + " ") for cell in row.group().split(mark)]


def _named(cells: Sequence[str]) -> str:
    """Return the words among the cells of a row; nothing where they are next to one another, or there is but one.

    Nor where ordinary words are between them: `["Hi", "my", "name", "is", "John"]` is a sentence, and no record.
    """
    places = [n for n, cell in enumerate(cells) if _is_named(cell)]
    if len(places) < 2 or places[-1] - places[0] == len(places) - 1:
        return ""
    if sum(cell.isalpha() and cell.islower() and len(cell) > 1 for cell in cells[places[0] : places[-1]]) > 1:
        return ""
    return " ".join(cells[n] for n in places)


def _is_named(cell: str) -> bool:
    """Tell whether a cell may be a name: a few words with a capital letter each, and more than one letter in all."""
    words = cell.split()
    short = 1 < len(cell) <= MAX_VALUE_CHARACTERS and 0 < len(words) <= MAX_VALUE_SPACES
    return short and all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words)
