"""Numbers in words are read as their digits: of six languages by tables, of others by their words."""

from __future__ import annotations

import pytest

from alu.store.match.values.identifier_index import IdentifierIndex
from alu.store.target import Fact, Target
from alu.store.text.values.digits import groups
from alu.store.text.values.folded import Folded, tokens
from alu.store.text.values.identifiers import identifiers


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("seventy-six, seventy six, sixteen", "76 76 16"),
        ("five hundred and fifty-five, one hundred five", "555 105"),
        ("fünfundfünfzig hundertachtundzwanzig zwölf zwoelf", "55 128 12 12"),
        ("soixante-douze, quatre-vingt-quatre, quatre-vingts, quatre-vingt-dix-sept", "72 84 80 97"),
        ("septante et un, cent un, deux cents", "71 101 200"),
        ("noventa y nueve, veintitrés, novecientos uno, cien", "99 23 901 100"),
        ("ventuno, ventotto, settantadue, centouno", "21 28 72 101"),
        ("vinte e um, quatrocentos e setenta e seis, dezasseis", "21 476 16"),
        ("double five, triple six", "55 666"),
        ("nul zes twaalf vierendertig tweeëntwintig dubbel zeven", "0 6 12 34 22 77"),
        ("noll sju, sjuttiofyra, åttio fem", "0 7 74 85"),
        ("zero siedemdziesiąt cztery dwanaście, osiemset pięć", "0 74 12 805"),
        ("восемьсот двенадцать, семьдесят четыре", "812 74"),
        ("нуль вісімдесят п'ять", "0 85"),
        ("sıfır yetmiş dört üç", "0 74 3"),
        ("शून्य दो पाँच पांच छः नौ", "0 2 5 5 6 9"),
        ("صفر أربعة سبعة وسبعون", "0 4 77"),
        ("אפס שבע שמונה", "0 7 8"),
        ("ぜろ なな きゅう, ぜろななさん, ゼロサン", "0 7 9 073 03"),
        ("공일공 이삼사오", "010 2345"),
        ("零七幺", "071"),
        ("दिन, ごはん, 이사람, on the to", ""),
        ("twenty, one", "20 1"),
        ("It cost a cent.", ""),
    ],
)
def test_numbers_in_words(text: str, digits: str) -> None:
    assert [g.digits for g in groups(tokens(Folded(text).text))] == digits.split()


INDEX = IdentifierIndex([Target(name="Ann Lee", facts=(Fact(text="Ann Lee's mobile number is 07700 900318."),))])


@pytest.mark.parametrize(
    "said",
    [
        "nul zeven zeven nul nul negen nul nul drie een acht",
        "nul zevenenzeventig nul nul negen dubbel nul eenendertig acht",
        "zero siedem siedem zero zero dziewięć zero zero trzy jeden osiem",
        "ноль семь семь ноль ноль девять ноль ноль три один восемь",
        "ноль семьдесят семь ноль ноль девяносто ноль триста восемнадцать",
        "शून्य सात सात शून्य शून्य नौ शून्य शून्य तीन एक आठ",
        "صفر سبعة سبعة صفر صفر تسعة صفر صفر ثلاثة واحد ثمانية",
        "ぜろ なな なな ぜろ ぜろ きゅう ぜろ ぜろ さん いち はち",
        "ぜろななななぜろぜろ、きゅうぜろぜろさんいちはち",
        "공칠칠공공 구공공삼일팔",
        "零七七零零九零零三幺八",
    ],
)
def test_a_phone_number_is_found_in_words(said: str) -> None:
    assert [m.kind for m in INDEX.find(f"Sure: {said}.")] == ["phone"]


@pytest.mark.parametrize(
    "said",
    [
        "nul zeven zeven nul nul negen nul nul drie een negen",
        "ноль семь семь ноль ноль девять ноль ноль три один",
        "Een, twee, drie, vier: wie heeft er acht of negen?",
        "Dort stehen sieben, dann acht und einer: nul.",
    ],
)
def test_other_numbers_and_words_are_not(said: str) -> None:
    assert not INDEX.find(f"Sure: {said}.")


def test_a_word_of_another_language_is_no_part_of_a_number_in_figures() -> None:
    found = [i.key for i in identifiers("Sie ist dort 0711 5558412 erreichbar.")]
    assert found[0] == "7115558412"
