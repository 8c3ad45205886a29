"""Workbooks of Excel and LibreOffice, read by calamine: the cells' values, not their formulas."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from alu.errors import InputError, MissingExtra
from alu.store.exchange.decoding import MAX_BYTES
from alu.store.exchange.tables import Cells

__all__ = ["cells_of_workbook"]

_SCRIPT = Path(__file__).with_name("workbook.py")
_SECONDS = 120.0
"""How long a workbook is read; 100,000 rows take 4 s."""


def cells_of_workbook(data: bytes) -> Iterator[Cells]:
    """Yield the rows of the one sheet of a workbook that has any; `line` is the row's number in the sheet.

    Raises:
        MissingExtra: `python-calamine` is not installed.
        InputError: it is no workbook, too large once unpacked, or has rows in several sheets.
    """
    if importlib.util.find_spec("python_calamine") is None:
        raise MissingExtra("workbooks need python-calamine: pip install 'alu[xlsx]', or save it as CSV")
    _check_size(data)
    sheets = _sheets(data)
    if sheets is None:
        raise InputError("the file is no workbook that can be read, or has a password: save it as CSV")
    if len(sheets) > 1:
        raise InputError(f"{len(sheets)} sheets of the workbook have rows: keep one, or save each as CSV")
    for sheet in sheets:
        yield from (Cells(number, row) for number, row in enumerate(sheet, 1))


def _sheets(data: bytes) -> list[list[list[str]]] | None:
    """Return the sheets that have rows, None where it is no workbook; in a process of its own, which may die.

    Raises:
        InputError: it takes too much memory or time.
    """
    command = [sys.executable, "-P", str(_SCRIPT)]
    try:
        read = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        said = "the workbook cannot be read: it is damaged, or its last cell is too far from the first; save it as CSV"
        raise InputError(said) from None
    sheets: list[list[list[str]]] | None = json.loads(read.stdout)
    return sheets


def _check_size(data: bytes) -> None:
    """Refuse a workbook that says it is larger than any file that is read, once it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError("the file is no workbook: it is no .xlsx and no .ods") from None
    if size > MAX_BYTES:
        raise InputError(f"the workbook is larger than {MAX_BYTES // 1_000_000} MB once unpacked: split it")
