"""Texts that nobody can read, and texts that only look odd."""

from __future__ import annotations

import pytest

from alu.store.text.readability.unreadable import unreadable


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
