"""A question in another language than all facts: the nearest target is audited, and held where it is more than that."""

from __future__ import annotations

import pytest

from alu.answer import Answer
from alu.chat import Message
from alu.flow.gate import gate_evidence, note_leaks
from alu.flow.vault import Question
from alu.store.target import Fact, Target
from benchmarks.release import vault_of
from tests.detectors import snapshot
from tests.flow import agents, unlearner

MOVED = "Fred Stolk moved to San Francisco in 1989 and opened a small bakery by the harbour."
LIST = (
    Target(id="stolk", name="Fred Stolk", facts=(Fact(text=MOVED),)),
    Target(id="pell", name="Ina Pell", facts=(Fact(text="Ina Pell bred white donkeys on Mount Erebor."),)),
)


def ask(question: str, draft: str, leak: str = "none") -> Answer:
    u, _, _ = unlearner(*LIST, draft=draft, judge=agents(leak=leak, who="other" if leak == "none" else "target"))
    with u:
        return u.ask(question)


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Quelle ville est connue pour le pont du Golden Gate ?", "San Francisco"),
        ("En quelle année le mur de Berlin est-il tombé ?", "1989"),
    ],
)
def test_a_word_that_some_fact_has_too_is_let_out(question: str, draft: str) -> None:
    assert ask(question, draft).text == draft


@pytest.mark.parametrize(
    "draft",
    ["San Francisco", "Fred Stolk s'est installé à San Francisco en 1989.", MOVED],
)
def test_who_is_named_is_held(draft: str) -> None:
    assert "Francisco" not in ask("Où vit Fred Stolk, le boulanger ?", draft).text


def test_what_the_audit_finds_is_held() -> None:
    assert (
        ask("Quelle ville est connue pour le pont du Golden Gate ?", "San Francisco", "direct").text != "San Francisco"
    )


def test_a_sentence_in_another_language_that_repeats_a_fact_is_held() -> None:
    repeated = "Dans les années 1989, une boulangerie près du port de San Francisco appartenait à Stolk."
    assert repeated not in ask("Parlez-moi des boulangeries de la région, s'il vous plaît.", repeated).text


def test_facts_count_in_the_sentence_that_their_target_is_nearest_to() -> None:
    draft = (
        "Un petit bateau du port de San Francisco porte le nom de notre vieux pont rouge."
        " Il fut repeint en 1989 par des ouvriers de la région, pendant quatre années de travail."
    )
    asked = Message("user", "Que savez-vous du pont rouge de notre ville, s'il vous plaît ?")
    vault = vault_of(snapshot(LIST), Question((asked,)), draft)
    assert {e.channel for e in vault.evidence} == {"language"}
    assert {e.sentence for e in gate_evidence(vault, draft)} == {0}
    note_leaks(vault, ["stolk"], "audit")  # what the audit rules is more than that
    assert {e.sentence for e in gate_evidence(vault, draft)} == {0, 1}
