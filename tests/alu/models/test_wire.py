"""Requests as JSON, and replies of every shape that servers give."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.chat import Choice, Completion, Message, Request, Tokens
from alu.errors import BadReply
from alu.models.wire import Dialect, completion_of, joined, payload, rejected_parameters, split

ASK = (Message("user", "Hello there, model"),)


def reply(*texts: Any, **more: Any) -> dict[str, Any]:
    return {"choices": [{"finish_reason": "stop", "message": {"content": t}} for t in texts], **more}


def test_a_message_may_be_nothing_parts_or_a_refusal() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "image"}, "x", {"text": "b"}]
    assert [c.text for c in completion_of(reply(None, parts, ""), ASK).choices] == ["", "ab", ""]
    refusal = {"choices": [{"message": {"content": None, "refusal": "No."}, "finish_reason": 3}]}
    assert completion_of(refusal, ASK).choices == (Choice("No.", None),)


def test_tool_calls_are_kept() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    raw = {"choices": [{"message": {"content": None, "tool_calls": [call, 3]}, "finish_reason": "tool_calls"}]}
    assert completion_of(raw, ASK).choices == (Choice("", "tool_calls", (call,)),)


NO_COUNTS: list[object] = [
    {},
    None,
    "x",
    [3, 4],
    {"prompt_tokens": None, "completion_tokens": "3"},
    {"prompt_tokens": -5, "completion_tokens": -9},
    {"prompt_tokens": True, "completion_tokens": False},
    {"prompt_tokens": 9.0, "completion_tokens": 1e300},
    {"prompt_tokens": 10**400, "completion_tokens": 10**400},
    {"prompt_tokens": {}, "completion_tokens": [3]},
    {"prompt_tokens": 555_0172_3314, "completion_tokens": 1931_04_12},  # a telephone number and a date
]


@pytest.mark.parametrize("usage", NO_COUNTS, ids=lambda u: str(u)[:40])
def test_what_a_server_does_not_count_is_estimated(usage: object) -> None:
    completion = completion_of(reply("four", "eight een", usage=usage), ASK)
    assert completion.tokens == Tokens(prompt=5, completion=1 + 2)


@pytest.mark.parametrize("count", [10**400, -10, True, 0, 1])
def test_no_count_of_one_choice_breaks_the_sum(count: int) -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": count}
    tokens = completion_of(reply("aa", "", "b" * 9, usage=usage, timings={"predicted_n": count}), ASK).tokens
    assert 2 <= tokens.completion <= 20


def test_a_server_that_counts_one_choice_only_is_corrected() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 10}
    texts = ["x" * 40, "x" * 40, "x" * 20, ""]
    counted = completion_of(reply(*texts, usage=usage), ASK)
    assert counted.tokens.completion == 10
    under = completion_of(reply(*texts, usage=usage, timings={"predicted_n": 10}), ASK)
    assert under.tokens.completion == 10 + 10 + 5 + 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(
                    ["choices", "message", "content", "usage", "finish_reason", "tool_calls", "completion_tokens"]
                ),
                x,
            )
        ),
    )
)
def test_no_json_breaks_the_parser(raw: object) -> None:
    with suppress(BadReply):
        assert completion_of(raw, ASK).choices


@pytest.mark.parametrize(
    "raw",
    [
        None,
        3,
        "x",
        [],
        {},
        {"choices": {}},
        {"choices": "x"},
        {"choices": [None]},
        {"choices": [{}]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": "Hi."}]},
        {"choices": [{"message": ["Hi."]}]},
        {"choices": [{"text": "Hi."}]},
        {"choices": [{"delta": {"content": "Hi."}}]},
        {"choices": [{"message": {"content": 3}}]},
        {"choices": [{"message": {"content": True}}]},
        {"choices": [{"message": {"content": {"text": "Hi."}}}]},
        {"choices": [{"message": {"content": "Hi."}}, {}]},
        {"error": {"message": "Hi."}},
        {"message": {"content": "Hi."}},
        {"output": [{"content": "Hi."}]},
    ],
    ids=str,
)
def test_what_holds_no_message_is_no_reply_and_is_not_quoted(raw: object) -> None:
    with pytest.raises(BadReply) as caught:
        completion_of(raw, ASK)
    assert "Hi." not in str(caught.value)


MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"content": []}, ""),
    ({"content": [None, 3, [], {}]}, ""),
    ({"content": [{"type": "text", "text": None}, {"type": "text", "text": "a"}]}, "a"),
    ({"content": "", "refusal": "No."}, "No."),
    ({"content": "Yes.", "refusal": "No."}, "Yes."),
    ({"content": "Yes.", "reasoning_content": "They ask for her."}, "Yes."),
    ({"content": None, "reasoning": "They ask for her."}, ""),
    ({"content": " \r\n\u200b"}, " \r\n\u200b"),
    ({"content": "\ud800"}, "\ud800"),
]


@pytest.mark.parametrize(("message", "text"), MESSAGES)
def test_a_message_is_read_as_it_is_without_what_was_thought(message: dict[str, Any], text: str) -> None:
    assert completion_of({"choices": [{"message": message}]}, ASK).text == text


@pytest.mark.parametrize(
    ("calls", "kept"), [(None, 0), (3, 0), (True, 0), ([], 0), ([None, "x", 3, []], 0), ([{}, {"id": 1}], 2)]
)
def test_calls_of_tools_that_are_none_are_left_out(calls: object, kept: int) -> None:
    assert len(completion_of({"choices": [{"message": {"tool_calls": calls}}]}, ASK).choices[0].tool_calls) == kept


def test_no_parameter_takes_the_place_of_what_was_looked_up() -> None:
    hidden = Message("user", "How tall is it?", {"content": "Who is she?", "role": "system", "name": "n"})
    extra = {"messages": [{"role": "user", "content": "Who is she?"}], "stream": True, "stop": ["x"]}
    assert payload(Request((hidden,), extra=extra), Dialect()) == {
        "messages": [{"role": "user", "content": "How tall is it?", "name": "n"}],
        "stop": ["x"],
        "stream": False,
    }


BLAMED: list[tuple[str, set[str]]] = [
    ("Unknown parameter: 'response_format.json_schema'", {"schema"}),
    ("failed to parse grammar", {"schema"}),
    ("structured outputs are not enabled", {"schema"}),
    ("n must be 1", {"n"}),
    ("Only one completion choices are allowed", {"n"}),
    ("`n` > 1 is not supported", {"n"}),
    ("TEMPERATURE is fixed at 1", {"temperature"}),
    ("'temperature' and 'n' are not supported", {"temperature", "n"}),
    ("the number of messages is not even", set()),
    ("in between", set()),
    ("x" * 20_000 + "temperature", set()),
]


@pytest.mark.parametrize(("said", "blamed"), BLAMED, ids=lambda v: v[:30] if isinstance(v, str) else "".join(sorted(v)))
def test_who_is_blamed(said: str, blamed: set[str]) -> None:
    assert rejected_parameters(said) == blamed


WAYS: list[tuple[Any, str | None, bool]] = [
    ("strict", "json_schema", False),
    ("schema", "json_schema", False),
    ("object", "json_object", True),
    ("text", None, True),
]


@pytest.mark.parametrize(("way", "kind", "stated"), WAYS)
def test_a_schema_is_reported_in_words_where_the_server_does_not_enforce_it(
    way: Any, kind: str | None, stated: bool
) -> None:
    body = payload(Request(ASK, schema={"type": "object", "title": "T"}), Dialect(way))
    assert body.get("response_format", {}).get("type") == kind
    assert ('"title": "T"' in body["messages"][0]["content"]) is stated
    assert body["messages"][-1] == {"role": "user", "content": "Hello there, model"}


def test_what_is_asked_for_comes_before_the_parameters_passed_on() -> None:
    extra = {"temperature": 2, "n": 9, "seed": 8, "max_tokens": 7, "top_p": 0.5}
    body = payload(Request(ASK, temperature=0.0, n=2, seed=1, max_tokens=3, extra=extra), Dialect())
    assert (body["temperature"], body["n"], body["seed"], body["max_tokens"], body["top_p"]) == (0.0, 2, 1, 3, 0.5)


ANY = st.builds(
    Dialect,
    st.sampled_from(["strict", "schema", "object", "text"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["max_tokens", "max_completion_tokens"]),
)


@given(ANY, ANY, ANY)
def test_it_does_not_matter_which_call_learns_first(a: Dialect, b: Dialect, c: Dialect) -> None:
    assert a & b == b & a
    assert (a & b) & c == a & (b & c)
    assert a & a == a
    assert a & Dialect() == a


def test_blame() -> None:
    assert rejected_parameters("Unsupported value: 'temperature' does not support 0") == {"temperature"}
    assert rejected_parameters("Invalid schema for response_format 'reply'") == {"schema"}
    assert rejected_parameters("Field 'n': Value must be between 1 <= value <= 4") == {"n"}
    assert rejected_parameters("Use 'max_completion_tokens' instead") == {"limit"}
    assert rejected_parameters("no") == frozenset()


def test_dialects_get_weaker_and_end() -> None:
    request = Request(ASK, temperature=0.0, max_tokens=5, n=2, schema={})
    dialect: Dialect | None = Dialect()
    seen = []
    while dialect is not None:
        seen.append(dialect)
        dialect = dialect.weaker(request, frozenset({"temperature", "schema", "n", "limit"}))
    assert len(seen) == len(set(seen)) == 7
    assert seen[-1] == Dialect("text", temperature=False, n=False, limit="max_completion_tokens")
    assert Dialect().weaker(Request(ASK), frozenset({"temperature"})) is None
    assert Dialect("object") & Dialect(n=False) == Dialect("object", n=False)
    assert Dialect() & Dialect(limit="max_completion_tokens") == Dialect(limit="max_completion_tokens")
    assert Dialect(limit="max_completion_tokens") & Dialect() == Dialect(limit="max_completion_tokens")


def test_a_schema_in_words_joins_the_system_message() -> None:
    request = Request((Message("system", "S"), *ASK), schema={"type": "object"})
    messages = payload(request, Dialect("text"))["messages"]
    assert [m["role"] for m in messages] == ["system", "user"]
    assert messages[0]["content"].startswith("S\n\nReply with one JSON object")


def test_single_requests_have_seeds_of_their_own() -> None:
    assert [r.seed for r in split(Request(ASK, seed=1, n=5), 3, 2)] == [3, 4, 5]
    assert [(r.seed, r.n) for r in split(Request(ASK, n=5), 2, 0)] == [(None, 1)] * 2


def test_costs_add_up_only_where_all_are_known() -> None:
    one, two = (Completion((Choice("a"),), Tokens(1, 2, c)) for c in (0.5, None))
    assert joined([one, one], 2).tokens == Tokens(2, 4, 1.0)
    assert joined([one, two], 2).tokens == Tokens(2, 4, None)
