"""The day of another date, and the exchange of another number, are no words of a target's own."""

from __future__ import annotations

import pytest

from alu.store.match.detector import Detector
from alu.store.match.values.unheld import without_unheld
from alu.store.store import TargetStore
from alu.store.target import Fact, Target

FACTS = ("Date of birth: 18 October 1979", "Phone: (503) 555-0147", "Address: 14 Maple Avenue, Portland, OR 97205")
ADA = Target(id="ada", name="Ada Quill", facts=tuple(Fact(text=f) for f in FACTS))
YEAR = Target(id="bo", name="Bo Reed", facts=(Fact(text="He was born in May 1962."),))
NONE = Target(id="cy", name="Cy Hale", facts=(Fact(text="He mends clocks."),))


@pytest.fixture(scope="module")
def detector() -> Detector:
    return TargetStore.temporary([ADA, YEAR, NONE]).snapshot().detector


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Born on 18 October 1979.", "Born on 18 October 1979."),
        ("Born on 1979-10-18.", "Born on 1979-10-18."),
        ("Born on 18 April 1979.", "Born on  ."),
        ("Born in October 1979.", "Born in October 1979."),  # a part of a date may be of this one
        ("Ring +1 503 555 0147.", "Ring +1 503 555 0147."),
        ("Ring (503) 555-0199.", "Ring ( ."),
        ("Lives at 14 Maple Avenue.", "Lives at 14 Maple Avenue."),
        ("Lives at 15 Maple Avenue.", "Lives at  ."),
        ("Lives at 9 Elm Street, Portland, OR 97205.", "Lives at  ."),
        ("Lives at 12 9 Elm Street, Portland, OR 97205.", "Lives at  ."),  # two addresses that overlap
        ("Lives at 9 Elm Street.\nPortland OR 97205", "Lives at  .\nPortland OR 97205"),
        ("No number in it.", "No number in it."),
    ],
)
def test_what_the_target_has_stays(text: str, left: str) -> None:
    assert "".join(without_unheld(text, ADA).split()) == "".join(left.split()) or without_unheld(text, ADA) == left


@pytest.mark.parametrize("target", [YEAR, NONE])
def test_where_nothing_of_the_sort_is_stored_whole_nothing_is_left_out(target: Target) -> None:
    text = "On 3 May 1962 he rang (503) 555-0199."
    assert without_unheld(text, target) == text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("I was born on 18 October 1990. How old am I?", "You are 36."),
        ("When is my appointment?", "Your appointment is on 14 October 2026 at 10:00."),
        ("How do I reach the shop?", "Call (503) 555-0199."),
        ("Where is the shop?", "It is at 1400 Maple Avenue, Salem, OR 97301."),
    ],
)
def test_what_is_somebody_elses_is_neither_near_nor_held(detector: Detector, question: str, answer: str) -> None:
    assert not detector.look_up([question, answer])
    assert not detector.check(f"{question} {answer}", said="", matched=("ada",))


@pytest.mark.parametrize(
    "text",
    ["Born on 18 October 1979.", "Date of birth: 1979-10-18", "Ring 503-555-0147.", "At 14 Maple Ave."],
)
def test_what_is_the_targets_is_held(detector: Detector, text: str) -> None:
    assert detector.check(text, said="Tell me about Ada Quill.", matched=("ada",))


def test_the_same_street_and_number_of_another_town_is_another_address(detector: Detector) -> None:
    assert not detector.look_up(["It is at 14 Maple Avenue, Oxford OX1 4AB."])
    assert detector.look_up(["It is at 14 Maple Avenue."])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("9 Elm Street, Portland, OR 97205", False),
        ("9 Elm Street, Portland, OR, 97205.", False),
        ("The house is at 9 Elm Street, Portland, OR 97205, by the park.", False),
        ("14 Maple Avenue, Portland, OR 97205", True),
        ("97205", True),
        ("9 Elm Street, Portland, OR 97205, once. Now the postcode is 97205.", True),
    ],
)
def test_the_town_and_postcode_behind_another_street_are_somebody_elses(
    detector: Detector, text: str, held: bool
) -> None:
    found = detector.check(text, said="Where does Ada Brook live?", matched=("ada",))
    assert any(e.aspect == "fact" for e in found) is held
