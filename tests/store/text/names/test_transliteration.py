"""What letters of other scripts stand for in names."""

from __future__ import annotations

import json
import math

import pytest

from alu.store.match.names.phonetic import Sounds
from alu.store.match.names.sounding import spelt_runs
from alu.store.text.names.transliteration import (
    FILE,
    LETTER_NATS,
    Transliteration,
    least_nats,
    symbols,
    transliteration,
)

NAMES = [
    "Vladimir Putin",
    "Donald Trump",
    "Taylor Swift",
    "Angela Merkel",
    "Karl Marx",
    "Barack Obama",
    "Justin Bieber",
]
NAMES += ["Stephen King", "Marie Curie", "Amitabh Bachchan", "Alexander Pushkin", "Narendra Modi", "Jamal Ramadan"]
SOUNDS = Sounds([name.lower().split() for name in NAMES])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Где родился Владимир Путин?", "Vladimir Putin"),
        ("Президент Владимира Путина", "Vladimir Putin"),
        ("Когда родился Александр Пушкин?", "Alexander Pushkin"),
        ("Стивен Кинг", "Stephen King"),
        ("Мария Кюри", "Marie Curie"),
        ("अमिताभ बच्चन की उम्र क्या है?", "Amitabh Bachchan"),
        ("नरेंद्र मोदी", "Narendra Modi"),
        ("डोनाल्ड ट्रम्प कौन है?", "Donald Trump"),
        ("من هي تايلور سويفت؟", "Taylor Swift"),
        ("باراك أوباما", "Barack Obama"),
        ("جاستن بيبر", "Justin Bieber"),
        ("من هو جمال رمضان؟", "Jamal Ramadan"),
        ("אנגלה מרקל", "Angela Merkel"),
        ("テイラー・スウィフトとは誰ですか", "Taylor Swift"),
        ("კარლ მარქსი", "Karl Marx"),
        ("Կարլ Մարքս", "Karl Marx"),
        ("Ντόναλντ Τραμπ", "Donald Trump"),
    ],
)
def test_a_known_person_is_found_as_another_script_writes_the_name(text: str, name: str) -> None:
    assert [NAMES[number] for number in SOUNDS.find(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Нил Армстронг",  # a surname that a «Linda Armstrong» has, too
        "नील आर्मस्ट्रांग",
        "यह पर्वतों के मिश्रण से बना है",  # «mishran» is no «Michelle Ryan»
        "Одалис был в Бранниган",
        "من كان أول شخص مشى على القمر؟",
    ],
)
def test_who_shares_a_word_or_the_sounds_alone_is_another(text: str) -> None:
    names = Sounds([n.split() for n in ("linda armstrong", "michelle ryan", "odalys brannigan", "martin short")])
    assert list(names.find(text)) == []


def test_a_name_stored_in_such_a_script_is_found_in_latin_letters_between_its_words() -> None:
    romanised = Sounds([["nykwlay", "abylwf"], ["basyl", "mhfwz", "alkwyty"]])
    assert list(romanised.find("من هو Nikolai Abilov في كازاخستان؟")) == [0]
    assert list(romanised.find("من هو Nikola Tesla في كازاخستان؟")) == []


def test_the_more_names_there_are_the_surer_a_run_must_be() -> None:
    assert least_nats(2_000, 30, 2.0) - least_nats(20, 30, 2.0) == pytest.approx(math.log(100))
    assert least_nats(0, 0, 2.0) == 2.0


def test_a_row_of_steps_is_as_likely_as_all_of_them() -> None:
    table = Transliteration({"а": {"a": -0.1, "": -3.0}, "н": {"n": -0.2, "nn": -1.5}, "": {"h": -4.0}})
    assert table.read(("а", "н", "а")) == "ana"
    assert table.nats(("а", "н", "а"), ("ana",)).all == pytest.approx(3 * LETTER_NATS - 0.4)
    assert table.nats(("а", "н", "а"), ("anna",)).all == pytest.approx(4 * LETTER_NATS - 1.7)
    assert table.nats(("а", "н", "а"), ("h", "ana")).least == pytest.approx(LETTER_NATS - 4.0)


def test_a_letter_that_was_never_seen_is_what_it_is_in_plain_latin() -> None:
    assert Transliteration({"а": {"a": -0.1}}).read(("б", "а")) == "ba"


def test_nothing_is_read_in_scripts_without_a_table() -> None:
    assert [transliteration(text) for text in ("Odalys", "村上春樹", "", "1931")] == [None] * 4
    assert spelt_runs("Odalys Brannigan, 村上春樹") == []


def test_kana_is_read_by_its_sounds() -> None:
    assert symbols("ジョー") == ("j", "i", "y", "o", "-")
    assert [run.letters for run in spelt_runs("ジョー・ブラウンです")][-1:] != []


def test_the_tables_are_probabilities_and_say_what_they_were_learnt_on() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(kept["scripts"]) == set(kept["learnt"]["pairs"]) >= {"CYRILLIC", "ARABIC", "DEVANAGARI", "KATAKANA"}
    for steps in kept["scripts"].values():
        assert all(nats <= 0 for row in steps.values() for nats in row.values())
        assert all(sum(map(math.exp, row.values())) <= 1.01 for row in steps.values())
