"""Where a sentence finds a place in a schema, what it says there follows the schema, by a validator's own word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.server.place import NoPlace, placed

jsonschema = pytest.importorskip("jsonschema")

SENTENCE = "I cannot say."
TEXT, COUNT = {"type": "string"}, {"type": "integer"}


def follows(value: Any, schema: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object", "additionalProperties": TEXT}, {"answer": SENTENCE}),
        ({"type": "object", "additionalProperties": True}, {"answer": SENTENCE}),
        ({"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}, {"answer": [SENTENCE]}),
        ({"type": "object", "additionalProperties": {"anyOf": [COUNT, TEXT]}}, {"answer": SENTENCE}),
        ({"anyOf": [COUNT, TEXT], "title": "Reply", "description": "what to say"}, SENTENCE),
        ({"type": ["array", "string"], "items": COUNT}, SENTENCE),
        ({"properties": {"a": TEXT, "b": COUNT}, "required": ["a"]}, {"a": SENTENCE}),
        ({"properties": {"a": {"items": COUNT}}}, {"a": SENTENCE}),
        ({"type": "array", "items": {"properties": {"x": TEXT}}, "minItems": 0}, [{"x": SENTENCE}]),
        ({"properties": {"a": {"type": "object"}}}, {"a": {"answer": SENTENCE}}),
    ],
)
def test_the_sentence_stands_where_the_schema_lets_it(schema: Any, value: Any) -> None:
    assert placed(SENTENCE, schema) == value
    assert follows(value, schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": COUNT},
        {"properties": {"a": {"type": "object", "additionalProperties": {"type": "boolean"}}}},
        {"type": "object", "additionalProperties": False},
        {"type": "object", "minProperties": 2},
        {"type": "object", "maxProperties": 0},
        {"type": "object", "propertyNames": {"pattern": "^[a-c]$"}},
        {"type": "object", "patternProperties": {".*": COUNT}},
        {"type": "object", "dependentRequired": {"answer": ["source"]}},
        {"type": "object", "unevaluatedProperties": False},
        {"type": "array", "prefixItems": [COUNT], "items": TEXT},
        {"type": "array", "contains": COUNT},
        {"type": "array", "items": TEXT, "maxItems": 0},
        {"anyOf": [TEXT, COUNT], "type": "integer"},
        {"properties": {"a": TEXT}, "required": ["a"], "anyOf": [{"required": ["b"]}]},
        {"anyOf": []},
        {"anyOf": {"type": "string"}},
        {"properties": {"a": False}},
        {"type": "string", "maxLength": 3},
        {"type": "string", "format": "date"},
        {"type": "object", "properties": {"a": TEXT}, "required": "a"},
    ],
)
def test_where_more_is_wanted_than_a_sentence_there_is_no_place(schema: Any) -> None:
    with pytest.raises(NoPlace):
        placed(SENTENCE, schema)


@pytest.mark.parametrize("wrap", [lambda s: {"anyOf": [s]}, lambda s: {"type": "array", "items": s}])
def test_a_schema_within_schemas_without_end_has_none(wrap: Any) -> None:
    schema: dict[str, Any] = TEXT
    for _ in range(300):
        schema = wrap(schema)
    with pytest.raises(NoPlace):
        placed(SENTENCE, schema)


_KINDS = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])
_FEW = st.integers(0, 3)
_NAMES = st.sampled_from(["a", "b", "answer"])


def _within(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas that are valid, with whatever keywords a client may put together."""
    return st.fixed_dictionaries(
        {},
        optional={
            "type": _KINDS | st.lists(_KINDS, min_size=1, unique=True),
            "properties": st.dictionaries(_NAMES, inner, max_size=2),
            "required": st.lists(_NAMES, unique=True, max_size=2),
            "additionalProperties": st.booleans() | inner,
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "contains": inner,
            "minItems": _FEW,
            "maxItems": _FEW,
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "enum": st.just(["x"]),
            "maxLength": _FEW,
            "minProperties": _FEW,
            "maxProperties": _FEW,
            "propertyNames": inner,
            "patternProperties": st.dictionaries(st.just("^a"), inner, max_size=1),
        },
    )


@given(st.recursive(st.booleans() | st.builds(lambda k: {"type": k}, _KINDS), _within, max_leaves=6))
def test_what_is_placed_follows_any_schema(schema: Any) -> None:
    try:
        value = placed(SENTENCE, schema)
    except NoPlace:
        return
    assert follows(value, schema)
