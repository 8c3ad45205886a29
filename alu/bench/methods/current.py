"""The item that a run is asking now: the runner sets it and models of the harness read it, outside of any prompt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from alu.bench.suites.item import Item
from alu.isolation import carried

__all__ = ["CurrentItem", "current_item", "item_context"]


@dataclass(slots=True)
class CurrentItem:
    """One item that is being answered, and what its calls cost so far."""

    item: Item | None = None
    says: str = ""
    """The reply of a model that knows the answer, in the form that an attack demands; the item's answer if empty."""
    subject: str = ""
    """While targets are enriched: the subject whose facts the store asks for."""
    sample: int = 0
    """Which of several samples of one item; the cache keeps each of them separately."""
    replayed: float = field(default=0.0)
    """Seconds that calls answered from the cache took when they were made."""
    spent: float = field(default=0.0)
    """US dollars, calls answered from the cache left out."""
    unpriced: bool = field(default=False)
    """A call was made whose price is not known."""


_CURRENT: ContextVar[CurrentItem | None] = carried(ContextVar("alu_bench_current_item", default=None))


def current_item() -> CurrentItem | None:
    """Return the item being asked in this context, also in tasks and threads started from it."""
    return _CURRENT.get()


@contextmanager
def item_context(now: CurrentItem) -> Iterator[CurrentItem]:
    """Make `now` the current item within the block."""
    token = _CURRENT.set(now)
    try:
        yield now
    finally:
        _CURRENT.reset(token)
