"""Workbooks, cell by cell: what people see in a sheet is what is read."""

from __future__ import annotations

from datetime import date

import pytest

from alu.errors import InputError
from alu.store.exchange.spreadsheet import cells_of_workbook
from alu.store.exchange.tables import Cells
from tests.workbooks import Cell, ods, xlsx

pytest.importorskip("python_calamine", reason="the extra `xlsx` is not installed")


def test_numbers_and_dates_are_texts_as_people_see_them() -> None:
    sheet: list[list[Cell]] = [["name", 12.0], [None, 1.5], [date(2026, 1, 2), -3.0]]
    assert [row.cells for row in cells_of_workbook(xlsx(sheet))] == [["name", "12"], ["", "1.5"], ["2026-01-02", "-3"]]


def test_a_row_has_the_number_that_the_sheet_shows() -> None:
    assert list(cells_of_workbook(xlsx([[None], [None], ["Ada"]])))[-1] == Cells(3, ["Ada"])


def test_the_one_sheet_with_rows_is_read_and_two_are_refused() -> None:
    assert list(cells_of_workbook(xlsx([], [["Ada", "<b>&"]]))) == [Cells(1, ["Ada", "<b>&"])]
    assert list(cells_of_workbook(xlsx([]))) == []
    with pytest.raises(InputError, match="2 sheets of the workbook have rows"):
        list(cells_of_workbook(xlsx([["Ada"]], [["Bea"]])))


def test_empty_cells_that_libreoffice_repeats_are_none() -> None:
    assert list(cells_of_workbook(ods([["Ada", "灯台守"], ["Bea", "x"]]))) == [
        Cells(1, ["Ada", "灯台守"]),
        Cells(2, ["Bea", "x"]),
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name\nAda", xlsx([["Ada"]])[:-30]])
def test_what_is_no_workbook_or_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no workbook"):
        list(cells_of_workbook(data))
