"""What is looked for first, because it costs less, leaves nothing out."""

from __future__ import annotations

import pytest

from alu.store.text.descriptions import descriptions
from alu.store.text.hidden.ciphers import cut
from alu.store.text.hidden.decode import decoded, plain
from alu.store.text.hidden.program import evaluated
from alu.store.text.mentions import full_names, mentions
from alu.store.text.readability import figures, opacity
from alu.store.text.values.coordinates import coordinates
from alu.store.text.values.dates import has_date

_RADIO = """
    alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa
    quebec romeo sierra tango uniform victor whisky whiskey x-ray xray yankee zulu
"""


@pytest.mark.parametrize("word", _RADIO.split())
def test_each_word_of_the_spelling_alphabet_is_enough(word: str) -> None:
    for written in (word, word.upper(), word.title()):
        assert plain(" ".join([written] * 4)) == word[0].upper() * 4


@pytest.mark.parametrize("word", ["\u017fierra", "\u212ailo", "l\u0131ma"])
def test_outside_ascii_letters_fold_as_they_did(word: str) -> None:
    assert plain(" ".join([word] * 4)) == word[0].upper() * 4


@pytest.mark.parametrize(
    "program",
    [
        "print('Os' + 'lo in 1931')",
        "a = 'Os'\na += 'lo in 1931'\nprint(a)",
        "print(''.join(['Os', 'lo in', ' 1931']))",
        "print('1391 ni olsO'[::-1])",
        "a = 'Oslo'\nprint(f'{a} in 1931')",
        "a = 'Oslo'\nprint(f\"{a} in 1931\")",
        "let a = 'Oslo'\nprint(`${a} in 1931`)",
        "print('%s in 1931' % ('Oslo',))",
        "print('{} in 1931'.format('Oslo'))",
        "print(chr(79) + 'slo in 1931')",
    ],
)
def test_a_program_is_worked_out_whatever_sign_it_has(program: str) -> None:
    assert "Oslo in 1931" in evaluated(program).texts


@pytest.mark.parametrize(
    "text",
    [
        "the violinist behind 'Salt Waltz'",
        'the violinist behind "salt waltz of the north"',
        "the violinist behind “salt waltz of the north”",
        "the violinist of Skerrow",
        "a beekeeper of \u0142ód\u017a born in 1931",
        "a beekeeper in Tarn who was born in 1931",
    ],
)
def test_somebody_is_described_by_a_name_or_a_title(text: str) -> None:
    assert descriptions(f"Where did {text} study?")


@pytest.mark.parametrize("text", ["the violinist of the north", "a beekeeper who was born in 1931", "the old tower"])
def test_small_letters_alone_describe_nobody(text: str) -> None:
    assert not descriptions(f"where did {text} study?")


@pytest.mark.parametrize(
    "place",
    [
        "51.07401, 20.02737",
        "51,07401; 20,02737",
        "51°04'26.4\"N 20°01'38.5\"E",
        "51º04'26.4\"N 20º01'38.5\"E",
        "51˚04′26.4″N 20˚01′38.5″E",
    ],
)
def test_a_place_is_found_in_any_notation(place: str) -> None:
    assert [one.latitude // 100 for one in coordinates(f"It is at {place}, they say.")][:1] == [5107]


@pytest.mark.parametrize(
    "date", ["on May 11, 1931", "11 mai 1931", "MARZO 3 of 1931", "augu\u017ft, 3 1931", "in 1931-07-12"]
)
def test_a_month_is_found_on_either_side_of_a_figure(date: str) -> None:
    assert has_date(f"It was {date}.")


@pytest.mark.parametrize("text", ["In 1931 a market was shut", "the market 1931", "may_1 of 1931", "a nove 1931"])
def test_a_word_like_a_month_apart_from_figures_is_no_date(text: str) -> None:
    assert not has_date(text)


@pytest.mark.parametrize("between", ["; ", "\n", ", and then ", " (no) "])
def test_names_are_found_from_capital_to_capital(between: str) -> None:
    names = ["Ada Lark", "J. R. Wren", "Ludwig van Beethoven", "Éva Ärger-Żuk", "Mary O'Neil"]
    assert full_names(between.join(names)) == names


def test_surnames_are_found_from_capital_to_capital() -> None:
    said = mentions("The gull, Thunderbeak, was Skerrow's pride; Ada Lark fed it, Brannigan too.")
    assert sorted(map(len, said.runs)) == [1, 1, 1, 2]


def test_first_letters_that_lines_and_sentences_share_are_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[str]()

    def noted(letters: str) -> str:
        seen.append(letters)
        return cut(letters)

    monkeypatch.setattr("alu.store.text.hidden.decode.cut", noted)
    listed = "\n".join(f"{word} are sold." for word in ("Apples", "Doors", "Ants", "Lamps", "Oars", "Reeds", "Keys"))
    assert "a d a l o r k" in decoded(listed)
    assert seen == ["adalork"]


def test_numbers_part_the_words_that_first_letters_spell() -> None:
    assert "the1cat2sat" in decoded("Tall huts echo 1 cold animals turn 2 small ants toil")


def test_of_english_words_it_is_not_counted_which_languages_they_are_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opacity, "Counter", lambda *_: pytest.fail("the languages of the text were counted"))
    assert opacity.balance("The house was quiet, and the people went to work early.") < -20


def test_what_is_judged_once_tells_the_same_in_every_text() -> None:
    texts = ["She kept the old house for 11 years.", "They went to the market; it was closed (again).", "7 + 4 is 11!"]
    apart = [opacity.balance(text) for text in texts]
    assert opacity.balance(" ".join(texts)) == pytest.approx(sum(apart))
    assert opacity.balance(" ".join(reversed(texts))) == pytest.approx(sum(apart))


def test_what_looks_like_a_figure_decides_whether_it_is_asked_what_a_text_is_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[str]()

    def noted(text: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(figures, "is_about_figures", noted)
    assert figures.figures("Sum of gulls in 1931", ["Sum", "gulls"]) == [False, False]
    assert not asked
    assert figures.figures("Sum of gulls in 1931", ["gulls", "1931"]) == [False, True]
    assert asked
