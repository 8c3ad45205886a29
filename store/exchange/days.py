"""Days as spreadsheets write them: «31.12.2027», «31/12/2027», «12/31/2027», as «2027-12-31».

A day that is taken for another ends the enforcement of a target too early. So the order of day and month is read from
the dots, which stand behind the day wherever they are written, or from a date that can be one thing only, its own or
another one of its column; where neither tells, the date is left as it is, and refused by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

__all__ = ["Order", "in_order", "order_of"]

Order = Literal["day first", "month first"]
"""Which number of a date stands before the other."""

_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


def order_of(cells: Iterable[str]) -> Order | None:
    """Return which comes first in the dates of a column, as far as some of them tell, and all of those alike.

    Example:
        >>> from alu.store.exchange.days import order_of
        >>> order_of(["03/04/2027", "31/12/2027"]), order_of(["03/04/2027"]), order_of(["13/01/2027", "01/13/2027"])
        ('day first', None, None)
    """
    orders = {order for cell in cells if (order := _own_order(cell))}
    return orders.pop() if len(orders) == 1 else None


def in_order(cell: str, order: Order | None) -> str:
    """Return a date as year, month and day; anything else, and a date that may be either of two, as it is.

    Example:
        >>> from alu.store.exchange.days import in_order
        >>> [in_order(cell, None) for cell in ("3.4.2027", "31/12/2027", "03/04/2027", "31.02.2027", "30d")]
        ['2027-04-03', '2027-12-31', '03/04/2027', '31.02.2027', '30d']
        >>> in_order("03/04/2027", "month first")
        '2027-03-04'
    """
    found = _DAY.fullmatch(cell.strip())
    if not found:
        return cell
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    ordered = _own_order(cell) or order
    if ordered is None and first != second:
        return cell
    day, month = (second, first) if ordered == "month first" else (first, second)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return cell


def _own_order(cell: str) -> Order | None:
    """Return which comes first in a date by itself."""
    found = _DAY.fullmatch(cell.strip())
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12:
        return "day first"
    return "month first" if second > 12 else None
