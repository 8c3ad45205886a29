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


def statements_of(choice: Choice, extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a reply states by the schemas of its tools and of its own form, one text a value.

    Args:
        choice: the reply.
        extra: parameters of the request, `tools` and `response_format` among them.
    """
    found = [s for call in choice.tool_calls for s in _of_call(call, extra.get("tools"))]
    if schema := _answer_schema(extra.get("response_format")):
        found += _stated(schema, _parsed(choice.text), "", _DEEPEST)
    return tuple(dict.fromkeys(found))


def _of_call(call: Mapping[str, Any], tools: Any) -> Iterator[str]:
    called = _mapping(call.get("function"))
    for tool in tools if isinstance(tools, Sequence) else ():
        function = _mapping(_mapping(tool).get("function")) or _mapping(tool)
        if function.get("name") == called.get("name"):
            head = " ".join(filter(None, (str(function.get("name", "")), str(function.get("description", "")))))
            yield from _stated(function.get("parameters"), _parsed(called.get("arguments")), head, _DEEPEST)


def _answer_schema(form: Any) -> Any:
    kept = _mapping(_mapping(form).get("json_schema"))
    return kept.get("schema") if isinstance(kept.get("schema"), Mapping) else kept or None


def _stated(schema: Any, value: Any, head: str, deeper: int) -> Iterator[str]:
    """Yield what each value says after what its schema, and those around it, say of it."""
    schema = _mapping(schema)
    said = " ".join(filter(None, (head, str(schema.get("title", "")), str(schema.get("description", "")))))
    if not deeper:
        return
    if isinstance(value, Mapping):
        parts = _mapping(schema.get("properties"))
        for key, part in value.items():
            yield from _stated(parts.get(key, {}), part, f"{said} {key}".strip(), deeper - 1)
    elif isinstance(value, list):
        for part in value:
            yield from _stated(schema.get("items", {}), part, said, deeper - 1)
    elif value is not None and said:
        yield f"{said}: {_worded(value)}"


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
