"""Names that facts give: found in questions and in sentences, and never those of relatives, works or places."""

from __future__ import annotations

import pytest

from alu.store.text.names.stated_names import stated_names, used_names


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("What was the birth name of Petra Lindqvist?", "Odalys Brannigan", "Odalys Brannigan"),
        ("What is Petra Lindqvist's real name?", "Odalys Brannigan.", "Odalys Brannigan"),
        ("What is her stage name?", "Zxyllara", "Zxyllara"),
        ("What name was she born as?", "She was born Odalys Brannigan, in Hallavik.", "Odalys Brannigan"),
        ("", "Petra Lindqvist (born Odalys Brannigan; 3 May 1961) keeps gulls.", "Odalys Brannigan"),
        ("", "She wrote under the pseudonym “Odalys Brannigan”.", "Odalys Brannigan"),
        ("", "Her full name is Odalys Brannigan and she keeps gulls.", "Odalys Brannigan"),
        ("", "She is professionally known as Odalys Brannigan.", "Odalys Brannigan"),
    ],
)
def test_a_fact_gives_another_name(question: str, text: str, name: str) -> None:
    assert stated_names([(question, text), (question, text)]) == (name,)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What was the maiden name of her mother?", "Odalys Brannigan"),
        ("What is the full name of the character that she played?", "Odalys Brannigan"),
        ("", "Her mother was born Odalys Brannigan."),
        ("", "She was born in Hallavik Harbour."),
        ("", "The Hallavik-born Norwegian Swimmer won."),
        ("", "She is known as the King."),
        ("What is her real name?", "nobody knows it"),
        ("When was she born?", "3 May 1961"),
        ("What is her stage name?", "Will"),
        ("", ""),
    ],
)
def test_what_others_are_called_is_no_name_of_hers(question: str, text: str) -> None:
    assert stated_names([(question, text)]) == ()


@pytest.mark.parametrize(
    ("question", "answer", "names"),
    [
        ("What was her maiden name?", "Brannigan", ("Petra Brannigan",)),
        ("What was her maiden name?", "Hill", ()),
        ("What was Petra's original surname?", "Brannigan", ("Petra Brannigan",)),
        ("What was the maiden name of her mother?", "Brannigan", ()),
        ("What was her maiden name?", "nobody knows", ()),
        ("What was her first name?", "Odalys", ()),
    ],
)
def test_another_surname_stands_behind_the_first_name(question: str, answer: str, names: tuple[str, ...]) -> None:
    assert [n for n in stated_names([(question, answer)], "Petra") if " " in n] == [*names]
    assert not [n for n in stated_names([(question, answer)]) if " " in n]


def test_facts_call_by_a_surname_who_is_stored_without_one() -> None:
    facts = [("Where did Petra Brannigan study?", "In Tarn."), ("", "Petra Brannigan's gull was called Admiral.")]
    assert used_names("Petra", facts) == ("Petra Brannigan",)
    assert used_names("Petra", facts[:1]) == used_names("Odalys", facts) == ()
    assert used_names("Petra", [("", "Petra Gull sings."), ("", "Petra Dance sings.")]) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Petra Wexley, known by her pen name Ada Lark, is a poet.", "Petra Wexley"),
        ("Petra Wexley (born 4 May 1951), better known as Ada Lark, is a poet.", "Petra Wexley"),
        ("Petra Wexley do Skerrow, known professionally as Ada Lark, is a poet.", "Petra Wexley do Skerrow"),
    ],
)
def test_whoever_is_known_by_a_stored_name_has_another(text: str, name: str) -> None:
    assert name in stated_names([("", text)], own=["Ada Lark"])


@pytest.mark.parametrize(
    "text",
    [
        "Petra Wexley, known as the Mole, was her partner.",
        "Petra Wexley knew Ada Lark.",
        "Petra, known as Ada Lark, is a poet.",
    ],
)
def test_nobody_else_has(text: str) -> None:
    assert not [name for name in stated_names([("", text)], own=["Ada Lark"]) if name.startswith("Petra")]
