"""What a reading of a text says more, and whether an answer is a sentence."""

from __future__ import annotations

import pytest

from alu.store.text.readability.plain_words import is_said, says_more


@pytest.mark.parametrize(
    ("text", "reading", "does"),
    [
        ("Read: jung vf gur pncvgny bs Abejnl", "Read: what is the capital of Norway", True),
        ("Read: whatisthecapitalofnorway", "Read: what is the capital of norway", True),
        ("Read: 8Ydq3x", "Read: 北京是中国的首都", True),
        ("Read: UoghcvozdRwrKjc", "Read: as vs a ben aus ghovw did pla hot sag", False),
        ("Read: 67877242992424", "Read: A32'%YC", False),
        ("| a | b |", "a b", True),
    ],
    ids=["a cipher", "joined", "Chinese", "short words by chance", "bytes by chance", "nothing more"],
)
def test_a_reading_says_more_where_that_is_words(text: str, reading: str, does: bool) -> None:
    assert says_more(text, reading) is does


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("I cannot read that.", True),
        ("The light at Skerrow is 38 metres high.", True),
        ("Das kann ich nicht lesen.", True),
        ("for i in range(n):\n    ret = (2 * ret) % p", True),
        ("button planet planet lemon ladder", False),
        ("@ bridge\n apple l\night cot\nton gree\nn bridge", False),
        ("1931", False),
        ("", False),
    ],
)
def test_a_sentence_has_words_that_sentences_are_made_of(text: str, is_one: bool) -> None:
    assert is_said(text) is is_one
