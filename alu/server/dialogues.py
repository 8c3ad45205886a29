"""Questions that are kept until their answers come, for a caller that sends the two apart."""

from __future__ import annotations

import time
from collections import OrderedDict

from alu.chat import Message
from alu.server.access import Client

__all__ = ["Dialogues"]


class Dialogues:
    """Questions whose answers are still to come: so many, of so many characters, for so long.

    Args:
        most: how many are kept; the oldest goes first.
        characters: of all of them.
        seconds: for which one is kept.
    """

    def __init__(self, most: int = 10_000, characters: int = 50_000_000, seconds: float = 900.0) -> None:
        self._most = most
        self._characters = characters
        self._seconds = seconds
        self._held = 0
        self._kept: OrderedDict[tuple[str, str], tuple[float, int, list[Message]]] = OrderedDict()

    def keep(self, client: Client, call: str, dialogue: list[Message]) -> None:
        """Keep the dialogue of a call until it is answered; of one without an id, which any other could be, nothing."""
        if not call:
            return
        self._drop((client.id, call))
        size = sum(len(m.content) for m in dialogue)
        self._kept[client.id, call] = (time.monotonic() + self._seconds, size, dialogue)
        self._held += size
        while self._kept and (len(self._kept) > self._most or self._held > self._characters or self._is_old()):
            self._drop(next(iter(self._kept)))

    def find(self, client: Client, call: str) -> list[Message]:
        """Return the dialogue of a call, empty where it is not known. A stream asks for it more than once."""
        until, _, dialogue = self._kept.get((client.id, call), (0.0, 0, []))
        return dialogue if until > time.monotonic() else []

    def _is_old(self) -> bool:
        return next(iter(self._kept.values()))[0] <= time.monotonic()

    def _drop(self, key: tuple[str, str]) -> None:
        self._held -= self._kept.pop(key, (0.0, 0, []))[1]
