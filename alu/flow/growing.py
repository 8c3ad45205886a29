"""A draft while it is streamed, and the part of it that was released."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

__all__ = ["Growing"]


class Growing:
    """The text so far, and its beginning that was handed out; of one request, in one event loop.

    Args:
        hand_out: called with each piece that leaves; put together they are `sent`.
    """

    def __init__(self, hand_out: Callable[[str], None]) -> None:
        self.text = ""
        """What has been written so far, thoughts included."""
        self.sent = ""
        """What has left: the beginning of the answer, which nothing takes back."""
        self._hand_out = hand_out
        self._changed, self._finished = asyncio.Event(), asyncio.Event()

    def __repr__(self) -> str:
        """Show nothing: tracebacks and crash reports call this."""
        return "Growing(…)"

    def add(self, piece: str) -> None:
        """Take what was written next."""
        self.text += piece
        self._changed.set()

    def finish(self) -> None:
        """Note that nothing more will be written."""
        self._finished.set()
        self._changed.set()

    def finished(self) -> bool:
        """Tell whether nothing more will be written."""
        return self._finished.is_set()

    async def rest(self, seconds: float) -> None:
        """Wait, but not beyond the end of the writing."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._finished.wait(), seconds)

    async def change(self) -> None:
        """Wait until more has been written, or nothing more will be."""
        await self._changed.wait()
        self._changed.clear()

    def let_out(self, text: str) -> None:
        """Hand out what `text`, the checked beginning of the answer, has beyond what has left."""
        piece, self.sent = text[len(self.sent) :], text
        self._hand_out(piece)
