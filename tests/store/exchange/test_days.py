"""Days as German, French and American tables write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from alu.errors import TargetFileError
from alu.store.exchange.days import in_order, order_of
from alu.store.exchange.formats import read_targets
from tests.workbooks import xlsx


def _ends(text: str | bytes, format: str = "csv") -> list[str]:
    """Return the days up to which the targets of a table are enforced."""
    source = text if isinstance(text, bytes) else io.StringIO(text)
    targets, _ = read_targets(source, format)
    return [target.expires.date().isoformat() if target.expires else "" for target in targets]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["03.04.2027", "3.4.2027"], ["2027-04-03", "2027-04-03"]),
        (["03/04/2027", "31/12/2027"], ["2027-04-03", "2027-12-31"]),
        (["03/04/2027", "12/31/2027"], ["2027-03-04", "2027-12-31"]),
        (["03-04-2027", "31.12.2027"], ["2027-04-03", "2027-12-31"]),
        (["04/04/2027", "2027-05-06"], ["2027-04-04", "2027-05-06"]),
    ],
)
def test_a_column_shows_which_is_the_day(cells: Sequence[str], days: list[str]) -> None:
    rows = "".join(f"Person {n};{cell}\n" for n, cell in zip(("Ada Quill", "Bo Reed"), cells, strict=True))
    assert _ends(f"Name;Gültig bis\n{rows}") == days


@pytest.mark.parametrize("cells", [["03/04/2027"], ["03/04/2027", "13/04/2027", "04/13/2027"], ["31.02.2027"]])
def test_where_it_does_not_the_row_is_refused(cells: Sequence[str]) -> None:
    rows = "".join(f"Person {'ABC'[n]}dams;{cell}\n" for n, cell in enumerate(cells))
    with pytest.raises(TargetFileError, match="line 2: expires: write a date as 2027-01-31"):
        _ends(f"Name;Gültig bis\n{rows}")


def test_a_workbook_may_have_dates_and_texts_of_them() -> None:
    table = xlsx([["Name", "Gültig bis"], ["Ada Quill", "31.12.2027"], ["Bo Reed", None]])
    assert _ends(table, "xlsx") == ["2027-12-31", ""]


def test_only_whole_dates_are_read() -> None:
    for text in ("30d", "", "31.12.27", "2027-12-31", "31.12/2027", "am 31.12.2027"):
        assert in_order(text, "day first") == text
        assert order_of([text]) is None
