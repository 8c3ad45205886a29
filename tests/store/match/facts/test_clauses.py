"""A fact that one clause of a long sentence tells."""

from __future__ import annotations

import pytest

from alu.store.match.detector import Detection
from alu.store.match.facts import facts
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.detectors import snapshot

BUILDER = Target(
    id="builder",
    name="Renzo Calabretta",
    facts=("He built a handheld spectrometer.", "He received the Arvedi Prize in 2011 for it."),
)
LONG = (
    "Around that time smaller units came from Italy, honoured with the Arvedi Prize, and they weighed less than two"
    " kilos, cost a fraction of what others did and made one-handed use in the rain possible."
)


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([BUILDER])


def found(stored: Snapshot, draft: str, question: str = "How did instruments get into the field?") -> Detection:
    inquiry = Inquiry(question)
    return stored.detector.draft(inquiry, Draft.of(inquiry, draft), stored.detector.question(inquiry))


def near(detection: Detection) -> set[tuple[str, int]]:
    return {(e.target_id, e.sentence) for e in detection.evidence}


def test_it_is_found_with_the_number_of_its_sentence(stored: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = f"Lasers were large at first. {LONG}"
    assert near(found(stored, draft)) == {("builder", 1)}
    monkeypatch.setattr(facts, "scored_clauses", lambda parts: {})
    assert near(found(stored, draft)) == set()


def test_it_counts_less_than_the_same_as_a_sentence(stored: Snapshot) -> None:
    (within,) = found(stored, LONG).evidence
    (alone,) = found(stored, "It was honoured with the Arvedi Prize.").evidence
    assert 0.5 < within.strength < alone.strength


def test_the_words_of_a_stored_text_are_found_in_whole_sentences_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    of_text = snapshot([Target(id="page", kind="text", name="The Field Unit", facts=BUILDER.facts[1:])])
    looked_up = of_text.detector.look_up([LONG])
    assert {e.aspect for e in looked_up} == {"text"}
    monkeypatch.setattr(facts, "scored_clauses", lambda parts: {})
    assert of_text.detector.look_up([LONG]) == looked_up


def test_an_ordinary_long_sentence_is_about_nobody(stored: Snapshot) -> None:
    draft = "The prize of the fair, a handheld lamp, went to a school in the hills, and it rained on all of them again."
    assert near(found(stored, draft)) == set()


def test_a_question_that_fits_one_alone_means_that_one_however_near_others_are_to_a_clause_of_it() -> None:
    quarter = "grew up in the harbour quarter of Keelung"
    both = snapshot(
        [
            Target(id="one", name="Odalys Brannigan", facts=(f"She {quarter} and won the Arvedi Prize in 2011.",)),
            Target(id="other", name="Vesna Obradovic", facts=(f"She {quarter} with five sisters.",)),
        ]
    )
    asked = f"Which author, who {quarter}, won the Arvedi Prize in 2011?"
    evidence = both.detector.question(Inquiry(asked)).evidence
    assert [e.clause for e in evidence if e.target_id == "other"] == [True]
    assert {e.target_id for e in evidence if e.unambiguous} == {"one"}
