"""An answer in pieces, for callers in any event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from alu.answer import Answer

__all__ = ["Pieces", "in_pieces"]


class Pieces:
    """What of an answer leaves before the whole, until it is taken; in the event loop that it was made in."""

    def __init__(self) -> None:
        self.come = asyncio.Event()
        """Set while there is some."""
        self._loop = asyncio.get_running_loop()
        self._text = ""

    def add(self, piece: str) -> None:
        """Take a piece, from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._add, piece)

    def take(self) -> str:
        """Return what has come since the last call."""
        text, self._text = self._text, ""
        self.come.clear()
        return text

    def _add(self, piece: str) -> None:
        self._text += piece
        self.come.set()


async def in_pieces(
    asking: Callable[[Callable[[str], None]], Coroutine[Any, Any, Answer]],
) -> AsyncIterator[str | Answer]:
    """Yield what is handed out before the answer is whole, then the rest of it, then the answer itself.

    Args:
        asking: given what takes a piece, from any thread; it returns the whole answer, which begins with the pieces.
    """
    pieces, left = Pieces(), ""
    work = asyncio.create_task(asking(pieces.add))
    work.add_done_callback(lambda _: pieces.come.set())
    try:
        while not work.done():
            await pieces.come.wait()
            if piece := pieces.take():
                left += piece
                yield piece
        answer = work.result()
        if rest := answer.text[len(left) :]:
            yield rest
        yield answer
    finally:
        work.cancel()
