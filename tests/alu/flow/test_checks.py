"""What the vault of a request holds after its look-up, and what of its draft may stay."""

from __future__ import annotations

import pytest

from alu.flow import checks, clearing, gate, remainder
from alu.store.target import Fact, Target
from tests.flow import KEEPER, looked_up

GULL = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak."
TOWER = "The tower is 38 metres tall."


def test_the_vault_holds_the_strongest_of_each_target_and_everything() -> None:
    v = looked_up("Who is Odalys Brannigan?", f"{TOWER} {GULL}")
    assert [e.target_id for e in v.evidence] == ["keeper"]
    assert len(v.all_evidence) > 1
    assert clearing.presumed_targets(v) == {"keeper"}
    assert clearing.targets_confirmed_by_content(v) == {"keeper"}


def test_a_sentence_that_leaks_is_cut_where_nobody_asked_for_it() -> None:
    v = looked_up("Tell me of the island.", f"{TOWER} {GULL}")
    unit = remainder.unit_in_draft(v)
    assert remainder.cut_draft(v, unit) == TOWER
    assert remainder.passing(v, [GULL, TOWER, f"{TOWER} {GULL}"], unit) == [TOWER]
    assert not remainder.cut_draft(looked_up("Who is Odalys Brannigan?", f"{TOWER} {GULL}"), unit)


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
    v = looked_up("What does Odalys Brannigan do?", draft, targets=(_PART,))
    assert gate.check_release(v, v.snapshot, draft, as_drafted=True) == ["part"]
    unit = remainder.unit_in_draft(v)
    assert remainder.cut_draft(v, unit) == left
    assert remainder.passing(v, [left], unit) == ([left] if left else [])


@pytest.mark.parametrize(
    "question", ["Is Odalys Brannigan older than Ada Lark?", "Does Odalys Brannigan have epilepsy?"]
)
def test_nothing_stays_where_the_question_asks_for_a_fact_or_for_what_follows_from_one(question: str) -> None:
    v = looked_up(question, f"The tower is 38 metres tall. {_EARNS}", targets=(_PART,))
    assert not remainder.cut_draft(v, remainder.unit_in_draft(v))


def test_of_a_target_that_is_forgotten_as_a_whole_nothing_stays_that_names_it() -> None:
    v = looked_up(
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
    v = looked_up("Tell me of the island.", draft)
    assert gate.check_release(v, v.snapshot, draft, as_drafted=True) == ["keeper"]
    unit = remainder.unit_in_draft(v)
    assert one_line in unit.cut
    assert remainder.cut_draft(v, unit)
    assert not gate.held_back_for(v, "Nothing.")
    assert remainder.passing(v, [remainder.cut_draft(v, unit), "Nothing."], unit) == []


def test_a_topic_comes_first() -> None:
    topic = Target(id="bio", name="toxins", kind="topic")
    v = looked_up("Who is Odalys Brannigan?", TOWER, targets=(KEEPER, topic))
    checks.add_topic(v, topic)
    checks.add_topic(v, None)
    assert {e.target_id for e in v.evidence} == {"bio", "keeper"}
    assert clearing.presumed_targets(v) == {"bio", "keeper"}
