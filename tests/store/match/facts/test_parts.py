"""What is scored by itself."""

from alu.store.match.facts.parts import scored_clauses, scored_parts
from alu.store.match.query import Query

LONG = "She moved to the harbour town in spring."


def test_short_sentences_of_a_draft_are_read_with_what_comes_next() -> None:
    parts = scored_parts(Query.of([LONG, "Examples:", "The gull stayed for years."], source="draft"))
    assert parts == {LONG: 0, "Examples:\nThe gull stayed for years.": 1, "The gull stayed for years.": 2}


def test_the_last_one_is_read_with_what_comes_before() -> None:
    assert scored_parts(Query.of([LONG, "#### 106"], source="draft")) == {LONG: 0, f"{LONG}\n#### 106": 1}


def test_a_sentence_without_spaces_is_as_long_as_its_letters() -> None:
    said = ["灯台の高さは三十八メートルです。", "例えば：", "鴎は何年も居ました。"]
    parts = scored_parts(Query.of(said, source="draft"))
    assert parts == {said[0]: 0, "\n".join(said[1:]): 1}


def test_texts_that_are_no_sentences_of_one_text_stay_alone() -> None:
    assert scored_parts(Query.of(["Examples:", LONG])) == {"Examples:": 0, LONG: 1}


def test_a_long_question_is_scored_sentence_by_sentence_and_short_ones_joined() -> None:
    text = " ".join([LONG] * 20) + " Why?"
    assert scored_parts(Query.of([text])) == {LONG: 0, f"{LONG}\nWhy?": 0}


def test_a_short_text_alone_is_scored_as_it_is() -> None:
    assert scored_parts(Query.of(["106"], source="draft")) == {"106": 0}


def test_cells_are_scored_by_themselves_as_well() -> None:
    row = f"| 4 | {LONG} |"
    assert scored_parts(Query.of([row], source="draft")) == {row: 0, LONG: 0}


def test_blank_texts_are_not_scored() -> None:
    assert scored_parts(Query.of(["", " \n ", LONG, "Why?"])) == {LONG: 2, "Why?": 3}
    assert scored_parts(Query.of([], source="draft")) == {}


def test_short_sentences_in_a_row_are_joined_until_they_say_something() -> None:
    parts = scored_parts(Query.of(["One.", "Two.", "Three.", LONG], source="draft"))
    assert list(parts.values()) == [0, 1, 2, 3]
    assert next(iter(parts)).startswith("One.\nTwo.\nThree.")
    assert list(parts)[-1] == LONG


def test_clauses_of_a_long_sentence_are_scored_and_those_of_a_brief_one_are_not() -> None:
    long = f"The harbour is old and has a light, {LONG[:-1]}, and in the nineties it was painted white again."
    brief = f"It rains, {LONG[:-1]}, then."
    found = scored_clauses({brief: 0, long: 1})
    assert (LONG[:-1], 1) in found.items()
    assert set(found.values()) == {1}


def test_what_is_a_part_already_is_no_clause_of_another() -> None:
    cell, row = LONG, f"| 4 | {LONG} | The harbour is old and has a light that was painted white again. |"
    assert LONG not in scored_clauses(scored_parts(Query.of([row], source="draft")))
    assert cell in scored_parts(Query.of([row], source="draft"))
