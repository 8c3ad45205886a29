"""The child process of `spreadsheet`: the rows of a workbook from standard input, as JSON on standard output.

Run as a script, never imported: calamine keeps every cell up to the last one, and ends its process where that takes
more memory than there is, so that a workbook of a few kilobytes would end a server.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime
from typing import Any

MEMORY = 1_500_000_000
"""Bytes of address space that a workbook may take; 100 MB of cells, the most that are read, take 0.4 GB."""


def main() -> None:
    """Write a list of the sheets that have any rows, each a list of rows of texts; null where it is no workbook."""
    bound()
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [rows for name in workbook.sheet_names if (rows := rows_of(workbook, name))]
    except CalamineError:
        sheets = None
    json.dump(sheets, sys.stdout)


def bound() -> None:
    """Set the limit, where the system has one."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rows_of(workbook: Any, name: str) -> list[list[str]]:
    """Return the rows of a sheet from its first, none where all cells are empty."""
    rows = [
        [text_of(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    ]
    return rows if any(cell for row in rows for cell in row) else []


def text_of(cell: object) -> str:
    """Return a cell as text: 12.0 is a number that people see as 12."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    main()
