"""Names as they sound in another script."""

from __future__ import annotations

import pytest

from alu.store.match.names.phonetic import Sounds
from alu.store.match.names.sounding import read_aloud
from alu.store.text.names.skeletons import skeleton
from alu.store.text.names.transliteration import latin
from tests.detectors import Named

NAMES = Named(
    [["Odalys Brannigan"], ["Petra Lindqvist-Mora"], ["Leo Tolstoy"], ["Carmen Delacroix"], ["Tarek Mahdouri Benn"]]
)


def found(text: str) -> list[tuple[int, bool]]:
    return [(m.target, m.disguised) for m in NAMES.find([text])]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("オダリス・ブラニガンはどこで生まれましたか？", 0),
        ("Где родилась Одалис Бранниган?", 0),
        ("Πού γεννήθηκε η Οντάλις Μπράνιγκαν;", 0),
        ("ペトラ・リンドクヴィスト・モーラの職業は？", 1),
        ("カルメン・ドラクロワは画家です。", 3),
        ("奥达莉丝·布兰尼根", 0),
        ("奥达莉丝・布兰尼根", 0),
        ("오달리스 브래니건", 0),
        ("أوداليس برانيغان", 0),
        ("ოდალის ბრანიგან", 0),
        ("Πού ζει ο Ταρεκ Μαχντουρι Μπενν;", 4),
        ("Где живет Тарек Махдоури Бенн?", 4),
    ],
)
def test_a_name_is_heard(text: str, target: int) -> None:
    assert found(text) == [(target, True)]


@pytest.mark.parametrize(
    "text",
    [
        "アルベルト・アインシュタインはどこで生まれましたか？",
        "Где родился Альберт Эйнштейн?",
        "今日はとても良い天気です。",
        "Кармен работает в библиотеке.",
        "",
    ],
)
def test_another_name_is_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Nina Bradlin", "लेखक का पूरा नाम ऑरेलियो बेल्ट्रान है।"),
        ("Bryan Brinkman", "अब्राहम लिंकन"),
        ("Nigel Havers", "世界一の滝はエンジェルフォールズです。"),
        # Vietnamese is in Latin letters
        ("Martin Freeman", "Ai đã đoạt giải, Milton Friedman hay Thomas Sowell?"),
        ("Joseph Dane", "dẫn đầu là Thiếu tướng Louis-Joseph de Montcalm"),
    ],
)
def test_the_same_consonants_with_hardly_a_letter_in_common_are_another_name(name: str, text: str) -> None:
    assert list(Sounds([name.lower().split()]).find(text)) == []


def test_a_name_in_plain_latin_letters_amid_others_is_read_as_it_is_spelt() -> None:
    sounds, text = Sounds([["odalys", "brannigan"]]), "यह Odalees Brannygan ने किया।"
    assert list(sounds.find(text, lambda _: False)) == []
    assert list(sounds.find(text, lambda _: True)) == [0], "where its letters are but how it sounds"


HALF = Named([["Sean Nowitt"], ["Odalys Brannigan"]])


@pytest.mark.parametrize("text", ["Чем unit test отличается?", "Чем unit отличается?", "Что такое union?"])
def test_a_latin_word_amid_another_script_is_no_name_that_it_but_sounds_like(text: str) -> None:
    assert HALF.find([text]) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [("Где родился Sean Ноуитт?", 0), ("Где живёт Одалис Brannigan?", 1), ("هل Odalys برانيغان جيد؟", 1)],
)
def test_a_name_of_which_half_is_in_latin_letters_is_heard(text: str, target: int) -> None:
    assert [m.target for m in HALF.find([text])] == [target]


def test_two_chinese_names_are_not_alike_for_their_syllables() -> None:
    stored = Named([["Zhao Dong"]])
    assert [stored.find([f"{name}，成都"]) for name in ("赵静", "赵勇", "周洋")] == [[], [], []]
    assert [m.target for m in stored.find(["趙東"])] == [0]


def test_a_plain_name_is_no_disguise() -> None:
    assert found("Odalys Brannigan, オダリス・ブラニガン") == [(0, False)]


@pytest.mark.parametrize(
    ("one", "other"), [("Brannigan", "buranigan"), ("Delacroix", "dorakurowa"), ("Lindqvist", "rindokuvisuto")]
)
def test_a_skeleton_outlives_transliteration(one: str, other: str) -> None:
    assert abs(len(skeleton(one)) - len(skeleton(other))) <= 1


def test_two_names_of_one_country_are_not_alike_for_their_marks() -> None:
    stored = Sounds([["luis", "marcelo", "garcia"]])
    assert list(stored.find("When was Alejandro García Herrera born?")) == []
    assert list(stored.find("Où vit Luís Marcelo Garcìa ?")) == [0]


@pytest.mark.parametrize("text", ["チュクウ・オカエゼ", "Чукву Окаэзе", "Τσούκβου Οκαέζε"])
def test_a_name_of_few_consonants_is_heard_by_all_its_letters(text: str) -> None:
    names = Sounds([["chukwu", "okaeze"], ["li", "wu"]])
    assert list(names.find(f"Where was {text} born?")) == [0]
    assert not list(names.find("Where was アキオ・モリタ born? Где Лев Толстой?"))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Где Одалис Брунниган?", [0]),
        ("オダリスブラニガン", [0]),
        ("Was Odálys Brannigán there?", [0]),
        ("Омар аль-Хатиб", [1]),
        ("Лев Толстой", [2]),
        ("Одалис", []),
        ("Бранниган Одалис", []),
        ("Одалис Петрова Бранниган", []),
        ("Одалис был в Бранниган", []),
        ("Одалия Барановская", []),
        ("Odalys Brannigan", []),
        ("Бранниган", []),
    ],
)
def test_words_are_compared_one_by_one_and_in_their_order(text: str, heard: list[int]) -> None:
    names = Sounds([["odalys", "brannigan"], ["omar", "al", "khatib"], ["leo", "tolstoy"], ["brannigan"]])
    assert list(names.find(text)) == heard


@pytest.mark.parametrize(
    ("one", "other", "sounds"),
    [
        ("Tolstoy", "Tolstoi", "tlst"),
        ("Anna", "Hanno", "n"),
        ("George", "Jorj", "sls"),
        ("Phoebe", "Viv", "p"),
        ("aeiou", "", ""),
    ],
)
def test_words_that_sound_alike_have_one_skeleton(one: str, other: str, sounds: str) -> None:
    assert skeleton(one).strip("aeiou") == skeleton(other) == sounds


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Москва 12", "moskva"), ("Ζωή", "zoi"), ("ÅSA!", "asa"), ("東京", "dongjing"), ("12", ""), ("", "")],
)
def test_letters_of_any_script_are_read_as_latin_ones(text: str, letters: str) -> None:
    assert latin(text) == letters


def test_only_what_is_in_another_script_is_read_aloud() -> None:
    assert list(read_aloud("Anna met Анна Юсифова.")) == ["anna", "annayusifova", "yusifova"]
    assert list(read_aloud("Anna met Zoë.")) == []
    assert list(read_aloud("Anna met 李明.")) == []
    assert max(read_aloud("а б в г д м н п"), key=len) == "abvgd"


def test_a_frequent_word_of_japanese_is_no_first_name_with_its_surname() -> None:
    king = Named([["Larry King"]])
    assert [m.target for m in king.find(["ラリー・キングは誰ですか。", "ラリーキングです。"])] == [0, 0]
    assert king.find(["人気ランキングで推定できます。"]) == []
