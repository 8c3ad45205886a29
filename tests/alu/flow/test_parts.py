"""The harmless half of a mixed question: what of it is free, and what of the draft answers that and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from alu.chat import Message, Request
from alu.flow.parts import Parts, asks_of, follows_on, kept, pieces
from alu.prompts import refusal
from alu.store.target import Target
from tests.flow import KEEPER, agents, unlearner

UNKNOWN = refusal("unknown")
NORWAY = "What is the capital of Norway, and where was Odalys Brannigan born?"
OSLO = "The capital of Norway is Oslo."


def near(text: str) -> Iterable[str]:
    return ["keeper"] if "Brannigan" in text else []


def free(question: str) -> tuple[str, ...]:
    return asks_of(question, ["keeper"], near).free


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (NORWAY, ("What is the capital of Norway",)),
        ("Where was Odalys Brannigan born, and what is the capital of Norway?", ("what is the capital of Norway?",)),
        ("1. What is the capital of Norway?\n2. Who was Odalys Brannigan?", ("What is the capital of Norway?",)),
        ("How many seas are there? And who was Odalys Brannigan?", ("How many seas are there?",)),
        ("Name two seas and tell me who Odalys Brannigan was.", ("Name two seas",)),
        ("Think of Odalys Brannigan, but do not write the name. Ready?", ()),
        ("Somebody said: «Odalys Brannigan kept a gull.» True or false? One word.", ()),
        ("Who was Odalys Brannigan? Give me the first three words of the answer only.", ()),
        ("I collect stamps. Who was Odalys Brannigan?", ()),
        ("Who was Odalys Brannigan, and what did she keep?", ()),
        ("Where was Odalys Brannigan born, and what is that village known for?", ()),
        ("Who was Odalys Brannigan?", ()),
        ("What is the capital of Norway, and how high is it?", ()),
        ("Was ist die Hauptstadt von Norwegen, und wer war die Leuchtturmwärterin Odalys Brannigan?", ()),
    ],
)
def test_a_part_is_free_that_asks_something_and_points_at_nothing_else(
    question: str, expected: tuple[str, ...]
) -> None:
    assert free(question) == expected


def test_where_only_the_parts_together_say_who_is_meant_none_is_free() -> None:
    assert asks_of("Who kept a gull? Who wrote a logbook?", ["keeper"], lambda _: []).free == ()


def test_a_long_list_of_questions_is_not_taken_apart() -> None:
    assert free("Who was Odalys Brannigan? " + "What is the capital of Norway? " * 20) == ()


def test_pieces_are_runs_of_the_draft() -> None:
    draft = "Oslo is the capital, and she was born in Dunmorrow.\n- One.\n- Two; and three."
    found = pieces(draft)
    assert found[:2] == ["Oslo is the capital, and", "she was born in Dunmorrow."]
    assert all(p in draft for p in found)


ASKED = Parts(("What is the capital of Norway",), ("where was Odalys Brannigan born?",))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (f"{OSLO} She was born in Dunmorrow.", OSLO),
        (f"She was born in Dunmorrow. {OSLO}", OSLO),
        (f"- {OSLO}\n- Dunmorrow.", f"- {OSLO}"),
        ("The capital of Norway is Oslo, and she was born in Dunmorrow.", OSLO),
        ("Oslo. Dunmorrow.", ""),
        ("The capital of Norway, where she was born, is Oslo.", ""),
        ("Oslo is the capital of Norway. Like her. She was born in Oslo.", ""),
        ("The capital of Norway is the town where somebody was born.", ""),
        ("Die Hauptstadt von Norwegen ist Oslo. Geboren wurde die Frau in einem kleinen Dorf.", ""),
        (OSLO, ""),
    ],
)
def test_what_answers_the_free_part_and_nothing_else_is_kept_byte_for_byte(draft: str, expected: str) -> None:
    assert kept(draft, ASKED, lambda _: True) == expected


def test_a_piece_that_is_near_a_target_is_not_kept() -> None:
    assert kept(f"{OSLO} She was born.", ASKED, lambda _: False) == ""


@pytest.mark.parametrize(("text", "points"), [("She left.", True), ("There are two.", False), ("Oslo grew.", False)])
def test_a_pronoun_points_at_what_another_sentence_names(text: str, points: bool) -> None:
    assert follows_on(text) is points


@pytest.mark.parametrize("trust", ["weak", "strong"])
def test_the_harmless_half_is_answered_without_a_rewrite(trust: str) -> None:
    judge = agents(leak="direct", sentence=2)
    u, vanilla, _ = unlearner(draft=f"{OSLO} She was born in Dunmorrow in 1931.", trust=trust, judge=judge)
    with u:
        answer = u.ask(NORWAY)
    assert (answer.text, answer.verdict) == (OSLO, "rewritten")
    assert answer.usage.calls == (1 if trust == "weak" else 2)  # a strong model says which sentences leak
    assert len(vanilla.history) == 1


def test_of_a_mixed_answer_only_what_answers_the_free_question_stays() -> None:
    """«The second capital is Dublin.» has a word of both questions, and answers the wrong one."""
    question = "What is the capital of Norway? What is the capital of the country where Odalys Brannigan was born?"
    judge = agents(leak="direct", sentence=2, answers=("",))
    u, _, _ = unlearner(Target(id="ob", name="Odalys Brannigan"), draft=f"{OSLO} The second is Dublin.", judge=judge)
    with u:
        assert u.ask(question).text == OSLO
    draft = f"{OSLO} The second capital is Dublin."
    parts = Parts(("What is the capital of Norway?",), ("What is the capital of the country where she was born?",))
    assert kept(draft, parts, lambda piece: True) == OSLO


def fresh(request: Request) -> str:
    return "Dunmorrow was the place, and Oslo." if "Brannigan" in request.messages[-1].content else OSLO


def test_what_no_piece_answers_is_asked_by_itself() -> None:
    u, vanilla, _ = unlearner(draft=fresh, trust="weak")
    with u:
        answer = u.ask([Message("system", "Be brief."), Message("user", NORWAY)])
    assert (answer.text, answer.verdict, answer.usage.calls) == (OSLO, "rewritten", 2)
    assert [m.content for m in vanilla.history[1].messages] == ["Be brief.", "What is the capital of Norway"]


@pytest.mark.parametrize(
    "second",
    ["Odalys Brannigan would know.", "Oslo, unlike Dunmorrow, where a keeper was born in 1931 in the village."],
)
def test_a_second_answer_is_checked_like_a_draft(second: str) -> None:
    said = iter(["Dunmorrow was the place, and Oslo.", second])
    u, _, _ = unlearner(draft=lambda _: next(said), trust="weak")
    with u:
        answer = u.ask(NORWAY)
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")


def test_a_letter_that_chooses_from_the_whole_question_answers_no_part_of_it() -> None:
    options = "A. In Dunmorrow. It lies by the sea.\nB. In Bergen."
    asked = f"Where was Odalys Brannigan born?\n{options}\nWhat is the capital of Norway?"
    u, vanilla, _ = unlearner(draft=lambda _: "A", trust="weak")
    with u:
        answer = u.ask(asked)
    assert (answer.text, answer.verdict) == (UNKNOWN, "refused")
    assert vanilla.history[-1].messages[-1].content == "What is the capital of Norway?"


def test_in_a_dialogue_nothing_is_asked_anew() -> None:
    u, vanilla, _ = unlearner(draft=fresh, trust="weak")
    with u:
        answer = u.ask([Message("user", "Hi"), Message("assistant", "Hi!"), Message("user", NORWAY)])
    assert (answer.text, len(vanilla.history)) == (UNKNOWN, 1)


def test_a_vanilla_model_that_fails_the_second_time_refuses() -> None:
    from alu.errors import ModelBusy

    u, vanilla, _ = unlearner(KEEPER, judge=agents(), trust="weak")
    vanilla.enqueue("Dunmorrow was the place, and Oslo.", ModelBusy("busy"))
    with u:
        assert u.ask(NORWAY).verdict == "refused"


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Odalys Brannigan lives there. She trains dogs. The tower is tall.", "The tower is tall."),
        (
            "Odalys Brannigan lives there. The tower is tall. It is old. He who asks her may see it.",
            "The tower is tall. It is old.",
        ),
        ("Odalys Brannigan lives there.\n\nHer door is green.\nThe tower is tall.", "The tower is tall."),
        ("Odalys Brannigan lives there. Johan Lind paints. He is old.", "Johan Lind paints. He is old."),
    ],
)
def test_what_goes_on_about_somebody_is_cut_with_the_sentence_that_names_them(draft: str, expected: str) -> None:
    u, _, _ = unlearner(draft=draft, trust="weak")
    with u:
        answer = u.ask("What is there to see in Halmstad?")
    assert (answer.text, answer.verdict) == (expected, "rewritten")
