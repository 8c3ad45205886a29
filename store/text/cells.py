"""Cells of tables and values of data in a text, read separately, since each may hold a whole fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.calibration import MIN_CELL_WORDS
from alu.store.text.words import word_count

__all__ = ["cells"]

_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"')
"""A string of JSON or of a program."""
_TAGGED = re.compile(r">([^<>\n]{4,})<")
"""What is between two tags."""
_TABLE = re.compile(r"[|\t]")
_FIELD = {mark: re.compile(rf'(?:^|{mark})(?:"([^"\n]{{4,}})"|([^{mark}"\n]{{4,}}))') for mark in ";,"}
"""A field of CSV, by what is between its fields."""


def cells(text: str) -> tuple[str, ...]:
    """Return what of `text` is in a cell or is a value, where it has enough words to say something.

    JSON and strings of programs, rows between bars or tabs, values of CSV, what is between tags. Nothing of a text
    that is prose alone. Takes time in proportion to the length of `text`.

    Example:
        >>> from alu.store.text.cells import cells
        >>> cells('| 1 | Ada Finch keeps a tame gull. | yes |')
        ('Ada Finch keeps a tame gull.',)
        >>> cells('{"id": 4, "note": "Ada Finch keeps a tame gull."}')
        ('Ada Finch keeps a tame gull.',)
    """
    found = (cell.strip() for line in text.splitlines() for cell in _of_line(line))
    whole = text.strip()
    return tuple(dict.fromkeys(c for c in found if word_count(c) >= MIN_CELL_WORDS and c != whole))


def _of_line(line: str) -> Iterator[str]:
    if '"' in line:
        yield from (m[1].replace('\\"', '"') for m in _STRING.finditer(line))
    if "<" in line:
        yield from (m[1] for m in _TAGGED.finditer(line))
    if len(parts := _TABLE.split(line)) > 2:
        yield from parts
    elif mark := next((m for m in _FIELD if line.count(m) > 1), None):
        yield from (m[1] or m[2] for m in _FIELD[mark].finditer(line) if _is_value(line, m))


def _is_value(line: str, match: re.Match[str]) -> bool:
    """Tell whether a match is a field of CSV: prose has a space behind its commas."""
    at = match.start()
    before = at == 0 or not line[at + 1].isspace()
    after = match.end() >= len(line) - 1 or not line[match.end() + 1].isspace()
    return before and after
