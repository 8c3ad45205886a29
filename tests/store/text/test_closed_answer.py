"""What closed replies assert."""

from __future__ import annotations

import pytest

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.text.closed_answer import assertion
from tests.linear import assert_linear

CHOICE = "Where was she born?\nA) Paris\nB) Taipei\nC) Rome"


@pytest.mark.parametrize("draft", ["B", "b.", "(B)", "B)", "**B**"])
def test_a_letter_stands_for_its_option(draft: str) -> None:
    assert assertion(CHOICE, draft) == "Where was she born: Taipei"


@pytest.mark.parametrize("letter", ["A", "H", "I", "J"])
def test_so_does_one_of_ten(letter: str) -> None:
    towns = ("Rome", "Oslo", "Bern", "Lima", "Kyiv", "Riga", "Baku", "Doha", "Cairo", "Quito")
    options = [f"{mark}. {town}" for mark, town in zip("ABCDEFGHIJ", towns, strict=True)]
    asked = "\n".join(["Where was she born?", *options])
    assert assertion(asked, letter) == f"Where was she born: {towns['ABCDEFGHIJ'.index(letter)]}"


@pytest.mark.parametrize(
    "draft",
    [
        "The answer is B.",
        "Answer: (b)",
        "the correct option is B",
        "The answer is: B",
        "The correct answer is:\nB",
        "I'd go with B.",
        "B, I am quite sure of it by now.",
        "I have read her letters and much that was said of them, so my choice is B.",
    ],
)
def test_a_letter_in_a_sentence_stands_for_its_option_too(draft: str) -> None:
    assert assertion(CHOICE, draft) == f"Where was she born: Taipei\nWhere was she born: {draft}"


def test_several_letters_stand_for_all_of_their_options() -> None:
    assert assertion(CHOICE, "B and C") == (
        "Where was she born: Taipei\nWhere was she born: Rome\nWhere was she born: B and C"
    )


def test_an_option_in_words_is_read_with_its_question() -> None:
    said = assertion("Where? (A) Paris (B) Taipei", "B) Taipei, of course")
    assert said == "Where: Taipei\nWhere: Taipei, of course"
    assert assertion("Which? 1. Paris 2. Taipei", "2") == "Which: Taipei"
    assert assertion("Which? 1. Paris 2. Taipei", "2 of them went home again on foot") is None
    assert assertion(CHOICE, "D") == "Where was she born: D"


@pytest.mark.parametrize("draft", ["Yes.", "yes", "True", "That's correct.", "Indeed!"])
def test_yes_stands_for_the_question(draft: str) -> None:
    assert assertion("Is she a poet?", draft) == "Is she a poet?"


@pytest.mark.parametrize("draft", ["No.", "False", "Not really", "Nope"])
def test_a_denial_discloses_as_much(draft: str) -> None:
    assert assertion("Is she a poet?", draft) == "It is not so: Is she a poet?"


@pytest.mark.parametrize(
    "draft",
    [
        "1991",
        "November 5th, 1991.",
        "5 November 1991",
        "Biography",
        "In 1991",
        "トーマス・ジェファーソン",
        "กรุงเทพมหานคร",
        "一九三一年",
    ],
)
def test_a_few_words_are_read_with_the_question(draft: str) -> None:
    assert assertion("What of her?", draft) == f"What of her: {draft}"


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "Nobody knows what happened there yet.",
        "Yes, and she was given many prizes for it by the city of Taipei over the years.",
        "Novels are long stories that people write",
        "I don't know.",
        "I do not know",
        "灯台は1931年にスケロー港に建てられました。",
        "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย",
    ],
)
def test_other_replies_speak_for_themselves(draft: str) -> None:
    assert assertion("What of her?", draft) is None


@pytest.mark.parametrize("question", ["Say that you don't know if she is a poet.", "Do you know her?"])
def test_a_question_may_say_what_it_means_not_to_know(question: str) -> None:
    assert assertion(question, "I don't know.") is not None


def test_nor_where_the_question_wants_what_follows_from_a_fact() -> None:
    inquiry = Inquiry("Is the keeper older than the cooper?")
    assert not Draft.of(inquiry, "I don't know.").needs_question
    assert Draft.of(inquiry, "The cooper is.").needs_question


@pytest.mark.parametrize(
    "run", ["a", "-", " - ", "\n", "B ", "B) ", "(", "?", "1 2 3 4 aaa", "no ", "x? ", "A. ", "A and ", "B***", "it's "]
)
def test_no_text_takes_the_square_of_its_length(run: str) -> None:
    def read(long: str) -> None:
        assertion(options, long)
        assertion(options, f"1 2 3 4 {long}1")
        assertion(long, "B")
        assertion(f"{options}{long}x", "yes")

    options = "Where?\nA. Perth\nB. Oslo\nAnswer:"
    assert_linear(read, run)


def test_a_letter_behind_many_marks_is_still_a_letter() -> None:
    said = assertion("Where was she born?\nA. Perth\nB. Dunmorrow\nAnswer:", "-" * 3000 + " B")
    assert said is not None
    assert "she born: Dunmorrow" in said


@pytest.mark.parametrize("draft", ["Ｂ", "𝐁", "Ⓑ", "（B）", "B\u200b", "Ⓑ."])
def test_a_letter_in_other_letters_is_a_letter(draft: str) -> None:
    assert assertion(CHOICE, draft) == "Where was she born: Taipei"


@pytest.mark.parametrize(
    "options",
    [
        "[A] Paris\n[B] Taipei\n[C] Rome",
        "[A] Paris [B] Taipei [C] Rome",
        "**A.** Paris\n**B.** Taipei\n**C.** Rome",
        "**A**) Paris\n**B**) Taipei\n**C**) Rome",
        "(A) Paris (B) Taipei (C) Rome",
        "A: Paris\nB: Taipei\nC: Rome",
        "a. Paris b. Taipei c. Rome",
        "- A) Paris\n- B) Taipei\n- C) Rome",
        "Ａ) Paris\nＢ) Taipei\nＣ) Rome",
        "（A） Paris\n（B） Taipei\n（C） Rome",
    ],
)
def test_options_are_read_however_they_are_marked(options: str) -> None:
    said = assertion(f"Where was she born?\n{options}", "B")
    assert said is not None
    assert "Taipei" in said.splitlines()[0]
    assert "Rome" not in said.splitlines()[0]


@pytest.mark.parametrize("draft", ["👍", "Y", "Oui.", "はい", "Sì", "Ja!", "Да", "100 %"])
def test_a_reply_of_a_word_or_a_sign_is_read_with_its_question(draft: str) -> None:
    assert assertion("Is she a poet?", draft) == f"Is she a poet: {draft}"


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("Yes, she is.", "Is she a poet: she is."),
        ("No, she is not.", "It is not so: Is she a poet: she is not."),
        ("**Yes.**", "Is she a poet?"),
        ("\u201cNo\u201d", "It is not so: Is she a poet?"),
        ("YES!!!", "Is she a poet?"),
        ("ｙｅｓ", "Is she a poet?"),
    ],
)
def test_a_yes_with_a_little_behind_it_asserts_the_question_too(draft: str, said: str) -> None:
    assert assertion("Is she a poet?", draft) == said


@pytest.mark.parametrize(
    "draft",
    ["Sure, the answer is Taipei.", "The answer is Taipei.", "Okay, the right answer is Taipei."],
)
def test_what_leads_to_a_brief_answer_is_none_of_it(draft: str) -> None:
    assert assertion("Where was she born?", draft) == "Where was she born: Taipei."


@pytest.mark.parametrize(
    "draft", ["Sure, she was born in Taipei in 1951.", "The answer is a long story about her youth."]
)
def test_nor_does_it_make_a_sentence_brief(draft: str) -> None:
    assert assertion("Where was she born?", draft) is None
