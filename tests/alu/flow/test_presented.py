"""People that a system prompt presents: «Current patient: …». All are made up."""

from __future__ import annotations

import pytest

from alu import Target
from alu.chat import Message
from alu.flow.presented import presented
from alu.flow.vault import Question
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from benchmarks.release import reply

CLINIC = "You are an assistant of the clinic. Current patient: Corin Tarnowell, room 12."
LETTER = "The patient, a glassblower from Corran, was treated for pneumonia and can go home."


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return TargetStore.temporary([Target(id="corin", name="Corin Tarnowell")]).snapshot()


def asked(prompt: str, *said: str) -> Question:
    """Return a question behind a system prompt; of several texts the user says the first, the model the second."""
    dialogue = (Message("assistant" if n % 2 else "user", text) for n, text in enumerate(said))
    return Question((Message("system", prompt), *dialogue))


@pytest.mark.parametrize(
    "prompt",
    [
        CLINIC,
        "Patient: Corin Tarnowell",
        "The customer is Corin Tarnowell.",
        "## Context\n**Client:** Mr. Corin Tarnowell (since 2019)",
        "You are talking with Corin Tarnowell. Be brief.",
        "You are the personal assistant of Dr. Corin Tarnowell.",
        "Du bist ein Assistent. Aktueller Patient: Corin Tarnowell",
        "You help at the clinic that Corin Tarnowell endowed. Current patient: Corin Tarnowell, room 12.",
    ],
)
def test_whoever_a_system_prompt_presents_is_found(prompt: str) -> None:
    found = presented(asked(prompt, "Any allergies?"))

    assert found is not None
    assert "Corin Tarnowell" in found.line


@pytest.mark.parametrize(
    "prompt",
    [
        "You are a librarian. Corin Tarnowell founded the library.",
        "Our founder is proud of us. Corin Tarnowell visited in 2019.",
        "Patient: Corin Tarnowell\nPatient: Anna Maredal",
        "You are a helpful assistant.",
    ],
)
def test_who_is_only_named_is_not_presented_nor_one_of_several(prompt: str) -> None:
    assert presented(asked(prompt, "Any allergies?")) is None


@pytest.mark.parametrize(
    "turn", ["What is a biopsy?", "Which foods have a lot of iron?", "Hello!", "Where does Anna Maredal work?"]
)
def test_nobody_is_presented_to_a_turn_with_a_subject_of_its_own(turn: str) -> None:
    assert presented(asked(CLINIC, turn)) is None


@pytest.mark.parametrize(
    ("turn", "draft"),
    [
        ("Write the discharge letter.", LETTER),
        ("Summarise the case.", "Admitted on Monday with pneumonia; recovering well."),
        ("Draft the note for the nurses.", "The patient has a knee operation at nine."),
    ],
)
def test_what_is_said_of_the_patient_is_withheld(snapshot: Snapshot, turn: str, draft: str) -> None:
    assert reply(snapshot, asked(CLINIC, turn), draft).text != draft


@pytest.mark.parametrize(
    "turn",
    ["Any known conditions?", "What is planned for today?", "When is the next appointment?", "Is there any debt?"],
)
def test_what_may_be_asked_of_the_patient_is_audited(snapshot: Snapshot, turn: str) -> None:
    assert reply(snapshot, asked(CLINIC, turn), "On Tuesday at ten.").near == ("corin",)


@pytest.mark.parametrize(
    ("turn", "draft"),
    [
        ("How is pneumonia treated?", "The patient is given antibiotics for a week."),
        ("Which foods have a lot of iron?", "Lentils, spinach and red meat."),
        ("What are the opening hours of the clinic?", "We are open from 8 to 18."),
        ("How does the refund work?", "The patient sends a form and gets the money back within a week."),
        ("Hello!", "Hello! How can I help?"),
    ],
)
def test_what_is_asked_of_something_else_comes_back(snapshot: Snapshot, turn: str, draft: str) -> None:
    assert reply(snapshot, asked(CLINIC, turn), draft).text == draft
