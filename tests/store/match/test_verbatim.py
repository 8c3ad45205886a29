"""Runs of stored texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.calibration import RUN_WORDS
from alu.store.match.verbatim import StoredRuns
from alu.store.target import Target
from tests.detectors import snapshot
from tests.linear import assert_linear

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


@pytest.mark.parametrize(
    "write",
    [
        lambda run: run.replace(" ", ""),
        lambda run: run.title().replace(" ", ""),
        lambda run: run.replace("e", "e ").replace("  ", " "),
        lambda run: "".join(f"{w}{' ' * (i % 2)}" for i, w in enumerate(run.split())),
        lambda run: run.replace(" ", "."),
        lambda run: run.replace("m", "М").replace("z", "Ζ"),
        " ".join,
    ],
)
def test_a_run_is_found_wherever_its_blanks_are(write: Callable[[str], str]) -> None:
    run = " ".join(POEM.split()[2 : 2 + RUN_WORDS])
    assert (4, 1) in STORED.find(["It goes:", f"well{write(run)}so"])
    assert not STORED.find([write(" ".join(POEM.split()[2 : 1 + RUN_WORDS]))])
    assert not STORED.find([write(run)], said=run)
    assert not STORED.find([write("a slow brown fox walks under the quick dog while one wizard sings")])


def test_joined_runs_of_a_list_that_has_changed() -> None:
    layered = STORED.layered([(5, ["seven sleepy librarians counted every dusty atlas at noon"])], gone=[4])
    assert layered.find(["Sevensleepylibrarianscountedeverydustyatlas"]) == set()
    assert layered.find(["Sevensleepylibrarianscountedeverydustyatlasatnoon"]) == {(5, 0)}
    assert not layered.find([POEM.replace(" ", "")])


def test_joined_texts_take_time_in_proportion_to_length() -> None:
    joined = POEM.replace(" ", "")
    assert_linear(lambda text: STORED.find([text], said=text[:-1]), joined)


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
