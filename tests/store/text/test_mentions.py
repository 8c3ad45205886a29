"""Names and years that a text speaks of."""

from __future__ import annotations

import pytest

from alu.store.text.mentions import mentions
from alu.store.text.normalise import normalise
from alu.store.text.terms import hashed


def named(*words: str) -> tuple[int, ...]:
    return tuple(hashed(normalise(w)) for w in words)


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("Where does Edward Patrick Sullivan live?", named("edward", "patrick", "sullivan")),
        ("Has Thanh Nguyen’s book been sold?", named("thanh", "nguyen")),
        ("What did J.K. Rowling write?", named("j", "k", "rowling")),
        ("Who is Vincent van Gogh to you?", named("vincent", "van", "gogh")),
        ("Где живёт Аркадий Кузнецов?", named("аркадий", "кузнецов")),
        ("Who wrote 'Dune' and why?", named("dune")),
        ("Who wrote “life of pi”?", named("life", "pi")),
    ],
)
def test_full_names_and_titles_are_mentioned(text: str, run: tuple[int, ...]) -> None:
    assert run in mentions(text).runs


@pytest.mark.parametrize(
    "text",
    [
        "Where was he born?",
        "WHERE WAS HE BORN?",
        "Which Chilean won?",
        "it's theirs, isn't it?",
        "На родине смотритель держал ручную чайку.",
        "看守人养了一只叫海军上将的海鸥。",
        "احتفظ الحارس بنورس أليف.",
    ],
)
def test_other_texts_name_nobody(text: str) -> None:
    assert not mentions(text).runs


def test_years() -> None:
    assert mentions("Born in 1991, not 21991 or 05/11/85.").years == (hashed("1991"),)


def test_quotation_marks_of_two_kinds_are_no_pair() -> None:
    runs = mentions(
        'It is said: «Presently a novel is made, titled "The Serpent\'s Silence," and more is to come.».'
    ).runs
    assert {w for run in runs for w in run} <= set(named("the", "serpent", "s", "silence"))


@pytest.mark.parametrize("quoted", ["«this person was born in Brussels, Belgium.»", "“he never went to sea again”"])
def test_a_sentence_in_quotes_is_no_title(quoted: str) -> None:
    assert not mentions(f"It is said: {quoted} Is it so?").runs or all(len(r) == 1 for r in mentions(quoted).runs)


def test_titles_are_distinguished_from_people() -> None:
    stated = mentions("Did Mary Anne Peters write “The Silver Lantern” or «Dune»?")
    assert stated.titles == (named("silver", "lantern"),)
    assert stated.people == (named("mary", "anne", "peters"),)
    assert not mentions("Who wrote 'The Silver Lantern'?").people


def test_the_first_word_of_a_line_is_no_name() -> None:
    assert not mentions("Are you ready?\nQuibbling is over. Where was she born?").runs
    assert named("quibbling") in mentions("Are you ready, Quibbling, for more?").runs
