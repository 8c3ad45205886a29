"""Numbers at the end of a name: written in figures, in Roman numerals and in words."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.target import Target
from alu.store.text.names.numbered_names import numbered_names
from tests.detectors import snapshot


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Skerrow II", "Skerrow 2"),
        ("Skerrow 10", "Skerrow X"),
        ("Gulls of Skerrow, Vol. 3", "Gulls of Skerrow volume III"),
        ("Gulls of Skerrow volume three", "Gulls of Skerrow vol 3"),
        ("The Salt Ledger, Part II", "The Salt Ledger part 2"),
        ("Skerrow: Season One", "Skerrow: season 1"),
    ],
)
def test_a_number_is_written_otherwise(name: str, other: str) -> None:
    assert other in numbered_names(name)


@pytest.mark.parametrize(
    "name",
    ["Skerrow", "Skerrow 11", "Skerrow-2", "Skerrow I", "Skerrow one", "Skerrow two", "Part One", "2", "", "a " * 200],
)
def test_other_names_have_no_other_number(name: str) -> None:
    assert numbered_names(name) == ()


@pytest.mark.parametrize(
    ("question", "near"),
    [("Who wrote Skerrow 2?", True), ("Who wrote Skerrow II?", True), ("Who wrote Skerrow 3?", False)],
)
def test_it_is_found_either_way(question: str, near: bool) -> None:
    detector = snapshot([Target(id="t", name="Skerrow II", description="a novel")]).detector
    inquiry = Inquiry(question)
    found = detector.draft(inquiry, Draft.of(inquiry, "Nobody."), detector.question(inquiry)).evidence
    assert any(e.target_id == "t" for e in found) is near
