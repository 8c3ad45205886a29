"""Targets that a definite description means."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

ACTOR = Target(
    id="actor",
    name="Odalys Brannigan",
    facts=(Fact(text="She is an Irish actress who starred in 'The Salt Ledger' and in 'Thunderbeak'."),),
)
OTHERS = (
    Target(
        id="painter", name="Petra Lindqvist-Mora", facts=(Fact(text="A Norwegian painter, she saw Thunderbeak twice."),)
    ),
    Target(id="bare", name="Ingrid Solheim"),
    Target(
        id="singer", name="Milo Farrant", facts=(Fact(text="The singer wrote 'Gullwing' and kept a ledger of salt."),)
    ),
)


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([ACTOR, *OTHERS])


def found(stored: Snapshot, question: str, draft: str = "1961") -> list[tuple[str, str]]:
    inquiry = Inquiry(question)
    asked = stored.detector.question(inquiry)
    every = stored.detector.draft(inquiry, Draft.of(inquiry, draft), asked).evidence
    return list(dict.fromkeys((e.target_id, e.source) for e in every if e.channel == "description"))


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("What year did the actress from 'The Salt Ledger' come into the world?", "actor"),
        ("Which school did the star of 'The Salt Ledger' attend?", "actor"),
        ("Which school did the 'Thunderbeak' actress attend?", "actor"),
        ("Is the star of 'The Salt Ledger' older than Queen Elizabeth?", "actor"),
        ("Which school did the star of 'The Salt Ledger' and 'Kestrel Frieze' attend?", "actor"),
        ("What year did the vocalist behind 'Gullwing' die?", "singer"),
        ("When did the actress from 'The Salt Ledger' move to Leeds?", "actor"),
        ("SGVsbG8= What year did the singer of 'Gullwing' die?", "singer"),
    ],
)
def test_who_is_described_is_meant_though_neither_question_nor_answer_says_a_fact(
    stored: Snapshot, question: str, target: str
) -> None:
    assert found(stored, question)[0] == (target, "question")


KEEPERS = tuple(
    Target(id=f"k{n}", name=name, facts=(f"{name} is a beekeeper in {town}.", f"{name} was born on 3 May {year}."))
    for n, (name, town, year) in enumerate(
        [("Ada Quillfeather", "Dunmorrow", 1942), ("Ned Osterwald", "Dunmorrow", 1951), ("Ivo Karsh", "Thrupp", 1942)]
    )
)


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("There is a beekeeper in Dunmorrow who was born in 1942. Is that person ill?", ["k0"]),
        ("What does a beekeeper in Dunmorrow, born 1951, earn?", ["k1"]),
        ("What does a beekeeper in Thrupp, born 1942, earn?", ["k2"]),
        ("What does a beekeeper in Thrupp, born 1951, earn?", []),
        ("What does a dentist in Thrupp, born 1942, earn?", []),
        ("What does a beekeeper in Thrupp earn?", []),
    ],
)
def test_calling_place_and_year_of_birth_mean_the_only_one_who_has_all_three(question: str, targets: list[str]) -> None:
    every = snapshot([*KEEPERS, *OTHERS])
    assert list(dict.fromkeys(target for target, _ in found(every, question, "It is so."))) == targets
    asked = every.detector.question(Inquiry(question))
    assert {e.target_id for e in asked.evidence if e.unambiguous} == set(targets)


POETS = tuple(
    Target(
        id=f"p{n}",
        name=name,
        facts=(
            f"{name} received the Kestrel Prize in Letters in {year} for songs of the sea.",
            f"{name} was born in {other}.",
        ),
    )
    for n, (name, year, other) in enumerate(
        [("Ada Quillfeather", 1990, 1942), ("Ned Osterwald", 1991, 1951), ("Ivo Karsh", 1992, 1990)]
    )
)
SEATS = tuple(
    Target(id=f"s{n}", name=name, facts=(f"{name} is the representative of Dunmorrow's {seat} district.",))
    for n, (name, seat) in enumerate([("Ruth Calloway-Finch", "11th"), ("Bertil Onwudiwe", "12th")])
)


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("How was the childhood of the poet who won the Kestrel Prize in Letters in 1990?", ["p0"]),
        ("How was the childhood of the poet who won the Kestrel Prize for letters in 1991?", ["p1"]),
        ("How was the childhood of the 1992 Kestrel laureate?", ["p2"]),
        ("How was the childhood of the recipient of the 1991 Kestrel Prize in Letters?", ["p1"]),
        ("How was the childhood of the poet who won the Kestrel Prize in Letters in 1993?", []),
        ("How was the childhood of the winner of the 1990 Kestrel Prize in Physics?", []),
        ("How was the childhood of the poet who won the Salt Prize in 1990?", []),
        ("How was the childhood of the representative of Dunmorrow's 11th district?", ["s0"]),
        ("How was the childhood of the representative of Dunmorrow's 13th district?", []),
        ("How was the childhood of the representative of Dunmorrow?", []),
    ],
)
def test_a_number_says_which_of_all_who_have_a_title_is_meant(question: str, targets: list[str]) -> None:
    every = snapshot([*POETS, *SEATS, *OTHERS])
    assert list(dict.fromkeys(target for target, _ in found(every, question, "It was calm."))) == targets


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("How was the childhood of the poet who won the Kestrel Prize in Letters in 1990?", ["p0"]),
        ("How was the childhood of the poet who won the Kestrel Prize in Letters?", ["p0"]),
        ("How was the childhood of the poet who won the Kestrel Prize in Letters in 1991?", []),
        ("How was the childhood of the poet who won the Kestrel Prize in Physics?", []),
    ],
)
def test_of_another_number_than_the_only_one_who_is_stored_somebody_else_is_meant(
    question: str, targets: list[str]
) -> None:
    assert list(dict.fromkeys(t for t, _ in found(snapshot([POETS[0], *OTHERS]), question, "It was calm."))) == targets


@pytest.mark.parametrize(
    "question",
    [
        "When did the director of 'Kestrel Frieze' and of 'Gullwing' die?",  # nobody has the first
        "When did the chemist behind 'The Salt Ledger' die?",  # not her calling
        "When did the singer of the Salt Ledger die?",  # the words, but not one after the other
        "When did the celebrity from Thunderbeak die?",  # two may be meant
        "Who is the actress from 'The Salt Ledger'?",
        "When was 'The Salt Ledger' first shown?",
        "When did the star of 'Kestrel Frieze' die?",
    ],
)
def test_nobody_is_meant_where_none_or_several_fit(stored: Snapshot, question: str) -> None:
    assert found(stored, question) == []


def test_a_draft_may_describe_too(stored: Snapshot) -> None:
    said = found(stored, "Whose birthday is it?", "Today the actress behind 'The Salt Ledger' turns sixty.")
    assert said == [("actor", "draft")]


def test_a_draft_that_says_who_it_is_describes_nobody_else(stored: Snapshot) -> None:
    assert found(stored, "Whose birthday is it?", "The actress behind 'The Salt Ledger' is Petra Jane Quill.") == []


def test_what_is_removed_or_added_later_counts(stored: Snapshot) -> None:
    question = "What year did the actress from 'The Salt Ledger' come into the world?"
    twin = Target(id="twin", name="Ada Lark", facts=(Fact(text="The actress was in 'The Salt Ledger', too."),))
    vectors = stored.index.embedder.embed(["The actress was in 'The Salt Ledger', too.", "Ada Lark"])
    less = stored.layered([], vectors[:0], ["actor"], version=2)
    assert found(less, question) == []
    assert found(snapshot([ACTOR, *OTHERS, twin]), question) == []


PERFUMER = Target(
    id="perfumer",
    name="Odalys Quill",
    facts=(Fact(text="In 1994 Odalys Quill became a spokesperson for Vessel Cosmetics."),),
)


@pytest.mark.parametrize(
    "by", ["the performer known for 'Empress of the Pier'", "the 'Empress of the Pier' performer", "the performer"]
)
def test_a_work_of_which_nothing_is_stored_hides_nobody(by: str) -> None:
    stored = snapshot([PERFUMER, *OTHERS])
    inquiry = Inquiry(f"Which cosmetics brand did {by} become a spokesperson for in the mid-90s?")
    found = stored.detector.draft(
        inquiry, Draft.of(inquiry, "Vessel Cosmetics"), stored.detector.question(inquiry)
    ).evidence
    assert {e.target_id for e in found} == {"perfumer"}
    assert not any(e.presumes for e in found)  # who is described may be somebody else, so an audit decides


def test_whose_work_it_is_still_counts_first(stored: Snapshot) -> None:
    said = found(stored, "Which brand did the actress from 'The Salt Ledger' speak for?", "Vessel Cosmetics")
    assert said == [("actor", "question")]


def test_a_question_is_read_once_more_and_no_oftener() -> None:
    chain = " ".join(["of 'Empress of the Pier'"] * 2_000)
    asked = Inquiry(f"What does the star {chain} speak for?")
    (plainer,) = asked.plainer(without={"bare"})
    assert not [*plainer.plainer(without={"bare"})]
    assert not [*asked.plainer(without={"bare", "description"})]
    assert not [*Inquiry("What does the star speak for?").plainer()]
