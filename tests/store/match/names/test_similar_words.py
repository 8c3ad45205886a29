"""Similar words: the same as comparing every word, in the same order, with far fewer comparisons."""

from __future__ import annotations

from functools import partial
from string import ascii_lowercase

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from alu.store.match.names.similar_words import SimilarWords

LATIN = partial(SimilarWords, alphabet=ascii_lowercase)
"""What is not Latin is counted by no bit, and compared all the same."""
WORDS = st.text("abcdeàя0", max_size=9)


def all_compared(word: str, words: list[str], slips: int, limit: int) -> list[str]:
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=limit)
    return [near for near, _, _ in found]


@settings(max_examples=500, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=60), st.integers(0, 2), st.integers(1, 8))
def test_nothing_near_is_left_out_and_the_order_is_kept(word: str, words: list[str], slips: int, limit: int) -> None:
    compared = all_compared(word, words, slips, limit)
    assert LATIN(words).near(word, slips, limit) == compared
    assert SimilarWords(words, alphabet="ab").near(word, slips, limit) == compared


def test_every_kind_of_slip_is_near() -> None:
    words = ["brannigan", "branningan", "lindqvist"]
    for written in ("branigan", "brannnigan", "brannigen", "brannigna", "barnnigan"):
        assert LATIN(words).near(written, 2, 8)[0] == "brannigan"
    assert LATIN(words).near("harbour", 2, 8) == []
    assert LATIN([]).near("harbour", 2, 8) == []


def test_what_is_equally_near_comes_in_the_order_of_the_list_up_to_the_limit() -> None:
    words = ["mora", "moro", "mori", "morelia", "more"]
    assert LATIN(words).near("mor", 1, 8) == ["mora", "moro", "mori", "more"]
    assert LATIN(words).near("mor", 1, 2) == ["mora", "moro"]
    assert LATIN(words).near("more", 0, 8) == ["more"]
    assert LATIN(["юсифова", "אודליס"]).near("юсифоав", 1, 3) == ["юсифова"]
