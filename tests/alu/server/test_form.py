"""An answer that the model did not write leaves in the form of one that it did."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.answer import Answer, Words
from alu.chat import Choice, Completion, Tokens
from alu.prompts import refusal
from alu.server.form import AnswerFormat, format_answer
from alu.server.keys import KeyRing
from alu.server.place import NoPlace, placed
from alu.tokens import pieces
from tests.flow import agents
from tests.server import ABOUT, Server, running

UNKNOWN = refusal("unknown")
COUNT = len(pieces(UNKNOWN))
TEXT = {"type": "string"}


def stated(server: Server, **asked: Any) -> tuple[dict[str, Any], str, int]:
    """Return what an ordinary key sees: message, end and tokens; whole and streamed alike."""
    key = KeyRing(server.unlearner.targets.database).add(f"ann {len(server.vanilla.history)}")[1]
    whole = server.ask(ABOUT, key=key, **asked).json()
    lines = server.ask(ABOUT, key=key, stream=True, stream_options={"include_usage": True}, **asked).text.split("\n\n")
    chunks = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    choices = [c for chunk in chunks for c in chunk["choices"]]
    message, reason = whole["choices"][0]["message"], whole["choices"][0]["finish_reason"]
    for name in ("content", "refusal"):
        assert "".join(c["delta"].get(name) or "" for c in choices) == (message[name] or "")
    assert choices[-1]["finish_reason"] == reason
    assert chunks[-1]["usage"] == whole["usage"]
    return message, reason, whole["usage"]["completion_tokens"]


@pytest.mark.parametrize("drafted", [1, 9, 700])
def test_a_withheld_answer_costs_the_same_whatever_the_draft_did(drafted: int) -> None:
    draft = Completion((Choice("Admiral Thunderbeak.", "stop"),), Tokens(7, drafted))
    with running(judge=agents(only=True)) as server:
        server.vanilla.enqueue(draft, draft)
        assert stated(server) == ({"role": "assistant", "content": UNKNOWN, "refusal": None}, "stop", COUNT)


def test_words_that_the_model_said_itself_cost_what_it_said() -> None:
    own = "Sorry, I'm not familiar with that name."
    counted = Completion((Choice(own, "stop"),), Tokens(7, 12))
    with running(judge=agents(only=True)) as server:
        server.vanilla.enqueue(counted, counted)
        assert asyncio.run(server.unlearner.alearn_refusal()) == own
        server.vanilla.enqueue("Admiral Thunderbeak.", "Admiral Thunderbeak.")
        assert stated(server) == ({"role": "assistant", "content": own, "refusal": None}, "stop", 12)


@pytest.mark.parametrize(
    ("asked", "text", "reason", "tokens"),
    [
        ({"max_tokens": 1}, "I", "length", 1),
        ({"max_completion_tokens": 4}, "I don't have", "length", 4),
        ({"max_tokens": COUNT}, UNKNOWN, "stop", COUNT),
        ({"stop": ["I"]}, "", "stop", 1),
        ({"stop": " any"}, "I don't have", "stop", 5),
        ({"stop": ["about", " have", ""]}, "I don't", "stop", 4),
        ({"stop": ["about"], "max_tokens": 3}, "I don't", "length", 3),
        ({"stop": ["nowhere", 7]}, UNKNOWN, "stop", COUNT),
        ({"stop": 7}, UNKNOWN, "stop", COUNT),
    ],
)
def test_a_withheld_answer_ends_where_the_models_would(
    asked: dict[str, Any], text: str, reason: str, tokens: int
) -> None:
    with running(draft="Admiral Thunderbeak.", judge=agents(only=True)) as server:
        message, ended, counted = stated(server, **asked)
    assert (message["content"], ended, counted) == (text, reason, tokens)


def test_the_settings_limit_counts_where_the_request_has_none() -> None:
    with running(draft="Admiral Thunderbeak.", judge=agents(only=True), max_tokens=2) as server:
        message, reason, tokens = stated(server)
    assert (message["content"], reason, tokens) == ("I don", "length", 2)


def test_a_rewritten_answer_is_counted_by_what_is_sent() -> None:
    with running(draft="Her gull was Admiral Thunderbeak. The tower is 38 metres tall.") as server:
        message, reason, tokens = stated(server)
    assert (message["content"], reason, tokens) == ("The tower is 38 metres tall.", "stop", 7)


def schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@pytest.mark.parametrize(
    ("wanted", "content"),
    [
        ({"type": "json_object"}, {"answer": UNKNOWN}),
        ({"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}, {"answer": UNKNOWN}),
        ({"type": "json_schema", "json_schema": {"name": "x", "schema": schema(gull=TEXT)}}, {"gull": UNKNOWN}),
        ({"type": "json_schema", "json_schema": {"name": "x", "schema": schema(born={"type": "integer"})}}, None),
        ({"type": "json_schema"}, {"answer": UNKNOWN}),
    ],
)
def test_where_json_is_wanted_a_withheld_answer_is_json_if_nothing_must_be_made_up(wanted: Any, content: Any) -> None:
    with running(draft='{"gull": "Admiral Thunderbeak"}', judge=agents(only=True)) as server:
        message, reason, _ = stated(server, response_format=wanted)
    assert reason == "stop"
    assert (json.loads(message["content"]) if content else message["content"]) == content
    assert message["refusal"] == (None if content else UNKNOWN)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (schema(a=TEXT, b={"type": ["null", "string"]}), {"a": "No.", "b": "No."}),
        (schema(a={"anyOf": [{"type": "null"}, TEXT]}, b={"type": ["integer", "null"]}), {"a": "No.", "b": None}),
        (schema(a={"type": "array", "items": schema(b=TEXT)}), {"a": [{"b": "No."}]}),
        ({"properties": {"a": TEXT}}, {"a": "No."}),
        ({"type": "object"}, {"answer": "No."}),
        (schema(a={}), {"a": "No."}),
        (TEXT, "No."),
    ],
)
def test_a_sentence_has_a_place_in_a_schema(schema: Any, value: Any) -> None:
    assert placed("No.", schema) == value


@pytest.mark.parametrize(
    "schema",
    [
        schema(),
        schema(a={"type": "number"}),
        schema(a={"type": "string", "enum": ["x"]}),
        schema(a={"$ref": "#/x"}),
        schema(a={"type": "array", "items": TEXT, "minItems": 2}),
        {"type": "object", "required": ["a"]},
        {"type": "object", "properties": []},
        {"type": {}},
        [],
    ],
)
def test_a_schema_that_wants_something_else_has_none(schema: Any) -> None:
    with pytest.raises(NoPlace):
        placed("No.", schema)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda x: (
        st.lists(x)
        | st.dictionaries(
            st.sampled_from(["type", "properties", "required", "items", "anyOf", "minItems", "maxItems", "a"])
            | st.text(),
            x | st.sampled_from(["object", "array", "string", "null"]),
        )
    ),
)


@given(ANY)
def test_no_schema_is_a_fault(schema: Any) -> None:
    answer = Answer("No.", "refused")
    form = format_answer(answer, AnswerFormat(json=True, schema=schema), Words("No.", 3), 5)
    assert (form.content is None) is (form.refusal is not None)
    assert form.content is None or json.loads(form.content) in (None, "No.") or "No." in form.content
