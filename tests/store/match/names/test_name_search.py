"""What is kept of a draft's names for the gate never hides a name from the look-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alu.store.match.evidence import Evidence
from alu.store.match.names.name_index import NameIndex
from alu.store.match.names.names import Names
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
        *("the", "old", "4", "12", "doctor", "J", "Dr", "Ms", "said", "B", "gull", "Odalys", "Brannigan", "Branigan"),
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


@given(st.lists(SENTENCES, max_size=3))
def test_so_do_those_that_the_gate_reads_as_several_texts(parts: list[list[str]]) -> None:
    sentences = [sentence for part in parts for sentence in part]
    alone = {(t, m, i) for i, sentence in enumerate(sentences) for t, m, _ in found([sentence], "draft")}
    query = replace(Query.of(sentences, source="draft"), parts=tuple(map(tuple, parts)))
    assert {_place(e) for e in SEARCH(query)} == alone


def test_a_text_is_searched_once_for_look_up_and_gate_also_next_to_one_that_ends_in_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search, parts = snapshot(PEOPLE).detector.names, (("The bees hum.", "They sleep."), ("b t",), ("bt",))
    read, asked = Names.find, list[Query]()

    def counted(channel: Names, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        asked.append(query)
        return read(channel, query, so_far)

    monkeypatch.setattr(Names, "find", counted)
    assert not search(replace(Query.of([s for part in parts for s in part], source="draft"), parts=parts))
    for part in parts:
        assert not search(Query.of(part, answers="", source="release"))
    assert [query.source for query in asked] == ["release"] * 3


def test_by_themselves_are_searched_the_sentences_behind_what_may_begin_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    search, read, asked = snapshot(PEOPLE).detector.names, Names.find, list[Query]()

    def counted(channel: Names, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        asked.append(query)
        return read(channel, query, so_far)

    monkeypatch.setattr(Names, "find", counted)
    texts = ["The bees hum.", "We talked to Kristina.", "***", "They sleep.", "The tower is tall."]
    assert not search(Query.of(texts, source="draft"))
    assert [query.texts for query in asked] == [texts, ["They sleep."]]


def test_all_texts_of_a_draft_are_looked_through_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    search, seen, passes = snapshot(PEOPLE).detector.names, NameIndex.seen, list[Sequence[str]]()

    def counted(index: NameIndex, words: Sequence[str]) -> Iterable[tuple[int, int, int]]:
        passes.append(words)
        return seen(index, words)

    monkeypatch.setattr(NameIndex, "seen", counted)
    parts = (("The bees hum.", "They sleep."), ("They hum.",), ("The tower is tall.",))
    assert not search(replace(Query.of([s for part in parts for s in part], source="draft"), parts=parts))
    assert len(passes) == 1


@pytest.mark.parametrize("before", ["She was born on May 4.", "There were 7.", "The bees dance."])
def test_a_digit_before_a_sentence_is_no_initial(before: str) -> None:
    assert (PEOPLE[1].id, "nowakowska", 1) in found([before, "Nowakowska paints doors."], "release")


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
