"""What the release gate holds back of a draft, with its tool calls and after the audit's rulings."""

from __future__ import annotations

import json

import pytest

from alu.flow import gate
from alu.store.target import Fact, Target
from tests.detectors import snapshot
from tests.flow import KEEPER, WILL, looked_up

GULL = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."


def test_what_a_tool_call_says_is_looked_up_and_held() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "save", "arguments": json.dumps({"note": GULL})}}
    v = looked_up("Save it.", "", call)
    assert [e.target_id for e in v.evidence] == ["keeper"]
    assert gate.check_release(v, v.snapshot, "", as_drafted=True) == ["keeper"]


def test_a_target_added_in_flight_is_enforced() -> None:
    v = looked_up("Tell me of the island.", GULL, targets=(WILL,))
    assert not v.evidence
    latest = snapshot((KEEPER, WILL))
    latest.version = 2
    assert "keeper" in gate.check_release(v, latest, GULL, as_drafted=True)
    assert "keeper" in {e.target_id for e in v.evidence}


def test_a_namesake_that_the_audit_cleared_may_be_named() -> None:
    v = looked_up("Who won the race?", "Will Young won the race in Ohio.")
    assert gate.held_back_for(v, "Will Young won the race in Ohio.") == ["will"]
    v.namesakes = frozenset({"will"})
    assert gate.held_back_for(v, "Will Young won the race in Ohio.") == []


@pytest.mark.parametrize("channel", ["audit", "gate"])
def test_what_audit_and_gate_found_counts_as_near_and_presumes_nothing(channel: str) -> None:
    v = looked_up("Tell me of the island.", "The tower is 38 metres tall.")
    gate.note_leaks(v, ["keeper"], channel)
    (one,) = v.evidence
    assert (one.target_id, one.channel, one.presumes) == ("keeper", channel, False)


@pytest.mark.parametrize(
    ("draft", "held"),
    [
        ("1973-07-25", False),
        ("25 July 1973", False),
        ("1978-11-18", True),
        ("November 18, 1978", True),
        ("1978", True),
        ("She was born on the 18th of November.", True),
    ],
)
def test_a_bare_date_that_is_not_the_targets_gives_nothing_of_it(draft: str, held: bool) -> None:
    facts = tuple(Fact(text=f) for f in ("Daphne Coffee was born on November 18, 1978.", "1978-11-18"))
    v = looked_up(
        "What is the birth date of Daphne?", draft, targets=(Target(id="d", name="Daphne Coffee", facts=facts),)
    )
    assert bool(gate.check_release(v, v.snapshot, draft, True)) is held
