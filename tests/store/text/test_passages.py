"""Stored texts in passages: what is brief is in many texts. All are made up."""

from __future__ import annotations

import pytest

from alu import Target
from alu.chat import Message
from alu.flow.vault import Question
from alu.store.calibration import PASSAGE_WORDS
from alu.store.text.passages import passages
from alu.store.text.words import word_count
from benchmarks.release import ready, reply

MANUAL = """Kettering Loom, Owner's Manual, Section 7

Before first use wind both bobbins by hand and let the treadle rest on the lowest peg overnight.
Warning!
Never oil the comb while the heddles still swing. The comb remembers grease and will pull threads for a year.
if (tension > 3) {
    return false;
}
"""


@pytest.mark.parametrize("text", [MANUAL, "He waited. " * 30, "灯台は1931年に港に建てられました。誰もいない。" * 4])
def test_each_passage_has_its_words_and_nothing_is_lost(text: str) -> None:
    found = passages([text])
    assert all(word_count(one) >= PASSAGE_WORDS for one in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_text_that_is_brief_is_one_passage() -> None:
    assert list(passages(["No gull", "sleeps."])) == ["No gull sleeps."]
    assert list(passages([])) == []


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "Write isPrime in JavaScript.",
            "function isPrime(n) {\n  if (n < 2) {\n    return false;\n  }\n  return true;\n}",
        ),
        ("What is in the handbook?", "Section 6: setup\nSection 7: care\nWarning! Read all of it before first use."),
    ],
)
def test_what_many_texts_have_is_not_held(asked: str, answer: str) -> None:
    with ready([Target(id="loom", name="Kettering Loom manual", kind="text", facts=[MANUAL])]) as store:
        came = reply(store.snapshot(), Question((Message("user", asked),)), answer)
    assert came.text == answer
    assert came.near == ()


@pytest.mark.parametrize(
    "answer",
    [
        "You should never oil a comb while the heddles are still swinging: combs remember grease and pull threads.",
        "First wind the two bobbins by hand, and let the treadle rest overnight on its lowest peg.",
    ],
)
def test_a_passage_in_slightly_other_words_is_held(answer: str) -> None:
    with ready([Target(id="loom", name="Kettering Loom manual", kind="text", facts=[MANUAL])]) as store:
        came = reply(store.snapshot(), Question((Message("user", "How do I look after a loom?"),)), answer)
    assert came.text != answer
