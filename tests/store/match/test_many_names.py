"""What a draft that names many targets, or one again and again, costs: not much more than other words do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

from alu.bench.synthetic import synthetic_targets
from alu.store.match.detector import Detector
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.store import TargetStore
from tests.linear import MOST_WHOLE, growth

FEW, MANY = 40, 160
TARGETS = synthetic_targets(2000, seed=1)
ASKED = Inquiry("Who came?")
WORDS = ("keeper", "tower", "counted", "many", "grey", "ships", "and", "wrote", "numbers", "into", "long", "books")
TIMES_WORDS = 3.0
"""Times the CPU of as many ordinary words that a name costs which is said again and again, at most."""


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with TargetStore.temporary(TARGETS, meaning="off") as store:
        yield store.snapshot().ready().detector


def naming(count: int) -> str:
    return " ".join(f"Then came {target.name}." for target in TARGETS[7::11][:count])


def repeating(count: int) -> str:
    return f"{TARGETS[7].name} " * 25 * count


def ordinary(count: int) -> str:
    draw, size = Random(count), len(repeating(count))
    return " ".join(draw.choice(WORDS) for _ in range(size))[:size]


def looking_up(detector: Detector) -> Callable[[str], object]:
    return lambda text: detector.draft(ASKED, Draft.of(ASKED, text, ()), detector.question(ASKED))


def checking(detector: Detector) -> Callable[[str], object]:
    named = [target.id for target in TARGETS if target.name in naming(MANY) + repeating(1)]
    return lambda text: detector.check(text, said=ASKED.text, matched=named)


@pytest.mark.parametrize("work", [looking_up, checking])
@pytest.mark.parametrize("text", [naming, repeating])
def test_a_text_takes_time_in_proportion_to_the_names_in_it(
    detector: Detector, work: Callable[[Detector], Callable[[str], object]], text: Callable[[int], str]
) -> None:
    assert growth(work(detector), text(FEW), text(MANY)) <= MOST_WHOLE


@pytest.mark.parametrize("work", [looking_up, checking])
def test_a_name_that_is_said_again_and_again_costs_not_much_more_than_other_words(
    detector: Detector, work: Callable[[Detector], Callable[[str], object]]
) -> None:
    assert growth(work(detector), ordinary(FEW), repeating(FEW)) <= TIMES_WORDS
