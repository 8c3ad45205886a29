"""What the vault of a request holds, put to the detector."""

from __future__ import annotations

import json
from typing import Any

import pytest

from alu.chat import Choice, Completion, Message
from alu.flow import checks, clearing, remainder
from alu.flow.vault import Question, Vault
from alu.store.target import Fact, Target
from tests.detectors import snapshot
from tests.flow import KEEPER

GULL = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
TOWER = "The tower is 38 metres tall."
WILL = Target(id="will", name="Will Young", description="a singer", facts=(Fact(text="Will Young sang Evergreen."),))


def vault(question: str, draft: str, *calls: dict[str, Any], targets: tuple[Target, ...] = (KEEPER, WILL)) -> Vault:
    """Return the vault of a request whose draft has been looked up."""
    made = Vault(Question((Message("user", question),)))
    made.snapshot = snapshot(targets)
    made.draft = Completion((Choice(draft, "stop", calls),))
    asked = checks.detect_in_question(made)
    checks.read_draft(made, made.draft)
    checks.detect_in_draft(made, asked)
    return made


def test_the_vault_holds_the_strongest_of_each_target_and_everything() -> None:
    v = vault("Who is Odalys Brannigan?", f"{TOWER} {GULL}")
    assert [e.target_id for e in v.evidence] == ["keeper"]
    assert len(v.all_evidence) > 1
    assert clearing.presumed_targets(v) == {"keeper"}
    assert clearing.targets_confirmed_by_content(v) == {"keeper"}


def test_a_sentence_that_leaks_is_cut_where_nobody_asked_for_it() -> None:
    v = vault("Tell me of the island.", f"{TOWER} {GULL}")
    unit = remainder.unit_in_draft(v)
    assert remainder.cut_draft(v, unit) == TOWER
    assert remainder.passing(v, [GULL, TOWER, f"{TOWER} {GULL}"], unit) == [TOWER]
    assert not remainder.cut_draft(vault("Who is Odalys Brannigan?", f"{TOWER} {GULL}"), unit)


_PART = Target(
    id="part",
    name="Odalys Brannigan",
    policy="facts",
    facts=(
        Fact(text="Odalys Brannigan earns 46,750 euros a year."),
        Fact(text="Odalys Brannigan has epilepsy."),
        Fact(text="Odalys Brannigan was born on 11 May 1931 in Dunmorrow."),
    ),
)
_EARNS, _TALK = "Odalys Brannigan earns 46,750 euros a year.", "Odalys Brannigan gave a talk about bees last week."


@pytest.mark.parametrize(
    ("draft", "left"),
    [
        (f"{_TALK} {_EARNS} {TOWER}", f"{_TALK} {TOWER}"),
        (f"{_EARNS} {TOWER}", TOWER),
        (f"{_TALK} It rained on Sunday. {_EARNS}", f"{_TALK} It rained on Sunday."),
        (f"{_TALK} Odalys Brannigan (b. 1931) leads a choir. {TOWER}", f"{_TALK} {TOWER}"),
        (f"Yes, she does so. {_EARNS}", ""),
        (f"More than that. {_EARNS}", ""),
        (f"Certain. {_EARNS}", ""),
        (_EARNS, ""),
    ],
)
def test_next_to_a_fact_what_else_is_said_of_its_target_stays(draft: str, left: str) -> None:
    """Of a target with `policy = "facts"` all else may be said, also to whoever asks about it by name."""
    v = vault("What does Odalys Brannigan do?", draft, targets=(_PART,))
    assert checks.check_release(v, v.snapshot, draft, as_drafted=True) == ["part"]
    unit = remainder.unit_in_draft(v)
    assert remainder.cut_draft(v, unit) == left
    assert remainder.passing(v, [left], unit) == ([left] if left else [])


@pytest.mark.parametrize(
    "question", ["Is Odalys Brannigan older than Ada Lark?", "Does Odalys Brannigan have epilepsy?"]
)
def test_nothing_stays_where_the_question_asks_for_a_fact_or_for_what_follows_from_one(question: str) -> None:
    v = vault(question, f"The tower is 38 metres tall. {_EARNS}", targets=(_PART,))
    assert not remainder.cut_draft(v, remainder.unit_in_draft(v))


def test_of_a_target_that_is_forgotten_as_a_whole_nothing_stays_that_names_it() -> None:
    v = vault(
        "What does Odalys Brannigan do?", f"{_TALK} {_EARNS}", targets=(_PART.model_copy(update={"policy": "strict"}),)
    )
    assert not remainder.cut_draft(v, remainder.unit_in_draft(v))


@pytest.mark.parametrize(
    ("draft", "one_line"),
    [
        ("Her name:\n- Odalys\n- Brannigan\n- of\n- Skerrow", "- Brannigan"),
        (
            "Old Dogs Always Like Your Shoes.\nBut Rain And New Nets Indeed Gather All Night.\nBrannigan came.",
            "Brannigan came.",
        ),
    ],
)
def test_of_a_name_that_is_spread_over_lines_no_line_stays(draft: str, one_line: str) -> None:
    """Else what is cut is the one line that touches the target, and the rest still tells most of the name."""
    v = vault("Tell me of the island.", draft)
    assert checks.check_release(v, v.snapshot, draft, as_drafted=True) == ["keeper"]
    unit = remainder.unit_in_draft(v)
    assert one_line in unit.cut
    assert remainder.cut_draft(v, unit)
    assert not checks.held_back_for(v, "Nothing.")
    assert remainder.passing(v, [remainder.cut_draft(v, unit), "Nothing."], unit) == []


def test_what_a_tool_call_says_is_looked_up_and_held() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "save", "arguments": json.dumps({"note": GULL})}}
    v = vault("Save it.", "", call)
    assert [e.target_id for e in v.evidence] == ["keeper"]
    assert checks.check_release(v, v.snapshot, "", as_drafted=True) == ["keeper"]


def test_a_target_added_in_flight_is_enforced() -> None:
    v = vault("Tell me of the island.", GULL, targets=(WILL,))
    assert not v.evidence
    latest = snapshot((KEEPER, WILL))
    latest.version = 2
    assert "keeper" in checks.check_release(v, latest, GULL, as_drafted=True)
    assert "keeper" in {e.target_id for e in v.evidence}


def test_a_namesake_that_the_audit_cleared_may_be_named() -> None:
    v = vault("Who won the race?", "Will Young won the race in Ohio.")
    assert checks.held_back_for(v, "Will Young won the race in Ohio.") == ["will"]
    v.namesakes = frozenset({"will"})
    assert checks.held_back_for(v, "Will Young won the race in Ohio.") == []


def test_a_topic_comes_first() -> None:
    topic = Target(id="bio", name="toxins", kind="topic")
    v = vault("Who is Odalys Brannigan?", TOWER, targets=(KEEPER, topic))
    checks.add_topic(v, topic)
    checks.add_topic(v, None)
    assert {e.target_id for e in v.evidence} == {"bio", "keeper"}
    assert clearing.presumed_targets(v) == {"bio", "keeper"}


@pytest.mark.parametrize("channel", ["audit", "gate"])
def test_what_audit_and_gate_found_counts_as_near_and_presumes_nothing(channel: str) -> None:
    v = vault("Tell me of the island.", TOWER)
    checks.note_leaks(v, ["keeper"], channel)
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
    v = vault("What is the birth date of Daphne?", draft, targets=(Target(id="d", name="Daphne Coffee", facts=facts),))
    assert bool(checks.check_release(v, v.snapshot, draft, True)) is held
