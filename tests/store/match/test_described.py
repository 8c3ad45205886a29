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
