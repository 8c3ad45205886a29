"""Making a target from what a person typed."""

from __future__ import annotations

import getpass
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from alu.errors import InputError

if TYPE_CHECKING:
    from alu.store.target import Target

__all__ = ["ahead", "moment", "new_target", "span", "who"]


def new_target(**fields: Any) -> Target:
    """Return a target made of `fields`.

    Raises:
        InputError: a field is wrong; the message names it and shows no value.
    """
    from pydantic import ValidationError

    from alu.store.target import Target

    try:
        return Target(**fields)
    except ValidationError as error:
        from alu.store.persist.records import explained

        raise InputError(explained(error)) from None


def moment(text: str) -> datetime:
    """Return the moment that `text` names, in UTC where it gives no time zone; «31.12.2027» is one, too.

    Raises:
        InputError: it is no date, or it has passed.
    """
    from alu.store.exchange.days import in_order

    try:
        when = datetime.fromisoformat(in_order(text, None))
    except ValueError:
        raise InputError(
            "--expires: write a date as 2027-01-31, with a time as 2027-01-31T12:00+01:00, or 30d from now"
        ) from None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    if when <= datetime.now(UTC):
        raise InputError("--expires: that has passed already")
    return when


def span(text: str, what: str = "a time") -> timedelta:
    """Return the time that `text` is long: a number with m, h, d or w. `what` is what an error calls it.

    Raises:
        InputError: it is no such thing.
    """
    match = re.fullmatch(r"([0-9]{1,5})([mhdw])", text)
    if match is None:
        raise InputError(f"write {what} as 90m, 12h, 30d or 8w")
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
    return int(match[1]) * units[match[2]]


def ahead(text: str) -> datetime:
    """Return the moment that `text` names: so long from now (`30d`), or a date.

    Raises:
        InputError: it is neither, or has passed.
    """
    if re.fullmatch(r"0*[1-9][0-9]*[mhdw]", text):
        return datetime.now(UTC) + span(text)
    return moment(text)


def who() -> str:
    """Return the name of the person at the keyboard, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
