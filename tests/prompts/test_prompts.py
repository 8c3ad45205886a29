"""The words of the agents: variables, hashes, fences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu import prompts
from alu.errors import ConfigError
from tests.data import rows


def test_every_file_is_listed_and_loads() -> None:
    from importlib.resources import files

    found = {f.name.removesuffix(".md") for f in files("alu.prompts").iterdir() if f.name.endswith(".md")}
    assert found == set(prompts.NAMES)
    assert set(prompts.hashes()) == found
    assert all(len(h) == 12 for h in prompts.hashes().values())


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("variables: a\n# user\n$a $b", "uses"),
        ("variables: a b\n# user\n$a", "declares"),
        ("variables:\n# user\ncosts 5 $ each", "write"),
        ("variables:\n# user\nx\n# assistant\ny", "last section"),
        ("no sections", "variables"),
    ],
)
def test_a_wrong_prompt_is_refused_at_load(source: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        prompts.parse("x", source)


def test_a_missing_prompt_is_a_clear_error() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.md"):
        prompts.load("nowhere")


def test_a_missing_or_unknown_variable_is_refused() -> None:
    prompt = prompts.parse("x", "variables: a\n# user\n$a")
    with pytest.raises(TypeError):
        prompt.messages()
    with pytest.raises(TypeError):
        prompt.messages(a="1", b="2")


@given(st.text())
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    prompt = prompts.parse("x", "variables: a\n# user\n<$a>")
    assert prompt.messages(a=value)[-1].content == f"<{value}>"


def test_a_hash_changes_with_any_word() -> None:
    assert prompts.parse("x", "variables:\n# user\na").hash != prompts.parse("x", "variables:\n# user\nb").hash


@given(st.text(min_size=1), st.binary(min_size=16, max_size=16))
def test_no_text_closes_its_own_fence(text: str, key: bytes) -> None:
    fence = prompts.Fence.around(text, key=key)
    assert f"</draft {fence.nonce}>" not in text
    assert fence.wrap("draft", text) == f"<draft {fence.nonce}>\n{text}\n</draft {fence.nonce}>"
    assert prompts.Fence.around(text, key=key) == fence
    assert prompts.Fence.around(text + "x", key=key) != fence


def test_the_refusals_are_one_sentence_each() -> None:
    assert prompts.refusal("unknown") != prompts.refusal("refuse")


def test_no_prompt_holds_a_benchmark_item() -> None:
    words = " ".join(t.template for n in prompts.NAMES for _, t in prompts.load(n).turns)
    questions = [r["question"] for r in rows("tofu/full.json")]
    questions += [r["query"] for r in rows("rwku/forget_level2.json")]
    questions += [r["question"] for d in ("bio", "chem", "cyber") for r in rows(f"wmdp/{d}_questions.json")]
    names = [r["target"] for r in rows("rwku/intro.json")]
    assert not [q for q in questions if q in words]
    assert not [n for n in names if n in words]
