"""A progress bar on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["bar", "bar_of_bytes"]


def bar(*, size: bool = False) -> Callable[[str, int, int], None] | None:
    """Return a callback `(what, done, total)` that draws a bar, or None where stderr is no terminal.

    rich is imported when the first call comes; the bar ends itself at `done == total`.

    Args:
        size: done and total are bytes.
    """
    if not sys.stderr.isatty():
        return None
    shown: list[Progress] = []

    def draw(what: str, done: int, total: int) -> None:
        if not shown:
            shown.append(_started(size=size))
        (progress,) = shown
        progress.update(progress.task_ids[0], description=what, completed=done, total=total)
        if done >= total:
            progress.stop()
            shown.clear()

    return draw


def bar_of_bytes(what: str) -> Callable[[int, int], None] | None:
    """Return a callback `(done, total)` in bytes for a bar called `what`, or None where stderr is no terminal."""
    draw = bar(size=True)
    return None if draw is None else partial(draw, what)


def _started(*, size: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    count = DownloadColumn() if size else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("", total=None)
    progress.start()
    return progress
