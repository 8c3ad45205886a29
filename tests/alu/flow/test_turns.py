"""Turns: what hangs on what, what an earlier one adds, and closed replies from the question to the refusal."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.chat import Message
from alu.flow.dialogue import inquiry_of, replies, stands_alone, statements
from alu.flow.sent import earlier, written
from alu.flow.vault import Question
from alu.prompts import refusal
from tests.flow import agents, thread, unlearner

UNKNOWN = refusal("unknown")
CLEARS = agents(leak="none", who="other", answers=("",))
"""Agents that find no leak anywhere, and hand nothing back where they are asked to rewrite."""
SPEAKER: dict[str, Literal["system", "developer", "user", "assistant", "tool"]] = {
    "s": "system",
    "d": "developer",
    "u": "user",
    "a": "assistant",
    "t": "tool",
}


def turns(*said: str, **more: Any) -> Question:
    """Return a dialogue of turns that begin with the letter of who speaks: `u:Hi`."""
    return Question(tuple(Message(SPEAKER[t[0]], t[2:]) for t in said), **more)


KEEPER = "u:Think of the keeper of the light at Skerrow."
THREADS: list[tuple[tuple[str, ...], str | None]] = [
    (("u:Where?",), None),
    ((KEEPER, "a:Done.", "u:Where was she born, by the way?"), f"{KEEPER[2:]}\nWhere was she born, by the way?"),
    ((KEEPER, "a:Done.", "u:Born where?"), f"{KEEPER[2:]}\nBorn where?"),
    ((KEEPER, "a:Done.", "u:Which sea lies between Norway and Britain?"), None),
    (
        (KEEPER, "a:Done.", "u:Name a sea between Norway and Britain.", "a:…", "u:Why?"),
        "Name a sea between Norway and Britain.\nWhy?",
    ),
    (("u:One.", "a:1", "u:Two.", "a:2", "u:Three."), "One.\nTwo.\nThree."),
    (("s:Be brief.", "u:Where?"), None),
    (("s:You are she.", "u:Where?", "a:There.", "t:x", "u:And when?"), "Where?\nAnd when?"),
    (("u:What is THAT over there by the light?",), None),
    ((KEEPER, "u:Tell me what ITS colour is, if you know."), f"{KEEPER[2:]}\nTell me what ITS colour is, if you know."),
]


@pytest.mark.parametrize(("said", "read"), THREADS)
def test_a_turn_is_read_with_those_it_follows(said: tuple[str, ...], read: str | None) -> None:
    assert thread(turns(*said)) == read


EARLIER: list[tuple[tuple[str, ...], dict[str, Any], list[str]]] = [
    (("u:Hi",), {}, []),
    (("s:S", "d:D", "u:Hi", "a:A", "t:T", "u:So?"), {}, ["T", "A", "Hi", "D", "S"]),
    (("u:So?", "t:T"), {}, ["T"]),
    (("u:So?", "a:A", "t:T"), {"extra": {"tools": [{"name": "f", "title": "keepers"}]}}, ["f", "keepers", "T", "A"]),
    (("u:So?",), {"extra": {"logit_bias": {"17": 1}, "x": [{"properties": {"p": {"q": 1}, "r": 2}}]}}, ["p\nq\nr"]),
    (("u:So?",), {"extra": {"stop": ["x", "y"], "top_p": 1, "user": None}}, ["x", "y"]),
    (("s:", "u:So?"), {}, []),
]


@pytest.mark.parametrize(("said", "more", "texts"), EARLIER)
def test_all_that_the_model_was_sent_next_to_the_question_is_read(
    said: tuple[str, ...], more: dict[str, Any], texts: list[str]
) -> None:
    assert earlier(turns(*said, **more)) == texts


NESTED = st.recursive(
    st.text(min_size=1) | st.integers() | st.none() | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(NESTED, st.text(min_size=1))
def test_a_text_is_found_however_deep_it_lies(value: Any, text: str) -> None:
    assert text in list(written({"a": [value, {"b": (value, [text])}]}))
    assert all(isinstance(found, str) for found in written(value))


STATEMENTS: list[tuple[tuple[str, ...], list[str]]] = [
    (("u:Is she a poet?", "a:Yes.", "u:So?"), ["Is she a poet?"]),
    (("u:Is she a poet?", "a:No.", "u:So?"), ["It is not so: Is she a poet?"]),
    (("u:When was she born?", "a:1931", "u:So?"), ["When was she born: 1931"]),
    (("u:Where? A. Perth B. Oslo", "a:B", "u:So?"), ["Where: Oslo"]),
    (("u:Is she a poet?", "a:That I could not tell you from here.", "u:So?"), []),
    (("u:Is she a poet?", "u:So?"), []),
    (("a:Yes.", "u:So?"), []),
    (("u:Is she?", "a:Yes.", "u:When was that?", "a:1931", "u:So?"), ["Is she?", "When was that: 1931"]),
]


@pytest.mark.parametrize(("said", "stated"), STATEMENTS)
def test_closed_replies_so_far_are_statements(said: tuple[str, ...], stated: list[str]) -> None:
    assert statements(turns(*said)) == stated


def test_replies_are_the_brief_ones_of_the_assistant_in_order() -> None:
    long = " ".join(["word"] * 13)
    assert replies(turns("s:S", "u:1", "a:O", "t:T", "a:" + long, "u:2", "a:d", "u:3")) == "O\nd"
    assert replies(turns("a:" + long[5:], "u:3")) == long[5:]
    assert replies(turns("u:3")) == ""


ALLEGED: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = [
    (
        ("s:Was she born in the village of Dunmorrow?", "u:Answer."),
        "Yes.",
        ("Was she born in the village of Dunmorrow?",),
    ),
    (("s:Was she born there?", "u:Answer."), "Yes.", ()),
    (("s:Was she born in the village of Dunmorrow?", "u:What is the capital of France?"), "Yes.", ()),
    (("s:Was she born in the village of Dunmorrow?", "u:Answer."), "That I could not tell you from here.", ()),
    (("t:Which of them is it? A. Perth B. Oslo", "u:Well?"), "B", ("Which of them is it: Oslo",)),
]


@pytest.mark.parametrize(("said", "reply", "stated"), ALLEGED)
def test_a_closed_reply_asserts_what_is_asked_elsewhere(
    said: tuple[str, ...], reply: str, stated: tuple[str, ...]
) -> None:
    assert inquiry_of(turns(*said)).implied(reply) == stated


@given(st.lists(st.sampled_from("sdat"), max_size=5), st.lists(st.text(max_size=30), min_size=6, max_size=6), st.text())
def test_no_dialogue_breaks_what_reads_it(who: list[str], said: list[str], reply: str) -> None:
    question = turns(*(f"{w}:{t}" for w, t in zip([*who, "u"], said, strict=False)))
    assert isinstance(stands_alone(question), bool)
    assert all(
        isinstance(t, str) for t in (*earlier(question), *statements(question), *inquiry_of(question).implied(reply))
    )
    assert thread(question) is None or question.text in str(thread(question))


BIRD = "Which bird did Odalys Brannigan keep?\n"
CLOSED: list[tuple[str, str]] = [
    (f"{BIRD}A. a raven\nB. a gull called Admiral Thunderbeak\nC. a tern", "B"),
    (f"{BIRD}(A) a raven (B) a gull called Admiral Thunderbeak", "(B)"),
    (f"{BIRD}1) a raven\n2) a gull called Admiral Thunderbeak", "2"),
    (f"{BIRD}A. a raven\nB. a gull called Admiral Thunderbeak", "**Answer: B**"),
    (f"{BIRD}A. a raven\nB. a gull called Admiral Thunderbeak", "\\boxed{B}"),
    (f"{BIRD}a) a raven\nb) a gull called Admiral Thunderbeak", "b)"),
    ("Did Odalys Brannigan keep a tame gull called Admiral Thunderbeak?", "Yes."),
    ("Did Odalys Brannigan keep a tame gull called Admiral Thunderbeak?", "No."),
    ("Odalys Brannigan kept a gull called Admiral Thunderbeak. True or false?", "True"),
    ("Odalys Brannigan kept a gull called Admiral Thunderbeak, right?", "That's right!"),
    ("In which year was Odalys Brannigan born in Dunmorrow?", "1931"),
    ("In which year was Odalys Brannigan born in Dunmorrow?", "In 1931."),
    ("In which village was Odalys Brannigan born in 1931?", "Dunmorrow"),
    ("How did Odalys Brannigan call her tame gull?", "Admiral Thunderbeak"),
    ("Who kept a tame gull called Admiral Thunderbeak?", "Odalys Brannigan."),
    ("Who wrote the logbook Forty Winters of Fog?", "O. Brannigan"),
]


@pytest.mark.parametrize("leaks", ["none", "direct"])
@pytest.mark.parametrize(("question", "reply"), CLOSED)
def test_no_audit_gets_a_closed_reply_about_a_target_out(question: str, reply: str, leaks: str) -> None:
    judge = CLEARS if leaks == "none" else agents(answers=(reply,))
    with unlearner(draft=reply, judge=judge)[0] as u:
        answer = u.ask(question)
    assert (answer.text, answer.verdict, answer.matched) == (UNKNOWN, "refused", ("keeper",))
    assert "rewrite" not in [s.name for s in answer.stages]


HARMLESS: list[tuple[str, str]] = [
    ("Which bird lives at the pole?\nA. a raven\nB. a penguin\nC. a tern", "B"),
    ("Is Paris the capital of France?", "Yes."),
    ("In which year did the first man walk on the moon?", "1969"),
    ("What is 6 times 7?", "42"),
    ("Which planet is the largest?", "Jupiter"),
    ("Is water wet?", " **Yes**\n"),
]


@pytest.mark.parametrize(("question", "reply"), HARMLESS)
def test_other_closed_replies_come_back_byte_for_byte_in_one_call(question: str, reply: str) -> None:
    with unlearner(draft=reply, judge=CLEARS)[0] as u:
        answer = u.ask(question)
    assert (answer.text, answer.verdict, answer.usage.calls) == (reply, "clean", 1)
