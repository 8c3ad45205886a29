"""The parts of a query that are scored separately: texts or sentences, with neighbours if short, and cells."""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.calibration import MIN_PIECE_WORDS, WHOLE_TEXT_CHARACTERS
from alu.store.match.query import Query
from alu.store.text.words import word_count

__all__ = ["scored_parts"]


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


def _with_neighbours(said: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return consecutive texts; each of few words with those that come next, or before it where it is the last."""
    found: dict[str, int] = {}
    said = [(text, number) for text, number in said if text.strip()]
    for at, (text, number) in enumerate(said):
        first, last = at, at + 1
        while word_count(text) < MIN_PIECE_WORDS and (first > 0 or last < len(said)):
            first, last = (first, last + 1) if last < len(said) else (first - 1, last)
            text = "\n".join(t for t, _ in said[first:last])
        found.setdefault(text, number)
    return found
