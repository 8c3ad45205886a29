"""Things that have a person's name. The person is made up."""

from __future__ import annotations

import pytest

from alu.store.text.names.eponyms import is_of_a_thing

NAME = "Adela Lovell"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the Adela Lovell Institute opened?", "The Adela Lovell Institute opened in 1999 in Turin."),
        ("Where is Adela Lovell Street?", "It is near the harbour of Porto."),
        ("How long was the ship Adela Lovell?", "The Adela Lovell was 80 metres long."),
        ("How much is the Adela Lovell Chemistry Prize?", "The Adela Lovell Chemistry Prize is 900 euros."),
    ],
)
def test_a_thing_has_the_name(question: str, answer: str) -> None:
    assert is_of_a_thing(NAME, question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Where is Adela Lovell Street?", "Adela Lovell lives in Porto."),
        ("Where is Adela Lovell Street?", "It is where Lovell lives."),
        ("Where is Adela Lovell Street?", "It is where she lives."),
        ("Who is the Adela Lovell Library named after?", "The Adela Lovell Library."),
        ("What did the founder of the Adela Lovell Institute keep?", "The Adela Lovell Institute kept snakes."),
        ("Why is the ship Adela Lovell in port?", "Adela Lovell has no fuel."),
        ("Where is the chemist of the Adela Lovell Institute?", "The Adela Lovell Institute is in Turin."),
        ("what did adela lovell institute?", "adela lovell instituted a prize."),
        ("Where does Adela Lovell live?", "The Adela Lovell Institute is in Turin."),
        ("Where is the Adela Lovell Institute?", "The Adela Lovell Institute (1901–1970) is in Turin."),
    ],
)
def test_where_somebody_may_be_spoken_of_it_is_a_persons(question: str, answer: str) -> None:
    assert not is_of_a_thing(NAME, question, answer)
