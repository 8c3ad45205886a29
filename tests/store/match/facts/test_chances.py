"""What is near by no more than chance in a long text."""

from __future__ import annotations

import pytest

from alu.store.match.evidence import Evidence
from alu.store.match.facts.chances import beyond_chance
from alu.store.match.facts.confirmation import says_a_fact
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

SHORT, LONG = [["One."]], [[f"Sentence {n}." for n in range(40)]]


def near(sentence: int = 0, strength: float = 0.7, target: str = "keeper", channel: str = "fact") -> Evidence:
    return Evidence(target, channel, "fact", strength, sentence, "draft", direct=False)


def left(found: list[Evidence], parts: list[list[str]]) -> list[Evidence]:
    return beyond_chance(found, parts, 0.5, says_a_fact)


def test_what_one_sentence_of_a_few_says_stays_and_one_of_many_is_chance() -> None:
    assert left([near()], SHORT) == [near()]
    assert left([near()], [LONG[0][:3]]) == [near()]
    assert left([near(7)], LONG) == []


def test_what_is_near_enough_stays_in_any_text() -> None:
    assert left([near(7, 0.99)], LONG) == [near(7, 0.99)]


def test_several_sentences_about_the_same_target_are_one_reason_together() -> None:
    some = [near(n) for n in range(6)]
    assert left(some, LONG) == some
    assert left([near(n, target=f"t{n}") for n in range(6)], LONG) == []


def test_one_sentence_counts_once_by_its_best_channel() -> None:
    assert left([near(7), near(7, channel="meaning"), near(7, 0.6), near(7, 0.65), near(7, 0.69)], LONG) == []


def test_each_reading_of_what_hides_is_a_further_chance() -> None:
    parts = [["One."], *LONG]
    assert left([near(0)], parts) == [near(0)]
    assert left([near(1)], parts) == []


def test_a_name_is_no_chance() -> None:
    named = Evidence("keeper", "name", "name", 0.6, 7, "draft", direct=False)
    assert left([named], LONG) == [named]


FACTS = (
    Fact(
        text="Odalys Brannigan taught sums and letters in a village of North Dakota until the school was shut in 1958."
    ),
    Fact(text="Odalys Brannigan kept a tame gull called Admiral Thunderbeak on the island of Skerrow."),
)
STATES = [
    "Alabama",
    "Idaho",
    "Iowa",
    "Kansas",
    "Maine",
    "Montana",
    "Nebraska",
    "Nevada",
    "Ohio",
    "Oregon",
    "Texas",
    "Utah",
]


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    others = [
        Target(id=f"t{n}", name=f"Petra Voss{n}", facts=(Fact(text="Petra Voss grows pears."),)) for n in range(30)
    ]
    return snapshot([Target(id="keeper", name="Odalys Brannigan", facts=FACTS), *others])


def detected(stored: Snapshot, answer: str) -> set[str]:
    inquiry = Inquiry("Please give me a table of what each state measured last winter.")
    found = stored.detector.draft(inquiry, Draft.of(inquiry, answer), stored.detector.question(inquiry))
    return {e.target_id for e in found.evidence}


def table(states: list[str]) -> str:
    return "\n".join(f"| {state} | {n}.5 |" for n, state in enumerate(states))


def test_a_long_table_with_the_word_of_a_fact_in_a_cell_is_about_nobody(stored: Snapshot) -> None:
    assert detected(stored, table(["Idaho", "North Dakota"])) == {"keeper"}
    assert detected(stored, table([*STATES, "North Dakota"])) == set()


def test_a_secret_among_many_lines_is_found(stored: Snapshot) -> None:
    secret = "On the island of Skerrow the tame gull Admiral Thunderbeak was kept."
    assert detected(stored, f"{table(STATES)}\n{secret}\n{table(STATES)}") == {"keeper"}
