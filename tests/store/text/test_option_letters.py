"""Which options a reply takes."""

from __future__ import annotations

import re

import pytest

from alu.store.text.option_letters import letters_in


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("b", "B"),
        ("B?", "B"),
        ("`B`", "B"),
        ("B-", "B"),
        ("B\u200b", "B"),
        ("<answer>B</answer>", "B"),
        ("<answer>b</answer>", "B"),
        ('{"answer": "B"}', "B"),
        ("$\\boxed{B}$", "B"),
        ("\\boxed{\\text{C}}", "C"),
        ("Final answer: **B**", "B"),
        ("Answer = B", "B"),
        ("Definitely B.", "B"),
        ("Certainly (b)", "B"),
        ("Correct: B", "B"),
        ("The letter is B.", "B"),
        ("Choice B is right", "B"),
        ("It is option B, not A.", "B"),
        ("It must be C!", "C"),
        ("The answer is not A, it is B.", "B"),
        ("Between A and B, I would pick B", "B"),
        ("The answer is A. No: the answer is C.", "C"),
        ("B or C", "BC"),
        ("A, B", "AB"),
        ("(A) and (C)", "AC"),
        ("A is what I would choose.", "A"),
        ("It's the second one.", "B"),
        ("The third option, I think.", "C"),
        ("the last", "C"),
        ("Second.", "B"),
        ("The first of them, and B.", "A"),
        ("The answer is B, and not the first one.", "B"),
    ],
)
def test_a_letter_that_is_taken_is_read(reply: str, taken: str) -> None:
    assert letters_in(reply, "ABC") == tuple(taken)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "D",
        "A friend told me so.",
        "I am not sure.",
        "As a model I cannot say.",
        "B isn't correct",
        "B is wrong.",
        "Vitamin B is good for the nerves of a child.",
        "Abc",
        "B2B",
        "Not the first one.",
        "The fifth one.",
        "She came second to nobody.",
        "It's a pity.",
        "an answer a child would give",
        "The answer depends on Boston.",
    ],
)
def test_no_letter_is_read_where_none_is_taken(reply: str) -> None:
    assert letters_in(reply, "ABC") == ()


@pytest.mark.parametrize(
    ("reply", "labels", "taken"),
    [
        ("2", "123", ("2",)),
        ("Option 3", "123", ("3",)),
        ("2 of them went home", "123", ()),
        ("The answer is 10", "123", ()),
        ("I", "AI", ("I",)),
        ("I think so too", "AI", ()),
        ("H", "ABCDEFGH", ("H",)),
    ],
)
def test_only_the_labels_of_the_question_count(reply: str, labels: str, taken: tuple[str, ...]) -> None:
    assert letters_in(reply, labels) == taken


def test_no_pattern_is_made_for_a_reply_without_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    made, compiled = re.compile, list[str]()

    def noted(pattern: str) -> re.Pattern[str]:
        compiled.append(pattern)
        return made(pattern)

    with monkeypatch.context() as patched:
        patched.setattr(re, "compile", noted)
        found = letters_in("The keeper kept two tame gulls (called Admirals) for 11 winters.", "ABCDQVZ2357")
    assert not found
    assert not compiled
