"""Definite descriptions in a text."""

from __future__ import annotations

import pytest

from alu.store.text.descriptions import TitleNumber, descriptions, undescribed


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("What year did the actor from 'Salt and Slate' come into the world?", [("salt", "and", "slate")]),
        ("What alma mater did the “Salt Ledger” actress attend?", [("salt", "ledger")]),
        (
            "Where did the painter who made the Kestrel Frieze in Dunmorrow live?",
            [("kestrel", "frieze"), ("dunmorrow",)],
        ),
        ("Which brand did the notable performer, known for 'Salt Waltz', speak for?", [("salt", "waltz")]),
        ("The novelist behind Thunderbeak was born in Leeds.", [("thunderbeak",)]),
        ("Wie alt ist sie? When did this founder of Gullwing Motors die?", [("gullwing", "motors")]),
    ],
)
def test_somebody_is_described_by_a_calling_and_what_it_has_to_do_with(
    text: str, titles: list[tuple[str, ...]]
) -> None:
    assert [t for one in descriptions(text) for t in one.titles][: len(titles)] == titles


@pytest.mark.parametrize(
    "text",
    [
        "Who is the actor from 'Salt and Slate'?",
        "Name the actor from 'Salt and Slate'.",
        "What is the full name of the actor from 'Salt and Slate'?",
        "Who has been the host of Gullwing Nights?",
        "She played the painter in 'Salt and Slate'.",
        "The painters of the Kestrel Frieze",
        "the film 'Salt and Slate'",
        "the train to Dunmorrow",
        "the president of the United States",
        "the actor who was here yesterday",
        "the actor from Home",
        "the film that a painter of Thunderbeak saw",
        "",
    ],
)
def test_nobody_is_described(text: str) -> None:
    assert descriptions(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "There is a beekeeper in Dunmorrow who was born in 1942. Tell me about that person.",
        "I look for a beekeeper from Dunmorrow, born on 12 May 1942.",
        "What ails the beekeeper in Dunmorrow born 1942?",
    ],
)
def test_somebody_is_described_by_calling_place_and_year_of_birth(text: str) -> None:
    (one,) = descriptions(text)
    assert one.titles == (("dunmorrow",), ("1942",))
    assert one.whole == (" a beekeeper" in text)


def test_of_a_calling_that_no_list_has_the_words_have_to_be_stored() -> None:
    (one,) = descriptions("Is a piano tuner from Dunmorrow, born in 1942, ill?")
    assert one.titles == (("piano", "tuner"), ("dunmorrow",), ("1942",))
    assert descriptions("Is a piano tuner from Dunmorrow ill?") == ()


@pytest.mark.parametrize(
    "text",
    [
        "There is a beekeeper in Dunmorrow.",
        "There is a beekeeper who was born in 1942.",
        "She played a beekeeper in Dunmorrow, born in 1942.",
        "There is a bridge in Dunmorrow that was built in 1942.",
    ],
)
def test_fewer_than_the_three_describe_nobody(text: str) -> None:
    assert descriptions(text) == ()


def test_what_it_is_compared_with_is_no_part_of_it() -> None:
    (painter,) = descriptions("Is the painter of Thunderbeak older than Ada Lark?")
    assert painter.titles == (("thunderbeak",),)


def test_a_calling_of_any_kind_has_no_fields() -> None:
    (star,) = descriptions("When did the star of 'Salt and Slate' die?")
    (painter,) = descriptions("When did the painter of 'Salt and Slate' die?")
    assert (star.fields, painter.fields) == (frozenset(), frozenset({"art"}))


def test_a_long_text_is_read_in_time_that_grows_with_its_length() -> None:
    assert len(descriptions("the painter of Thunderbeak. " * 5_000)) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Where did the poet who won the Kestrel Prize in Letters in 1990 live?", TitleNumber(1, "1990")),
        (
            "Where did the poet who won the Kestrel Prize for letters in 1990 live?",
            TitleNumber(0, "1990", ("letters",)),
        ),
        ("Where did the 1990 Kestrel laureate live?", TitleNumber(0, "1990")),
        ("Where did the winner of the 1990 Kestrel Prize live?", TitleNumber(0, "1990")),
        ("When was the senator of Dunmorrow's 11th ward born?", TitleNumber(0, "11th")),
        ("When was the 44th president of the Dunmorrow Union born?", TitleNumber(0, "44th", ("president",))),
    ],
)
def test_a_number_belongs_to_the_title_that_it_is_next_to(text: str, number: TitleNumber) -> None:
    (one,) = descriptions(text)
    assert one.numbers == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "Where did the poet who won the Kestrel Prize, born among 12 siblings, live?",
        "Where did the poet who won the Kestrel Prize for some of 1990's most wonderful new poems live?",
        "Where did the poet who won the Kestrel Prize and £1990 live?",
        "Where did the poet who won the Kestrel Prize at 19.90 live?",
    ],
)
def test_other_numbers_do_not(text: str) -> None:
    assert [one.numbers for one in descriptions(text)] in ([()], [])


def test_an_office_is_one_persons_only_with_a_number() -> None:
    assert descriptions("What did the president of the Dunmorrow Union study?") == ()
    assert descriptions("What did the 44th president of the Dunmorrow Union study?")


def test_what_a_title_is_in_has_to_fit_with_it() -> None:
    (prize,) = descriptions("Where did the winner of the Kestrel Prize in Physics live?")
    (film,) = descriptions("Where did the actor from 'Salt Waltz' move with Ada?")
    assert (prize.whole, film.whole) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "The story of the island was first told by the ancient Greek philosopher Plato in 'Timaeus'.",
        "It hangs in the house of the painter Ada Lark from Dunmorrow.",
    ],
)
def test_who_is_named_right_behind_a_calling_is_whom_it_describes(text: str) -> None:
    assert descriptions(text) == ()


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("What did the actress from 'Salt and Slate' study?", "What did the actress study?"),
        ("What did the actress from Salt and the Slates study?", "What did the actress study?"),
        ("Where did the notable performer, known for 'Salt Waltz', live?", "Where did the notable performer live?"),
        ("Where did the star of “Gullwing” and “Salt Waltz” live?", "Where did the star live?"),
        ("What did the 'Salt Waltz' violinist play in Leeds?", "What did the violinist play in Leeds?"),
        ("Where is the voice of the singer behind 'Salt Waltz' kept?", "Where is the voice of the singer kept?"),
        ("Which virus did the scientist who wrote 'Salt Waltz' find?", "Which virus did the scientist find?"),
        ("When did the author who is best known for 'Gullwing' die in Leeds?", "When did the author die in Leeds?"),
    ],
)
def test_somebody_is_left_without_the_works_that_describe_them(text: str, plainer: str) -> None:
    assert undescribed(text) == plainer


@pytest.mark.parametrize(
    "text",
    [
        "Who was the actress in 'Salt Waltz'?",  # that is what is asked
        "When was the song 'Salt Waltz' released?",
        "What is the plot of 'Salt Waltz'?",
        "What did the president of the Dunmorrow Union study?",
        "What did the host of E! News say?",
        "What did the artist from L.A. Confidential win?",
        "What does the actor do in the third act?",
        "Was hat der Autor von 'Salzwalzer' studiert?",
        "",
    ],
)
def test_what_describes_nobody_by_a_work_stays(text: str) -> None:
    assert undescribed(text) == text
