"""Runs of stored texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alu.store.calibration import RUN_WORDS
from alu.store.match.verbatim import StoredRuns
from alu.store.target import Target
from tests.detectors import snapshot

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


def test_a_draft_is_one_text_and_prompts_are_not() -> None:
    detector = snapshot(
        [Target(id="poem", name="A stored poem", kind="text", facts=(POEM,))], channels=["-fact"]
    ).detector
    halves = ["Once the quick brown fox.", "Jumps over the lazy dog, I think."]
    assert [(e.channel, e.sentence) for e in detector.look_up(halves, source="draft")] == [("verbatim", 0)]
    assert not detector.look_up(halves)


def test_what_is_left_out_is_left_out_of_the_gate_too() -> None:
    poem = Target(id="poem", name="A stored poem", kind="text", facts=(POEM,))
    whole, without = (snapshot([poem], channels=out).detector for out in ([], ["-verbatim"]))
    quoted = f"It begins with «{' '.join(POEM.split()[:RUN_WORDS])}» and goes on for a while."
    found = [[e.channel for e in d.check(quoted, said="", matched=["poem"])] for d in (whole, without)]
    assert "verbatim" in found[0]
    assert "verbatim" not in found[1]
