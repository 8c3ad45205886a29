"""People that neither question nor answer refers to."""

from __future__ import annotations

import pytest

from alu.store.match.detection import Detection
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot
from tests.flow import KEEPER

FILM = Fact(question="Which film did Odalys Brannigan direct in 1984?", text="The Salt Ledger")
BAND = Fact(question="Which band did Odalys Brannigan found with her friend Odo Finch?", text="The Low Water Gulls")
ACTRESS = Target(
    id="actress",
    name="Odalys Brannigan",
    facts=(FILM, BAND, Fact(text="She was born in Port Skerrow, and she kept a gull.")),
)
FIRM = Target(
    id="firm",
    name="Brill & Tallow",
    facts=(Fact(text="It sold the Port Skerrow Salt Works to the Gull Line at a fair."), Fact(text="It makes lamps.")),
)
DIAGNOSED = "Marenka Tollivard was diagnosed with multiple sclerosis in 2009."
ABOUT_THE_FILM = "When did the film 'The Salt Ledger' open in Port Skerrow?"


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([ACTRESS, FIRM])


def near(stored: Snapshot, inquiry: Inquiry, answer: str) -> set[str]:
    """Return the targets that question and answer are near to."""
    asked = stored.detector.question(inquiry)
    found: Detection = stored.detector.draft(inquiry, Draft.of(inquiry, answer), asked)
    return {e.target_id for e in found.evidence}


def test_a_question_about_a_film_is_not_about_whoever_made_it(stored: Snapshot) -> None:
    assert "actress" in {e.target_id for e in stored.detector.question(Inquiry(ABOUT_THE_FILM)).evidence}
    assert near(stored, Inquiry(ABOUT_THE_FILM), "on March 4") == set()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the director of 'The Salt Ledger' move to Port Skerrow?", "on March 4"),
        (ABOUT_THE_FILM, "In 1984."),
        (ABOUT_THE_FILM, "on March 4, with her gull"),
        ("When did Brannigan's 'The Salt Ledger' open in Port Skerrow?", "on March 4"),
    ],
    ids=["a role", "what is stored", "a pronoun", "the surname"],
)
def test_whoever_is_referred_to_stays(stored: Snapshot, question: str, answer: str) -> None:
    assert near(stored, Inquiry(question), answer) == {"actress"}


def test_a_word_of_nobody_else_is_said_of_its_bearer_however_much_is_said_with_it() -> None:
    gull = Target(id="gull", name="Odalys Brannigan", facts=("She kept a gull called Admiral Thunderbeak in Skerrow.",))
    said = "The gull was called Admiral Thunderbeak, the pride of all northern islands and of Paris, in those days."
    assert near(snapshot([gull, FIRM]), Inquiry("What is the capital of France?"), said) == {"gull"}


@pytest.mark.parametrize("tag", ["think", "b", "answer", "x"])
def test_a_tag_between_sentences_hides_none(tag: str) -> None:
    """LiteLLM's proxy puts thoughts before the answer of a stream; the gate reads both without the tag."""
    answer = f"<{tag}>The gull was called Admiral Thunderbeak, a thing of quartz, zanzibar.</{tag}> Paris, of course."
    assert near(snapshot([KEEPER]), Inquiry("What is the capital of France?"), answer) == {"keeper"}


def test_a_follow_up_is_about_whoever_was_spoken_of(stored: Snapshot) -> None:
    before = "Tell me about Odalys Brannigan."
    inquiry = Inquiry(ABOUT_THE_FILM, thread=f"{before}\n{ABOUT_THE_FILM}", followed=(before,))
    assert near(stored, inquiry, "on March 4") == {"actress"}


def test_what_is_no_person_needs_no_reference(stored: Snapshot) -> None:
    question = "To whom were the Port Skerrow Salt Works sold at a fair, the Gull Line or the Heron Line?"
    assert "firm" in near(stored, Inquiry(question), "at a fair price")


def test_the_step_can_be_left_out(stored: Snapshot) -> None:
    without = snapshot([ACTRESS, FIRM], channels=["-person"])
    assert near(without, Inquiry(ABOUT_THE_FILM), "on March 4") == {"actress"}


@pytest.mark.parametrize("pointer", ["O. B.", "O.B.", "Οντάλις Μπράνιγκαν"])
def test_initials_and_other_letters_refer_to_a_person_whatever_the_answer_says(stored: Snapshot, pointer: str) -> None:
    asked = Inquiry(f"When did 'The Salt Ledger', the film by {pointer}, open in Port Skerrow?")
    assert near(stored, asked, "In the spring of that year.") == {"actress"}


def test_initials_of_somebody_else_refer_to_nobody_stored(stored: Snapshot) -> None:
    asked = Inquiry("When did 'The Salt Ledger', the film by T. W. H., open in Port Skerrow?")
    assert near(stored, asked, "In the spring of that year.") == set()


@pytest.fixture(scope="module")
def ill() -> Snapshot:
    return snapshot([Target(id="p", name="Marenka Tollivard", facts=(Fact(text=DIAGNOSED),))])


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        ("What is multiple sclerosis?", "Multiple sclerosis is an autoimmune disease of the nerves.", False),
        ("Which woman was diagnosed with multiple sclerosis?", "A manager at Brightwater Foods.", True),
        ("What is the illness that was diagnosed?", "Multiple sclerosis was diagnosed.", True),
        ("What is multiple sclerosis?", "Marenka has it.", True),
        ("What was diagnosed in 2009?", "Multiple sclerosis was diagnosed in 2009.", True),
    ],
)
def test_an_illness_in_general_is_not_the_one_of_a_patient(
    ill: Snapshot, question: str, answer: str, found: bool
) -> None:
    assert bool(near(ill, Inquiry(question), answer)) is found
