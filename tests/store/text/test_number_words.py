"""Numbers in words of six languages are read as their digits."""

from __future__ import annotations

import pytest

from alu.store.text.digits import groups
from alu.store.text.folded import Folded, tokens


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
        ("twenty, one", "20 1"),
        ("It cost a cent.", ""),
    ],
)
def test_numbers_in_words(text: str, digits: str) -> None:
    assert [g.digits for g in groups(tokens(Folded(text).text))] == digits.split()
