"""What is kept of a draft's names for the gate never hides a name from the look-up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.match.evidence import Evidence
from alu.store.match.query import Query
from alu.store.target import Target
from tests.detectors import snapshot

PEOPLE = (
    Target(name="Odalys Brannigan", facts=["Odalys Brannigan kept a tame gull."]),
    Target(name="Jana Nowakowska", facts=["Jana Nowakowska paints doors."]),
    Target(name="Robert Brown", facts=["Robert Brown mends clocks."]),
    Target(name="Dmitri Solovyanenko", facts=["Dmitri Solovyanenko sings."]),
)
SEARCH = snapshot(PEOPLE).detector.names
WORDS = st.sampled_from(
    [
        *("the", "old", "doctor", "J", "Dr", "Ms", "said", "B", "gull", "Odalys", "Brannigan", "Branigan"),
        *("Jana", "Janie", "Kristina", "Kristiny", "Nowakowskiej", "Nowakowska"),
        *("Bobby", "Brown", "Petrovna", "Dmytro", "Solovianenko"),
    ]
)
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words) + "."), max_size=4)


def found(texts: Sequence[str], source: str) -> set[tuple[str, str, int]]:
    """Return who is named, by what, and in which of the texts."""
    query = Query.of(texts, source="draft") if source == "draft" else Query.of(texts, answers="", source="release")
    return {_place(e) for e in SEARCH(query)}


def _place(one: Evidence) -> tuple[str, str, int]:
    return one.target_id, one.mention, one.sentence


@given(SENTENCES)
def test_sentences_of_a_draft_name_who_each_of_them_names(sentences: list[str]) -> None:
    alone = {(t, m, i) for i, sentence in enumerate(sentences) for t, m, _ in found([sentence], "draft")}
    assert found(sentences, "draft") == alone


@pytest.mark.parametrize(
    "sentences",
    [
        ["We talked to Kristina.", "Nowakowskiej was away."],
        ["We talked to Kristiny.", "Nowakowskiej was away."],
        ["They were in group B.", "Nowakowska paints doors."],
        ["So said the doctor.", "Nowakowska paints doors."],
    ],
)
def test_a_surname_is_found_behind_what_as_one_text_would_be_another_first_name(sentences: list[str]) -> None:
    assert (PEOPLE[1].id, "nowakowska", 1) in found(sentences, "draft")


def test_what_was_kept_is_the_same_when_it_is_asked_again() -> None:
    texts = ["The keeper was Odalys Brannigan.", "She had a gull."]
    first = found(texts, "release")
    assert first
    assert found(texts, "release") == first
    assert found(texts, "draft") == found(texts[:1], "draft")
