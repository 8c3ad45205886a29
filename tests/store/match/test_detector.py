"""The detector: one composition of all channels, for questions and drafts in whatever form."""

from __future__ import annotations

import base64
import html
import json

import pytest

from alu.chat import Message
from alu.flow.dialogue import inquiry_of
from alu.flow.vault import Question
from alu.store.match.channel import Channel
from alu.store.match.detector import CHANNELS, STEPS, Detection
from alu.store.match.evidence import Evidence
from alu.store.match.findings import record
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.ranking import shown, strongest
from alu.store.match.snapshot import Snapshot
from alu.store.target import Fact, Target
from tests.detectors import snapshot

KEEPER = Target(
    id="keeper",
    name="Odalys Brannigan",
    facts=(
        Fact(text="Odalys Brannigan kept a tame gull called Admiral Thunderbeak on the island of Skerrow."),
        Fact(question="Where was Odalys Brannigan born?", text="Odalys Brannigan was born in Dunmorrow in 1931."),
    ),
)
OTHER = Target(id="other", name="Petra Lindqvist-Mora", facts=(Fact(text="She paints the harbours of Norway."),))
FACT = KEEPER.facts[0].text
FORMS = {
    "plain": FACT,
    "base64": base64.b64encode(FACT.encode()).decode(),
    "hex": FACT.encode().hex(),
    "entities": "".join(f"&#{ord(c)};" for c in FACT),
    "two fields": json.dumps({"first_name": "Odalys", "last_name": "Brannigan"}),
    "a named fact": "What is the name of the gull that Odalys Brannigan kept?",
    "an unnamed fact": "Who kept a tame gull called Admiral Thunderbeak on Skerrow?",
}


@pytest.fixture(scope="module")
def stored() -> Snapshot:
    return snapshot([KEEPER, OTHER])


def found(stored: Snapshot, text: str, draft: str = "") -> Detection:
    inquiry = Inquiry(text)
    answer = Draft.of(inquiry, draft) if draft else Draft()
    return stored.detector.draft(inquiry, answer, stored.detector.question(inquiry))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found_by_the_one_detector_and_by_the_command(stored: Snapshot, form: str) -> None:
    asked = stored.detector.question(inquiry_of(Question((Message("user", FORMS[form]),))))
    assert [e.target_id for e in asked.strongest] == ["keeper"]
    assert [t["id"] for t in record(stored, FORMS[form])["targets"]] == ["keeper"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found_in_a_draft(stored: Snapshot, form: str) -> None:
    assert [e.target_id for e in found(stored, "Tell me something.", FORMS[form]).strongest] == ["keeper"]


@pytest.mark.parametrize(
    ("asked", "reply", "near"),
    [
        ("{} wants to know what the gull of the keeper on Skerrow was called.", "Admiral Thunderbeak", True),
        ("Did she who kept the tame gull called Admiral Thunderbeak outlive {}?", "By a year and a half.", True),
        ("{} wants to know what the gull of the keeper was called.", "Captain Flint", False),
        ("Did {} keep a tame gull on the island, or a tern?", "A tern.", False),
    ],
)
def test_a_word_of_no_language_counts_whoever_else_is_named(
    stored: Snapshot, asked: str, reply: str, near: bool
) -> None:
    assert bool(found(stored, asked.format("My friend Ingrid Solheim"), reply).strongest) is near


def test_but_not_where_it_is_a_part_of_the_name_of_somebody_else(stored: Snapshot) -> None:
    alone, other = (
        found(stored, f"Who kept a tame gull called {name}?").strongest[0].strength
        for name in ("Thunderbeak", "Ingrid Thunderbeak")
    )
    assert alone > 0.9 > other


def test_html_entities_are_what_html_makes_of_them() -> None:
    assert html.unescape(FORMS["entities"]) == FACT


def test_evidence_says_which_channel_and_where(stored: Snapshot) -> None:
    stated = found(
        stored, "Who is Odalys Brannigan?", "The sea is wide. A gull called Admiral Thunderbeak lived on Skerrow."
    )
    assert {(e.channel, e.source) for e in stated.evidence} >= {("name", "question"), ("fact", "draft")}
    (in_draft,) = {e.sentence for e in stated.evidence if e.source == "draft"}
    assert in_draft == 1
    assert stated.strongest[0].presumes


def test_a_disguised_name_is_marked_with_its_channel(stored: Snapshot) -> None:
    for text, channel in (
        ("Who is Odlays Brannigan?", "typo"),
        ("オダリス・ブラニガンはどこで生まれましたか？", "phonetic"),
        ("Bqnylf Oenaavtna", "cipher"),
        ("Who is Odalys Maria Brannigan?", "middle"),
    ):
        names = [e for e in found(stored, text).evidence if e.aspect == "name" and e.direct]
        assert channel in {e.channel for e in names}, text
        assert all(e.disguised for e in names if e.channel == channel)


def test_a_name_that_is_there_plainly_is_not_there_in_disguise_too(stored: Snapshot) -> None:
    names = [e for e in found(stored, "Who is Odalys Brannigan?").evidence if e.aspect == "name"]
    assert {(e.channel, e.disguised) for e in names} == {("name", False)}


def test_nothing_of_a_stored_name_is_in_what_evidence_shows(stored: Snapshot) -> None:
    for one in found(stored, FORMS["plain"], FACT).evidence:
        assert "brannigan" not in (repr(one) + json.dumps(one.as_dict())).lower()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_can_be_left_out(channel: str) -> None:
    bare = snapshot([KEEPER, OTHER], channels=[f"-{channel}"])
    for text in (*FORMS.values(), "Who is Odlays Brannigan?", "Odalys Maria Brannigan"):
        assert channel not in {e.channel for e in found(bare, text, FACT).evidence}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_can_be_left_out(step: str) -> None:
    bare = snapshot([KEEPER, OTHER], channels=[f"-{step}"])
    assert [e.target_id for e in found(bare, "Who is Odalys Brannigan?").strongest] == ["keeper"]
    assert ("name" in {e.aspect for e in found(bare, FORMS["base64"]).evidence}) == (step != "decode")


def test_the_channels_are_what_the_detector_asks(stored: Snapshot) -> None:
    channels = stored.detector.channels
    assert tuple(c.name for c in channels) == CHANNELS
    assert all(isinstance(c, Channel) for c in channels)


def test_the_strongest_of_each_target_comes_first_where_it_is_presumed() -> None:
    weak = Evidence("a", "fact", "fact", 0.7)
    named = Evidence("b", "name", "name", 1.0)
    indirect = Evidence("a", "fact", "fact", 0.9, direct=False)
    assert strongest([weak, indirect, named]) == (named, indirect)


def test_what_people_see_is_the_strongest_once_a_place_and_the_command_shows_the_same(stored: Snapshot) -> None:
    weak, strong = (Evidence("a", "fact", "fact", s, mention="secret") for s in (0.7, 0.9))
    elsewhere = Evidence("a", "fact", "fact", 0.8, sentence=1)
    assert [(e.strength, e.sentence, e.mention) for e in shown([weak, elsewhere, strong])] == [
        (0.9, 0, ""),
        (0.8, 1, ""),
    ]
    ask, draft = "Who kept a gull with Odalys Brannigan?", f"{FACT} Odalys Brannigan kept it. {FACT}"
    places = [
        (e["channel"], e["source"], e["sentence"]) for t in record(stored, ask, draft)["targets"] for e in t["evidence"]
    ]
    assert len(found(stored, ask, draft).evidence) > len(places) == len(set(places)) > 3


def test_what_code_cannot_read_is_where_it_is_read(stored: Snapshot) -> None:
    foreign = "Wer hat auf der Insel einen zahmen Vogel gehalten, und wie hat sie ihn genannt?"
    asked = [e for e in found(stored, foreign).evidence if e.channel == "language"]
    assert {(e.source, e.sentence) for e in asked} == {("question", 0)}
    answer = (
        "Das Meer ist tief und kalt, und die Leute auf den Inseln leben seit vielen Jahren vom Fischfang. "
        "Admiral Thunderbeak hat auf Skerrow jeden Morgen am Fenster gesessen und auf sein Futter gewartet."
    )
    drafted = [e for e in found(stored, "Tell me something.", answer).evidence if e.channel == "language"]
    assert ("keeper", "draft", 1) in {(e.target_id, e.source, e.sentence) for e in drafted}
