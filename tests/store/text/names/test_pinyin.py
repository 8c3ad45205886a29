"""Chinese letters in Latin ones."""

from __future__ import annotations

import pytest

from alu.store.text.names.pinyin import romanisations_of


@pytest.mark.parametrize(
    ("letter", "ways"),
    [
        ("周", {"zhou", "chou"}),
        ("徐", {"xu", "hsu"}),
        ("曹", {"cao", "tsao"}),
        ("国", {"guo", "kuo"}),
        ("荣", {"rong", "jung"}),
        ("李", {"li", "lee"}),
        ("吕", {"lu", "lyu", "lv"}),
        ("思", {"si", "ssu"}),
        ("天", {"tian", "tien"}),
        ("1", set()),
        ("»", set()),
    ],
)
def test_pinyin_is_first_and_older_ways_follow(letter: str, ways: set[str]) -> None:
    assert set(romanisations_of(letter)) == ways
