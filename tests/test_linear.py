"""Nothing that reads a text takes the square of its length: patterns, readings, look-ups and the gate."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from alu import TargetStore
from alu.chat import Message
from alu.flow.dialogue import inquiry_of
from alu.flow.references import reference_of
from alu.flow.unresolved import is_unresolved
from alu.flow.vault import Question
from alu.store.match.detector import Detector
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.closed_answer import assertion
from alu.store.text.mentions import quotations
from alu.store.text.normalise import sentences
from alu.store.text.reading import Reading
from tests.linear import LARGE, MOST, MOST_WHOLE, SMALL, growth, growth_of_pattern
from tests.patterns import UNITS, Found, hostile, patterns
from tests.stores import target

FOUND = patterns()


def test_the_sweep_sees_the_package() -> None:
    assert len(FOUND) > 120
    assert {"alu.store.text.normalise._END", "alu.tokens._PIECE"} <= {f.where for f in FOUND}


def test_the_sweep_would_see_a_pattern_that_takes_the_square() -> None:
    slow = re.compile(r"\s*\n\s*")
    texts = zip(hostile(slow, 2_000), hostile(slow, 8_000), strict=True)
    assert any(growth_of_pattern(lambda t: sum(1 for _ in slow.finditer(t)), *pair) > MOST for pair in texts)


@pytest.mark.parametrize("found", FOUND, ids=lambda f: f"{f.where}-{FOUND.index(f)}")
def test_every_pattern_takes_a_time_in_proportion_to_the_text(found: Found) -> None:
    binary = isinstance(found.pattern.pattern, bytes)
    for small, large in zip(hostile(found.pattern, SMALL), hostile(found.pattern, LARGE), strict=True):
        texts: list[Any] = [small.encode(), large.encode()] if binary else [small, large]
        for use in found.uses:
            assert growth_of_pattern(use, *texts) <= MOST, f"{found.where} {found.pattern.pattern!r} on {large[:30]!r}"


@pytest.mark.parametrize("find", [sentences, quotations, lambda t: assertion(t, "A"), lambda t: assertion("Who?", t)])
def test_so_does_what_loops_over_a_text(find: Callable[[str], object]) -> None:
    for unit in (*UNITS, "B) x ", "“", "« "):
        small, large = (f"hi{unit * (size // len(unit))}you" for size in (SMALL, LARGE))
        assert growth(find, small, large) <= MOST, unit


@pytest.mark.parametrize("unit", ["How are you? ", "It rained. Ada wrote to him. ", "What does the author say?\n"])
def test_so_does_a_turn_behind_others(unit: str) -> None:
    def asked(text: str) -> None:
        reference_of.cache_clear()
        is_unresolved.cache_clear()
        inquiry_of(Question((Message("user", "Who is Odalys Brannigan?"), Message("user", text))))

    small, large = (f"hi {unit * (size // len(unit))} you" for size in (SMALL, LARGE))
    assert growth(asked, small, large) <= MOST


@pytest.fixture(scope="module")
def detector() -> Detector:
    facts = ["The keeper of Skerrow kept a tame gull called Admiral Thunderbeak.", "Her number is 555 0172 331."]
    store = TargetStore.temporary([target("Odalys Brannigan", facts, id="keeper")])
    found = store.snapshot().ready().detector
    found.look_up(["warm é 中"])
    return found


@pytest.mark.parametrize("unit", [" ", "“a", "A. ", "a1(“ 中\n", "Odalys Brannigan "])
def test_so_do_look_up_and_gate(detector: Detector, unit: str) -> None:
    def question(text: str) -> None:
        detector.question(Inquiry(text))

    def draft(text: str) -> None:
        inquiry = Inquiry("Who kept a gull?")
        detector.draft(inquiry, Draft.of(inquiry, text), detector.question(inquiry))

    def gate(text: str) -> None:
        detector.check(text, said="Who was Odalys Brannigan?", matched=["keeper"])

    small, large = (f"hi{unit * (size // len(unit))}you" for size in (SMALL, LARGE))
    for look in (lambda t: Reading(t).everything, question, draft, gate):
        assert growth(look, small, large, tries=2) <= MOST_WHOLE, unit
