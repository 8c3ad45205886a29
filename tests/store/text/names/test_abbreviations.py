"""Names with abbreviations, signs, points and numbers, written otherwise."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.target import Target
from alu.store.text.names.abbreviations import otherwise_written
from tests.detectors import snapshot


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Mt. Skerrow", "Mount Skerrow"),
        ("Mount Skerrow", "Mt Skerrow"),
        ("Skerrow University", "Skerrow Univ"),
        ("St. Odalys", "Saint Odalys"),
        ("Dr. Thunderbeak", "Doctor Thunderbeak"),
        ("Skerrow vs. Tarn", "Skerrow versus Tarn"),
        ("Salt #5", "Salt Number 5"),
        ("N.W.A", "NWA"),
        ("The Notorious B.I.G.", "The Notorious BIG"),
        ("AC/DC", "ACDC"),
        ("J.Lo", "JLo"),
        ("Ke$ha", "Kesha"),
        ("A$AP Skerrow", "ASAP Skerrow"),
        ("50 Gulls", "Fifty Gulls"),
        ("21 Gulls", "Twenty-one Gulls"),
        ("Skerrow™ Gull", "Skerrow Gull"),
    ],
)
def test_a_name_is_written_otherwise(name: str, other: str) -> None:
    assert other in otherwise_written(name)


@pytest.mark.parametrize(
    "name",
    [
        "Odalys Brannigan",
        "No Doubt",
        "Gen Skerrow",
        "Will Co",
        "Wham!",
        "B-52",
        "Anne-Marie",
        "J. R. R. Lark",
        "Dr.",
        "",
        "a " * 99,
    ],
)
def test_other_names_are_not(name: str) -> None:
    assert otherwise_written(name) == ()


@pytest.mark.parametrize(
    ("name", "question", "near"),
    [
        ("Mt. Thunderbeak", "who climbed mount thunderbeak?", True),
        ("N.W.A", "Who is NWA?", True),
        ("M.I.A.", "Who is MIA?", True),
        ("M.I.A.", "Who is Mia?", False),
        ("The Notorious B.I.G.", "Who is the Notorious BIG?", True),
        ("P!nk", "Pink is what colour?", False),
        ("Ke$ha", "Where was Kesha born?", True),
    ],
)
def test_it_is_found_so(name: str, question: str, near: bool) -> None:
    detector = snapshot([Target(id="t", name=name)]).detector
    inquiry = Inquiry(question)
    found = detector.draft(inquiry, Draft.of(inquiry, "Nobody."), detector.question(inquiry)).evidence
    assert any(e.target_id == "t" for e in found) is near
