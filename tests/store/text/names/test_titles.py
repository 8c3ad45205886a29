"""Titles in several languages and cases."""

from __future__ import annotations

import pytest

from alu.store.text.names.titles import is_declined_title, is_title, titles_before
from alu.store.text.normalise import normalise


@pytest.mark.parametrize("word", ["mr", "frau", "доктор", "doktor", "sir", "Sra", "Mgr", "rouva", "gospodin"])
def test_titles_of_several_languages_are_known(word: str) -> None:
    assert is_title(normalise(word))
    assert not is_declined_title(normalise(word))
    assert not is_title(normalise(f"{word}x"))


@pytest.mark.parametrize("word", ["Herrn", "pana", "pánovi", "господину", "κυρίου"])
def test_titles_in_other_cases_are_titles(word: str) -> None:
    assert is_declined_title(normalise(word))
    assert is_title(normalise(word))


@pytest.mark.parametrize(("surname", "title"), [("Brannigan", "Mr"), ("Юсифов", "господин")])
def test_titles_are_in_the_letters_of_the_surname(surname: str, title: str) -> None:
    assert title in titles_before(surname)
    assert not titles_before("村上")
