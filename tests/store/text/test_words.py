"""The words of a text, whatever script it is in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text.normalise import normalise
from alu.store.text.terms import terms
from alu.store.text.words import is_unspaced, words
from tests.linear import assert_linear

TEXTS = st.text(max_size=200) | st.text("aéß'’-_ 1टिकाাবांम\u0301\u200d東京ーกำ한글.", max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Odalys O'Brien’s well-kept gull", ["odalys", "o", "brien", "s", "well", "kept", "gull"]),
        ("snake_case x2 3.14", ["snake", "case", "x2", "3", "14"]),
        ("Café Cafe\u0301", ["cafe", "cafe"]),
        ("खरीदारी की किताबें", ["खरीदारी", "की", "किताबें"]),
        ("বাংলা ভাষা", ["বাংলা", "ভাষা"]),
        ("தமிழ் மொழி", ["தமிழ்", "மொழி"]),
        ("مُحَمَّد كِتَاب", ["محمد", "كتاب"]),
        ("שָלוֹם", ["שלום"]),
        ("東京タワー、村", ["東京", "京タ", "タワ", "ワー", "村"]),
        ("ハリー・ポッター", ["ハリ", "リー", "ポッ", "ッタ", "ター"]),
        ("abc東京def", ["abc", "東京", "def"]),
        ("한국어", ["한국", "국어"]),
        ("สวัสดี", ["สว", "วั", "ัส", "สด", "ดี"]),
        ("… !?", []),
        ("", []),
    ],
)
def test_words_of_a_script(text: str, found: list[str]) -> None:
    assert words(text) == [normalise(w) for w in found]


@pytest.mark.parametrize("text", ["He's the keeper, isn't he?", "L’homme d'Alger", "Привет, мир", "村上春樹は書く"])
def test_without_signs_they_are_the_terms_that_texts_are_compared_by(text: str) -> None:
    assert words(text) == list(terms(text))


def test_a_word_ends_at_an_invisible_sign_no_more_than_a_reader_sees() -> None:
    assert words("می\u200cشود") == words("میشود")
    assert words("Bran\u00adnigan") == ["brannigan"]


def test_scripts_without_spaces() -> None:
    assert [is_unspaced(w) for w in ("東京", "한", "ดี", "की", "gull", "x")] == [True, True, True, False, False, False]


@given(TEXTS)
def test_words_hold_every_letter_and_nothing_but_letters_and_marks(text: str) -> None:
    found = words(text)
    for word in found:
        assert all(c.isalnum() or unicodedata.category(c)[0] == "M" for c in word)
    assert {c for c in normalise(text) if c.isalnum()} <= {c for w in found for c in w}


@given(TEXTS)
def test_words_of_words_are_themselves(text: str) -> None:
    spaced = [w for w in words(text) if not any(map(is_unspaced, w))]
    assert words(" ".join(spaced)) == spaced


@pytest.mark.parametrize("piece", ["a", "a'", "ा", "काि", "東", "東a", "กำ", "_", " \u0301", "a\u0301\u0315", "9-", "ͯ"])
def test_time_is_in_proportion_to_length(piece: str) -> None:
    assert_linear(words, piece)
