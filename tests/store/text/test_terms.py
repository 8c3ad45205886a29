"""Words, their stems and how common they are."""

from __future__ import annotations

import pytest

from alu.store.text.normalise import normalise
from alu.store.text.terms import commonness, hashed, informative, prior, stem, terms, word_list


def test_words_of_scripts_without_spaces_are_letters() -> None:
    assert word_list("o'brien yun-hwa 村上") == ["o", "brien", "yun", "hwa", "村", "上"]
    assert word_list("") == []


def test_texts_without_spaces_are_compared_by_pairs_of_letters() -> None:
    assert terms("yun-hwa 海鸥名, 村") == ("yun", "hwa", "海鸥", "鸥名", "村")
    assert prior("の") > prior("した") > prior("カモ") > prior("海鸥")
    assert prior("the") > prior("scissors") > prior("yusifova")


@pytest.mark.parametrize(("one", "other"), [("writes", "writing"), ("5th", "05"), ("works", "worked"), ("22nd", "22")])
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)
    assert hashed(one) == hashed(other)


def test_a_zero_is_a_word() -> None:
    assert stem("0") == "0"


def test_hashes_are_the_same_in_every_process() -> None:
    assert hashed("taipei") == hashed(normalise("Taipei")) == 14729413429831557571


def test_rare_words_tell_more() -> None:
    assert informative("the") < informative("novel") < informative("yusifova")
    assert commonness("yusifova") == commonness("grimkov")
