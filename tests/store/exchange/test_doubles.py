"""Rows of a file that are about one target: made one where that is asked for, with all that any of them has."""

from __future__ import annotations

import io

import pytest

from alu.errors import TargetFileError
from alu.store.exchange.formats import read_lines
from alu.store.target import Target


def merged(
    text: str, format: str = "csv", *, partial: bool = False
) -> tuple[list[tuple[int, Target]], list[list[int]]]:
    """Read a file with its rows of one name made one; return the rows, and which lines became one."""
    lines: list[list[int]] = []
    rows, _ = read_lines(io.StringIO(text), format, partial=partial, on_merge=lambda found: lines.append([*found]))
    return rows, lines


def test_two_rows_of_one_person_are_one_target_with_all_their_facts() -> None:
    text = "name,facts\nDr. med. Anna Kettleby,She lives in Vell.\nBo Reed,\nKettleby, Anna\n"
    text = text.replace("Kettleby, Anna", '"Kettleby, Anna",She sails.')
    rows, lines = merged(text)
    assert lines == [[2, 4]]
    assert [(line, target.name) for line, target in rows] == [(2, "Dr. med. Anna Kettleby"), (3, "Bo Reed")]
    anna = rows[0][1]
    assert [fact.text for fact in anna.facts] == ["She lives in Vell.", "She sails."]
    assert anna.aliases == ("Kettleby, Anna",)


def test_the_one_target_forgets_all_that_the_rows_do_for_as_long() -> None:
    rows, _ = merged(
        '{"name": "Bo Reed", "policy": "facts", "facts": ["He sails."], "expires": "2090-01-01", "reason": "R-1"}\n'
        '{"name": "Bo Reed", "policy": "lenient", "expires": "2091-01-01", "derive": false, "reason": "R-2"}\n'
        '{"name": "Dr. Bo Reed", "id": "bo", "description": "a diver", "facts": ["He sails.", "He dives."]}\n',
        "jsonl",
    )
    ((_, bo),) = rows
    assert (bo.id, bo.policy, bo.expires, bo.derive, bo.reason) == ("bo", "strict", None, True, "R-1, R-2")
    assert (bo.description, [fact.text for fact in bo.facts]) == ("a diver", ["He sails.", "He dives."])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('"description": "a baker"', '"description": "a judge"'),
        ('"id": "p1"', '"id": "p2"'),
        ('"kind": "entity"', '"kind": "topic"'),
    ],
)
def test_rows_that_say_that_they_are_about_two_stay_apart(first: str, second: str) -> None:
    text = f'{{"name": "Bo Reed", {first}}}\n{{"name": "Bo Reed", {second}}}\n'
    rows, lines = merged(text, "jsonl", partial=True)
    assert (len(rows), lines) == (2, [])


def test_a_row_that_may_be_about_either_of_two_is_refused() -> None:
    text = "name,description\nBo Reed,a baker\nBo Reed,a judge\nBo Reed,\n"
    with pytest.raises(TargetFileError, match="line 4: the same name as in line 2"):
        merged(text)


def test_fields_that_no_row_gives_are_not_given_by_the_one_target() -> None:
    rows, _ = merged("name,facts\nBo Reed,He sails.\nBo Reed,He dives.\n", partial=True)
    assert rows[0][1].model_fields_set == {"name", "facts"}


def test_other_titles_are_named_as_what_two_rows_differ_in() -> None:
    with pytest.raises(TargetFileError) as caught:
        read_lines(io.StringIO("Bo Reed\nDr. Bo Reed\n"), "txt")
    (problem,) = caught.value.problems
    assert problem.startswith("line 2: the same name, titles and word order aside, as in line 1: ")


def test_bad_rows_are_named_in_the_order_of_their_lines() -> None:
    with pytest.raises(TargetFileError) as caught:
        read_lines(io.StringIO("name,kind\nBo Reed,\nBo Reed,\nAda Quill,bad\nBo Reed,\n"), "csv")
    assert [problem[:7] for problem in caught.value.problems] == ["line 3:", "line 4:", "line 5:"]
