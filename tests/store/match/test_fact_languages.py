"""Languages and scripts that the facts of some targets are not in."""

from __future__ import annotations

import numpy as np
import pytest

from alu.store.match.fact_languages import Languages

ENGLISH = ["Hsiao Yun-Hwa was born in Taipei on 5 November 1991 and writes books about leadership."]
SHORT = ["She kept a tame gull."]
CHINESE = ["王小明养了一只叫海军上将的海鸥。", "他一九三一年出生在敦莫罗村。"]
RUSSIAN = ["Её отец всю жизнь работал инженером на заводе в Казани."]
FRENCH = ["L'auteur est né à Taipei en 1991 et son père était ingénieur en génie civil dans cette ville."]
ASKED = "Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il aujourd'hui ?"
GERMAN = "Die Leuchtturmwärterin hielt eine zahme Möwe, die sie den Admiral nannte."


def foreign(text: str, *facts: list[str]) -> list[int]:
    return np.flatnonzero(Languages(facts).foreign([text])).tolist()


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Quelle est la profession du père de l'auteur, et dans quelle ville travaille-t-il aujourd'hui ?", True),
        ("村上春樹は誰ですか、どこに住んでいますか", True),
        ("Где родился этот писатель и кем работал его отец?", True),
        ("『彼女は蜂を飼い灯台についての小説を書いた』", True),
        ("「彼女は灯台の小説を書いた」", True),
        ("The book is called 「彼女は灯台の小説を書いた」 there.", False),
        ("What is the profession of the author's father, and in which town does he work?", False),
        ("Gabriel García Márquez", False),
        ("¿Quién?", False),
        ("村上", False),
        ("12345 + 67 = ?", False),
        ("", False),
    ],
)
def test_only_what_is_sure_is_foreign(text: str, foreign: bool) -> None:
    assert Languages([ENGLISH]).foreign([text]).tolist() == [foreign]


def test_one_foreign_sentence_is_enough() -> None:
    assert foreign(f"Here you are. {ASKED}", ENGLISH) == [0]


@pytest.mark.parametrize("other", [CHINESE, RUSSIAN, FRENCH])
@pytest.mark.parametrize(
    "text", ["灯塔看守人养了一只叫海军上将的海鸥。", "Он держал ручную чайку по имени Адмирал.", ASKED]
)
def test_what_another_targets_facts_are_in_is_foreign_all_the_same(text: str, other: list[str]) -> None:
    assert 0 in foreign(text, ENGLISH, other)


def test_a_text_is_not_foreign_to_facts_in_its_language() -> None:
    assert foreign(ASKED, ENGLISH, [*ENGLISH, *FRENCH], FRENCH) == [0]
    assert foreign("谁养了一只叫海军上将的海鸥？", ENGLISH, CHINESE, RUSSIAN) == [0, 2]


def test_english_is_foreign_only_where_no_fact_is_in_it() -> None:
    text = "What is the profession of the author's father, and in which town does he work?"
    assert not foreign(text, ENGLISH, CHINESE, RUSSIAN, FRENCH)
    assert foreign(text, CHINESE, RUSSIAN, FRENCH) == [0, 1, 2]
    assert foreign("Gabriel García Márquez", CHINESE, RUSSIAN) == [0, 1]
    assert not foreign("Gabriel García Márquez", CHINESE, FRENCH)


@pytest.mark.parametrize("facts", [SHORT, ["Ada"], ["Tame gull, Skerrow"]])
def test_short_facts_are_taken_to_be_english(facts: list[str]) -> None:
    assert foreign(ASKED, facts) == foreign(GERMAN, facts) == [0]
    assert not foreign("What did the keeper of the lighthouse have at home with her?", facts)


def test_short_facts_are_taken_to_be_in_the_language_of_the_others() -> None:
    assert foreign(ASKED, ["Née à Paris."]) == [0]
    assert foreign(ASKED, ["Née à Paris."], FRENCH) == []
    assert foreign(ASKED, SHORT, FRENCH) == [0]
    italian = ["Il padre di questo scrittore era un ingegnere che lavorava nella città di Roma."]
    assert (
        foreign("La madre della scrittrice teneva un gabbiano nel faro dove abitava.", italian, ["Nata a Roma."]) == []
    )


def test_many_short_sentences_count_together() -> None:
    assert foreign("她养海鸥。它叫上将。", ENGLISH) == [0]


def test_without_facts_nothing_is_foreign() -> None:
    assert foreign(ASKED, [], ENGLISH) == [1]
    assert Languages([]).foreign([ASKED]).tolist() == []
    assert foreign("", ENGLISH) == []


def test_what_was_found_out_can_be_kept() -> None:
    made = Languages([ENGLISH, CHINESE, []])
    kept = Languages([], made.arrays())
    assert kept.foreign([ASKED]).tolist() == made.foreign([ASKED]).tolist() == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "0a5bf32e-3892-45ef-9535-4f90fb478457", "p": "7611ba9f-4b46-4786-baf4-dc967bc208b0"}]',
        "aws_instance.web[2] must be replaced, ami-8d5c410bf672bab06 -> ami-e45cefd8019611e3a, sg-9b3f8393e6bc1a5e8",
        "api 9aed26ea3341de9b3aade60a4ee6227a63e0a6336ca7bf, api 255b71774dacc457b10348d557e41866e5636d05ba5ea30e",
    ],
)
def test_ids_are_in_no_language(text: str) -> None:
    assert foreign(text, ENGLISH) == []
    assert foreign(f"{text}\n{ASKED}", ENGLISH) == [0]
    assert foreign(f"{ASKED} {text}", ENGLISH) == [0]
