"""Rows of tables: separators, line numbers, and cells that a spreadsheet would run."""

from __future__ import annotations

import pytest

from alu.store.exchange.columns import Column, recognised
from alu.store.exchange.tables import Cells, FileRow, cells_of_csv, rows_of_table, write_csv
from tests.stores import target


def rows(text: str, **given: str) -> list[FileRow]:
    return list(rows_of_table(cells_of_csv(text, given), given))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("name;note,x\na;b", ["name", "note,x"]),
        ("name\tfacts\na\tb,c", ["name", "facts"]),
        ("name|ticket\na|b;c;d", ["name", "ticket"]),
        ("Vorname;Nachname, Familie;Telefon", ["Vorname", "Nachname, Familie", "Telefon"]),
        ("name", ["name"]),
    ],
)
def test_the_separator_is_the_one_that_makes_known_headers(text: str, header: list[str]) -> None:
    assert next(cells_of_csv(text, {})).cells == header


def test_a_header_that_only_the_user_names_shows_the_separator() -> None:
    assert next(cells_of_csv("Kunde;Ort,Land\n", {"Kunde": "name"})).cells == ["Kunde", "Ort,Land"]
    assert recognised(["Kunde", "Ort"], {"kunde": "name"}) == 1
    assert recognised(["Kunde", "Ort"], {}) == 0


def test_the_separator_that_excel_writes_first_is_taken_at_its_word() -> None:
    assert rows("sep=^\r\nname^facts\r\nAda Quill^She sang, and he played.\r\n") == [
        FileRow(3, {"name": "Ada Quill", "facts": ["She sang, and he played."]})
    ]


def test_a_cell_of_two_lines_moves_the_lines_below_it() -> None:
    assert list(cells_of_csv('name\n"two\nlines"\nlast', {})) == [
        Cells(1, ["name"]),
        Cells(2, ["two\nlines"]),
        Cells(4, ["last"]),
    ]


def test_a_quote_that_never_ends_stops_the_table_with_its_line() -> None:
    *before, last = rows('name,reason\nAda Quill,a\nBea Quill,b\n"Cleo')
    assert [row.fields for row in before] == [
        {"name": "Ada Quill", "reason": "a"},
        {"name": "Bea Quill", "reason": "b"},
    ]
    assert (last.line, str(last.fields)[:10]) == (4, "broken CSV")


def test_blank_rows_are_passed_over_and_the_header_is_the_first_row_with_a_cell() -> None:
    assert rows("\n , \nname,reason\n\n,,\nAda Quill,x\n") == [FileRow(6, {"name": "Ada Quill", "reason": "x"})]
    assert rows("") == []


@pytest.mark.parametrize(
    ("text", "given", "says"),
    [
        ("Owner,Stage\nAda,1\n", {}, "a column `name` is needed"),
        ("name\nAda\n", {"Boss": "-"}, "the table has no column boss"),
        ("name,Stage\nAda,1\n", {}, "column 2 is none of"),
    ],
)
def test_a_header_that_is_not_understood_lets_no_row_through(text: str, given: dict[str, str], says: str) -> None:
    (only,) = rows(text, **given)
    assert only.line == 1
    assert str(only.fields).startswith(says)


def test_the_columns_are_shown_once_and_before_any_row() -> None:
    seen: list[list[str]] = []

    def show(columns: object) -> None:
        assert isinstance(columns, tuple)
        assert all(isinstance(column, Column) for column in columns)
        seen.append([column.field for column in columns])

    table = rows_of_table(cells_of_csv("name,aka\nA B,C\nD E,F\n", {}), {}, show)
    assert seen == []
    assert len(list(table)) == 2
    assert seen == [["name", "aliases"]]


@pytest.mark.parametrize("name", ["=cmd()", "+49 club", "-x", "@handle", "'=quoted", "''@twice"])
def test_no_written_cell_is_a_formula_and_each_comes_back(name: str) -> None:
    written = write_csv([target(name, ["=1+1", "a plain fact"])])
    assert f",'{name}," in written
    (row,) = rows(written)
    assert isinstance(row.fields, dict)
    assert row.fields["name"] == name
    assert [fact["text"] for fact in row.fields["facts"]] == ["=1+1", "a plain fact"]


def test_an_apostrophe_before_a_plain_word_is_a_part_of_the_name() -> None:
    assert rows("name\n't Hooft Grimkov\n") == [FileRow(2, {"name": "'t Hooft Grimkov"})]
