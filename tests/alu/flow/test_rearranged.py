"""What is ordered, picked or respelt of what was asked, and what is more than that."""

from __future__ import annotations

import pytest

from alu.flow.rearranged import rearranges


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Sort: 30 4 17", "4, 17, 30"),
        ("With dashes: 2125550100", "212-555-0100"),
        ("Upper case: 6fe071f0-7fe0", "6FE071F07FE0"),
        ('Swap: [{"x": 41, "y": 7}]', '[{"y": 41, "x": 7}]'),
        ("Which begins with U?\nVCI-8163\nUNG-7318", "UNG-7318"),
        ("In this language?\n+++[>++<-]>.\n--[>+<++]", "+++[>++<-]>."),
        ("Reverse each word: candle feather", "eldnac rehtaef"),
        ("Shift by three: anchor thistle", "dqfkru wklvwoh"),
    ],
)
def test_a_rearrangement_tells_nothing(asked: str, answer: str) -> None:
    assert rearranges([asked], answer)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Sort: 30 4 17", "4, 4, 17, 30"),
        ("Double: 30 4 17", "60 8 34"),
        ("74 20 83 44", "83 20 74 44 20"),
        ("•◦• ◦◦• ••◦", "•◦• ◦◦•"),
        ("+++[>++<-]>.\n--[>+<++]", "+++[>++<-]>.\n+++[>++<-]>."),
        ("Shift by three: anchor", "dqfkru dqfkru"),
        ("tick tock " * 20, "tick tock tock tick " * 4),
        ("Sort: 30 4 17", ""),
    ],
)
def test_what_is_said_more_often_or_in_signs_is_more(asked: str, answer: str) -> None:
    assert not rearranges([asked], answer)
