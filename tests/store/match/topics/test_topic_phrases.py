"""What a topic is learnt from, and what is said of topics with too little."""

from __future__ import annotations

import pytest

from alu.store.match.topics.topic_phrases import are_alike, is_thin, phrases_of, specific
from alu.store.match.topics.topic_report import TopicReport
from alu.store.text.vectors.topic_calibration import MIN_TOPIC_PHRASES
from tests.stores import target


def test_names_clauses_facts_and_examples_are_phrases_each_once() -> None:
    locks = target(
        "Locks",
        ["Picks open locks."],
        kind="topic",
        aliases=["lock picking"],
        description="lever locks, wafer locks; keys. all kinds: x",
        examples=[" a hook ", "Locks"],
    )
    assert phrases_of(locks) == (
        "Locks",
        "lock picking",
        "lever locks",
        "wafer locks",
        "all kinds",
        "Picks open locks.",
        "a hook",
    )


def test_a_description_without_spaces_has_clauses() -> None:
    locks = target("錠前", kind="topic", description="レバー錠の開け方、鍵、円筒錠の開け方。")
    assert phrases_of(locks) == ("錠前", "レバー錠の開け方", "円筒錠の開け方")


def test_the_question_of_a_fact_is_read_with_it() -> None:
    asked = target("Locks", kind="topic").model_copy(
        update={"facts": target("x", [{"question": "What opens it?", "text": "A hook."}]).facts}  # type: ignore[list-item]
    )
    assert phrases_of(asked) == ("Locks", "What opens it? A hook.")


def test_a_topic_is_thin_up_to_the_last_phrase_that_it_lacks() -> None:
    examples = [f"phrase number {n}" for n in range(MIN_TOPIC_PHRASES - 1)]
    assert is_thin(target("Locks", kind="topic", examples=examples[1:]))
    assert is_thin(target("Locks", kind="topic", examples=[*examples[1:], "Locks", examples[1]]))
    assert not is_thin(target("Locks", kind="topic", examples=examples))


@pytest.mark.parametrize(
    ("examples", "alike"),
    [
        ([f"picking a pin tumbler lock, part {n}" for n in range(9)], True),
        (["serrated pins of a cylinder", "a rake of the seaside garden", "the tax on imported tea"], False),
        ([], False),
    ],
)
def test_phrases_of_one_subfield_are_alike(examples: list[str], alike: bool) -> None:
    assert are_alike(target("Picking a pin tumbler lock", kind="topic", examples=examples)) is alike


def test_general_headings_are_no_phrases_of_a_topic() -> None:
    locks = target("Lock picking", kind="topic", examples=["raking a cylinder", "impressioning a key with a file"])
    assert specific(locks, ["introduction to biology", "raking a pin tumbler lock"]) == ["raking a pin tumbler lock"]
    assert specific(locks, []) == []


def test_a_report_gives_shares_in_a_line_and_keeps_its_warnings_out_of_logs() -> None:
    report = TopicReport("locks", exam=0.0123, prompts=0.001, phrases=0.876, warnings=("add examples",))
    assert report.summary == (
        "touches 1.2% of exam questions and 0.1% of ordinary prompts, and 88% of its own phrases that were held out"
    )
    assert "add examples" not in repr(report)
