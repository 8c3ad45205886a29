"""How far a run is, and how long the rest takes: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from alu.cli.output import note

if TYPE_CHECKING:
    from alu.bench.runner.run import RunProgress

__all__ = ["watching"]

FIRST = 10
"""Answers before the first line; each later line waits for twice as many."""


@contextmanager
def watching() -> Iterator[Callable[[RunProgress], None]]:
    """Yield a callback that draws a bar with tokens and cost where stderr is a terminal, and else writes lines."""
    if not sys.stderr.isatty():
        yield _Lines().write
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[spent]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, spent="")

        def draw(now: RunProgress) -> None:
            spent = f"{now.tokens:,} tokens" + (f", ${now.cost:.2f}" if now.cost else "")
            spent += f", {now.errors} without an answer" if now.errors else ""
            bar.update(task, description=now.what, completed=now.done, total=now.total, spent=spent)

        yield draw


class _Lines:
    """Writes after 10, 20, 40 … new answers how long the rest takes at that pace, so that a log shows it."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._before: int | None = None
        self._next = FIRST

    def write(self, now: RunProgress) -> None:
        """Write a line where one is due."""
        if self._before is None:  # what an earlier command answered took none of this one's time
            self._before = now.done - 1
        new = now.done - self._before
        if new < self._next:
            return
        self._next *= 2
        hours = (monotonic() - self._began) / new * (now.total - now.done) / 3600
        note(f"alu: {now.done:,} of {now.total:,} answers; about {hours:.2f} hours for the rest")
