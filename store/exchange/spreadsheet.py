"""Workbooks of Excel and LibreOffice, read by calamine: the cells' values, not their formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from alu.errors import InputError, MissingExtra
from alu.store.exchange.decoding import MAX_BYTES
from alu.store.exchange.tables import Cells

__all__ = ["cells_of_workbook"]


def cells_of_workbook(data: bytes) -> Iterator[Cells]:
    """Yield the rows of the one sheet of a workbook that has any; `line` is the row's number in the sheet.

    Raises:
        MissingExtra: `python-calamine` is not installed.
        InputError: it is no workbook, too large once unpacked, or has rows in several sheets.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingExtra("workbooks need python-calamine: pip install 'alu[xlsx]', or save it as CSV") from None
    _check_size(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for name in workbook.sheet_names if (sheet := _rows(workbook, name))]
    except CalamineError:
        raise InputError("the file is no workbook that can be read, or has a password: save it as CSV") from None
    if len(sheets) > 1:
        raise InputError(f"{len(sheets)} sheets of the workbook have rows: keep one, or save each as CSV")
    for sheet in sheets:
        yield from (Cells(number, [_text(cell) for cell in row]) for number, row in enumerate(sheet, 1))


def _rows(workbook: Any, name: str) -> list[list[Any]]:
    """Return the rows of a sheet from its first, none where all cells are empty."""
    rows: list[list[Any]] = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows if any(cell != "" for row in rows for cell in row) else []


def _check_size(data: bytes) -> None:
    """Refuse a workbook that says it is larger than any file that is read, once it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError("the file is no workbook: it is no .xlsx and no .ods") from None
    if size > MAX_BYTES:
        raise InputError(f"the workbook is larger than {MAX_BYTES // 1_000_000} MB once unpacked: split it")


def _text(cell: object) -> str:
    """Return a cell as text: 12.0 is a number that people see as 12."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
