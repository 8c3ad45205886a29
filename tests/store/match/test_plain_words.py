"""Words of a name that stand as words say nothing of its bearer; the name itself, and facts with such words, do."""

from __future__ import annotations

import random

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.plain_words import without_plain_words
from alu.store.target import Target
from tests.detectors import snapshot

NAMES = ("Robin Wren", "Hunter Fields", "Jordan Hill", "Rose Marsh", "Heather Stone", "Violet Bridges", "Forest Lane")
TEXTS = {
    "Robin Wren": "There the robin and the wren sing.",
    "Hunter Fields": "First a hunter came; the fields came later.",
    "Jordan Hill": "A hill of the river jordan.",
    "Rose Marsh": "Prune the rose that stands in a marsh.",
    "Heather Stone": "A stone stands amid the heather.",
    "Violet Bridges": "The bridges shine in violet.",
    "Forest Lane": "In the forest a lane begins.",
}


def people() -> list[Target]:
    rng = random.Random(3)
    return [
        Target(
            id=f"p{n}",
            name=name,
            facts=(
                f"{name} was born on {rng.randrange(1, 28)} March {rng.randrange(1930, 1990)} in Skerrow.",
                f"{name} kept {rng.choice(('bees', 'goats', 'owls'))} at Thornapple Farm.",
            ),
        )
        for n, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_words_of_a_name_leave_where_nobody_asked_about_its_bearer(name: str) -> None:
    detector = snapshot(people()).detector
    asked = Inquiry("What is there to see?")
    found = detector.draft(asked, Draft.of(asked, TEXTS[name]), detector.question(asked))
    assert not found.evidence
    assert not detector.check(TEXTS[name], said=asked.text, matched=[f"p{NAMES.index(name)}"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text", ["Whoever kept owls, goats or bees at Thornapple Farm was born in Skerrow.", "{} is there.", "It was {}."]
)
def test_names_and_facts_are_held_as_before(name: str, text: str) -> None:
    said = text.format(name)
    assert snapshot(people()).detector.check(said, said="", matched=[f"p{NAMES.index(name)}"])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_told_in_small_letters_is_held(name: str) -> None:
    first, last = name.lower().split()
    held, number = snapshot(people()).detector, f"p{NAMES.index(name)}"
    assert held.check(f"The first name is {first} and the last name is {last}.", said="", matched=[number])
    answer = f"First {first}, then {last}."
    asked = "Which two words go with Thornapple Farm?"
    assert held.check(answer, said=asked, matched=[number])


def test_a_word_that_a_fact_has_too_stays_and_so_does_one_with_a_capital_letter() -> None:
    baker = Target(name="Rose Baker", facts=["Rose Baker is a baker in Turku."])
    assert without_plain_words("The baker sold a rose to Rose.", baker) == "The baker sold a   to Rose."
    assert without_plain_words("the baker sold a rose", baker) == "the baker sold a rose"
    odd = Target(name="Odalys Brannigan", facts=["Odalys Brannigan kept a gull."])
    assert without_plain_words("Then odalys and brannigan came.", odd) == "Then odalys and brannigan came."
    poem = Target(name="Rose Song", kind="text", facts=["A rose is sung of in a song of mine."])
    assert without_plain_words("A rose of a song.", poem) == "A rose of a song."
