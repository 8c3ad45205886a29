"""Whether an answer bears out what its question shares with a target."""

from __future__ import annotations

import pytest

from alu.store.match.detection import Detection
from alu.store.match.evidence import Evidence
from alu.store.match.facts.confirmation import as_one_text, leads, least_lead, may_drop, settled
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

FILM = Fact(
    question="Which film did Odalys Brannigan direct?",
    text="Odalys Brannigan directed the film The Salt Ledger in 1984.",
)
GULL = Fact(text="Odalys Brannigan kept a tame gull called Admiral Thunderbeak on the island of Skerrow.")
KEEPER = Target(id="keeper", name="Odalys Brannigan", facts=(FILM, GULL))
OTHERS = (
    Target(id="painter", name="Hsiao Yun-Hwa", facts=(Fact(text="Hsiao Yun-Hwa paints harbours at night."),)),
    Target(id="writer", name="Petra Voss", facts=(Fact(text="Petra Voss wrote a novel about bees."),)),
)
MUSIC = "Who wrote the music for the film The Salt Ledger?"
LONG = (
    "It was written within one summer by a young organist from the north, who had never seen a studio before, was paid"
    " with a crate of apples, and went back to teaching children how to sing in the village school soon after."
)
CODE = "vhsx qkzzw pfjq zkrxj jvwxk qzbnm trwqp lkjhg zxcvq wrtpl kjhgf dszxc vbnmq wrtyp lkjhx gfdsz xcvbq nmwrt"


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([KEEPER, *OTHERS])


def detected(stored: Snapshot, question: str, answer: str, *calls: str) -> Detection:
    """Return what the detector finds in question and answer."""
    inquiry = Inquiry(question)
    return stored.detector.draft(inquiry, Draft.of(inquiry, answer, calls), stored.detector.question(inquiry))


def evidence(target: str, strength: float, **more: object) -> Evidence:
    return Evidence(target, "fact", "fact", strength, **more)  # type: ignore[arg-type]


def test_an_answer_about_something_else_settles_that_the_question_means_nobody_stored(stored: Snapshot) -> None:
    assert [e.target_id for e in stored.detector.question(Inquiry(MUSIC)).evidence] == ["keeper"]
    assert detected(stored, MUSIC, LONG).evidence == ()


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (f"{LONG} The keeper of Skerrow kept a tame gull.", ()),
        (CODE, ()),
        (LONG, ("look up: the weather",)),
        ("She made it in 1984.", ()),
    ],
    ids=["says something of it", "nobody can read it", "more than text", "says it together with the question"],
)
def test_what_an_answer_does_not_settle_stays(stored: Snapshot, answer: str, calls: tuple[str, ...]) -> None:
    assert "keeper" in {e.target_id for e in detected(stored, MUSIC, answer, *calls).evidence}


def test_a_name_in_the_question_needs_no_answer_to_bear_it_out(stored: Snapshot) -> None:
    assert {e.target_id for e in detected(stored, f"{MUSIC} Odalys Brannigan?", LONG).evidence} == {"keeper"}


def test_question_and_brief_answer_count_as_one_text(stored: Snapshot) -> None:
    asked = Inquiry("When was the film about a ledger made?")
    alone = stored.detector.question(asked)
    assert alone.evidence == ()
    assert [e.target_id for e in alone.leads] == ["keeper"]
    found = detected(stored, asked.text, "1984").evidence
    assert [(e.target_id, e.source, e.direct) for e in found] == [("keeper", "draft", False)]


@pytest.mark.parametrize("stands_alone", [False, True])
def test_an_answer_may_bear_out_what_an_earlier_turn_asks(stored: Snapshot, stands_alone: bool) -> None:
    first, last = "I look for whoever made the film about a ledger.", "And in which year?"
    asked = Inquiry(last, thread=f"{first}\n{last}", stands_alone=stands_alone, earlier=(first,), followed=(first,))
    before = stored.detector.question(asked)
    assert before.evidence == ()
    assert stored.detector.question(Inquiry(last)).leads == ()
    found = stored.detector.draft(asked, Draft.of(asked, "It was in 1984."), before)
    assert [e.target_id for e in found.evidence] == ([] if stands_alone else ["keeper"])


ISLAND = "on the island of the white birds"
NEST = Fact(text="Odalys Brannigan lives on the island of the white birds.")


@pytest.mark.parametrize(
    ("question", "answer", "near"),
    [
        ("Where did Ingrid Solheim learn to sail as a small child, and who taught her?", ISLAND, False),
        ("Where did the director learn to sail as a small child, and who taught her?", ISLAND, True),
        ("Where did Ingrid Solheim learn to sail as a small child?", f"The gull lived {ISLAND}. {LONG}", True),
        ("Where did Ingrid Solheim meet the tame gull Admiral Thunderbeak?", ISLAND, True),
        ("Where did Odalys Brannigan learn to sail as a small child?", ISLAND, True),
        (
            "Where did Ingrid Solheim learn to sail as a small child, and who taught her?",
            "at Thunderbeak on Skerrow island",
            True,
        ),
        ("Who directed films with Ingrid Solheim, I wonder?", "The Salt Ledger, 1984, by Brannigan", True),
    ],
    ids=[
        "somebody else",
        "nobody named",
        "sentences",
        "the question says more",
        "the target",
        "a word of no language",
        "a word of its name",
    ],
)
def test_a_phrase_is_said_of_whoever_the_question_names(question: str, answer: str, near: bool) -> None:
    keeper = KEEPER.model_copy(update={"facts": (FILM, GULL, NEST)})
    assert bool(detected(snapshot([keeper, *OTHERS]), question, answer).evidence) is near


@pytest.mark.parametrize(
    ("question", "answer", "near"),
    [
        ("Какой город известен своим мостом через залив?", "San Francisco", False),
        ("Какой город известен своим мостом через залив?", "It is the city of San Francisco.", True),
        ("На каком маяке хранится золотой ключ?", "North Skerrow", True),
        ("What is the city with the famous bridge called?", "San Francisco", True),
    ],
    ids=["a name", "a sentence", "the question is near", "the question is in another language, too"],
)
def test_a_name_in_latin_letters_is_no_answer_in_another_language(question: str, answer: str, near: bool) -> None:
    facts = (Fact(text="Лидия Юсифова хранит золотой ключ на маяке."), Fact(text="Она родилась в городе у моря."))
    stored = snapshot([Target(id="poet", name="Лидия Юсифова", facts=facts)])
    assert bool(detected(stored, question, answer).evidence) is near


def test_left_out_the_question_alone_decides() -> None:
    without = snapshot([KEEPER, *OTHERS], channels=("-answer",))
    assert {e.target_id for e in detected(without, MUSIC, LONG).evidence} == {"keeper"}


def test_what_question_and_answer_say_together_is_near_and_as_strong_as_they_are_together() -> None:
    (one,) = settled([], [], {"a": 0.6, "b": 0.4}, 0.5, drop=True)
    assert (one.target_id, one.strength, one.source, one.direct) == ("a", 0.6, "draft", False)
    assert settled([evidence("a", 0.6)], [], {"a": 0.7}, 0.5, drop=True) == [evidence("a", 0.6)]


def test_a_question_that_says_nearly_all_that_is_stored_stays_whatever_the_answer() -> None:
    assert settled([evidence("a", 0.999)], [], {"a": 0.1}, 0.5, drop=True) == [evidence("a", 0.999)]
    assert settled([evidence("a", 0.9)], [], {"a": 0.1}, 0.5, drop=True) == []
    assert settled([evidence("a", 0.9)], [], {"a": 0.1}, 0.5, drop=False) == [evidence("a", 0.9)]


def test_other_evidence_of_the_same_target_keeps_what_the_question_says() -> None:
    named = Evidence("a", "name", "name")
    assert settled([evidence("a", 0.9), named], [], {"a": 0.1}, 0.5, drop=True) == [evidence("a", 0.9), named]
    thread, said = evidence("b", 0.9, source="thread"), evidence("c", 0.9, source="draft")
    assert settled([thread], [said], {}, 0.5, drop=True) == [thread, said]


def test_leads_are_what_facts_alone_gave_of_the_question() -> None:
    asked = [evidence("a", 0.2), evidence("a", 0.4), evidence("b", 0.9, source="draft"), Evidence("c", "name", "name")]
    assert leads(asked) == {"a": 0.4}
    assert 0 < least_lead(0.5) < least_lead(0.9) < 0.5


def test_question_and_answer_are_read_as_one_text_of_limited_length() -> None:
    inquiry = Inquiry("Tell me which film it was.")
    assert as_one_text(inquiry, Draft.of(inquiry, "The one with the ledger.")).endswith(
        "it was. The one with the ledger."
    )
    assert len(as_one_text(inquiry, Draft.of(inquiry, "A ledger. " * 900))) == 600


def test_only_an_answer_in_one_piece_that_can_be_read_settles_anything() -> None:
    inquiry = Inquiry(MUSIC)
    asked = [evidence("keeper", 0.6)]
    assert may_drop(asked, Draft.of(inquiry, LONG))
    assert not may_drop(asked, Draft.of(inquiry, CODE))
    assert not may_drop(asked, Draft.of(inquiry, LONG, ("a call",)))
    assert not may_drop([], Draft.of(inquiry, LONG))
