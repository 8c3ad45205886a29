"""Questions that are kept until their answers come, for a caller that sends the two apart."""

from __future__ import annotations

import time
from collections import OrderedDict

from alu.chat import Message
from alu.server.access import Client

__all__ = ["Dialogues"]


class Dialogues:
    """Questions whose answers are still to come: so many, of so many characters, for so long.

    A client may choose the id of a call, and pair an answer with another question by asking two things at a time. So
    all questions of a call are kept, and an answer has to pass with each.

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
        self._kept: OrderedDict[tuple[str, str], tuple[float, int, list[list[Message]]]] = OrderedDict()

    def keep(self, client: Client, call: str, dialogue: list[Message]) -> None:
        """Keep a dialogue of a call until it is answered; of one without an id, which any other could be, nothing."""
        if not call:
            return
        asked = self.find(client, call)
        asked = asked if dialogue in asked else [*asked, dialogue]
        self._drop((client.id, call))
        size = sum(len(m.content) for one in asked for m in one)
        self._kept[client.id, call] = (time.monotonic() + self._seconds, size, asked)
        self._held += size
        while self._kept and (len(self._kept) > self._most or self._held > self._characters or self._is_old()):
            self._drop(next(iter(self._kept)))

    def find(self, client: Client, call: str) -> list[list[Message]]:
        """Return the dialogues of a call, none where none is known. A stream asks for them more than once."""
        until, _, asked = self._kept.get((client.id, call), (0.0, 0, []))
        return asked if until > time.monotonic() else []

    def _is_old(self) -> bool:
        return next(iter(self._kept.values()))[0] <= time.monotonic()

    def _drop(self, key: tuple[str, str]) -> None:
        self._held -= self._kept.pop(key, (0.0, 0, []))[1]
