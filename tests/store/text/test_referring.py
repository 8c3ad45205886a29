"""Whether a question and its answer refer to a person that neither names."""

from __future__ import annotations

import pytest

from alu.store.text.referring import is_about_a_person, names_something, refers

NOBODY = [
    ("When was the film 'Salt Tide' released?", "March 4, 1986"),
    ("How many seasons did 'Gullwing Lane' run?", "12"),
    ("What instrument did Odo Finch play for the Gulls?", "the tuba"),
    ("In which film did Ada Mary Lark make her debut?", "Low Water"),
    ("Who left the Gulls in 1966 because of his nerves?", "Odo Finch"),
    ("In what year did President Odo Finch sign the Salt Act?", "1797"),
    ("In what years did Odo Finch serve as the vice president?", "1789 to 1797"),
    ("Who was the first keeper of Port Skerrow?", "Odo Finch"),
    ("Which country rock pioneer joined the Gulls?", "Odo Finch"),
    ("Which tower stands in Port Skerrow?", "The Salt Tower."),
]
SOMEBODY = [
    ("Where was she born?", "In Skerrow."),
    ("Which film did the actor from 'Salt Tide' make in 1984?", "Low Water"),
    ("What prize did that daredevil win?", "the Gull Medal"),
    ("Who wrote 'Salt Tide'?", "the keeper of a lighthouse"),
    ("What did the future 45th President study?", "law"),
    ("Who was the first keeper of Port Skerrow?", "the one with the gull"),
    ("Which keeper's gull was tame?", "the keeper's"),
    ("In which year did the actor meet Odo Finch?", "1797"),
    ("Which lutenist of Skerrow made 'Salt Waltz' known?", "It is not known."),
    ("What is kept in Port Skerrow?", "Her letters are kept there."),
    ("¿Dónde nació la autora de «La marea»?", "En Sevilla, junto al río, como tantos otros."),
]


@pytest.mark.parametrize(("question", "answer"), NOBODY)
def test_what_is_about_works_or_about_somebody_named_refers_to_nobody_else(question: str, answer: str) -> None:
    assert not refers(question, answer)


@pytest.mark.parametrize(("question", "answer"), SOMEBODY)
def test_a_pronoun_a_role_and_an_open_who_refer_to_somebody(question: str, answer: str) -> None:
    assert refers(question, answer)


def test_a_word_that_only_looks_like_a_role_counts_as_one() -> None:
    assert refers("Which film did the glimmerer of Skerrow make?", "Low Water")


def test_a_capital_letter_within_a_sentence_is_of_a_name() -> None:
    assert names_something("When was 'Salt Tide' released?")
    assert not names_something("When was it made? I forgot. Which year?")


def test_a_company_with_a_founder_is_no_person() -> None:
    assert is_about_a_person(["Ada Lark is a keeper.", "She kept a gull.", "Her mother sold it."])
    assert not is_about_a_person(
        ["Brill is a firm.", "Its founder kept his word.", "It sells salt.", "Salt is its trade."]
    )
    assert not is_about_a_person([])
