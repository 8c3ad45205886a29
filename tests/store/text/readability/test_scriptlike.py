"""Letters of other scripts as their languages have them, against letters that stand for others."""

from __future__ import annotations

from random import Random

import pytest

from alu.store.text.languages import script
from alu.store.text.readability.foreign_words import may_be_words
from alu.store.text.readability.scriptlike import as_written, scripts

SENTENCES = [
    "მთაში დიდი თოვლი მოვიდა და გზა ჩაიკეტა",
    "Գյուղի հին ջրաղացը դեռ աշխատում է",
    "ఆ ఊరిలో పాత మిల్లు ఇంకా పనిచేస్తోంది",
    "ಆ ಊರಿನ ಹಳೆಯ ಗಿರಣಿ ಇನ್ನೂ ಕೆಲಸ ಮಾಡುತ್ತಿದೆ",
    "ગામની જૂની ઘંટી હજી ચાલે છે",
    "ഗ്രാമത്തിലെ പഴയ മില്ല് ഇപ്പോഴും പ്രവർത്തിക്കുന്നു",
    "የመንደሩ አሮጌ ወፍጮ አሁንም ይሠራል",
    "Ауылдағы ескі диірмен әлі жұмыс істейді",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_as_written_and_its_letters_exchanged_are_not(text: str) -> None:
    assert as_written(text)
    own = sorted(scripts()[script(text) or ""].places)
    caught = 0
    for seed in range(40):
        other = dict(zip(own, Random(seed).sample(own, len(own)), strict=True))
        caught += not as_written("".join(other.get(c, c) for c in text.casefold()))
    assert caught >= 38


def test_few_letters_and_other_scripts_say_nothing() -> None:
    assert as_written("Who was she? 1931 αβ") is None
    assert as_written("彼女は誰ですか") is None


@pytest.mark.parametrize("text", ["Bu kəndin köhnə dəyirmanı hələ işləyir", "Isigayo esidala sedolobha sisasebenza"])
def test_languages_in_latin_letters_that_are_in_no_list(text: str) -> None:
    assert may_be_words(text.split())[0]


def test_numbers_and_syllables_are_no_words() -> None:
    assert may_be_words(["4327873654526762732287196769598028712828?9776", "s"]) == (False, False)
    syllables = "ag an op et ul ib el op ag el er ub oz an op ed if"
    assert not may_be_words(syllables.split())[1]
    assert may_be_words([]) == (False, False)
