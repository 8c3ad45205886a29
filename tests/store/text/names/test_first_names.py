"""Short forms of first names, by the list and by their endings."""

from __future__ import annotations

import pytest

from alu.store.text.names.first_names import is_first_name, is_short_for, shortened_names


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("kathi", "katharina"),
        ("schorsch", "georg"),
        ("kasia", "katarzyna"),
        ("gosia", "malgorzata"),
        ("pepe", "jose"),
        ("nacho", "ignacio"),
        ("sasha", "aleksandr"),
        ("zhenya", "yevgeny"),
        ("lupe", "guadalupe"),
        ("gigi", "luigi"),
        ("beppe", "giuseppe"),
        ("sjaak", "jacobus"),
        ("ghita", "gheorghe"),
        ("honza", "jan"),
        ("jancsi", "janos"),
        ("memo", "mehmet"),
        ("thanos", "athanasios"),
    ],
)
def test_short_forms_of_the_languages_of_europe(short: str, name: str) -> None:
    assert is_short_for(short, name)
    assert name in shortened_names(short)
    assert is_first_name(short)


@pytest.mark.parametrize(
    ("small", "name"),
    [("carlitos", "carlos"), ("mariazinha", "maria"), ("svetlanka", "svetlana"), ("dorotka", "dorota")],
)
def test_a_name_made_small_is_that_name(small: str, name: str) -> None:
    assert is_short_for(small, name)


@pytest.mark.parametrize(
    ("word", "name"),
    [("paulina", "paula"), ("georgina", "georg"), ("kathi", "agnes"), ("martinet", "martin"), ("mar", "maria")],
)
def test_names_of_their_own_and_words_are_no_short_forms(word: str, name: str) -> None:
    assert not is_short_for(word, name)


def test_what_is_short_for_many_stands_for_none_of_them() -> None:
    assert is_short_for("chris", "kristina")
    assert not is_short_for("kristina", "chris")
    assert is_short_for("katarzyna", "kasia")
