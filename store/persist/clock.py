"""The clock of the list and of this machine, and what to do if one is wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alu.errors import StoreError
from alu.store.persist.transaction import plausible

if TYPE_CHECKING:
    from alu.store.persist.database import Database
    from alu.store.persist.transaction import Head
    from alu.store.target import Target

__all__ = ["ListClock", "clock_problem", "warn_of_clock"]

_log = logging.getLogger(__name__)


class ListClock:
    """The time by which targets of one namespace expire; it never goes back."""

    def __init__(self, database: Database, namespace: str) -> None:
        self._database = database
        self._namespace = namespace
        self._seen = 0.0

    def now(self, head: Head) -> float:
        """Return the time, never earlier than one that was seen before, here or by another process.

        One that is far ahead of this machine's clock is ignored: no target expires because of it.
        """
        now = time.time()
        self._seen = max([now, *(seen for seen in (self._seen, head.clock) if plausible(seen, now))])
        return self._seen

    def note_expiry(self, targets: Iterable[Target], head: Head, now: float) -> None:
        """Keep the time at which a target was first seen to have expired, for other processes."""
        if any(t.expires and head.clock < t.expires.timestamp() <= now for t in targets):
            try:
                self._database.set_clock(self._namespace, now)
            except StoreError:
                _log.warning("the time of an expiry could not be kept in the store")


def clock_problem(head: Head) -> str:
    """Say what to do where the list's clock is so far ahead of this machine's that one is wrong; else nothing."""
    now = time.time()
    if plausible(head.clock, now):
        return ""
    stored, here = (datetime.fromtimestamp(t, UTC).isoformat(timespec="minutes") for t in (head.clock, now))
    return (
        f"the list was written when a clock said {stored}, and this machine's says {here}: set whichever is wrong;"
        " targets stay enforced until this machine's clock says that they expire, and the next write keeps its time"
    )


def warn_of_clock(head: Head) -> None:
    """Log that a clock is wrong, where one is."""
    if problem := clock_problem(head):
        _log.warning("%s", problem)
