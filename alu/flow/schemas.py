"""What a value states by its place: `{"x": true}` says what the description of `x` says.

Tools and structured output come with a schema whose names and descriptions are the caller's. A call's value is the
answer to them, so it is looked up and gated together with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alu.chat import Choice

__all__ = ["statements_of"]

_DEEPEST = 6
"""Schemas within schemas that are read."""
_MOST_ALTERNATIVES = 20_000
"""Alternatives that are tried for all values of a reply together."""


def statements_of(choice: Choice, extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a reply states by the schemas of its tools and of its own form, one text a value.

    Args:
        choice: the reply.
        extra: parameters of the request, `tools` and `response_format` among them.
    """
    found = [s for call in choice.tool_calls for s in _of_call(call, extra.get("tools"))]
    if schema := _answer_schema(extra.get("response_format")):
        found += _Reader(schema).stated(schema, _parsed(choice.text), "", _DEEPEST)
    return tuple(dict.fromkeys(found))


def _of_call(call: Mapping[str, Any], tools: Any) -> Iterator[str]:
    called = _mapping(call.get("function"))
    for tool in tools if isinstance(tools, Sequence) else ():
        function = _mapping(_mapping(tool).get("function")) or _mapping(tool)
        if function.get("name") == called.get("name"):
            head = " ".join(filter(None, (str(function.get("name", "")), str(function.get("description", "")))))
            schema = function.get("parameters")
            yield from _Reader(schema).stated(schema, _parsed(called.get("arguments")), head, _DEEPEST)


def _answer_schema(form: Any) -> Any:
    kept = _mapping(_mapping(form).get("json_schema"))
    return kept.get("schema") if isinstance(kept.get("schema"), Mapping) else kept or None


class _Reader:
    """Reads values by a schema, whose parts may be defined elsewhere in it (`$ref`) or be several (`anyOf`, …).

    Args:
        whole: the schema that `$ref` points into.

    Raises:
        ValueError: there are so many alternatives within alternatives that it would not come to an end.
    """

    def __init__(self, whole: Any) -> None:
        self._whole = whole
        self._tried = 0

    def stated(self, schema: Any, value: Any, head: str, deeper: int) -> Iterator[str]:
        """Yield what each value says after what its schema, and those around it, say of it."""
        schema = self._defined(_mapping(schema))
        said = " ".join(filter(None, (head, str(schema.get("title", "")), str(schema.get("description", "")))))
        if not deeper:
            return
        for part in self._alternatives(schema):
            yield from self.stated(part, value, said, deeper - 1)
        if isinstance(value, Mapping):
            parts = _mapping(schema.get("properties"))
            others = schema.get("additionalProperties", {})
            for key, part in value.items():
                yield from self.stated(parts.get(key, others), part, f"{said} {key}".strip(), deeper - 1)
        elif isinstance(value, list):
            for part in value:
                yield from self.stated(schema.get("items", {}), part, said, deeper - 1)
        elif value is not None and said:
            yield f"{said}: {_worded(value)}"

    def _alternatives(self, schema: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the schemas of which a value has to fit one, or all."""
        for word in ("allOf", "anyOf", "oneOf"):
            listed = schema.get(word)
            for part in listed if isinstance(listed, list) else ():
                self._tried += 1
                if self._tried > _MOST_ALTERNATIVES:
                    raise ValueError("a schema with too many alternatives")
                yield part

    def _defined(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a schema with what the definition that it points to says."""
        for _ in range(_DEEPEST):
            path, found = schema.get("$ref"), self._whole
            if not isinstance(path, str) or not path.startswith("#"):
                break
            for name in filter(None, path[1:].split("/")):
                found = _mapping(found).get(name.replace("~1", "/").replace("~0", "~"))
            schema = {**_mapping(found), **{k: v for k, v in schema.items() if k != "$ref"}}
        return schema


def _worded(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _parsed(text: Any) -> Any:
    """Return the JSON value in a text, None where there is none."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
