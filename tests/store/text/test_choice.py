"""A choice of words takes what the plain one takes, and prefers the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.choice import choice

WORDS = st.lists(
    st.sampled_from(["a", "ab", "abc", "b", "ba", r"a\w*", "a?b", "(?:b|c)a", "a(?:b|)c", "é", "[ab]c", ""])
)


@pytest.mark.parametrize("end", ["", r"(?!\w)"])
@given(words=WORDS, text=st.text("abcé ", max_size=12))
def test_it_takes_what_the_words_take(words: list[str], text: str, end: str) -> None:
    plain, made = (re.compile(f"(?:{one}){end}", re.I) for one in ("|".join(words), choice(words)))
    assert [m.span() for m in made.finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_a_letter_is_looked_at_once() -> None:
    assert choice(["birth date", "birthday", "bride"]) == "b(?:irth(?: date|day)|ride)"
    assert choice(["je", r"\w+-il", "il"]) == r"je|\w+-il|il"
    assert choice([]) == ""
