"""What is worked out of a text."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from alu.store.calibration import KEPT_READING_CHARACTERS
from alu.store.text.hidden.decode import decoded, plain
from alu.store.text.mentions import mentions
from alu.store.text.normalise import sentences, variants
from alu.store.text.reading import read

SECRET = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."


@given(st.text(max_size=300))
def test_a_reading_is_what_its_parts_say(text: str) -> None:
    reading = read(text)
    assert [s.text for s in reading.sentences] == sentences(text)
    assert reading.forms == variants(text)
    assert reading.hidden == decoded(text)
    assert reading.plain == plain(text)
    assert reading.mentions == mentions(text)


@given(st.lists(st.sampled_from(["She left.", "It rained!", "Why?", "A line\n", "x" * 500]), max_size=8).map(" ".join))
def test_a_sentence_is_where_it_says(text: str) -> None:
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in read(text).sentences)


def test_everything_holds_what_hides_too() -> None:
    reading = read(f"See {base64.b64encode(SECRET.encode()).decode()} there.")
    assert SECRET in " ".join(reading.everything)
    assert SECRET in reading.plain


def test_a_short_text_is_read_once_and_a_long_one_not_kept() -> None:
    assert read("Who is it?") is read("Who is it?")
    long = "a b " * KEPT_READING_CHARACTERS
    assert read(long) is not read(long)


def test_a_quotation_without_spaces_is_longer_than_a_title_by_its_letters() -> None:
    assert read("「彼女は蜂を飼い灯台についての小説を書いた女性です」と言う").quotations == [
        "彼女は蜂を飼い灯台についての小説を書いた女性です"
    ]


def test_quotations_are_those_of_the_plain_form() -> None:
    reading = read('Who said "the gull of Skerrow is the bravest bird" to me: was it the keeper of the light?')
    assert reading.quotations == ["the gull of Skerrow is the bravest bird"]
