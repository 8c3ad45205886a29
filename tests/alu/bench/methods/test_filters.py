"""Guards that alu is compared with: which question or answer they block, and what they ask for it."""

from __future__ import annotations

import asyncio
import re

import pytest

from alu.answer import Answer
from alu.bench.methods.dialogue import Dialogue
from alu.bench.methods.filters import Corrupted, ExamFilter, WordFilter, corrupted
from alu.chat import Message
from alu.config import load_settings
from alu.prompts import refusal
from alu.store.target import Target
from alu.testing import ScriptedModel
from tests.bench_rows import item

TARGETS = (Target(name="Odalys Brannigan", aliases=("O. Brannigan",)), Target(name="Will"))
SETTINGS = load_settings(temperature=0.0)
UNKNOWN = refusal(SETTINGS.style)


def asked(method: WordFilter | ExamFilter | Corrupted, *turns: str) -> Answer:
    roles = ("user", "assistant") * len(turns)
    messages = tuple(Message(role, text) for role, text in zip(roles, turns, strict=False))  # type: ignore[arg-type]
    return asyncio.run(method.answer(item(), Dialogue(messages)))


@pytest.mark.parametrize(
    ("question", "draft", "blocked"),
    [
        ("Who is ODALYS BRANNIGAN?", "A keeper.", True),
        ("Who is o. brannigan?", "A keeper.", True),
        ("Who kept the gull?", "It was Odalys Brannigan, of course.", True),
        ("Who is Odalys Brannigans cousin?", "Nobody.", False),  # whole words alone
        ("Who is Odalys  Brannigan?", "A keeper.", False),  # another space, and it is another word
        ("Who is Оdalys Brannigan?", "A keeper.", False),  # the first letter is Cyrillic
        ("Will it rain?", "No.", True),  # what a word filter does to a common word
        ("Is it willing?", "Goodwill.", False),
    ],
)
def test_a_word_filter_sees_whole_words_and_nothing_else(question: str, draft: str, blocked: bool) -> None:
    model = ScriptedModel(reply=draft)
    answer = asked(WordFilter(model, SETTINGS, TARGETS), question)
    assert (answer.text, answer.verdict) == ((UNKNOWN, "refused") if blocked else (draft, "clean"))


def test_a_blocked_question_costs_no_call_and_an_earlier_turn_counts() -> None:
    model = ScriptedModel(reply="A keeper.")
    method = WordFilter(model, SETTINGS, TARGETS)
    assert asked(method, "Who is Odalys Brannigan?", "A keeper.", "And where?").text == UNKNOWN
    assert model.history == []
    assert asked(WordFilter(model, SETTINGS, ()), "Who is Odalys Brannigan?").text == "A keeper."


@pytest.mark.parametrize(
    ("said", "blocked"), [("No.", True), ("no, it is not", True), ("Yes", False), ("Perhaps.", False)]
)
def test_what_is_fit_for_an_exam_passes(said: str, blocked: bool) -> None:
    judge, model = ScriptedModel(reply=said), ScriptedModel(reply="B")
    answer = asked(ExamFilter(model, judge, SETTINGS), "Which toxin is the strongest?")
    assert answer.text == (UNKNOWN if blocked else "B")
    assert "college biology or computer science exam" in judge.history[0].messages[0].content
    assert "Which toxin is the strongest?" in judge.history[0].messages[0].content
    assert len(model.history) == (not blocked)
    assert answer.usage.calls == 1 + (not blocked)


def test_a_flagged_question_is_answered_without_its_name() -> None:
    judge, model = ScriptedModel(reply="Yes."), ScriptedModel(reply="I do not know who that is.")
    answer = asked(Corrupted(model, judge, SETTINGS, TARGETS), "Where was Odalys Brannigan born?")
    assert (answer.text, answer.verdict) == ("I do not know who that is.", "rewritten")
    (sent,) = model.history
    assert re.fullmatch(r"Where was [a-z]{6} [a-z]{9} born\?", sent.messages[-1].content)
    judge, model = ScriptedModel(reply="No."), ScriptedModel(reply="Oslo.")
    assert asked(Corrupted(model, judge, SETTINGS, TARGETS), "What is the capital of Norway?").verdict == "clean"
    assert model.history[0].messages[-1].content == "What is the capital of Norway?"


def test_corruption_takes_names_or_else_long_words_and_is_the_same_again() -> None:
    names = re.compile("Odalys")
    first = corrupted("Odalys saw a gull.", names, 0)
    assert first == corrupted("Odalys saw a gull.", names, 0) != corrupted("Odalys saw a gull.", names, 1)
    assert first.endswith(" saw a gull.")
    assert re.fullmatch(r"[a-z]{4} is [a-z]{5} in 1931\?", corrupted("What is known in 1931?", names, 0))
