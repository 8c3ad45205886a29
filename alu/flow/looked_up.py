"""Records that a tool looked up by a number with which a turn refers to a person: «employee 8», and a call with 8.

The record need not repeat the number. In a turn a number counts behind a word for a person or an entry («customer»,
«record»), in a call as the value of a key for one (`id`, `employee`): not in «order 55», nor in `{"limit": 8}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from alu.flow.sent import both_ends, written
from alu.flow.vault import Question
from alu.store.calibration import MAX_EARLIER_CHARACTERS
from alu.store.text.roles import is_role_of_one

__all__ = ["looked_up", "numbers_asked"]

_NUMBER = re.compile(r"(?<![\w.,])(?:[A-Za-z]{1,8}[-_]?)?(\d{1,3}(?:,\d{3})++|\d{1,15}+)(?!\w|[.,]\d)")
_WORD = re.compile(r"[^\W\d_]{2,20}")
_LABELS = frozenset({"no", "nr", "num", "number", "numéro", "número", "nummer", "id", "with", "the"})
"""Words that may stand between the one for an entry and its number."""
_ENTRY_WORDS = (
    "record entry profile account id key up open get fetch show find load "
    "mitarbeiter mitarbeiterin kunde kundin patientin nutzer nutzerin mitglied employé employée cliente empleado "
    "empleada paciente usuario usuaria dipendente utente paziente сотрудник клиент пациент"
)
_ENTRIES = frozenset(_ENTRY_WORDS.split())
"""What is numbered and may be somebody, besides roles, and how a turn begins that asks for one: «Look up 4711»."""
_DEVICES = (
    "printer computer scanner server router container counter chapter order folder reader filter parameter layer "
    "trailer tower cluster adapter heater charger controller monitor elevator generator reactor tractor machine letter"
)
_THINGS = frozenset(_DEVICES.split())
"""Words that look like roles and are none."""
_KEYS = frozenset({"id", "ids", "key", "no", "nr", "num", "number", "code", "ref", "uid", "uuid", "pk"})
"""Parts of the keys of what identifies an entry."""
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_DIGITS = re.compile(r"\d{1,15}")
_NEAR = 40
"""Characters before a number in which the word for its entry is looked for."""


def looked_up(question: Question, asks: str) -> list[str]:
    """Return the results of tools that were called with a number by which a turn refers to a person, each once."""
    numbers = numbers_asked(asks)
    found = [gave for arguments, gave in _fetched(question) if numbers & set(_given(arguments))] if numbers else []
    return list(dict.fromkeys(found))


def numbers_asked(asks: str) -> frozenset[int]:
    """Return the numbers by which a turn refers to a person, or to an entry that may be about one.

    Example:
        >>> from alu.flow.looked_up import numbers_asked
        >>> sorted(numbers_asked("How old are employee 8 and customer no. 0042?")), numbers_asked("Is order 55 paid?")
        ([8, 42], frozenset())
    """
    found = ((m, _WORD.findall(asks[max(0, m.start() - _NEAR) : m.start()].lower())) for m in _NUMBER.finditer(asks))
    nouns = ((m, next((w for w in reversed(words) if w not in _LABELS), "id")) for m, words in found)
    return frozenset(int(m[1].replace(",", "")) for m, noun in nouns if _is_of_somebody(noun))


def _is_of_somebody(word: str) -> bool:
    return word not in _THINGS and (word in _ENTRIES or is_role_of_one(word))


def _fetched(question: Question) -> Iterator[tuple[Any, str]]:
    """Yield the arguments with which each tool was called, and what it gave; the call of a result is told by its id."""
    calls = dict[str, Any]()
    for message in question.messages:
        asked = message.extra.get("tool_calls") or ()
        for call in asked if isinstance(asked, list | tuple) else ():
            function = call.get("function") if isinstance(call, Mapping) else None
            if isinstance(function, Mapping):
                calls[str(call.get("id"))] = function.get("arguments")
        if message.role == "tool" and calls:
            called = calls.get(str(message.extra.get("tool_call_id")), next(reversed(calls.values())))
            yield called, both_ends(message.content, MAX_EARLIER_CHARACTERS)


def _given(arguments: Any) -> Iterator[int]:
    """Yield the numbers that a call gives to keys of entries; of one whose arguments have no keys, all of them."""
    if isinstance(arguments, str):
        with suppress(ValueError, RecursionError):
            arguments = json.loads(arguments)
    yield from _of_entries(arguments) if isinstance(arguments, Mapping) else _numbers(arguments)


def _of_entries(arguments: Mapping[str, Any]) -> Iterator[int]:
    for name, value in arguments.items():
        parts = {part.lower() for part in _PART.findall(str(name))}
        if isinstance(value, Mapping):
            yield from _of_entries(value)
        elif not _KEYS.isdisjoint(parts) or any(map(_is_of_somebody, parts)):
            yield from _numbers(value)


def _numbers(value: Any) -> Iterator[int]:
    """Yield the numbers in a value of JSON, or in a list of some; 4711.0 is 4711."""
    for one in value if isinstance(value, list | tuple) else (value,):
        said = f"{one:.0f}" if isinstance(one, float) else str(one) if isinstance(one, int) else "\n".join(written(one))
        yield from (int(digits) for digits in _DIGITS.findall(said))
