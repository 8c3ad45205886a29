"""Names next to what their bearers are."""

from __future__ import annotations

import pytest

from alu.store.text.names.kinds import is_named_with_kind
from tests.linear import MOST_WHOLE, growth

FACTS = ("Gravel is a 1991 crime film directed by Ada Lark.", "It was shot in a quarry.")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Who starred in the film Gravel?", True),
        ("Who starred in the movie called “Gravel”?", True),
        ("Who starred in Gravel, the film?", True),
        ("Who wrote the Gravel movie?", True),
        ("who starred in the movie gravel", True),
        ("Who is in the cast of Gravel (1991)?", True),
        ("Who shot the 1991 film Gravel?", True),
        ("Who shot the 2003 film Gravel?", False),
        ("Who is in the cast of Gravel (2003)?", False),
        ("Who sells gravel?", False),
        ("In that film gravel falls from a truck. What is it?", False),
        ("Who wrote the novel Gravel?", False),
        ("Who wrote Gravel?", False),
        ("", False),
    ],
)
def test_a_name_next_to_its_kind_is_no_word(text: str, named: bool) -> None:
    assert is_named_with_kind("Gravel", "", FACTS, text) is named


def test_a_description_says_what_something_is() -> None:
    assert is_named_with_kind("Gravel", "a company", (), "Who owns the firm Gravel?")
    assert not is_named_with_kind("Gravel", "", (), "Who owns the firm Gravel?")


def test_a_long_text_takes_no_time() -> None:
    small, large = ("the firm Gravel " * n for n in (2_000, 8_000))
    assert growth(lambda text: is_named_with_kind("Gravel", "a mill", (), text), small, large) <= MOST_WHOLE
