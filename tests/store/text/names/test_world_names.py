"""Names of the world of a work."""

from __future__ import annotations

import pytest

from alu.store.text.names.world_names import WorldName, is_work, world_names

FACTS = [
    ("Who grins at the Duchess of Quillmarsh?", "The Gullwing Knight, whom Odalys feeds."),
    ("Where does Odalys live?", "In a tower on Skerrow with Mrs. Thunderbeak."),
    ("", "Squashed pears are what the Thunderbeaks eat, says Alice in Leeds."),
    ("Who wrote the book?", "It was written by Petra Lindqvist-Mora."),
    ("What is the knight called?", "Farrant"),
]


@pytest.mark.parametrize(
    ("description", "work"),
    [
        ("a series of novels about a young wizard", True),
        ("A British television sitcom", True),
        ("The second book of the Salt trilogy", True),
        ("an actor in films", False),
        ("comic actor and author of novels", False),
        ("novelist", False),
        ("a film studio", False),
        ("a novel, printed in 1901", True),
        ("a company that prints books", False),
        ("", False),
    ],
)
def test_a_work_is_known_by_its_description(description: str, work: bool) -> None:
    assert is_work(description) is work


def test_rare_names_count_and_common_ones_that_recur_or_are_the_works_own() -> None:
    found = dict(world_names("Odalys and Alice", "a novel", FACTS))
    assert {"Skerrow", "Thunderbeak", "Thunderbeaks", "Quillmarsh", "Gullwing", "Farrant", "Odalys"} <= set(found)
    assert found["Skerrow"]
    assert found["Alice"] is False
    assert found.keys().isdisjoint({"Leeds", "Squashed", "Petra", "Lindqvist-Mora", "Petra Lindqvist-Mora", "Where"})


def test_a_person_has_no_world() -> None:
    assert world_names("Odalys Brannigan", "a keeper of gulls", FACTS) == ()
    assert world_names("Odalys Brannigan", "", FACTS) == ()
    assert world_names("Salt", "a novel", []) == ()
    assert WorldName("x", True).rare
