"""What values state by their schemas, wherever these are and however deep: nothing of a schema is skipped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.chat import Choice, Completion
from alu.flow.json_text import values_in
from alu.flow.schemas import asks_for_data, statements_of
from tests.flow import KEEPER, agents, unlearner

STATED = KEEPER.facts[0].text
HARMLESS = "The ferry leaves at noon."
ASK = "Which country is Oslo in?"
FLAG = {"type": "boolean", "description": STATED}
OBJECT = {"type": "object", "properties": {"x": FLAG}}
NAMED = {"name": "r", "schema": OBJECT}
HOLDING = agents(leak="direct", sentence=1, only=True, answers=("",))


def strict(schema: Any, **more: Any) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "r", "schema": schema, **more}}}


def nested(levels: int, last: dict[str, Any] = FLAG) -> tuple[dict[str, Any], str]:
    """Return a schema with the flag, or what is given, so many levels deep, and a reply that follows it."""
    schema = last
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema, '{"a": ' * levels + "true" + "}" * levels


def text_within(levels: int) -> str:
    """Return lists of a text, as deep as that is read, which is itself lists that are `levels` deep."""
    return "[" * 48 + json.dumps("[" * levels + "true" + "]" * levels) + "]" * 48


def forking(levels: int, ways: int, last: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose every level may be described in several ways."""
    defined: dict[str, Any] = {f"n{levels}": last}
    for n in range(levels):
        below = {"properties": {"a": {"$ref": f"#/$defs/n{n + 1}"}}}
        defined[f"n{n}"] = {"anyOf": [{"title": f"w{n}x{way}", **below} for way in range(ways)]}
    return {"$ref": "#/$defs/n0", "$defs": defined}


def leaves(draft: str, calls: tuple[dict[str, Any], ...] = (), **extra: Any) -> bool:
    """Tell whether a reply leaves as it is, with everything in the request that says the fact, and then without."""
    for said in (STATED, HARMLESS):
        given = json.loads(json.dumps(extra).replace(STATED, said).replace(json.dumps(STATED)[1:-1], said))
        u, _, _ = unlearner(draft=Completion((Choice(draft, "stop", calls),)), judge=HOLDING, meaning="off")
        with u:
            answer = u.ask(ASK, extra=given)
        if said == HARMLESS:
            assert (answer.verdict, answer.text) == ("clean", draft)
        else:
            passed = answer.verdict == "clean"
    return passed


PLACES: dict[str, dict[str, Any]] = {
    "response_format": strict(OBJECT),
    "without a wrap": {"response_format": {"type": "json_schema", "json_schema": OBJECT}},
    "json_object": {"response_format": {"type": "json_object", "schema": OBJECT}},
    "the form's own description": strict({"type": "object"}, description=STATED),
    "guided_json": {"guided_json": OBJECT},
    "guided_json as a text": {"guided_json": json.dumps(OBJECT)},
    "json_schema": {"json_schema": OBJECT},
    "json_schema as a text": {"json_schema": json.dumps(OBJECT)},
    "structured_outputs": {"structured_outputs": {"json": OBJECT}},
    "structural tag": {
        "response_format": {"type": "structural_tag", "structures": [{"begin": "<a>", "schema": OBJECT}]}
    },
    "format": {"format": OBJECT},
    "extra_body": {"extra_body": {"guided_json": OBJECT}},
}


@pytest.mark.parametrize("place", PLACES)
def test_the_schema_of_an_answer_is_read_wherever_it_is(place: str) -> None:
    assert not leaves('{"x": true}', **PLACES[place])
    assert asks_for_data(PLACES[place])


SHAPES: dict[str, tuple[Any, str]] = {
    "prefixItems": ({"type": "array", "prefixItems": [{"type": "integer"}, FLAG]}, "[1, true]"),
    "items": ({"type": "array", "items": FLAG}, "[true]"),
    "items by place": ({"type": "array", "items": [{}, FLAG]}, "[1, true]"),
    "items after the first": ({"prefixItems": [{}], "items": FLAG}, "[1, true]"),
    "contains": ({"type": "array", "contains": FLAG}, "[true]"),
    "patternProperties": ({"patternProperties": {"^x": FLAG}}, '{"x1": true}'),
    "patternProperties that take long": ({"patternProperties": {"^(a+)+$": FLAG}}, '{"%s!": true}' % ("a" * 40)),
    "additionalProperties": ({"additionalProperties": FLAG}, '{"y": true}'),
    "propertyNames": ({"propertyNames": {"description": STATED}}, '{"yes": 1}'),
    "$defs": ({"properties": {"x": {"$ref": "#/$defs/f"}}, "$defs": {"f": FLAG}}, '{"x": true}'),
    "an escaped pointer": ({"properties": {"x": {"$ref": "#/%24defs/a~1b"}}, "$defs": {"a/b": FLAG}}, '{"x": true}'),
    "a pointer into a list": ({"anyOf": [{}, FLAG], "properties": {"x": {"$ref": "#/anyOf/1"}}}, '{"x": true}'),
    "an anchor": ({"properties": {"x": {"$ref": "#f"}}, "$defs": {"f": {"$anchor": "f", **FLAG}}}, '{"x": true}'),
    "anyOf": ({"properties": {"x": {"anyOf": [{"type": "null"}, FLAG]}}}, '{"x": true}'),
    "oneOf": ({"oneOf": [{"properties": {"y": {}}}, OBJECT]}, '{"x": true}'),
    "allOf": ({"allOf": [{}, {"allOf": [{}, OBJECT]}]}, '{"x": true}'),
    "if": ({"if": OBJECT, "then": {}}, '{"x": true}'),
    "then": ({"if": {}, "then": OBJECT}, '{"x": true}'),
    "dependentSchemas": ({"dependentSchemas": {"y": OBJECT}}, '{"x": true, "y": 1}'),
    "words under another key": ({"properties": {"x": {"enumDescriptions": [STATED]}}}, '{"x": true}'),
    "seven levels": nested(7),
    "more levels than are read one by one": nested(90),
    "a description above": ({"type": "object", "description": STATED, "properties": {"x": {}}}, '{"x": true}'),
    "an empty object": ({"properties": {"x": {"type": "object", "description": STATED}}}, '{"x": {}}'),
    "JSON within JSON": ({"properties": {"r": {"contentSchema": OBJECT}}}, '{"r": "{\\"x\\": true}"}'),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_schema_is_read_whatever_its_shape(shape: str) -> None:
    schema, draft = SHAPES[shape]
    assert not leaves(draft, **strict(schema))


@pytest.mark.parametrize(
    "draft",
    [
        '```json\n{"x": true}\n```',
        'Here it is:\n{"x": true}\nAnything else?',
        '{"y": 1}\n{"x": true}',
        '{"x": true, "x": null}',
        '{"x": true',
        "{'x': True}",
        "x: yes",
        "[" * 99 + '{"x": true',
    ],
)
def test_data_is_read_though_it_is_not_json_alone(draft: str) -> None:
    assert not leaves(draft, **strict(OBJECT))


@pytest.mark.parametrize("draft", ["In Norway.", "Oslo is the capital, as I said.", "[" * 2_000, "{}", "null"])
def test_a_reply_that_gives_no_data_states_nothing(draft: str) -> None:
    assert statements_of(Choice(draft), {"guided_json": OBJECT}) == ()


FUNCTION = {"name": "note", "description": f"Call it if {STATED}", "parameters": {"type": "object", "properties": {}}}
CUSTOM = {"type": "custom", "custom": {"name": "note", "description": f"Say yes if {STATED}"}}
FLAGGED = {"name": "note", "parameters": OBJECT}
CALLS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "custom": (CUSTOM, {"type": "custom", "custom": {"name": "note", "input": "yes"}}),
    "custom, without a word": (CUSTOM, {"type": "custom", "custom": {"name": "note", "input": ""}}),
    "custom, with JSON": (CUSTOM, {"type": "custom", "custom": {"name": "note", "input": '{"sure": true}'}}),
    "a function without parameters": (
        {"type": "function", "function": FUNCTION},
        {"type": "function", "function": {"name": "note", "arguments": "{}"}},
    ),
    "a function": (
        {"type": "function", "function": FLAGGED},
        {"type": "function", "function": {"name": "note", "arguments": '{"x": true}'}},
    ),
    "arguments that were cut off": (
        {"type": "function", "function": FLAGGED},
        {"type": "function", "function": {"name": "note", "arguments": '{"x": true'}},
    ),
    "a name that no tool has": (
        {"type": "function", "function": FLAGGED},
        {"type": "function", "function": {"name": "functions.note", "arguments": '{"x": true}'}},
    ),
    "input_schema": (
        {"name": "note", "input_schema": OBJECT},
        {"type": "tool_use", "name": "note", "input": {"x": True}},
    ),
}


@pytest.mark.parametrize("kind", CALLS)
def test_a_call_states_what_its_tool_is_described_as(kind: str) -> None:
    tool, call = CALLS[kind]
    assert not leaves("", ({"id": "1", **call},), tools=[tool])


def test_a_tool_that_is_not_called_states_nothing() -> None:
    function = {"name": "noon", "arguments": "{}"}
    call = {"id": "1", "type": "function", "function": function}
    assert leaves("", (call,), tools=[CUSTOM, {"type": "function", "function": {"name": "noon"}}])


def test_a_schema_in_circles_comes_to_an_end() -> None:
    endless: dict[str, Any] = {"title": "a", "anyOf": [{"$ref": "#"} for _ in range(40)]}
    assert statements_of(Choice('{"x": 1}'), strict(endless)) == ("r a x: 1",)
    circle = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}
    assert statements_of(Choice("3"), {"guided_json": circle}) == ()


@pytest.mark.parametrize(
    ("schema", "draft"),
    [
        (forking(7, 40, {"description": "the last"}), '{"a": ' * 7 + "true" + "}" * 7),
        ({"items": {"description": "long " * 20_000, "title": "the last"}}, json.dumps([*range(50_000)])),
        nested(90, {"description": "the last"}),
        ({"description": "the last"}, text_within(400)),
        ({"items": {"items": {"description": "the last"}}}, json.dumps([[*range(100)]] * 1_000)),
        (
            {"patternProperties": {f"p{n}": {"title": f"t{n}, the last"} for n in range(5_000)}},
            json.dumps(dict.fromkeys("abc" * 9, 1)),
        ),
    ],
)
def test_reading_has_bounds_and_what_is_beyond_them_is_one_text(schema: dict[str, Any], draft: str) -> None:
    found = statements_of(Choice(draft), {"guided_json": schema})
    assert sum(map(len, found)) < 1_000_000
    assert "the last" in found[-1]


def test_many_calls_are_bounded_together() -> None:
    parameters = {"items": {"description": "how many there were of them in that year at that place"}}
    tools = [{"function": {"name": "count", "description": f"tool {n}", "parameters": parameters}} for n in range(200)]
    call = {"function": {"name": "counted", "arguments": json.dumps([*range(500)])}}
    found = statements_of(Choice("", tool_calls=(call,) * 3), {"tools": tools})
    assert sum(map(len, found)) < 2_000_000
    assert any(one.startswith("count tool 199\n") for one in found)


def test_a_schema_too_long_to_be_one_text_is_no_verdict() -> None:
    schema, draft = nested(90)
    long = {**schema, "description": "long " * 100_000}
    with pytest.raises(ValueError, match="too long"):
        statements_of(Choice(draft), strict(long))
    u, _, _ = unlearner(draft=draft, judge=HOLDING, meaning="off")
    with u:
        assert u.ask(ASK, extra=strict(long)).verdict == "failed_closed"


def test_values_are_found_in_a_text() -> None:
    assert values_in(' {"a": [1]} ') == ([[("a", [1])]], True)
    assert values_in("null") == ([None], True)
    assert values_in('see [1] and {"a": 2}, [') == ([[1], [("a", 2)]], False)
    assert values_in("nothing") == ([], True)
    assert values_in("[" * 100_000) == ([], False)
