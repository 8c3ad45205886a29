"""The wordings that patterns of references are made of."""

from __future__ import annotations

import re

import pytest

from alu.flow.word_lists import any_of


@pytest.mark.parametrize(
    ("kind", "language", "takes", "leaves"),
    [
        ("he", "de", ("ihr", "ihre", "ihrem"), ("ihrx", "er, sie")),
        ("field", "en", ("age", "birth date", "birthdate", "date of death"), ("birth", "date of")),
        ("role", "de", ("patientin", "mann"), ("männer", "mannschaft")),
        ("introduces", "fr", ("je m'appelle", "je m’appelle"), ("je m appelle",)),
    ],
)
def test_a_wording_may_have_choices_parts_that_are_optional_and_any_ending(
    kind: str, language: str, takes: tuple[str, ...], leaves: tuple[str, ...]
) -> None:
    pattern = re.compile(any_of(kind, language))
    assert all(pattern.fullmatch(text) for text in takes)
    assert not any(pattern.fullmatch(text) for text in leaves)


def test_all_languages_are_a_choice_in_their_order() -> None:
    assert any_of("he_unspaced") == "|".join(any_of("he_unspaced", code) for code in ("ja", "zh", "ko"))
    with pytest.raises(KeyError):
        any_of("he_unspaced", "en")
