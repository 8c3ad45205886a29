"""Years, ages, lengths and weights, however a text gives them."""

from __future__ import annotations

import pytest

from alu.store.text.values.quantities import ages_in, in_figures, measures_in, numbers_in, speaks_of_life, years_in
from tests.linear import assert_linear


@pytest.mark.parametrize(
    "text",
    [
        *("in 1951", "in nineteen fifty-one", "in １９５１", "in 1️⃣9️⃣5️⃣1️⃣", "three years after 1948", "a year before 1952"),
        *(
            "in 1901 + 50",
            "between 1950 and 1952",
            "1950–1955",
            "in the early 1950s",
            "in the fifties",
            "in den 50er Jahren",
        ),
        *("the year after 1950", "neunzehn einundfünfzig", "not in 1950 but in 1951", "class of '51, in 1951."),
    ],
)
def test_a_year_is_read_however_it_is_given(text: str) -> None:
    assert 1951 in years_in(in_figures(text))


@pytest.mark.parametrize(
    "text", ["1950", "19510", "1951.50 euros", "1,951,000", "between 1900 and 2000", "the 60s", "51", "12 years old"]
)
def test_other_numbers_are_not_that_year(text: str) -> None:
    assert 1951 not in years_in(in_figures(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "She was born then.",
            "BIRTH_YEAR = 3",
            "ist geboren",
            "né à Tarn",
            "born_1951",
            "*1951",
            "b. 1951",
            "родился",
        ),
        *("label=born", "Sie starb", "date of birth: x", "|born|"),
    ],
)
def test_words_for_birth_and_death_are_known(text: str) -> None:
    assert speaks_of_life(text)


@pytest.mark.parametrize("text", ["Bornholm", "NATO in 1951", "the newborn sea", "a stubborn goat"])
def test_other_words_speak_of_no_life(text: str) -> None:
    assert not speaks_of_life(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("178 cm", other)
            for other in ("1.78 m", "1,78 m", "5 ft 10", "5'10\"", "5 feet 10 inches", "70 inches", "1780 mm")
        ),
        *(("one hundred and seventy-eight centimetres", other) for other in ("178 cm", "about 1.8 m")),
        *(("70 kg", other) for other in ("154 pounds", "70 kilos", "11 stone", "154 lbs", "70.2 kg")),
        ("12 km", "7.5 miles"),
    ],
)
def test_a_length_or_weight_is_the_same_in_other_units(one: str, other: str) -> None:
    (stored,), (stated,) = measures_in(in_figures(one)), measures_in(in_figures(other))
    assert stored.may_be(stated)


@pytest.mark.parametrize(
    ("one", "other"), [("178 cm", "5 ft 2"), ("178 cm", "180 cm tall."), ("70 kg", "72 kg"), ("70 kg", "70 m")]
)
def test_another_length_or_weight_is_not_the_same(one: str, other: str) -> None:
    (stored,), (stated,) = measures_in(in_figures(one)), measures_in(in_figures(other))
    assert not stored.may_be(stated)


def test_what_has_no_unit_is_no_measure() -> None:
    assert not measures_in("178 geese, 5 minutes, and she doesn't")
    assert numbers_in("84,500 and 3") == {"84500", "3"}


@pytest.mark.parametrize(
    "text", ["75 years old", "a 75-year-old", "aged 75", "turned 75", "75 Jahre alt", "im Alter von 75"]
)
def test_an_age_is_read(text: str) -> None:
    assert ages_in(in_figures(text)) == {75}


@pytest.mark.parametrize(
    "piece", ["nineteen ", "1951 ", "5' ", "born ", "1950 and ", "12 cm ", "forty-", "a year before "]
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    def read(text: str) -> None:
        figures = in_figures(text)
        assert len(years_in(figures)) < 50
        assert len(ages_in(figures) | numbers_in(figures)) < 50
        assert measures_in(figures) is not None
        assert speaks_of_life(text) == ("born" in piece)

    assert_linear(read, piece)
