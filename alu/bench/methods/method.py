"""The protocol of a method: it answers one item at a time."""

from __future__ import annotations

from typing import Protocol

from alu.answer import Answer
from alu.bench.methods.dialogue import Dialogue
from alu.bench.suites.item import Item

__all__ = ["Method"]


class Method(Protocol):
    """Something that answers items."""

    async def answer(self, item: Item, put: Dialogue) -> Answer:
        """Answer `item`, put as in `put`.

        Raises:
            alu.errors.AluError: there is no answer.
        """
        ...
