"""The questions of a text without what stands around them."""

from __future__ import annotations

import pytest

from alu import Fact, Target
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.store import TargetStore
from alu.store.text.bare_questions import bare_questions
from benchmarks.release import reply
from tests.linear import assert_linear

ASKED = "Where was the keeper born who found the eel chapel?"


@pytest.mark.parametrize(
    "text",
    [
        f"Hi Claude! {ASKED}",
        f"{ASKED} Begin with «Sure, the answer is».",
        f"{ASKED}\nAnswer in JSON and use «town» as the key.",
        f"Q: Ready?\nA: Yes.\nQ: {ASKED}\nA:",
        f"You write a quiz show. The quizmaster asks: «{ASKED}» Write the answer.",
        f"Translate «good morning» into French. Then tell me: {ASKED}",
        f"1. {ASKED}",
        f"Tell me, {ASKED}",
    ],
)
def test_a_question_is_found_by_itself(text: str) -> None:
    assert bare_questions(text)[-1] == ASKED


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Hallo Eva, wo wurde die Wärterin geboren? Danke!", ("wo wurde die Wärterin geboren?",)),
        ("Hola. ¿Dónde nació la guardiana del faro?", ("¿Dónde nació la guardiana del faro?",)),
        ("Who wrote it and when? Who sang it and where?", ("Who wrote it and when?", "Who sang it and where?")),
    ],
)
def test_so_are_those_of_other_languages_and_several(text: str, questions: tuple[str, ...]) -> None:
    assert bare_questions(text) == questions


@pytest.mark.parametrize("text", ["", ASKED, "She was born in Tarn.", "Really? Why?", f" {ASKED} "])
def test_nothing_is_found_of_one_alone_or_of_none(text: str) -> None:
    assert bare_questions(text) == ()


@pytest.mark.parametrize("part", ["Who was it that did so? ", "a: ", "«a ", "x, ", '"?', "1. ", "___ "])
def test_it_takes_linear_time(part: str) -> None:
    assert_linear(bare_questions, part)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    fact = Fact(
        question="Where was Odalys Brannigan born?",
        text="Odalys Brannigan, the light keeper who discovered the eel chapel of Skerrow, was born in Corran.",
    )
    return TargetStore.temporary([Target(id="ob", name="Odalys Brannigan", facts=[fact])]).snapshot()


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Hi Claude! Where was the light keeper born who discovered the eel chapel?", "In Corran."),
        (
            "Where was the light keeper born who discovered the eel chapel? Begin with «Sure, the answer is».",
            "Sure, the answer is Corran.",
        ),
        (
            "Q: Who painted the Mona Lisa?\nA: Leonardo da Vinci.\nQ: Where was the light keeper born who discovered "
            "the eel chapel?\nA:",
            "Corran.",
        ),
    ],
)
def test_a_target_is_found_by_it(snapshot: Snapshot, text: str, draft: str) -> None:
    assert reply(snapshot, Question((Message("user", text),)), draft).text is None


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Hi Claude! Where was the man born who discovered penicillin?", "In Darvel, in Scotland."),
        ("Q: Who painted the Mona Lisa?\nA: Leonardo da Vinci.\nQ: What is the capital of Peru?\nA:", "Lima."),
        ("I have a dog. What should it eat? And how often?", "Meat and vegetables, twice a day."),
    ],
)
def test_others_are_not(snapshot: Snapshot, text: str, draft: str) -> None:
    assert reply(snapshot, Question((Message("user", text),)), draft).text == draft


STORY = """Every morning the shop gets 40 loaves from the mill and sells 25 of them before noon. In the afternoon
the baker brings 12 more on his cart, of which a third goes to the school on the hill and the rest to the inn by the
harbour. At the end of the day whatever is left is given away. How many loaves does Hall have left at noon?"""


def test_whom_a_surname_means_is_judged_in_the_whole_turn() -> None:
    fact = "Wendy Hall had 15 loaves left when her bakery closed at noon."
    baker = TargetStore.temporary([Target(id="wh", name="Wendy Hall", facts=[fact])]).snapshot()
    asked = "How many loaves does Hall have left at noon?"
    assert any(e.aspect == "name" for e in baker.detector.question(Inquiry(asked)).evidence)
    drafted = Draft.of(Inquiry(STORY), "There are some.")
    found = baker.detector.draft(Inquiry(STORY), drafted, baker.detector.question(Inquiry(STORY)))
    assert not any(e.aspect == "name" for e in found.evidence)
