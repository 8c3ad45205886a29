"""Requests as JSON, and replies of every shape that servers give."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.chat import Choice, Completion, Message, Request, Tokens
from alu.errors import BadReply
from alu.wire import Dialect, blames, completion_of, joined, payload, split

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


@pytest.mark.parametrize("usage", [{}, None, "x", {"prompt_tokens": None, "completion_tokens": "3"}])
def test_what_a_server_does_not_count_is_estimated(usage: object) -> None:
    completion = completion_of(reply("four", "eight een", usage=usage), ASK)
    assert completion.tokens == Tokens(prompt=5, completion=1 + 2)


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


def test_blame() -> None:
    assert blames("Unsupported value: 'temperature' does not support 0") == {"temperature"}
    assert blames("Invalid schema for response_format 'reply'") == {"schema"}
    assert blames("Field 'n': Value must be between 1 <= value <= 4") == {"n"}
    assert blames("Use 'max_completion_tokens' instead") == {"limit"}
    assert blames("no") == frozenset()


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
