"""What is looked for first, because it costs less, leaves nothing out that the whole pass finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

import pytest

from alu.store.text import coordinates, dates, decode, descriptions, figures, mentions, opacity, program
from alu.store.text.harmless import harmless
from alu.store.text.normalise import visible

_LISTED = """
    alpha Bravo CHARLIE delta \u017fierra kilo \u212ailo l\u0131ma x-ray xray whisky whiskey ZULU the The a An this who
    is was born in 1931 7 'Salt Waltz' "Blue Day" violinist beekeeper behind Ärger Żuk É. A. J. O'Neil McAda ALL-CAPS
    gull's Tarn's f" f' + += [ ] a[1:4] % %( ${x} chr(65) .join( .format( 51.07401, 20.02737 51°04'26.4"N 20º01'38.5"E
    1,234 5.6789 May august 3 x = 3 H2O 4+4 sum code Telugu మాట слово 灯台
"""
_PARTS = _LISTED.split()


def texts() -> list[str]:
    """Return harmless texts, and such of parts that decoders look for, the same ones every time."""
    random = Random(3)
    mixed = [random.choice((" ", " ", "\n", ", ", ". ")).join(random.choices(_PARTS, k=12)) for _ in range(600)]
    return [*(prompt.text for prompt in harmless()), *mixed]


TEXTS = texts()


@pytest.mark.parametrize("pattern", [mentions._RUN, mentions._SURNAME])
def test_what_begins_with_a_capital_letter_is_found_from_capital_to_capital(pattern: re.Pattern[str]) -> None:
    for text in map(visible, TEXTS):
        assert [m.span() for m in mentions._each(pattern, text)] == [m.span() for m in pattern.finditer(text)]


def test_the_spelling_alphabet_is_read_wherever_its_pattern_matches() -> None:
    for text in TEXTS:
        assert decode._sub_radio(text) == decode._sub(decode._RADIO, decode._radio, text)


@pytest.mark.parametrize("word", decode._RADIO_WORDS)
def test_each_word_of_the_spelling_alphabet_is_enough(word: str) -> None:
    letter = word[0].upper()
    assert decode._sub_radio(" ".join([word] * 4)) == letter * 4
    assert decode._sub_radio(" ".join([word.upper()] * 5)) == letter * 5


def test_every_hint_of_a_program_has_one_of_the_signs() -> None:
    hinted = [text for text in TEXTS if program._HINT.search(text)]
    assert hinted
    assert all(any(sign in text for sign in program._SIGNS) for text in hinted)


def test_a_phrase_in_small_letters_describes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {text: tuple(descriptions._found(text)) for text in TEXTS}
    assert any(found.values())
    monkeypatch.setattr(descriptions, "_has_no_title", lambda phrase: False)
    assert found == {text: tuple(descriptions._found(text)) for text in TEXTS}


def test_a_place_has_decimals_or_degrees(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [list(coordinates.coordinates(text)) for text in TEXTS]
    assert any(found)
    monkeypatch.setattr(coordinates, "_POINT", re.compile(""))
    monkeypatch.setattr(coordinates, "_OF_DEGREES", ("",))
    assert found == [list(coordinates.coordinates(text)) for text in TEXTS]


def test_a_month_before_a_figure_is_found_from_the_letter_that_ends_it() -> None:
    next_to = re.compile(rf"(?:{dates._MONTH})\W{{1,3}}\d", re.IGNORECASE)
    for text in (
        *TEXTS,
        "March 11",
        "in mar. 1931",
        "augu\u017ft, 3",
        "MAYO-7",
        "4 may 1931",
        "market 7",
        "may_1",
        "may1",
    ):
        assert any(map(dates._is_month, dates._BEFORE_FIGURE.finditer(text))) == bool(next_to.search(text))


def test_first_letters_that_lines_and_sentences_share_are_read_once() -> None:
    listed = "\n".join(f"{word} are sold." for word in ("Apples", "Doors", "Ants", "Lamps", "Oars", "Reeds", "Keys"))
    assert [*decode._initials(listed)][::2] == ["a d a l o r k"]


def test_words_between_two_numbers_may_spell_words() -> None:
    assert decode._spelt_by_words("the old harbour 1 was open never 2 by each rower") is not None
    assert decode._spelt_by_words("the old harbour 1 was open never") is None


@pytest.fixture
def measured() -> Iterator[Callable[[str], opacity._Measure]]:
    """Measure texts anew, each time as if it were the first."""
    opacity._legible.cache_clear()
    yield opacity._measure.__wrapped__
    opacity._legible.cache_clear()


def test_what_is_judged_once_is_judged_the_same_in_every_text(
    measured: Callable[[str], opacity._Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = [measured(text) for text in TEXTS]
    monkeypatch.setattr(opacity, "_of_plain", lambda piece: None)
    assert quick == [measured(text) for text in TEXTS]


def test_of_english_words_it_is_not_asked_which_languages_they_are_in(
    measured: Callable[[str], opacity._Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> frozenset[str]:
        raise AssertionError("the languages of the text were counted")

    monkeypatch.setattr(opacity._Legible, "languages", property(refused))
    assert measured("The house was quiet, and the people went to work early.").total < -20


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
