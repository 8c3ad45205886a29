"""The other forms by which a target is found: names that facts give, of people and of works."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.names.derived_forms import derived_forms, is_shortened, known_names
from alu.store.match.names.names import FORM
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

FACTS = (
    Fact(question="Who guards the gate of Quillmarsh?", text="Old Farrant, with the Grimsnout."),
    Fact(question="What does Oliver fear?", text="The riddle of the Mirror of Slate."),
    Fact(question="Whom does Oliver marry?", text="The Duchess of Quillmarsh."),
)


def work(**more: object) -> Target:
    return Target(id="book", name="The Salt Ledger", description="a novel about a clerk", facts=FACTS, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([work(), Target(id="other", name="Petra Lindqvist-Mora")])


def near(stored: Snapshot, question: str, draft: str = "Seven.") -> bool:
    inquiry = Inquiry(question)
    asked = stored.detector.question(inquiry)
    found = stored.detector.draft(inquiry, Draft.of(inquiry, draft), asked).evidence
    return any(e.target_id == "book" and e.channel == FORM for e in found)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("How many guards stand before Quillmarsh?", "Seven."),
        ("how old is farrant?", "Seven."),
        ("How many Grimsnouts are there?", "Seven."),
        ("What does Oliver dream of?", "A ship."),
        ("Who sleeps under the bridge?", "The Grimsnout sleeps there."),
    ],
)
def test_whoever_asks_about_the_world_of_a_work_asks_about_the_work(
    stored: Snapshot, question: str, draft: str
) -> None:
    assert near(stored, question, draft)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("What is a good riddle?", "Seven."),
        ("Oliver Quillfeather climbed which mountain?", "Everest."),
        (
            "Tom and Edmund share twelve apples with three friends of theirs, who then give one of them back to each. "
            * 2,
            "8",
        ),
        ("What does a duchess wear?", "A coronet."),
    ],
)
def test_ordinary_words_and_other_people_do_not(stored: Snapshot, question: str, draft: str) -> None:
    assert not near(stored, question, draft)


@pytest.mark.parametrize(
    "target",
    [
        work(derive=False),
        work(policy="facts"),
        Target(id="book", name="Odalys Brannigan", description="a clerk", facts=FACTS),
        Target(id="book", name="Salt", kind="topic", description="a novel", facts=FACTS),
    ],
)
def test_no_world_where_it_is_switched_off_or_there_is_none(target: Target) -> None:
    assert not any(form.kind == "world" for form in derived_forms(target))


@pytest.mark.parametrize(
    "text",
    [
        *("Odalys Brannigan", "Odalys Branigan", "Odalis Brannigan", "OdalysBrannigan", "@odalysbrannigan"),
        *("Одалис Бранниган", "O d a l y s  B r a n n i g a n"),
    ],
)
def test_without_the_middle_name_it_is_found_with_slips_in_one_word_and_in_other_scripts(text: str) -> None:
    detector = snapshot([Target(id="one", name="Odalys Marie Brannigan")]).detector
    found = detector.question(Inquiry(f"Where was {text} born?")).evidence
    assert [e for e in found if e.target_id == "one" and e.aspect == "name"]
    assert not [e for e in found if e.distinctive]


def test_another_middle_name_is_somebody_else_and_a_short_name_may_be() -> None:
    target = Target(id="one", name="Odalys Marie Brannigan", aliases=("Odalys Grimkov",))
    assert known_names(target) == ("Odalys Marie Brannigan", "Odalys Grimkov", "Odalys Brannigan")
    assert [is_shortened(target, letters) for letters in ("odalysbrannigan", "odalysgrimkov")] == [True, False]
    detector = snapshot([target]).detector
    assert not detector.question(Inquiry("Where was Odalys Anne Brannigan born?")).evidence
    assert [
        e.distinctive for e in detector.question(Inquiry("Where was Odalys Marie Brannigan born?")).evidence[:1]
    ] == [True]


@pytest.mark.parametrize(
    "target", [Target(id="a", name="John Paul Smith"), Target(id="a", name="O. M. Brannigan"), work()]
)
def test_what_is_not_distinctive_without_the_middle_name_is_a_form_alone(target: Target) -> None:
    assert known_names(target) == (target.name,)
    assert known_names(target.model_copy(update={"derive": False})) == (target.name,)
