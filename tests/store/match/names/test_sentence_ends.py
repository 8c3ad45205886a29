"""No name goes over the end of a sentence."""

from __future__ import annotations

import pytest

from alu.store.match.names.sentence_ends import SentenceEnds
from alu.store.store import TargetStore
from alu.store.target import Target
from alu.store.text.reading import read
from tests.detectors import Named

PEOPLE = Named([["Dawn Summers"], ["Will Young"], ["Mark Twain"], ["Odalys Brannigan"], ["Prof Summers"]])


def found(text: str, *, joined: bool = False) -> set[int]:
    return {f.target for f in PEOPLE.find([text], joined=joined)}


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "We walked home after dawn. Summers are warm there.",
        "I will! Young people are fine.",
        "They hit the mark. Twain means two.",
        "“Come at dawn.” “Summers are warm there.”",
        "We walked home (after dawn.) Summers are warm there.",
    ],
)
def test_a_word_that_ends_a_sentence_and_one_that_begins_the_next_are_no_name(text: str, joined: bool) -> None:
    assert found(text, joined=joined) == set()


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dawn Summers is warm.", 0),
        ("Dawn. Summers.", 0),
        ("dawn. summers", 0),
        ("Dawn\nSummers", 0),
        ("first: dawn.\nlast: Summers", None),
        ("after dawn\nSummers", 0),
        ("dawn, Summers", 0),
        ("prof. Summers", 4),
        ("after dawn. Summers are warm, says Dawn Summers.", 0),
    ],
)
def test_records_initials_and_capitals_are_names(text: str, name: int | None, joined: bool) -> None:
    assert found(text, joined=joined) == ({name} if name is not None else set())


def test_sentences_of_one_draft_are_kept_apart_too() -> None:
    assert not PEOPLE.find(["We left after dawn.", "Summers are warm there."], joined=True)
    assert PEOPLE.find(["We met Dawn", "Summers there."], joined=True)


def test_texts_whose_words_are_cut_otherwise_tell_nothing() -> None:
    assert not SentenceEnds([read("村上春樹 after dawn. Summers")]).within(0, 6)


EVERYDAY = [("james", "James Cook"), ("grant", "Grant Page"), ("mark", "Mark Price"), ("brown", "Dr. Brown")]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Thanks for the recipe, James. Cook the pasta for ten minutes.", False),
        ("Apply for the grant. Page 3 has the form.", False),
        ("Customer: Mark\nPrice: 10 euros", False),
        ("His first name is James. Cook was a captain.", True),
        ("First name: Mark\nLast name: Price", True),
        ("Mark\nPrice", True),
        ("Mark. Price.", True),
        ("James. C00k the pasta", True),
        ("We met Dr. Brown the other day.", True),
        ("My brother James, cook and baker, is ill.", False),
        ("My brother James, Cook and baker, is ill.", True),
        ("james, cook", True),
    ],
)
def test_an_ordinary_word_begins_a_sentence_where_it_goes_on_as_no_surname_does(text: str, held: bool) -> None:
    snapshot = TargetStore.temporary([Target(id=i, name=n) for i, n in EVERYDAY]).snapshot()
    assert bool(snapshot.detector.check(text, said="", matched=set(), referents="")) is held


def test_what_parts_a_name_in_play_may_have_been_put_there() -> None:
    snapshot = TargetStore.temporary([Target(id=i, name=n) for i, n in EVERYDAY]).snapshot()
    assert snapshot.detector.check("It was James. Cook the captain.", said="", matched={"james"}, referents="")
