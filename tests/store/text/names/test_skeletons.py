"""Classes of consonants."""

from __future__ import annotations

import pytest

from alu.store.text.names.skeletons import once, skeleton


@pytest.mark.parametrize(
    ("word", "sounds"), [("Brannigan", "plnkn"), ("Shapira", "spl"), ("Chaim", "sn"), ("Christa", "klst"), ("Oia", "")]
)
def test_a_skeleton_has_the_consonants_of_a_word(word: str, sounds: str) -> None:
    assert skeleton(word) == sounds


def test_no_sound_stands_twice_in_a_row() -> None:
    assert once("nnsnn") == "nsn"
    assert once("") == ""
