"""Letters in a row as in words: languages that the vocabulary does not hold, against letters that stand for others."""

from __future__ import annotations

import pytest

from alu.store.readability import WORDLIKE_NATS
from alu.store.text.readability.wordlike import wordlikeness


@pytest.mark.parametrize(
    "text",
    [
        "Zein da Euskal Herriko mendirik altuena?",
        "Kas parašė romaną apie kaimo gyvenimą?",
        "Ubani umongameli waseNingizimu Afrika?",
        "რა არის საქართველოს დედაქალაქი?",
        "Quis scripsit librum de bello Gallico?",
    ],
)
def test_words_of_a_language_that_is_not_known_are_wordlike(text: str) -> None:
    assert wordlikeness(text.split()) >= WORDLIKE_NATS


@pytest.mark.parametrize(
    "text", ["Jung vf gur pncvgny bs Abejnl?", "tWha si teh caatpil fo Nrwoay", "ռջլէ նբիլ ոծոչ վիգչջժ"]
)
def test_letters_that_stand_for_others_or_are_mixed_are_not(text: str) -> None:
    assert wordlikeness(text.split()) < WORDLIKE_NATS


def test_what_has_no_letters_says_nothing() -> None:
    assert (wordlikeness([]), wordlikeness(["", "1931", "?!"])) == (0.0, 0.0)
    assert wordlikeness(["lemon"] * 10_000) == pytest.approx(wordlikeness(["lemon"]))
