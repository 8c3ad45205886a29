"""The entries of a row of a text: records of a list in one row, clauses, and people between commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.text.mentions import full_names
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.person_names import person_in
from alu.store.text.normalise import normalise

__all__ = ["entries", "has_letters", "people_within"]

_RECORD_END = re.compile(r"(?<=\})\s*,(?=\s*\{)|(?<=\])\s*,(?=\s*\[)")
"""Where one record of a list in a row ends."""
_CLAUSE = re.compile(r";\s|,\s(?=(?:while|whereas|während|tandis que|mientras|mentre|enquanto|terwijl|medan|mens)\s)")
_LEAST, _MOST_WORDS = 3, 6
"""Entries that make a list of people, and words of each: «Monday Ada Lark»."""


def entries(sentence: str) -> Iterator[str]:
    """Yield the records and clauses of a sentence; of a list of people what is said of each.

    Example:
        >>> from alu.flow.entries import entries
        >>> list(entries("Duty: Monday Ada Lark, Tuesday Bo Dale, Friday Cy Marsh"))
        ['Duty: Monday Ada Lark', 'Tuesday Bo Dale', 'Friday Cy Marsh']
    """
    for record in _RECORD_END.split(sentence):
        for clause in filter(has_letters, map(str.strip, _CLAUSE.split(record))):
            people = clause.split(", ")
            yield from people if len(people) >= _LEAST and all(map(_is_of_one, people)) else (clause,)


def people_within(part: str) -> list[str]:
    """Return the names of people in an entry, a day or an hour before them among the words: «Monday Ada Lark»."""
    return [
        name for name in full_names(part) if person_in(name) or any(map(is_first_name, normalise(name).split()[:-1]))
    ]


def has_letters(text: str) -> bool:
    """Tell whether a text has a letter."""
    return any(map(str.isalpha, text))


def _is_of_one(part: str) -> bool:
    # what is in brackets says who somebody is, and not what is said of each
    return len(part.split()) <= _MOST_WORDS and "(" not in part and bool(people_within(part))
