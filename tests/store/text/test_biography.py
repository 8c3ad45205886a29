"""What a text says of a life: years of birth and death, and fields of work."""

from __future__ import annotations

import pytest

from alu.store.text.biography import Life, ends_of_eras, fields_of_work, life_of, lives
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("text", "life"),
    [
        ("Odalys Brannigan (1901–1970) was a nun.", Life(1901, 1970)),
        ("Odalys Brannigan (3 May 1901 – 4 June 1970) was a nun.", Life(1901, 1970)),
        ("Odalys Brannigan (born 1987) is a judge.", Life(1987)),
        ("Odalys Brannigan (born 3 May 1987) is a judge.", Life(1987)),
        ("a judge, born in Dunmorrow in 1987", Life(1987)),
        ("a judge, born on 3 May 1987 in Dunmorrow", Life(1987)),
        ("She was an abbess (870–930).", Life(870, 930)),
        ("She wrote it in 1901 and sold it in 1905.", Life()),
        ("Skerrow has 1901 inhabitants (2012).", Life()),
        ("", Life()),
    ],
)
def test_only_years_that_are_clearly_those_of_a_life_count(text: str, life: Life) -> None:
    assert life_of(text) == life


def test_every_life_of_a_text_is_found_in_its_order() -> None:
    text = "Tobias Dray may be the bishop (1611–1680) or the tailor, born in Penzance in 1973."
    assert lives(text) == [Life(1611, 1680), Life(1973)]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("She was a luthier.", {"craft", "music"}),
        ("Two Footballers met.", {"sport"}),
        ("a seismologist and lexicographer", {"science"}),
        ("She was a zanzibarist.", set()),
        ("The gull was tame.", set()),
    ],
)
def test_a_calling_has_the_fields_that_it_is_at_home_in_and_an_unknown_one_none(text: str, fields: set[str]) -> None:
    assert fields_of_work(text) == fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("violin maker", "luthier"),
        ("bell founder", "smith"),
        ("ceramic artist", "potter"),
        ("mountain guide", "climber"),
        ("crime novelist", "journalist"),
    ],
)
def test_callings_that_may_be_the_same_persons_share_a_field(one: str, other: str) -> None:
    assert fields_of_work(one) & fields_of_work(other)


@pytest.mark.parametrize("unit", ["(", "born ", "(1900 – ", "a"])
def test_a_long_text_without_an_end_is_read_in_proportion(unit: str) -> None:
    assert lives(f"born in {unit * 20_000}") == []
    assert_linear(lambda text: lives(f"born in {text}"), unit)


@pytest.mark.parametrize(
    ("text", "ends"),
    [("a Victorian engineer", [1901]), ("a nun of the 16th century", [1600]), ("an engineer of 1880", []), ("", [])],
)
def test_an_era_ends_when_it_ends(text: str, ends: list[int]) -> None:
    assert ends_of_eras(text) == ends
