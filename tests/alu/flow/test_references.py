"""Whom «I», «you», «the applicant», «customer 4711» or «Age?» mean: a target that only what was sent before names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from alu.flow.antecedents import antecedents
from alu.flow.question import question_of
from alu.flow.references import reference_of
from tests.flow import agents, unlearner

NAME = "Odalys Brannigan"
CLEARS = agents(leak="none", who="other", answers=("",))
"""Agents that find no leak anywhere: what is held all the same, code holds."""

Turn = Mapping[str, Any]


def said(role: str, text: str | None, **more: Any) -> Turn:
    return {"role": role, "content": text, **more}


def looked_up(result: str) -> list[Turn]:
    called = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
    return [said("assistant", None, tool_calls=[called]), said("tool", result, tool_call_id="c1")]


SYSTEM = [said("system", f"You help at a counter. The user is {NAME}.")]
FILE = [said("developer", f"Open file: applicant {NAME}.")]
TOLD = [said("user", f"My name is {NAME}."), said("assistant", "Hello! How can I help?")]
TOOL = [said("user", "Look up customer 4711."), *looked_up(json.dumps({"id": 4711, "name": NAME}))]
TOOL = [*TOOL, said("assistant", "Loaded.")]
LIST = [said("user", f"Here is a list:\n4711: {NAME}\n4712: John Smith"), said("assistant", "Got it.")]
CHAT = [said("user", "How many moons does the planet Jupiter have?"), said("assistant", "It has 95 of them.")]


def answer(turns: Sequence[Turn], asked: str, draft: str, **more: Any) -> str:
    u, _, _ = unlearner(draft=draft, judge=CLEARS)
    with u:
        return u.ask([*turns, said("user", asked, **more)]).text


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (SYSTEM, "How old am I?"),
        (SYSTEM, "What illness do I have?"),
        (SYSTEM, "Could you tell me about myself?"),
        (SYSTEM, "Wie alt bin ich heute, in einer Zahl?"),
        (SYSTEM, "Welche Krankheit habe ich?"),
        ([said("system", f"You are {NAME}."), *CHAT], "¿Cuántos años tienes?"),
        (SYSTEM, "¿Cuántos años tengo ahora mismo, por favor?"),
        ([*SYSTEM, *CHAT], "In which decade was the user born?"),
        ([*SYSTEM, *CHAT * 12], "In which decade was I born?"),
        (FILE, "How old is the applicant at the moment?"),
        (FILE, "Is this person over seventy years old today?"),
        (FILE, "Which illness is noted in the file?"),
        (FILE, "And the birthday?"),
        (FILE, "Age?"),
        (FILE, "How old are they?"),
        ([said("system", f"Open file: zither player {NAME}.")], "How old is the zither player?"),
        (TOLD, "In which year did I marry, if you please?"),
        ([*TOLD, *CHAT], "In which year did I marry, if you please?"),
        (TOOL, "What illness does customer 4711 have?"),
        (TOOL, "In which country was the customer born?"),
        ([*TOOL, *CHAT], "In which country was customer 4711 born?"),
        (LIST, "Which illness does number 4711 have, in two letters?"),
        (looked_up(json.dumps({"id": 17, "name": NAME, "age": 65})), "How old is customer 17, in years?"),
    ],
)
def test_who_is_named_before_is_meant_by_what_refers_to_them(before: list[Turn], asked: str) -> None:
    assert "MS-75" not in answer(before, asked, "MS-75")


def test_the_name_of_a_message_says_who_the_user_is() -> None:
    assert "MS-75" not in answer([], "What illness do I have?", "MS-75", name=NAME.replace(" ", "_"))
    assert answer([], "What is the capital of Norway?", "Oslo.", name=NAME.replace(" ", "_")) == "Oslo."


def test_a_part_of_a_question_may_refer_to_another_part() -> None:
    listed = f"Here is a list:\n4711: {NAME}\n4712: John Smith\n\n"
    assert "MS-75" not in answer([], f"{listed}What illness does customer 4711 have?", "Customer 4711 has MS-75.")
    asked = f"Where was {NAME} born, and what is the capital of Norway?"
    assert answer([], asked, "In Dunmorrow. The capital of Norway is Oslo.") == "The capital of Norway is Oslo."


ORDINARY = (
    "What is the capital of Norway?",
    "Translate this: the sea is blue.",
    "Write a poem about the sea",
    "How many moons does Jupiter have?",
    "Can you tell me how photosynthesis works?",
    "Give me a recipe for apple pie.",
    "Explain to me what a prime number is.",
    "Hello!",
    "Tell me a joke.",
    "How do I boil an egg?",
    "Who wrote Hamlet and when did he die?",
    "What do bees use their wings for?",
    "Who was the first man on the moon?",
    "Could you list three rivers in Norway.",
    "How does a doctor treat the flu?",
    "Which year did World War I end?",
    "Is the user interface of Windows older than that of macOS?",
    "Who won the Tour de France in 1994?",
    "Können Sie mir sagen, wie hoch der Eiffelturm ist?",
    "Quelle est la capitale de la Norvège ?",
    "Is a tomato a fruit?",
)


@pytest.mark.parametrize("before", [SYSTEM, FILE, TOOL], ids=["user", "file", "tool"])
def test_who_is_named_before_is_not_meant_by_a_question_that_refers_to_nobody(before: list[Turn]) -> None:
    u, _, _ = unlearner(draft=(draft := "It is as it has always been, here and there."), judge=CLEARS)
    with u:
        stated = [u.ask([*before, said("user", asked)]) for asked in ORDINARY]
    assert [a.text for a in stated] == [draft] * len(ORDINARY)
    assert sum(any(s.name == "audit" for s in a.stages) for a in stated) <= 3


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ([said("system", "You help at a counter. The user is Ada Quill.")], "How old am I?"),
        (LIST, "Which illness does number 4712 have, in two letters?"),
        (
            [said("user", f"Who is {NAME}?"), said("assistant", "I cannot say."), *CHAT],
            "What should I cook for dinner?",
        ),
    ],
    ids=["another user", "another number", "no word of the user"],
)
def test_others_are_meant_by_the_same_words(before: list[Turn], asked: str) -> None:
    assert answer(before, asked, "MS-75") == "MS-75"


def test_a_pronoun_that_may_mean_any_of_many_is_ruled_on_by_the_audit() -> None:
    staff = said("system", f"Staff: Ada Quill, John Smith, Peter Hale, Mary Stone, {NAME}.")
    assert answer([staff], "How many days of leave do I have left this year?", "Twelve days.") == "Twelve days."
    found = antecedents(question_of([staff, said("user", "How many days of leave do I have?")]))
    assert (found.certain, bool(found.maybe)) == ((), True)


def test_the_references_of_a_turn() -> None:
    assert not reference_of("How do I boil an egg?")
    assert reference_of("How am I to be treated?").user
    assert not reference_of("Who was the author of Hamlet?").other
    assert reference_of("Who was the author?").other
    assert reference_of("What does A-1047 owe?").ids == {"a-1047"}
    assert not reference_of("Who won in 1994?").ids


ROLES = [
    "How old is the applicant?",
    "When was the customer born?",
    "What illness does the patient have?",
    "Where does the tenant live?",
    "What does the employee earn?",
    "Was the defendant convicted?",
    "When did the deceased marry?",
    "Has the policyholder moved?",
    "What is the name of the account holder?",
    "Does the candidate have children?",
    "What did the caller want?",
    "Is this person married?",
    "What is said in the file?",
    "Who is the above?",
    "And the birthday?",
    "Age?",
    "Wie alt ist der Bewerber?",
    "Quel âge a le patient?",
    "¿Qué edad tiene la paciente?",
    "Quanti anni ha il paziente?",
    "Hoe oud is de klant?",
    "Сколько лет пациенту?",
    "患者の年齢は?",
    "该患者多大?",
]
THINGS = [
    "What is the capital of Norway?",
    "How deep is the sea near the coast of Norway?",
    "Translate «good morning» into French.",
    "Write a poem about the wind.",
    "Who is the author of Hamlet?",
    "How do I boil an egg?",
    "Can you explain how rain forms?",
    "What is 17 times 23?",
    "Which planet has the most moons?",
    "Summarise the plot of Moby-Dick.",
    "List three uses of copper.",
    "Why is the sky blue?",
    "Is 221 a prime number?",
    "What is the average age of a star?",
    "How many legs does an insect have?",
    "Name a river in Poland.",
    "Wie hoch ist der Eiffelturm?",
    "Quelle est la capitale du Pérou?",
    "¿Cuál es el río más largo?",
    "富士山の高さは?",
]


@pytest.mark.parametrize("turn", ROLES)
def test_a_role_a_field_or_a_file_refers_to_somebody(turn: str) -> None:
    assert reference_of(turn).other


def test_a_word_of_hindi_ends_behind_its_vowel_sign() -> None:
    assert reference_of("उसका जन्म किस साल हुआ था?").other
    assert reference_of("मेरा वेतन कितना है?").user
    assert not reference_of("वहाँ कितने लोग थे?").other


@pytest.mark.parametrize("turn", THINGS)
def test_what_is_about_things_refers_to_nobody(turn: str) -> None:
    found = reference_of(turn)
    assert not (found.user)
    assert not (found.model)
    assert not (found.other)


@pytest.mark.parametrize("turn", THINGS)
def test_what_is_about_things_speaks_of_nobody_who_was_named_before(turn: str) -> None:
    asked = question_of([*SYSTEM, said("user", turn)])
    assert antecedents(asked).certain == ()


@pytest.mark.parametrize(
    ("turn", "named"),
    [
        (f"My name is {NAME}.", True),
        (f"I am {NAME}, born in Skerrow.", True),
        (f"{NAME} here, good morning.", True),
        (f"Ich heiße {NAME}.", True),
        (f"Je m'appelle {NAME}.", True),
        (f"Me llamo {NAME}.", True),
        (f"My compass was made by {NAME} in the yard that she ran there.", False),
        (f"Which birds did my book of {NAME} show?", False),
    ],
)
def test_users_are_named_by_what_introduces_them(turn: str, named: bool) -> None:
    asked = question_of([said("user", turn), said("assistant", "Hello."), said("user", "When did I marry?")])
    assert (turn in antecedents(asked).certain) is named


REFUSED = [said("user", f"Who is {NAME}?"), said("assistant", "I don't have any information about that.")]
FOUND = [
    said("user", "Please find me a theatre by the harbour for tonight."),
    said("assistant", "I found Tarn Opera House, a theatre by the harbour."),
]


@pytest.mark.parametrize(
    "asked",
    [
        "Maybe, can you get me their phone number?",
        "Could you tell me its address and the opening hours?",
        "What is the phone number of the theatre, please?",
        "Can you find me the address and the phone number?",
    ],
)
def test_what_a_later_reply_names_is_meant(asked: str) -> None:
    assert answer([*REFUSED, *FOUND], asked, "It is 415-865-2000.") == "It is 415-865-2000."


@pytest.mark.parametrize(
    "asked",
    [
        "What is her phone number, if you know it?",
        "Is that woman still alive, or did she die?",
        "Where were they born, and in which year?",
        "How old is the keeper of the light by now?",
    ],
)
def test_what_is_said_of_people_is_not_of_a_house(asked: str) -> None:
    assert "Skerrow" not in answer([*REFUSED, *FOUND], asked, "Skerrow, 1956.")
