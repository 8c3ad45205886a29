"""How often words are written, and in which languages."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.text import vocabulary
from alu.store.text.normalise import normalise
from alu.store.text.vocabulary import FLOOR, LETTER, frequency, information, languages_of, version
from alu.store.text.words import words

DATA = Path(vocabulary.__file__).parent / "data"
SENTENCES = {
    "en": "The keeper of the lighthouse was born in a small town and wrote about the sea",
    "de": "Der Wärter wurde in einer kleinen Stadt geboren und schrieb über das Meer",
    "fr": "Le gardien est né dans une petite ville et il a écrit sur la mer",
    "ru": "Он родился в маленьком городе и писал о море",
    "hi": "वह एक छोटे शहर में पैदा हुआ था और उसने समुद्र के बारे में लिखा",
    "ar": "ولد في مدينة صغيرة وكتب عن البحر",
    "he": "הוא נולד בעיר קטנה וכתב על הים",
    "fa": "او در شهر کوچک به دنیا آمد و درباره دریا نوشت",
    "tr": "Küçük bir şehirde doğdu ve deniz hakkında yazdı",
    "pl": "Urodził się w małym mieście i pisał o morzu",
    "el": "Γεννήθηκε σε μια μικρή πόλη και έγραψε για τη θάλασσα",
    "id": "Dia lahir di kota kecil dan menulis tentang laut",
    "bn": "তিনি একটি ছোট শহরে জন্মগ্রহণ করেন এবং সমুদ্র নিয়ে লেখেন",
    "vi": "Ông sinh ra ở một thị trấn nhỏ và viết về biển",
}


def test_what_is_written_more_often_tells_less() -> None:
    known = [information(w) for w in ("the", "house", "novel", "scissors", "brannigan")]
    assert known == sorted(known)
    assert 2.5 < known[0] < 3.5
    assert known[-1] == pytest.approx(-math.log(FLOOR))


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_ordinary_words_of_a_language_are_known_in_it(language: str, sentence: str) -> None:
    found = words(sentence)
    known = [w for w in found if language in languages_of(w)]
    assert len(known) >= 0.8 * len(found), set(found) - set(known)
    assert sum(information(w) > 12 for w in found) <= 0.25 * len(found)


@pytest.mark.parametrize("word", ["है", "في", "и", "的", "の", "και", "של", "und"])
def test_the_commonest_words_tell_hardly_anything(word: str) -> None:
    assert information(word) < 5


@pytest.mark.parametrize("word", ["Brannigan", "Yusifova", "Odalys", "xqzvbt", "12345", "", "\ud800", "गघङचछज"])
def test_what_is_no_word_has_the_least_share_and_no_language(word: str) -> None:
    assert frequency(word) == FLOOR
    assert not languages_of(word)


@pytest.mark.parametrize("letter", ["x", "q", "7", "ж", "ङ", "ζ"])
def test_a_single_letter_never_tells_much(letter: str) -> None:
    assert frequency(letter) >= LETTER


def test_years_and_small_numbers_are_common() -> None:
    assert information("12345") > information("1743") > information("1991") > information("10")
    assert information("000") < 12


def test_pairs_of_letters_tell_by_what_is_written() -> None:
    assert information("した") < information("東京") < information("鸥螺")
    assert frequency("鸥螺") >= FLOOR
    assert information("สว") == information("กข") < 6


@given(st.text(max_size=30))
def test_a_share_is_one_and_the_same_for_every_spelling(word: str) -> None:
    assert FLOOR <= frequency(word) < 0.1
    assert frequency(word) == frequency(normalise(word))
    assert languages_of(word) == languages_of(normalise(word))


def test_words_of_languages_that_few_models_read_well_are_there() -> None:
    for word, language in {"என்று": "ta", "ہے": "ur", "adalah": "id", "và": "vi", "того": "uk", "한국": "ko"}.items():
        assert language in languages_of(word)


def test_random_words_seldom_pass_for_known() -> None:
    assert sum(bool(languages_of(f"qz{n}xk")) for n in range(20_000)) < 12


def test_the_file_is_small_and_says_what_it_is() -> None:
    assert (DATA / "vocabulary.bin").stat().st_size < 3_000_000
    assert "wordfreq" in version()
    assert "Attribution-ShareAlike 4.0" in (DATA / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize("cut", [1, 5_000])
def test_a_damaged_file_is_not_read(cut: int, tmp_path: Path) -> None:
    (tmp_path / "cut.bin").write_bytes((DATA / "vocabulary.bin").read_bytes()[:-cut])
    with pytest.raises(ValueError, match="damaged"):
        vocabulary.load(tmp_path / "cut.bin")


@pytest.mark.parametrize(
    ("word", "known", "unknown"),
    [("Haus", "de", "fr"), ("maison", "fr", "de"), ("2024", "en", "de"), ("дом", "ru", "el")],
)
def test_a_word_is_of_its_own_languages_in_any_case(word: str, known: str, unknown: str) -> None:
    found = languages_of(word)
    assert known in found
    assert unknown not in found
    assert found == languages_of(word.upper()) == languages_of(word.lower())
