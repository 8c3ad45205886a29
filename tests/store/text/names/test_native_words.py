"""The words of names in other scripts, and Latin letters that they are written with."""

from __future__ import annotations

import pytest

from alu.store.text.names.native_words import is_written_as, likelihood, native_words, sound_keys, surname_letters
from alu.store.text.names.skeletons import skeleton


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("김보람", ("김", "보람")),
        ("남궁보람", ("남궁", "보람")),
        ("김 보람", ("김", "보람")),
        ("王玉蓉", ("王", "玉蓉")),
        ("欧阳玉蓉", ("欧阳", "玉蓉")),
        ("رشيد بن جلون", ("رشيد", "بنجلون")),
        ("עבדאל בן-שושן", ("עבדאל", "בןשושן")),
        ("オクヤマ・ツグミ", ("オクヤマ", "ツグミ")),
        ("Тимур Ильич Гребцов", ("Тимур", "Ильич", "Гребцов")),
        ("Odalys Brannigan", ()),
        ("José Brânnigan", ()),
        ("김", ()),
        ("Гребцов", ()),
        ("1931 1932", ()),
        ("", ()),
    ],
)
def test_a_name_is_cut_into_its_words(name: str, words: tuple[str, ...]) -> None:
    assert native_words(name) == words


@pytest.mark.parametrize(
    ("word", "spelt", "others"),
    [
        ("보람", ("boram", "poram"), ("boran", "minjun", "bomi")),
        ("박", ("park", "bak", "pak"), ("kim", "baek")),
        ("영숙", ("youngsook", "yeongsuk", "yungsuk"), ("youngsoo", "yeongjin")),
        ("יצחק", ("yitzhak", "itzhak", "yitzchak", "itshak"), ("yaakov", "isabel")),
        ("גרשון", ("gershon", "gerson"), ("gideon",)),
        ("ณัฐพงศ์", ("nattapong", "natthaphong"), ("prayoon", "wichai")),
        ("قاسم", ("qasim", "kacem", "qasem"), ("karim", "salim")),
        ("القحطاني", ("alqahtani", "qahtani"), ("almutairi",)),
        ("Τσουκαλάς", ("tsoukalas",), ("papadakis",)),
        ("Հակոբ", ("hakob", "hagop"), ("karen",)),
        ("ゆうじ", ("yuji", "yuuji"), ("kenji",)),
        ("志强", ("zhiqiang", "chihchiang"), ("zhigang", "jianguo")),
    ],
)
def test_letters_that_are_customary_are_likely_and_those_of_another_name_are_not(
    word: str, spelt: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert min(likelihood(word, one) for one in spelt) > 0.7 * min(map(len, spelt))
    assert max(likelihood(word, one) / len(one) for one in others) < 0.7
    assert all(skeleton(one) in sound_keys(word) for one in spelt if "kacem" not in one)


def test_only_korean_and_chinese_words_are_known_for_certain() -> None:
    assert is_written_as("최", "choi")
    assert not is_written_as("최", "chung")
    assert not is_written_as("Гребцов", "grebtsov")


@pytest.mark.parametrize(
    ("spelt", "letters"),
    [("paik", {"백"}), ("namkoong", {"남궁"}), ("ouyang", {"欧阳", "歐陽"}), ("brannigan", set()), ("", set())],
)
def test_a_surname_is_known_by_its_letters(spelt: str, letters: set[str]) -> None:
    assert set(surname_letters(spelt)) == letters
