"""JSON in a text, with all pairs of its objects: a dict would lose one of two values with the same key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

__all__ = ["Pairs", "json_in", "pairs_of", "values_in"]

_BEGINS = re.compile(r"[\[{]")
_MOST_BEGINNINGS = 64
"""Brackets of a text at which a value is looked for: each may take as long as the text."""


class Pairs(list[tuple[str, Any]]):
    """Keys and values of a JSON object, in their order."""


_decoder = json.JSONDecoder(object_pairs_hook=Pairs)


def pairs_of(items: Iterable[tuple[Any, Any]]) -> Pairs:
    """Return pairs whose keys are texts."""
    return Pairs((str(key), value) for key, value in items)


def json_in(text: str) -> Any:
    """Return the JSON value that a text is; None where it is none, or nested too deeply to be parsed."""
    try:
        return json.loads(text, object_pairs_hook=Pairs)
    except (ValueError, RecursionError):
        return None


def values_in(text: str) -> tuple[list[Any], bool]:
    """Return the JSON values in a text, and whether that is all that is in it that looks like one.

    The text is one itself, or objects and lists stand in it: in a fence, behind a sentence, one a line.

    Example:
        >>> from alu.flow.json_text import values_in
        >>> values_in('Here: {"x": true}'), values_in('{"x": tr')
        (([[('x', True)]], True), ([], False))
    """
    if (value := json_in(text)) is not None or text.strip() == "null":
        return [value], True
    found: list[Any] = []
    at, whole = 0, True
    for _ in range(_MOST_BEGINNINGS):
        begun = _BEGINS.search(text, at)
        if begun is None:
            return found, whole
        try:
            value, at = _decoder.raw_decode(text, begun.start())
        except (ValueError, RecursionError):
            whole, at = False, begun.end()
        else:
            found.append(value)
    return found, False
