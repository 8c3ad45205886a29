"""Texts that nobody can read, and texts that only look odd."""

from __future__ import annotations

import pytest

from alu.store.text.mentions import is_common_noun
from alu.store.text.unreadable import unreadable


@pytest.mark.parametrize(
    "text",
    [
        "Alfa Bravo Romeo Sierra Tango",
        "ovo aobo vkrxog qrwklqj wkhuh dqbpruh",
        ".... .- .-.. / .-.. --- -... .-.",
        "4663 2274 53384 4468",
        "08:05 12:12 15:14",
        "JBSWY3DPEBLWOYTMMQQQ====",
    ],
)
def test_what_is_in_a_code_is_unreadable(text: str) -> None:
    assert unreadable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1931",
        "Yes.",
        "She lives by the sea.",
        "Sie wohnt seit dreißig Jahren am Meer.",
        "Elle habite au bord de la mer.",
        "0.17 × 240 = 40.8",
        "12:30 - 14:45",
        "Odalys Brannigan.",
        "彼女は海のそばに住んでいます。",
    ],
)
def test_what_is_in_a_language_is_not(text: str) -> None:
    assert not unreadable(text)


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("What is a harbour used for?", True),
        ("Describe a deep harbour.", True),
        ("How deep is the harbour of Skerrow?", True),
        ("who wrote the rules of the harbour?", False),
        ("Who founded Harbour?", False),
        ("Is the harbour owned by Harbour?", False),
        ("what did harbour do", False),
        ("Which harbour did they build?", False),
    ],
)
def test_a_word_in_small_letters_behind_an_article_is_no_name(text: str, common: bool) -> None:
    assert is_common_noun("harbour", text) is common


@pytest.mark.parametrize(
    ("text", "answer", "common"),
    [
        ("How heavy is a ship's harbour?", "The harbour of a ship is heavy.", True),
        ("Are harbour seals rare?", "No. Harbours are full of them.", False),
        ("Are harbour seals rare?", "No, the harbours are full of them.", True),
        ("Are harbour seals rare?", "Seals of the harbour of Harbour are.", False),
        ("who runs harbour", "harbour is run by a judge", False),
        ("who runs harbour", "The judge of harbour is called Lind.", False),
        ("Who runs Harbour?", "A judge runs the harbour.", False),
        ("Are harbour seals rare?", "", False),
    ],
)
def test_nor_is_one_that_the_answer_has_behind_an_article_or_in_the_plural(
    text: str, answer: str, common: bool
) -> None:
    assert is_common_noun("harbour", text, answer) is common


@pytest.mark.parametrize("word", ["odalys", "odalys brannigan", ""])
def test_a_word_of_no_language_is_a_name_whatever_its_letters(word: str) -> None:
    assert not is_common_noun(word, f"who was the {word} here")


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("uryyb jbeyq guvf vf abg ernqnoyr", True),
        ("ETAOIN SHRDLU CMFWYP VBGKQJ", True),
        ("12 7 44", True),
        ("--- --- --- ---", True),
        ("Zulu", True),
        ("x = 1", False),
        ("f(x) = 3x", False),
        ("3 + 4 = 7", False),
        ("Привет", False),
        ("Der Leuchtturm brannte gestern nieder.", False),
        ("Der Turm; uryyb; le phare brûlait hier.", False),
    ],
)
def test_letters_signs_and_numbers_alone(text: str, nobody: bool) -> None:
    assert unreadable(text) is nobody
