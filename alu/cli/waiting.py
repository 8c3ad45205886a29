"""A line on stderr while an answer is made: how long it has taken, and which stage has ended; none off a terminal."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alu.cli.output import plain

if TYPE_CHECKING:
    from alu.answer import Stage

__all__ = ["waiting"]

STEP = 0.2
"""Seconds between two drawings."""
CLEAR = "\r\x1b[K"


@contextmanager
def waiting(what: str) -> Iterator[Callable[[Stage], None] | None]:
    """Show `what` and the seconds until the block ends.

    Yields:
        What to call with each stage that has ended (`Unlearner.ask(on_stage=…)`), or None where stderr is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    start, over = time.monotonic(), threading.Event()
    ended: list[str] = []

    def draw() -> None:
        while not over.wait(STEP):
            shown = " · ".join((f"{what} {time.monotonic() - start:.0f} s", *ended))
            sys.stderr.write(f"{CLEAR}{plain(shown)[: shutil.get_terminal_size().columns - 1]}")
            sys.stderr.flush()

    drawer = threading.Thread(target=draw, daemon=True)
    drawer.start()
    try:
        yield lambda stage: ended.append(f"{stage.name} at {time.monotonic() - start:.1f} s")
    finally:
        over.set()
        drawer.join()
        sys.stderr.write(CLEAR)
        sys.stderr.flush()
