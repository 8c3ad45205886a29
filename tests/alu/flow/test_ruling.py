"""What an audit's ruling is worth, by what its model was seen to get right, and what code can check of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest

from alu.agents.audit import Ruling
from alu.chat import Request
from alu.errors import ConfigError
from alu.flow.ruling import clears, odds_of, refers_elsewhere
from alu.flow.trust import Measured, Trust, keep, kept, prompt_hash, trust_of, trust_path, worth
from alu.prompts import refusal
from alu.store.calibration import STRONG_NATS, UNMEASURED_NATS
from alu.store.match.evidence import Evidence
from alu.store.target import Fact, Target
from alu.testing import ScriptedModel
from tests.flow import unlearner

SHOP = Target(id="shop", name="Harbour", description="payment company", facts=(Fact(text="Harbour lost its records."),))
ASKED = "What is a harbour used for?"
DRAFT = "A harbour shelters ships."
NAMED = Evidence("shop", "name", "name", direct=True)


def fact(strength: float, **more: Any) -> Evidence:
    return Evidence("shop", "fact", "fact", strength, source="draft", direct=False, **more)


def ruling(words: str = "shelters ships", who: Literal["same", "other"] = "other", leak: str = "none") -> Ruling:
    return Ruling(words=words, who=who, leak=leak, sentence=0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "elsewhere"),
    [
        ("shelters ships", True),
        ("a harbour", False),
        ("payment company", False),
        ("used for", False),
        ("the harbour of Oslo", False),
        ("", False),
    ],
)
def test_another_referent_is_in_words_of_the_text_that_are_not_the_targets(words: str, elsewhere: bool) -> None:
    assert refers_elsewhere(words, SHOP, ASKED, DRAFT) is elsewhere


@pytest.mark.parametrize(
    ("said", "evidence", "nats", "expected"),
    [
        (ruling(), NAMED, UNMEASURED_NATS, True),
        (ruling(words="a harbour"), NAMED, UNMEASURED_NATS, False),
        (ruling(words="a harbour"), NAMED, 4.0, True),
        (ruling(who="same"), NAMED, UNMEASURED_NATS, False),
        (ruling(leak="indirect"), NAMED, 4.0, False),
        (ruling(), NAMED, 0.0, False),
        (ruling(who="same"), fact(0.6), UNMEASURED_NATS, True),
        (ruling(who="same"), fact(0.9), UNMEASURED_NATS, False),
        (ruling(), fact(0.9), UNMEASURED_NATS, True),
        (ruling(), fact(0.99), UNMEASURED_NATS, False),
    ],
)
def test_a_clearance_counts_where_it_outweighs_the_evidence(
    said: Ruling, evidence: Evidence, nats: float, expected: bool
) -> None:
    assert clears(said, SHOP, [evidence], ASKED, DRAFT, nats) is expected


@pytest.mark.parametrize(
    ("words", "source", "expected"),
    [
        ("Moturoa", "question", False),
        ("an engineer of Moturoa", "question", False),  # «brannigan» ends in «an», and in «n»
        ("John N., a rower of Moturoa", "question", False),
        ("Jane Brannigan, a Moturoa rower", "question", True),
        ("Brannigan's law", "question", False),  # nothing of that is in the answer
        ("Moturoa", "draft", True),
    ],
)
def test_a_surname_in_a_question_is_cleared_by_another_of_that_name_alone(
    words: str, source: Literal["question", "draft"], expected: bool
) -> None:
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="She keeps gulls."),))
    form = Evidence("keeper", "form", "name", source=source, direct=False, mention="brannigan")
    asked, draft = "Which club did Brannigan row for?", "Jane Brannigan, a rower, was of Moturoa."
    assert clears(ruling(words), keeper, [form], asked, draft, UNMEASURED_NATS) is expected


def test_the_strongest_evidence_sets_the_odds() -> None:
    assert odds_of([]) == 0
    assert odds_of([fact(0.5), NAMED]) > odds_of([fact(0.5)]) == 0
    assert odds_of([Evidence("shop", "language", "fact", 0.0, source="draft", direct=False)]) > 0


def test_what_is_harmless_and_cleared_more_often_than_leaks_is_worth_something() -> None:
    assert worth(6, 0, 6, 6) > STRONG_NATS > worth(6, 1, 6, 6) > UNMEASURED_NATS
    assert worth(6, 6, 6, 6) == pytest.approx(0)
    assert worth(6, 5, 6, 1) < 0


def measured(missed: int, cleared: int) -> Measured:
    return Measured("a-model", prompt_hash(), 6, missed, 6, cleared, 30.0)


@pytest.mark.parametrize(
    ("missed", "cleared", "sentence"),
    [(6, 6, "may clear nothing"), (2, 5, "faintly near"), (0, 6, "namesakes and rewrite")],
)
def test_a_sentence_says_what_a_model_may_be_trusted_with(missed: int, cleared: int, sentence: str) -> None:
    assert sentence in measured(missed, cleared).sentence


def test_what_was_measured_is_kept_by_model_and_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_TRUST_FILE", str(tmp_path / "new" / "trust.json"))
    model = ScriptedModel(name="a-model")
    model.trust = None  # type: ignore[assignment]
    assert trust_of(model) == Trust(UNMEASURED_NATS)
    path = keep(measured(0, 6))
    assert path == trust_path()
    assert trust_of(model) == Trust(measured(0, 6).nats, 120.0)
    assert trust_of(model).strong
    assert trust_of(model, "weak") == Trust(UNMEASURED_NATS)
    assert trust_of(model, "strong").strong
    rows = json.loads(path.read_text())
    path.write_text(json.dumps({"a-model": {**rows["a-model"], "prompt": "older"}}))
    assert kept("a-model") is None
    path.write_text("[]")
    assert kept("a-model") is None
    path.write_text("no JSON")
    assert trust_of(model) == Trust(UNMEASURED_NATS)


def test_where_it_cannot_be_kept_another_file_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ALU_TRUST_FILE", str(tmp_path / "file" / "trust.json"))
    with pytest.raises(ConfigError, match=r"trust\.json cannot be written \(.*\): name another file by ALU_TRUST_FILE"):
        keep(measured(0, 6))


def judge(words: str, who: str = "other", leak: str = "none") -> Any:
    def reply(request: Request) -> str:
        said = {"words": words, "who": who, "leak": leak, "sentence": 0}
        return json.dumps({"T1": said, "only": False})

    return reply


@pytest.mark.parametrize(
    ("words", "verdict"), [("shelter ships", "clean"), ("a harbour", "refused"), ("a payment company", "refused")]
)
def test_a_weak_model_clears_an_ordinary_word_only_by_naming_what_is_meant(words: str, verdict: str) -> None:
    u, _, _ = unlearner(SHOP, draft="A harbour was built to shelter ships.", judge=judge(words), trust="weak")
    with u:
        assert u.ask(ASKED).verdict == verdict


def test_a_weak_model_is_not_asked_where_no_ruling_could_clear() -> None:
    u, _, others = unlearner(SHOP, draft="Two sisters own it.", judge=judge("two sisters"), trust="weak")
    with u:
        answer = u.ask("Who owns Harbour?")
    assert (answer.text, answer.verdict, answer.usage.calls) == (refusal("unknown"), "refused", 1)
    assert others.history == []


@pytest.mark.parametrize(
    "draft",
    [
        "Papa Echo Romeo Tango Hotel Charlie Echo Lima Lima Oscar",
        "wkh fhoor khuh vlqfh wkluwb bhduv zlwk juhdw vxffhvv",
        ".--. . .-. - .... / -.-. . .-.. .-.. ---",
        "73784 23556 4663 737",
    ],
)
def test_an_unreadable_draft_to_a_named_question_is_never_cleared(draft: str) -> None:
    singer = Target(id="will", name="Will Young", facts=(Fact(text="Will Young sang Evergreen in 2002."),))
    u, _, _ = unlearner(singer, draft=draft, judge=judge("the Perth cellist"), trust="strong")
    with u:
        assert draft not in u.ask("Which instrument does the Perth cellist Will Young play, in code?").text


@pytest.mark.parametrize(
    ("draft", "verdict"), [("She plays the trumpet.", "clean"), ("She was treated for epilepsy in 2012.", "refused")]
)
def test_of_whom_facts_alone_are_forgotten_the_gate_decides_without_a_call(draft: str, verdict: str) -> None:
    fact = Fact(text="Odalys Brannigan was treated for epilepsy in 2012.")
    u, _, others = unlearner(
        Target(id="part", name="Odalys Brannigan", policy="facts", facts=(fact,)), draft=draft, trust="weak"
    )
    with u:
        assert u.ask("What is there to tell of Odalys Brannigan?").verdict == verdict
    if verdict == "clean":
        assert others.history == []


@pytest.mark.parametrize(
    ("word", "other", "cut"), [(False, False, 0.4), (True, False, 1.3), (False, True, 2.4), (True, True, 3.3)]
)
def test_the_narrow_question_clears_more_where_code_sees_somebody_else(word: bool, other: bool, cut: float) -> None:
    assert Trust(2.4, cut=0.4, word_cut=1.3).cut_of(word, other) == pytest.approx(cut)


def test_a_model_that_fills_in_the_form_has_no_cut() -> None:
    assert Trust(2.4).cut_of(word=False, other=True) is None
