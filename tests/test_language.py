"""Languages and scripts that the stored facts are not in."""

from __future__ import annotations

import pytest

from alu.store.language import Languages, language, script

ENGLISH = ["Hsiao Yun-Hwa was born in Taipei on 5 November 1991 and writes books about leadership."]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il aujourd'hui ?", True),
        ("村上春樹は誰ですか、どこに住んでいますか", True),
        ("Где родился этот писатель и кем работал его отец?", True),
        ("What is the profession of the author's father, and in which town does he work?", False),
        ("Gabriel García Márquez", False),
        ("¿Quién?", False),
        ("村上", False),
        ("12345 + 67 = ?", False),
        ("", False),
    ],
)
def test_only_what_is_sure_is_foreign(text: str, foreign: bool) -> None:
    assert Languages(ENGLISH).lack(text) is foreign


def test_one_foreign_sentence_is_enough() -> None:
    assert Languages(ENGLISH).lack("Here you are. L'auteur est né à Taipei et son père était ingénieur en génie civil.")


def test_languages_of_the_facts_are_known() -> None:
    french = "L'auteur est né à Taipei en 1991 et son père était ingénieur en génie civil dans cette ville."
    both = Languages([*ENGLISH, french])
    assert not both.lack("Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il ?")


def test_without_facts_or_with_unsure_ones_nothing_is_foreign() -> None:
    text = "Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il aujourd'hui ?"
    assert not Languages([]).lack(text)
    assert not Languages(["Ada"]).lack(text)


def test_script_and_language_are_none_without_letters() -> None:
    assert script("123") is None
    assert script("カタカナとひらがな") == "CJK"
    assert language("Ada Lovelace") is None
