"""Surnames that are places, too, and texts that say nothing but where."""

from __future__ import annotations

import pytest

from alu.store.text.names.places import names_places_alone, stands_as_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I want a hotel in Houston", True),
        ("What is there around Houston", True),
        ("Please find me a flight from Houston", True),
        ("Are there tickets for a bus to Houston", True),
        ("What happened to Houston", False),
        ("What did they see in Houston", False),
        ("Who is Houston", False),
        ("Houston", False),
    ],
)
def test_a_name_behind_a_word_for_where_is_that_of_a_place(text: str, place: bool) -> None:
    assert stands_as_place("houston", text.split()[:-1], text) is place


def test_what_is_no_place_stands_for_nobody_elses() -> None:
    assert not stands_as_place("brannigan", ["a", "hotel", "in"], "a hotel in Brannigan")


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("San Francisco", True),
        ("from new york to Los Angeles please", True),
        ("Zürich", True),
        ("In San Francisco she met her husband.", False),
        ("Jeet Kune Do", False),
        ("Kune", False),
        ("to the", False),
        ("", False),
        ("London " * 20, False),
    ],
)
def test_a_short_text_may_name_places_alone(text: str, alone: bool) -> None:
    assert names_places_alone(text) is alone
