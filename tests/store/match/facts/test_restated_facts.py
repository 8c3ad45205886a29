"""What the gate finds in numbers that are restated: those that are stored, and nobody else's."""

from __future__ import annotations

import pytest

from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

FACTS = (
    "Odalys Brannigan was born in Dunmorrow in 1931.",
    "Odalys Brannigan earns 84,500 pounds a year.",
    "Odalys Brannigan lives at 45 Peppercorn Rise, Skerrow.",
)


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([Target(id="keeper", name="Odalys Brannigan", facts=tuple(Fact(text=text) for text in FACTS))])


def channels(stored: Snapshot, text: str) -> set[str]:
    """Return what the gate finds in a text where the keeper was asked about."""
    return {e.channel for e in stored.detector.check(text, said="", matched={"keeper"}, referents="")}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The keeper (1931– ) was born in Dunmorrow.", True),
        ("She earns eighty-four thousand five hundred pounds a year.", True),
        ("She earns sixty-one thousand two hundred crowns.", False),
        ("A footballer of that name (1861–1920) scored for Valdivia.", False),
    ],
)
def test_restated_numbers_count_where_they_are_stored(stored: Snapshot, text: str, held: bool) -> None:
    assert ("recall" in channels(stored, text)) is held


@pytest.mark.parametrize("text", ["forty-five Peppercorn Rise", "number forty-five, Peppercorn Rise"])
def test_a_house_number_in_words_stands_next_to_its_street(stored: Snapshot, text: str) -> None:
    assert "identifier" in channels(stored, f"Send it to {text}.")


def test_a_number_that_is_part_of_a_word_is_no_house(stored: Snapshot) -> None:
    assert "identifier" not in channels(stored, "ssh-rsa AAAA5sixPQ6Zsevenfour66x9eight Peppercorn7ninex45Rise")
