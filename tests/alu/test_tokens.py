"""About how many tokens a text has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.prompts import refusal
from alu.tokens import pieces


@given(st.text())
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("I don't have any information about that.", 9),  # as o200k, Llama 3 and Qwen count it
        ("The capital of France is Paris.", 7),
        ("one\n\ntwo  ", 3),
        ("1931", 2),
    ],
)
def test_there_are_about_as_many_as_tokens(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_words_are_pieces() -> None:
    assert pieces(refusal("unknown"))[:3] == ["I", " don", "'t"]
