"""The clock of the list, and this machine's: what to do where one of them is wrong."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alu.store.persist.transaction import plausible

if TYPE_CHECKING:
    from alu.store.persist.transaction import Head

__all__ = ["clock_problem", "warn_of_clock"]

_log = logging.getLogger(__name__)


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
