"""Tables of targets: CSV with any separator, and rows of any table; CSV that a spreadsheet opens as text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from alu.errors import InputError
from alu.store.exchange.columns import Column, columns_of, fields_of, problem_of, recognised
from alu.store.exchange.days import Order, in_order, order_of
from alu.store.exchange.decoding import MAX_BYTES
from alu.store.target import Target

__all__ = ["Cells", "FileRow", "cells_of_csv", "inert", "rows_of_table", "table_of", "write_csv"]

_SEPARATOR = re.compile(r"sep=([^\w\s\"]|\t)(?=\r?\n)")
"""The first line in which Excel says what separates the cells."""
# a spreadsheet takes a cell that begins so for a formula, and runs it; an apostrophe before it says that it is a text
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

_DATES = frozenset({"created", "expires"})


class FileRow(NamedTuple):
    """What is on a line: the fields of a target, or what is wrong."""

    line: int
    fields: dict[str, Any] | str


class Cells(NamedTuple):
    """A row of a table, or what is wrong with it."""

    line: int
    cells: Sequence[str] | str


def cells_of_csv(text: str, given: Mapping[str, str]) -> Iterator[Cells]:
    """Yield the rows of a CSV text; the separator is the one that makes the most known headers of the first line."""
    delimiter = None
    if named := _SEPARATOR.match(text):
        delimiter, text = named[1], text[named.end() :]
    # a cell holds all facts of a target; beyond 128 kB the module refuses what it wrote itself
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    delimiter = delimiter or _delimiter(text, given)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield Cells(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield Cells(line, f"broken CSV ({error})")
            return


def _delimiter(text: str, given: Mapping[str, str]) -> str:
    header = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]

    def worth(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return recognised(cells, given), len(cells)

    return max(",;\t|", key=worth)


def rows_of_table(
    table: Iterable[Cells], given: Mapping[str, str], on_columns: Callable[[Sequence[Column]], None] | None = None
) -> Iterator[FileRow]:
    """Yield the fields of each row below the header, which is the first row with a cell.

    Args:
        table: the rows.
        given: what the user said of the columns, see `columns_of`.
        on_columns: called with what each column is taken for, before the first row.
    """
    rows = iter(table)
    for line, cells in rows:
        if isinstance(cells, str):
            yield FileRow(line, cells)
        elif any(cell.strip() for cell in cells):
            try:
                columns = columns_of(cells, given)
            except InputError as error:
                yield FileRow(line, str(error))
                return
            if on_columns:
                on_columns(columns)
            if problem := problem_of(columns):
                yield FileRow(line, problem)
                return
            yield from _below(columns, rows)


def _below(columns: Sequence[Column], rows: Iterable[Cells]) -> Iterator[FileRow]:
    """Yield the fields of the rows below a header; of a column of dates all are read before the first row."""
    dated = [column.number - 1 for column in columns if column.field in _DATES]
    rows = list(rows) if dated else rows
    orders = {place: order_of(_column(rows, place)) for place in dated}
    for line, cells in rows:
        if isinstance(cells, str):
            yield FileRow(line, cells)
        elif any(cell.strip() for cell in cells):
            yield FileRow(line, fields_of(columns, _days([_unescaped(cell) for cell in cells], orders)))


def _column(rows: Iterable[Cells], place: int) -> Iterator[str]:
    """Yield the cells of a column."""
    for row in rows:
        if not isinstance(row.cells, str) and place < len(row.cells):
            yield row.cells[place]


def _days(cells: list[str], orders: Mapping[int, Order | None]) -> list[str]:
    """Return a row with the days of its columns of dates as year, month and day."""
    return [in_order(cell, orders[place]) if place in orders else cell for place, cell in enumerate(cells)]


def write_csv(targets: Sequence[Target]) -> str:
    """Return the targets as CSV, see `table_of`."""
    return table_of(list(Target.model_fields), (target.model_dump(mode="json") for target in targets))


def table_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return CSV with a header, with no cell that a spreadsheet would run; a list becomes a JSON array."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # Python 3.11 quotes a character of the line's end only
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(_cell(row[column])) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return a cell: a text, a JSON array, or `true` or `false`."""
    if isinstance(value, list | bool):
        return json.dumps(value, ensure_ascii=False) if value != [] else ""
    return str(value) if isinstance(value, int) else value or ""


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with an apostrophe before what it would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
