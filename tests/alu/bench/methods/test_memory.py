"""A memory of what a detector found: the same as found anew, whatever is asked, and each thing found once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import pytest

from alu.bench.methods.memory import Memory
from alu.store.match.detector import Detector
from alu.store.match.evidence import Evidence
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.query import CandidateFilter, Query
from alu.store.store import TargetStore
from alu.store.target import Target
from tests.bench_rows import SECRET

ASKED = f"Which bird did {SECRET} paint?"
TOLD = f"{SECRET} painted a gull. She lives in Skerrow."


class Counting:
    """A channel of one's own that notes what it is asked; it finds nothing."""

    name = "counting"
    asked: ClassVar[list[list[str]]] = []

    def __init__(self, targets: Sequence[Target]) -> None:
        pass

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        self.asked.append(query.texts)
        yield from ()


def detector() -> Detector:
    target = Target(id="keeper", name=SECRET, facts=[f"{SECRET} painted a gull in Skerrow."])
    with TargetStore.temporary([target], channels=[f"{__name__}:Counting"], meaning="off") as store:
        return store.snapshot().detector


@pytest.fixture
def taught() -> Detector:
    found = detector()
    Memory().teach(found)
    Counting.asked.clear()
    return found


def test_what_is_remembered_is_what_would_be_found(taught: Detector) -> None:
    plain, inquiry = detector(), Inquiry(ASKED)
    draft = Draft.of(inquiry, TOLD)
    for _ in range(2):
        asked = taught.question(inquiry)
        assert asked == plain.question(inquiry)
        assert taught.draft(inquiry, draft, asked) == plain.draft(inquiry, draft, asked)
        assert taught.check(TOLD, said=ASKED, matched={"keeper"}) == plain.check(TOLD, said=ASKED, matched={"keeper"})
        assert taught.check(TOLD, said="", matched=[]) == plain.check(TOLD, said="", matched=[])
        assert taught.look_up([TOLD], answers=ASKED) == plain.look_up([TOLD], answers=ASKED)


def test_nothing_is_looked_up_twice(taught: Detector) -> None:
    first = taught.look_up(iter([ASKED, TOLD]), source="draft")
    once = len(Counting.asked)
    assert once
    assert taught.look_up([ASKED, TOLD], source="draft") == first
    assert len(Counting.asked) == once


def test_another_question_is_another_look_up(taught: Detector) -> None:
    for source in ("question", "draft"):
        taught.look_up([TOLD], source=source)
        taught.look_up([TOLD], answers=ASKED, source=source)
    assert len(Counting.asked) == 4


def test_what_was_found_may_be_changed_by_who_was_given_it(taught: Detector) -> None:
    wanted = CandidateFilter(restrict_to=[0], always_include={0: [0]})
    query = Query.of([TOLD])
    found = taught.names(query)
    before = list(found)
    found.clear()
    assert taught.names(query) == before
    assert before
    assert taught.names(Query((*query.readings,), wanted=wanted)) == before
