"""What is being asked, out of band: the harness sets it, models of the harness read it, no prompt holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from alu.bench.suites.item import Item

__all__ = ["Asked", "asked", "asking"]


@dataclass(slots=True)
class Asked:
    """One item under way, and what its calls cost so far."""

    item: Item | None = None
    says: str = ""
    """What one who knows says now, in the form that an attack demands; the item's answer if empty."""
    subject: str = ""
    """Whom the store is being told of, while targets are enriched."""
    sample: int = 0
    """Which of several samples of one item; each has its own place in the cache."""
    replayed: float = field(default=0.0)
    """Seconds that calls answered from the cache took when they were made."""
    spent: float = field(default=0.0)
    """US dollars, calls answered from the cache left out."""
    unpriced: bool = field(default=False)
    """A call was made whose price is not known."""


_ASKED: ContextVar[Asked | None] = ContextVar("alu_bench_asked", default=None)


def asked() -> Asked | None:
    """Return what is being asked in this context, also in tasks and threads started from it."""
    return _ASKED.get()


@contextmanager
def asking(now: Asked) -> Iterator[Asked]:
    """Ask `now` inside."""
    token = _ASKED.set(now)
    try:
        yield now
    finally:
        _ASKED.reset(token)
