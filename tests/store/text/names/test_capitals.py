"""Whether a word is written small."""

from __future__ import annotations

import pytest

from alu.store.text.names.capitals import is_written_small


@pytest.mark.parametrize(
    ("word", "text", "small"),
    [
        ("rodo", "Patirtis taip pat rodo.", True),
        ("rodo", "Apie Joną Rodo.", False),
        ("rodo", "Rodo taip pat rodo.", False),
        ("rodo", "patirtis rodo", False),
        ("rodo", "Patirtis ro-do.", False),
        ("yusifova", "О Юсифова сказали.", False),
        ("yusifova", "О юсифова сказали.", True),
    ],
)
def test_a_word_is_written_small_where_the_text_has_capitals_and_it_never(word: str, text: str, small: bool) -> None:
    assert is_written_small(word, text) is small
