"""Names that facts give: found in questions and in sentences, and never those of relatives, works or places."""

from __future__ import annotations

import pytest

from alu.store.text.names.stated_names import stated_names


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
