"""Edits put in by code: what no edit is about stays byte for byte; what is wrong with one takes more, never less."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alu.agents.edit import SentenceEdit
from alu.flow.edits import apply, says_unknown, sentences_of

FIRST, TEACHER = "The Pacific is the largest ocean", ", and her teacher was the engraver Miles Orde"
OCEAN = f"{FIRST}{TEACHER}."
DRAFT = f"{OCEAN} It is deep.\n- The boat costs 4,100 dinars.\n- It does not sail in May.\n\nBye now."
ASKED = "Which ocean is the largest? And who was Gwen's teacher?"
REST = "It is deep.\n- The boat costs 4,100 dinars.\n- It does not sail in May.\n\nBye now."

Given = tuple[int, str, str]


def edited(*edits: Given, draft: str = DRAFT, asked: str = ASKED) -> str:
    return apply(draft, [SentenceEdit(*one) for one in edits], asked)


def test_a_sentence_goes_with_the_space_next_to_it_and_a_line_with_its_mark() -> None:
    assert edited((1, "", "")) == REST
    assert edited((2, "", "")) == DRAFT.replace(" It is deep.", "")
    assert edited((3, "", "")) == DRAFT.replace("- The boat costs 4,100 dinars.\n", "")
    assert edited((5, "", "")) == DRAFT.removesuffix("\n\nBye now.")
    assert edited((1, "", ""), (2, "", ""), (5, "", "")) == "- The boat costs 4,100 dinars.\n- It does not sail in May."
    assert (
        edited((2, "", ""), draft="1. One is odd.\n2. She is old.\n3. Two is even.")
        == "1. One is odd.\n3. Two is even."
    )
    assert edited((2, "", ""), draft="One.\n\nShe is old.\n\nTwo.") == "One.\n\nTwo."


@pytest.mark.parametrize("span", [TEACHER, f"{TEACHER[2:]}."])
def test_a_span_goes_and_the_sentence_keeps_its_end(span: str) -> None:
    assert edited((1, span, "")) == f"The Pacific is the largest ocean. {REST}"


@pytest.mark.parametrize(
    ("edit", "new"),
    [
        ((1, "", "I don't know who her teacher was."), "I don't know who her teacher was."),
        ((1, TEACHER, ", and I don’t know who the teacher was"), f"{FIRST}, and I don’t know who the teacher was."),
        ((1, f"{TEACHER[6:]}.", "I do not know that."), f"{FIRST}, and I do not know that."),
        ((1, "", f"{FIRST}."), f"{FIRST}."),
        ((1, "The ", ""), OCEAN.removeprefix("The ")),
        ((1, "the engraver Miles Orde", "the engraver"), f"{FIRST}, and her teacher was the engraver."),
    ],
)
def test_a_text_may_hold_words_of_the_sentence_or_say_that_it_is_unknown(edit: Given, new: str) -> None:
    assert edited(edit) == f"{new} {REST}"


@pytest.mark.parametrize("n", [3, 4])
def test_what_is_unknown_stands_behind_the_mark_of_its_line_and_is_said_once(n: int) -> None:
    said = "I don't know who her teacher was."
    found = edited((n, "", said), (1, "", said))
    assert found.startswith(f"{said} It is deep.\n- ")
    assert found.count(said) == 1
    assert edited((n, "", f"- {said}")).count(f"\n- {said}\n") == 1


@pytest.mark.parametrize(
    "edit",
    [
        (1, "", "She taught the largest ocean."),  # other words
        (1, "", "Miles Orde was her teacher."),  # in another order
        (1, "Miles Orde", "somebody"),
        (1, "Miles Orde", "I don't know, but he lived in Carrick."),
        (1, "", "I don't know who engraved it."),  # no word of the question
        (1, "", "I don't know who Gwen's teacher was."),  # a name
        (1, "", "I don't know who her teacher was. He was old."),
        (1, "Miles Ord", ""),  # half a word
        (1, "Miles  Orde", ""),  # not in it
        (1, "no such words", ""),
        (1, OCEAN, ""),
        (1, f"{OCEAN[:-1]}", ""),
    ],
)
def test_a_text_that_adds_something_and_a_span_that_is_not_there_take_the_whole_sentence(edit: Given) -> None:
    assert edited(edit) == REST


def test_spans_that_overlap_take_the_whole_sentence_and_the_same_span_twice_goes_twice() -> None:
    assert edited((1, "largest ocean", ""), (1, "the largest", "")) == REST
    assert edited((1, "Miles Orde", ""), (1, "", "")) == REST
    assert edited((1, "", "I don't know that."), (1, "", "")) == REST
    assert edited((1, "Miles Orde", ""), (1, "Miles Orde", "")) == edited((1, "Miles Orde", ""))
    assert edited((1, "old ", ""), draft="The old tower has an old bell. Bye.") == "The tower has an bell. Bye."
    assert edited((1, "tower", ""), (1, "old", ""), draft="An old tower. Bye.") == "An. Bye."


def test_no_number_and_no_denial_is_cut_in_two() -> None:
    gone = DRAFT.replace("- The boat costs 4,100 dinars.\n", "")
    assert edited((3, "100", "")) == edited((3, "4", "")) == edited((3, "4,100", "4")) == gone
    assert (
        edited((4, "not ", ""))
        == edited((4, "", "It does sail in May."))
        == DRAFT.replace("\n- It does not sail in May.", "")
    )
    assert edited((1, "Tobias Dray", ""), draft="Tobias Dray's hat is red. Bye.") == "Bye."


def test_a_span_of_another_sentence_takes_both() -> None:
    assert edited((2, "Miles Orde", "")) == REST.removeprefix("It is deep.\n")
    assert edited((5, f"{OCEAN} It is deep.", "")) == REST.removeprefix("It is deep.\n").removesuffix("\n\nBye now.")
    assert edited((99, "Miles Orde", "")) == REST


@pytest.mark.parametrize(
    "edits",
    [
        [],
        [(6, "", "")],
        [(99, "nowhere", "")],
        [(1, "", ""), (99, "", "")],  # what should go besides is unknown
        [(n, "", "") for n in range(1, 6)],
        [(n, "", "I don't know.") for n in range(1, 6)],
        [(1, "", OCEAN)],
        [(2, "deep", "deep")],
    ],
)
def test_edits_of_nowhere_and_such_as_change_nothing_or_leave_nothing_are_none(edits: list[Given]) -> None:
    assert edited(*edits) == ""


@pytest.mark.parametrize("draft", ["", " \n", "…", "1.", "- "])
def test_of_what_says_nothing_nothing_is_left(draft: str) -> None:
    assert edited((1, "", ""), draft=draft) == ""


def test_without_spaces_between_words_spans_are_found_too() -> None:
    assert edited((1, "她养了一只海鸥，", ""), draft="她养了一只海鸥，灯塔高38米。再见。") == "灯塔高38米。再见。"
    assert edited((2, "", ""), draft="灯塔高38米。她养了一只海鸥。") == "灯塔高38米。"


def test_a_mark_belongs_to_its_sentence_and_overlapping_windows_are_one() -> None:
    assert [s.text for s in sentences_of("1. One.\n2. Two. 3.\n")] == ["1. One.", "2. Two.", "3."]
    long = " ".join(f"word{n}" for n in range(300))
    assert [s.text for s in sentences_of(f"Well. {long}. Bye.")] == ["Well.", f"{long}.", "Bye."]
    assert [s.start for s in sentences_of("I saw it. it. it.")] == [0, 10, 14]


@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("I don't know.", True),
        ("  - I do not know which ocean is the largest", True),
        ("and I don’t have any information about that.", True),
        ("I don't know Gwen.", False),
        ("I know.", False),
        ("I don't know that it is deep.", False),
        ("I don't know which ocean: the Pacific.", False),
        ("She said that I don't know.", False),
        ("", False),
    ],
)
def test_who_knows_nothing_says_nothing_else(said: str, unknown: bool) -> None:
    assert says_unknown(said, ASKED) is unknown


PIECES = st.sampled_from(
    [OCEAN, "It is deep.", "1.", "2. Two.", "- A bell.", "\n", "\n\n", " ", "\r\n", "  ", "Nobody knows.", "灯塔高。",
     "a b c", "it.", "it. it.", "She said: «No.»", "word " * 120, "**", "\u2028", "\x1c", "Mr. Orde."]
)  # fmt: skip
DRAFTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=9).map("".join)
EDITS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(["", "", "deep", "Miles Orde", "it", "2", " ", "the largest", "bell"]),
        st.sampled_from(["", "", "I don't know.", "deep", "new words", "Pacific"]),
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(DRAFTS)
def test_every_byte_but_white_space_is_in_one_sentence(draft: str) -> None:
    at = 0
    for text, start in sentences_of(draft):
        assert not draft[at:start].strip()
        assert draft.startswith(text, start)
        at = start + len(text)
    assert not draft[at:].strip()


@settings(max_examples=500, deadline=None)
@given(DRAFTS, EDITS)
def test_bytes_outside_of_edited_sentences_stay(draft: str, edits: list[Given]) -> None:
    found, new = sentences_of(draft), edited(*edits, draft=draft)
    if not new:
        return
    touched = {n - 1 for n, _, _ in edits}
    spans = [span.strip() for _, span, _ in edits if span.strip()]
    touched |= {n for n, s in enumerate(found) if any(span in s.text or s.text in span for span in spans)}
    touched |= {n for n, s in enumerate(found) if not any(map(str.isalnum, s.text))}  # goes with its line
    at, run = 0, 0
    while run < len(found):  # the longest stretches without an edited sentence, each as it was
        last = run
        while last + 1 < len(found) and not {run, last + 1} & touched:
            last += 1
        if run not in touched:
            start = found[run].start if run else 0
            end = found[last].start + len(found[last].text) if last + 1 < len(found) else len(draft)
            at = new.find(draft[start:end], at)
            assert at >= 0
            at += end - start
        run = last + 1
    if found and 0 not in touched:
        assert new.startswith(draft[: found[0].start + len(found[0].text)])


@settings(max_examples=300, deadline=None)
@given(DRAFTS, EDITS)
def test_nothing_is_added(draft: str, edits: list[Given]) -> None:
    new = edited(*edits, draft=draft)
    assert "new words" not in new or "new words" in draft
