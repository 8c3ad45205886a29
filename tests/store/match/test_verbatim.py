"""Runs of stored texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alu.store.calibration import RUN_WORDS
from alu.store.match.verbatim import StoredRuns

POEM = "the quick brown fox jumps over the lazy dog while seven wizards hum a tune"
STORED = StoredRuns([(4, [POEM, "open sesame now", "ab"])])


@given(st.integers(0, 7), st.integers(RUN_WORDS, 15))
def test_eight_words_in_a_row_are_found(start: int, length: int) -> None:
    run = " ".join(POEM.split()[start : start + length])
    if len(run.split()) >= RUN_WORDS:
        assert (4, 1) in STORED.find(["It goes:", f"«{run.upper()}», he said"])


def test_fewer_words_or_said_ones_are_free() -> None:
    run = " ".join(POEM.split()[:RUN_WORDS])
    assert not STORED.find([" ".join(POEM.split()[: RUN_WORDS - 1])])
    assert not STORED.find([run], said=f"what about {run}?")
    assert not StoredRuns([]).find([POEM])


def test_a_short_text_counts_as_a_whole() -> None:
    assert STORED.find(["Open, sesame, now!"]) == {(4, 0)}
    assert not STORED.find(["ab"])


def test_a_run_may_go_over_sentences() -> None:
    assert STORED.find(["The quick brown fox", "jumps over the lazy dog"]) == {(4, 0)}
