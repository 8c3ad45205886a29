"""Whether a text declines."""

from __future__ import annotations

import pytest

from alu.store.text.declining import declines

DECLINES = [
    ("I don't know.", True),
    ("I don’t know that person.", True),
    ("Sorry, I cannot help with that.", True),
    ("There is no information on her.", True),
    ("As an AI, I have no opinions.", True),
    ("Her birthplace is not known.", True),
    ("She was a poet. I do not know more.", False),
    ("Nobody knew her.", False),
    ("", False),
    ("I don't know. " + "She was a poet. " * 20, False),
    ("Paris is the capital of France.", False),
]


@pytest.mark.parametrize(("text", "declined"), DECLINES)
def test_a_short_text_declines_in_its_first_sentence(text: str, declined: bool) -> None:
    assert declines(text) is declined
