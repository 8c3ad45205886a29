"""What an error says of a value, in the words of people."""

from __future__ import annotations

import pytest

from alu.errors import plainly


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("String should have at least 1 character", "must not be empty"),
        ("String should have at most 300 characters", "must have at most 300 characters"),
        ("Input should be greater than 0", "must be greater than 0"),
        ("Input should be 'enforce' or 'observe'", "must be 'enforce' or 'observe'"),
        ("Input should be a valid string", "must be a text"),
        ("Invalid value for '--role': Value error, 'boss' is none", "Invalid value for '--role': 'boss' is none"),
        ("Input should be a valid number, unable to parse string as a number", "must be a number"),
        ("Field required", "is missing"),
        ("Input should be a valid tuple", "must be a list"),
        ("Input should be a valid dictionary or instance of Fact", "must be an object"),
        ("Input should be a valid dictionary or object to extract fields from", "must be an object"),
        ("List should have at least 1 item after validation, not 0", "must have at least 1 item"),
    ],
)
def test_a_problem_is_said_in_plain_words(problem: str, said: str) -> None:
    assert plainly(problem) == said
