"""Background work after changes: once, after the last of several."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["Merging"]

QUIET = 60.0
"""Seconds without a change after which the work is done."""
SOON = 5.0
"""Seconds after which it is done where much has changed."""

_log = logging.getLogger(__name__)


class Merging:
    """Does work in a thread some time after it was last asked for.

    Args:
        work: what is done; what it raises is logged, and it is asked for again by the next change.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._timer: threading.Timer | None = None
        self._stopped = False

    def later(self, *, many: bool) -> None:
        """Do the work when no change has come for a while; where there are many, soon, whatever comes."""
        if self._stopped or (many and self._timer and self._timer.interval == SOON and self._timer.is_alive()):
            return
        self.cancel()
        self._timer = threading.Timer(SOON if many else QUIET, self._run)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Do not do what is waiting."""
        if self._timer:
            self._timer.cancel()

    def stop(self) -> None:
        """Do no more work."""
        self._stopped = True
        self.cancel()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # it may hold a text, and what is layered goes on to be enforced
            _log.warning("changes could not be merged (%s)", type(error).__name__)
