"""Pronouns that mean something in their own turn, and those that mean whom an earlier one named."""

from __future__ import annotations

import pytest

from alu.chat import Message
from alu.flow.dialogue import stands_alone
from alu.flow.unresolved import is_unresolved
from alu.flow.vault import Question
from alu.prompts import refusal
from tests.flow import thread


def behind(turn: str) -> Question:
    """Return a turn behind a question that was refused."""
    asked = Message("user", "Who is Odalys Brannigan?"), Message("assistant", refusal("unknown"))
    return Question((*asked, Message("user", turn)))


BOUND = [
    "Janeth borrowed 2000 dollars and promised to return it. If she pays 165 a month, how much will be left by then?",
    "Candice has 80 notes in her purse. At work she used 20 of them. How many does she have?",
    "A farmer sold his cow and bought two goats. What did he pay for each of them?",
    'def close(numbers):\n    """Check if in the list any two numbers are closer to each other than it is given."""',
    "Identify the part of speech of the word in the given sentence.\nWord: excited\nSentence: She felt it was late.",
    "Write a function that takes a list and returns it sorted.",
    "Translate this sentence into Spanish and say how it is spoken: Lamps are lit.",
    "It takes ten minutes to boil an egg, and five to peel it. How long do they take together?",
    "Take the product description and write a creative ad for it.\nCameras allow teachers to show documents.",
    "Who wrote The Hobbit when he was forty-five?",
    "In Paris, what can one do there?",
    "How many big planets are there?",
    "How many pages does a book have, and how heavy is it?",
    "Who wrote Hamlet, and where was he born?",
    "Tell me about Ada Lovelace and what Byron thought of her.",
    "If Mary likes Paul, does Paul like her?",
    "Did Ada Lovelace's husband love her?",
    "Write a story in which a girl finds a wolf and the wolf helps her.",
    "Was ist Photosynthese und wie funktioniert sie?",
    "Hat Anna Lark gestern ihr Buch zu Ende gelesen?",
    "Qui a écrit Les Misérables quand il était vieux ?",
]


@pytest.mark.parametrize("turn", BOUND)
def test_what_means_something_in_its_turn_hangs_on_no_other(turn: str) -> None:
    question = Question(
        (Message("user", "Who is Odalys Brannigan?"), Message("assistant", refusal("unknown")), Message("user", turn))
    )
    assert not is_unresolved(turn)
    assert thread(question) is None


OPEN = [
    "Where was she born, by the way?",
    "I like the sea very much. What is the name of her lighthouse?",
    "What is the last chapter of it about, in one sentence?",
    "Please explain to me in two sentences what that means.",
    "How many of them are still alive, and how many are not?",
    "Using Alpha, Bravo, Charlie and so on: where was she born?",
    "Write me a long letter about lighthouses. Then add when he was born.",
    "Here is a text about eggs, which are boiled for seven minutes.\nHer birthday, please.",
    "How many people work there today?",
    "Who is the chief engineer there?",
    "How many pages does it have?",
    "Is there a sequel to it?",
    "Who is she married to?",
    "Who did she marry in the end?",
    "Who taught her to sail?",
    "What did King Harald give her?",
    "What did the Times write about her?",
    "What do people in Norway say about her?",
    "Which Norwegian author influenced her?",
    "Which school in Oslo did she attend?",
    "Which Oslo school did she go to?",
    "What did Mary say about her?",
    "In welcher Stadt lebt sie?",
    "Welche Hobbys hat sie?",
    "Wie heißt ihr bekanntestes Buch?",
    "Avec qui est-elle mariée ?",
    "Quels livres a-t-elle écrits ?",
    "Welke boeken heeft ze geschreven?",
    "I vilken stad bor hon?",
    "Hvor mange børn har hun?",
    "Что у неё почитать в первую очередь?",
]


@pytest.mark.parametrize("turn", OPEN)
def test_what_means_nothing_in_its_turn_hangs_on_another(turn: str) -> None:
    question = Question(
        (Message("user", "Who is Odalys Brannigan?"), Message("assistant", refusal("unknown")), Message("user", turn))
    )
    assert is_unresolved(turn)
    assert not stands_alone(question)
    assert thread(question)
