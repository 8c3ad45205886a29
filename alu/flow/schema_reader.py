"""JSON values read with their schema: each with the names and descriptions that apply to it.

What cannot be followed to its end (a definition that is elsewhere, values nested without end, alternatives within
alternatives) is not skipped: then all that the schema says is read as one text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from alu.flow.json_text import Pairs, json_in, pairs_of

__all__ = ["Budget", "stated_by"]

_DEEPEST = 48
"""Values within values that are read one by one."""
_MOST_WORK = 50_000_000
"""What reading one by one may cost: a step counts `_STEP`, and the characters that it joins."""
_STEP = 1_000
_MOST_CHARACTERS = 40_000
"""Characters of the statements about single values: each takes a look-up."""
_LONGEST_TEXT = 200_000
"""Characters of a schema that is read as one text."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else", "not", "contentSchema")
_BY_KEY = ("dependentSchemas", "dependencies")
_OTHER_KEYS = ("additionalProperties", "unevaluatedProperties")
_OTHER_ITEMS = ("items", "additionalItems", "unevaluatedItems")
_VALUES = ("const", "enum", "default", "examples", "example")
_REST = (
    "$schema $id $anchor $dynamicAnchor $recursiveAnchor $vocabulary $defs definitions type properties prefixItems "
    "patternProperties propertyNames required dependentRequired contains format pattern contentEncoding "
    "contentMediaType discriminator title description"
)
_KEYWORDS = frozenset(
    (*_REFERENCES, *_LISTS, *_SINGLE, *_BY_KEY, *_OTHER_KEYS, *_OTHER_ITEMS, *_VALUES, *_REST.split())
)
"""What a schema may say of values other than in words: whatever else it has is read as words about them."""
_MECHANICAL = _KEYWORDS - {"title", "description", *_VALUES}
"""Keywords whose own texts are for programs: types, patterns, references."""
_ANYTHING: Mapping[str, Any] = {}


@dataclass(slots=True)
class Budget:
    """What may still be spent on the values of one reply."""

    work: int = _MOST_WORK
    characters: int = _MOST_CHARACTERS

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.work < 0 or self.characters < 0


def stated_by(schema: Any, values: Iterable[Any], budget: Budget, *, head: str = "", rest: str = "") -> list[str]:
    """Return what each of some values says after what its schema, and those around it, say of it.

    Args:
        schema: the JSON schema that the values follow.
        values: parsed JSON, objects as `Pairs` or mappings.
        budget: what the reading of all values may cost.
        head: what is said of all of them.
        rest: text that holds values too and is not parsed; it is read with all that the schema says.

    Raises:
        ValueError: the schema is too long to be read as one text where it has to be.
    """
    reader, known = _Reader(schema, budget), list(values)
    for value in known:
        reader.read(schema, value, head, _DEEPEST)
    found = list(reader.found)
    if rest or reader.partial:
        found += _as_one_text(schema, head, rest or "\n".join(map(str, known)))
    return found


def _texts_of(schema: Any) -> Iterator[str]:
    """Yield all that a schema, or a part of it, says in words: descriptions, names of keys, values of choices."""
    waiting = [("", schema)]
    while waiting:
        key, part = waiting.pop()
        if key and key not in _KEYWORDS:
            yield key
        if isinstance(part, str) and key not in _MECHANICAL:
            yield part
        elif isinstance(part, Mapping):
            waiting += [(str(name), inner) for name, inner in reversed(list(part.items()))]
        elif isinstance(part, list) and key not in ("required", "type"):
            waiting += [("", inner) for inner in reversed(part)]


def _as_one_text(schema: Any, head: str, said: str) -> Iterator[str]:
    texts = list(_texts_of(schema))
    if sum(map(len, texts)) > _LONGEST_TEXT:
        raise ValueError("a schema that is too long")
    if texts or head:
        yield "\n".join([*filter(None, (head,)), *texts, said])


class _Reader:
    """Reads values by a schema, whose parts may be defined elsewhere in it (`$ref`) or be several (`anyOf`, …).

    Args:
        whole: the schema that `$ref` points into.
        budget: what it may cost.
    """

    def __init__(self, whole: Any, budget: Budget) -> None:
        self._whole = whole
        self._budget = budget
        self._words: dict[int, str] = {}
        self.found: dict[str, None] = {}
        """What is stated, in the order of the values."""
        self.partial = False
        """Whether something was not followed to its end."""

    def read(self, schema: Any, value: Any, head: str, deeper: int) -> None:
        """Note what a value says, and the values within it."""
        if deeper > 0 and isinstance(value, str) and isinstance(inner := json_in(value), list):
            self.read(schema, inner, head, deeper - 1)  # JSON as a text in JSON
        if isinstance(value, Mapping):
            value = pairs_of(value.items())
        for part, said in self._applying(schema, head):
            if deeper <= 0 or self._budget.spent:
                self.partial = True
                return
            if isinstance(value, list) and value:
                self._read_within(part, value, said, deeper - 1)
            elif value is not None and said:
                self._note(f"{said}: {_worded(value)}")

    def _read_within(self, part: Mapping[str, Any], value: list[Any], said: str, deeper: int) -> None:
        if not isinstance(value, Pairs):
            for place, inner in enumerate(value):
                for schema in _of_place(part, place):
                    self.read(schema, inner, said, deeper)
            return
        for key, inner in value:
            if isinstance(part.get("propertyNames"), Mapping):
                self.read(part["propertyNames"], key, said, deeper)
            for schema in _of_key(part, key):
                self.read(schema, inner, f"{said} {key}".strip(), deeper)

    def _note(self, statement: str) -> None:
        if statement not in self.found:
            self._budget.characters -= len(statement)
            self.found[statement] = None

    def _applying(self, schema: Any, head: str) -> Iterator[tuple[Mapping[str, Any], str]]:
        """Yield a schema and all that a value of it has to fit too, or may, each once, with what is said of it."""
        seen = set[int]()
        waiting = deque([(schema if isinstance(schema, Mapping) else _ANYTHING, head)])
        while waiting:
            part, before = waiting.popleft()
            if id(part) in seen:
                continue
            seen.add(id(part))
            said = " ".join(filter(None, (before, self._said_by(part))))
            self._budget.work -= _STEP + len(said)
            waiting += [(other, said) for other in self._others(part) if isinstance(other, Mapping)]
            yield part, said

    def _others(self, part: Mapping[str, Any]) -> Iterator[Any]:
        for word in _REFERENCES:
            if word in part:
                yield self._defined(part[word])
        for word in _LISTS:
            yield from listed if isinstance(listed := part.get(word), list) else ()
        for word in _SINGLE:
            yield part.get(word)
        for word in _BY_KEY:
            yield from keyed.values() if isinstance(keyed := part.get(word), Mapping) else ()

    def _defined(self, reference: Any) -> Any:
        """Return the part that a reference points to; None where that is not in this schema."""
        found = self._whole
        path = unquote(reference[1:]) if isinstance(reference, str) and reference.startswith("#") else "?"
        for name in path.split("/")[1:]:
            found = _within(found, name.replace("~1", "/").replace("~0", "~"))
        if path.partition("/")[0] or not isinstance(found, Mapping | bool):
            self.partial, found = True, None
        return found

    def _said_by(self, part: Mapping[str, Any]) -> str:
        if id(part) not in self._words:
            own = {key: inner for key, inner in part.items() if key not in _KEYWORDS}
            said = [*_texts_of(part.get("title")), *_texts_of(part.get("description"))]
            self._words[id(part)] = " ".join([*said, *(t for inner in own.values() for t in _texts_of(inner))])
        return self._words[id(part)]


def _of_key(part: Mapping[str, Any], key: str) -> list[Any]:
    """Return the schemas of the value with this key; whether a pattern fits it is not tried, since that has no end."""
    exact, patterns = part.get("properties"), part.get("patternProperties")
    named = isinstance(exact, Mapping) and key in exact
    found = [exact[key]] if isinstance(exact, Mapping) and named else []
    found += patterns.values() if isinstance(patterns, Mapping) else ()
    found += () if named else (part.get(word) for word in _OTHER_KEYS)
    return [schema for schema in found if isinstance(schema, Mapping)] or [_ANYTHING]


def _of_place(part: Mapping[str, Any], place: int) -> list[Any]:
    """Return the schemas of a list's value at a place."""
    listed = (part[w] for w in ("prefixItems", "items") if isinstance(part.get(w), list))
    first: list[Any] = next(listed, [])
    found = [first[place]] if place < len(first) else [part.get(word) for word in _OTHER_ITEMS]
    return [schema for schema in (*found, part.get("contains")) if isinstance(schema, Mapping)] or [_ANYTHING]


def _within(value: Any, name: str) -> Any:
    """Return what is in an object or a list by its name or number; None without any."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list) and name.isdecimal() and len(name) < 9 and int(name) < len(value):
        return value[int(name)]
    return None


def _worded(value: Any) -> str:
    if isinstance(value, list):
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
