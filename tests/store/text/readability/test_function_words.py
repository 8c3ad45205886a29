"""Languages that the vocabulary does not hold are known by their commonest words."""

from __future__ import annotations

import pytest

from alu.store.text.readability.function_words import unlisted
from alu.store.text.words import words

WRITTEN = {
    "wa": "Mlinzi wa mnara aliandika hali ya hewa kila asubuhi katika kitabu na kulisha ndege wa pwani.",
    "eta": "Itsasargiko zaindaria eguraldia idazten zuen egunero eta kaioei jaten ematen zien, baina ez zen pozik.",
    "ja": "Majakavaht kirjutas ilma üles ja see oli tema töö, aga ta ei olnud kurb, et ta üksi oli.",
    "და": "შუქურის მცველი წერდა ამინდს და შემდეგ აჭმევდა თოლიას, მაგრამ ეს არ იყო მისი საქმე.",
    "եւ": "Փարոսի պահակը գրում էր եղանակը և կերակրում էր ճայերին, որ նրա համար էին։",
    "ที่": "คนเฝ้าประภาคารเขียนสภาพอากาศในสมุด และ ให้อาหารนกที่ชายหาดของเกาะ เป็นประจำ",
    "hai": "Yeh kahani ek mahal ki hai aur us mein ek raja ka beta hai jo kabhi nahi hansta.",
}
"""By a word that the language has; written for this test."""


@pytest.mark.parametrize("word", list(WRITTEN))
def test_a_language_is_known(word: str) -> None:
    assert word in (unlisted(WRITTEN[word], words(WRITTEN[word])) or ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Xqv kop mezl un Oprz jub terwx vrim gralk ploo.",
        "ba de ki lo mu na po ra su ti vo wa xe yi zu",
        "Vrelk e'tup maDor qimbz hulft t.ezz wopfi Q-o",
        "1931 1932 1933",
        "Oslo",
    ],
)
def test_what_is_in_none_of_them(text: str) -> None:
    assert unlisted(text, words(text)) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Die vuurtoringwagter het elke oggend die weer in sy boek geskryf en die meeu gevoer.", True),
        ("Vörður vitans skrifaði veðrið í dagbók á hverjum morgni og gaf máfnum að borða", True),
        ("DIE VUURTORINGWAGTER HET ELKE OGGEND DIE WEER IN SY BOEK GESKRYF EN DIE MEEU GEVOER", True),
        ("Mlinzi wa mnara aliandika", False),
        ("wa wa wa wa wa wa", False),
        ("The keeper of the tower wrote about the weather in a book every morning", False),
    ],
)
def test_one_word_again_and_again_is_no_language(text: str, known: bool) -> None:
    assert (unlisted(text, words(text)) is not None) is known
