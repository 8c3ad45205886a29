"""What a value states by its place in a schema: `{"x": true}` states what the description of `x` says.

Tools and structured output come with a schema whose names and descriptions are the caller's. A call's value is the
answer to them, so it is looked up and gated together with them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alu.chat import Choice
from alu.flow.json_text import values_in
from alu.flow.schema_reader import Budget, stated_by

__all__ = ["asks_for_data", "statements_of"]

_SCHEMAS = ("guided_json", "json_schema", "response_schema", "format")
"""Parameters that are the schema of the answer, in the words of some server."""
_FORMS = ("response_format", "structured_outputs", "guided_decoding")
"""Parameters that hold it."""
_OTHER_DATA = ("grammar", "guided_regex", "guided_choice", "guided_grammar")
_WRAPS = ("json_schema", "schema", "json")
"""Where it is in those."""
_SHAPES = (
    *("properties", "patternProperties", "additionalProperties", "items", "prefixItems"),
    *("$ref", "$defs", "definitions", "anyOf", "oneOf", "allOf", "enum", "const"),
)
"""What only a schema has."""
_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_PARAMETERS = ("parameters", "input_schema", "inputSchema", "parametersJsonSchema")
_VALUE = re.compile(r"[:,\[{(]\s*(?:[\"']|-?\d|(?:true|false|yes|no)\b)", re.I)
"""What data that is not whole, or not in JSON, has."""
_WORD = re.compile(r"\w")


def statements_of(choice: Choice, extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a reply states by the schemas of its tools and of its own form, one text a value.

    Args:
        choice: the reply.
        extra: parameters of the request, `tools` and `response_format` among them.

    Raises:
        ValueError: a schema is too long to be read where its values cannot be read one by one.
    """
    given, budget = _parameters(extra), Budget()
    found = [s for call in choice.tool_calls for s in _of_call(call, _tools(given), budget)]
    for head, schema in _answer_schemas(given):
        found += _of_text(choice.text, schema, head, budget)
    return tuple(dict.fromkeys(found))


def asks_for_data(extra: Mapping[str, Any]) -> bool:
    """Tell whether a request's parameters ask for data, which is read as a whole."""
    return not _parameters(extra).keys().isdisjoint((*_SCHEMAS, *_FORMS, *_OTHER_DATA))


def _parameters(extra: Mapping[str, Any]) -> dict[str, Any]:
    return {**_mapping(extra.get("extra_body")), **extra}


def _of_text(text: str, schema: Any, head: str, budget: Budget) -> list[str]:
    values, whole = values_in(text)
    unread = not (whole and values) and _VALUE.search(text)
    return stated_by(schema, values, budget, head=head, rest=text if unread else "")


def _tools(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = (given.get(name) for name in ("tools", "functions"))
    return [_inner(tool) for tools in listed if isinstance(tools, Sequence) for tool in tools]


def _inner(value: Any) -> Mapping[str, Any]:
    """Return what a tool, or a call of one, is apart from its type."""
    value = _mapping(value)
    return _mapping(value.get("function")) or _mapping(value.get("custom")) or value


def _of_call(call: Mapping[str, Any], tools: list[Mapping[str, Any]], budget: Budget) -> Iterator[str]:
    """Yield what a call states by the description of its tool; of any tool where none has its name."""
    called = _inner(call)
    values = next((called[key] for key in ("arguments", "input", "args") if key in called), None)
    for tool in [t for t in tools if t.get("name") == called.get("name")] or tools:
        head = _worded(tool, "name", "description")
        schema = next((tool[key] for key in _PARAMETERS if tool.get(key)), None)
        if isinstance(values, str):
            found = _of_text(values, schema, head, budget)
        else:
            found = stated_by(schema, [values], budget, head=head)
        if head and not found:  # a tool without parameters is called, or not; a custom one is given a text
            yield f"{head}: {values if values and _WORD.search(str(values)) else 'yes'}"
        yield from found


def _answer_schemas(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the schemas that the answer is to follow, each with what is said of it."""
    for name in _SCHEMAS:
        yield from _schemas_in(given.get(name), "", known=True)
    for name in _FORMS:
        yield from _schemas_in(given.get(name), "", known=False)


def _schemas_in(form: Any, head: str, *, known: bool) -> Iterator[tuple[str, Any]]:
    """Yield the schemas in a form; one that is `known` to be a schema, and holds none, is it itself."""
    form = _loaded(form) if isinstance(form, str) else form
    form = dict(enumerate(form)) if isinstance(form, list) else _mapping(form)
    wrapped = [form[word] for word in _WRAPS if isinstance(form.get(word), Mapping | str)]
    if not form.keys().isdisjoint(_SHAPES) or form.get("type") in _TYPES:
        yield head, form
    elif wrapped:
        head = " ".join(filter(None, (head, _worded(form, "name", "title", "description"))))
        for inner in wrapped:
            yield from _schemas_in(inner, head, known=True)
    elif known and form:
        yield head, form
    else:
        for inner in form.values():
            yield from _schemas_in(inner, head, known=False)


def _worded(value: Mapping[str, Any], *keys: str) -> str:
    return " ".join(str(value[key]) for key in keys if value.get(key))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
