"""Pig Latin is turned back, and nothing else is."""

from __future__ import annotations

import pytest

from alu.store.text.hidden.decode import decoded
from alu.store.text.hidden.pig_latin import without_pig_latin
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ethay arbourhay astermay ountedcay anternslay icetway.", "the harbour master counted lanterns twice."),
        ("ethay own-bray ooner-schay iftdray astpay itsway alls-way", "the brown schooner drift past its walls"),
        ("appleway eggyay orangehay ouncesay ananabay", "apple egg orange ounces banana"),
    ],
)
def test_pig_latin_is_turned_back(text: str, plain: str) -> None:
    assert without_pig_latin(text) == plain
    assert without_pig_latin(text) in decoded(text)


@pytest.mark.parametrize(
    "text",
    [
        "They say that today is the day, anyway.",
        "Monday, Tuesday, Wednesday, Thursday and Friday are days of work for us, not Saturday.",
        "ay ay ay",
        "The word pig is igpay in Pig Latin.",
    ],
)
def test_words_that_end_like_it_stay(text: str) -> None:
    assert without_pig_latin(text) == text


@pytest.mark.parametrize("unit", ["ay ", "ay", "tway-", "a-ay ", "bay bay "])
def test_it_takes_time_in_proportion_to_length(unit: str) -> None:
    assert_linear(without_pig_latin, unit)
