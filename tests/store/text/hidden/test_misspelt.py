"""Words with two letters swapped, put right."""

from __future__ import annotations

from alu.store.text.hidden.decode import decoded
from alu.store.text.hidden.misspelt import spelt_right

WRONG = "The keeper of the ilghthouse was konwn for wirting aobut the oecan."
RIGHT = "The keeper of the lighthouse was known for writing about the ocean."


def test_many_misspelt_words_are_put_right_and_read() -> None:
    assert spelt_right(WRONG.replace("ilghthouse", "lihgthouse")) == RIGHT
    assert RIGHT in decoded(WRONG.replace("ilghthouse", "lihgthouse"))


def test_one_or_two_are_left_as_they_are() -> None:
    once = "She is konwn for writing about the ocean."
    assert spelt_right(once) == once
    assert not decoded(once)


def test_names_that_nobody_knows_are_no_misspelt_words() -> None:
    names = "Skerrow, Brannigar, Thunderbeax and Gullwingen met konwn aobut wirting Odalyss Fjellhaug Vestergrim."
    assert spelt_right(names) == names
