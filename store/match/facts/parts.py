"""The parts of a query that are scored separately: texts or sentences, with neighbours if short, cells, and clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alu.store.calibration import LONG_PART_WORDS, MIN_PIECE_WORDS, WHOLE_TEXT_CHARACTERS
from alu.store.match.query import Query
from alu.store.text.clauses import clauses
from alu.store.text.words import word_count

__all__ = ["scored_clauses", "scored_parts"]

_MARK = re.compile(r"(?<=\w)[,;|](?=[^\W\d_])|(?<=[^\W\d_])[,;|](?=\d)")
"""What is between two values of a row of CSV."""


def scored_parts(query: Query) -> dict[str, int]:
    """Return what is scored, with the number of its text: whole texts or their sentences, and what is in cells.

    A sentence of a word or two says nothing by itself, so it is read with those around it.
    """
    said: list[tuple[str, int]] = []
    parts: dict[str, int] = {}
    for i, reading in enumerate(query.readings):
        whole = len(reading.text) <= WHOLE_TEXT_CHARACTERS
        one = [(part, i) for part in ([reading.text] if whole else [s.text for s in reading.sentences])]
        if query.consecutive:
            said += one
        else:
            parts |= _with_neighbours(one)
    parts |= _with_neighbours(said)
    return parts | {cell: i for i, reading in enumerate(query.readings) for cell in reading.cells}


def scored_clauses(parts: Mapping[str, int]) -> dict[str, int]:
    """Return the clauses of the long ones of some parts, each with the number of its text."""
    long = ((part, number) for part, number in parts.items() if word_count(part) >= LONG_PART_WORDS)
    return {clause: number for part, number in long for clause in clauses(part) if clause not in parts}


def _with_neighbours(said: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return consecutive texts; each of few words with those that come next, or before it where it is the last."""
    found: dict[str, int] = {}
    said = [(text, number) for text, number in said if text.strip()]
    for at, (text, number) in enumerate(said):
        first, last = at, at + 1
        while word_count(_MARK.sub(" ", text)) < MIN_PIECE_WORDS and (first > 0 or last < len(said)):
            first, last = (first, last + 1) if last < len(said) else (first - 1, last)
            text = "\n".join(t for t, _ in said[first:last])
        found.setdefault(text, number)
    return found
