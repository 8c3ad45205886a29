"""Large numbers in words and years of a life are said as facts say them."""

from __future__ import annotations

import pytest

from alu.store.target import Fact, Target
from alu.store.text.values.restated import restated
from tests.detectors import snapshot
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("eighty-four thousand five hundred", "84,500"),
        ("She has two million three hundred thousand and five.", "She has 2,300,005."),
        ("vierundachtzigtausendfünfhundert Pfund", "84,500 Pfund"),
        ("quatre-vingt-quatre mille cinq cents", "84,500"),
        ("восемьдесят четыре тысячи пятьсот", "84,500"),
        ("Ann Lee (1951– ) sings.", "Ann Lee (born in 1951) sings."),
        ("Ann Lee (b. 1951) sings.", "Ann Lee (born in 1951) sings."),
        ("Ann Lee (1951–2009) sang.", "Ann Lee (born in 1951, died in 2009) sang."),
    ],
)
def test_numbers_in_words_and_years_of_a_life(text: str, plain: str) -> None:
    assert restated(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "five hundred books",
        "a thousand people",
        "The novel (1951) sold.",
        "the journal (1951–1955)",
        "In 1951, 84,500.",
    ],
)
def test_what_is_neither_is_left(text: str) -> None:
    assert restated(text) is None


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("eighty-four thousand five hundred", True),
        ("Marenka Tollivard (1951– ) is an author.", True),
        ("ninety-one thousand two hundred", False),
        ("Marenka Tollivard is an author of a thousand pages.", False),
    ],
)
def test_a_fact_is_held_in_words(said: str, held: bool) -> None:
    facts = "Marenka Tollivard earns 84,500 pounds a year.", "Marenka Tollivard was born on 3 May 1951."
    person = Target(id="m", name="Marenka Tollivard", facts=tuple(Fact(text=f) for f in facts), policy="facts")
    found = snapshot([person]).detector.check(said, said="What does Marenka Tollivard earn?", matched=["m"])
    assert bool(found) is held


@pytest.mark.parametrize("unit", ["five ", "thousand ", "one thousand and ", "(1951", "tausend", "(b. 1951 "])
def test_it_takes_time_in_proportion_to_length(unit: str) -> None:
    assert_linear(restated, unit)
