"""An answer in pieces, for a caller of any event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from alu.answer import Answer
from alu.loop import Loop

__all__ = ["in_pieces"]


async def in_pieces(
    loop: Loop, asking: Callable[[Callable[[str], None]], Coroutine[Any, Any, Answer]]
) -> AsyncIterator[str | Answer]:
    """Yield what is handed out before the answer is whole, then the rest of it, then the answer itself.

    Args:
        loop: where it is asked.
        asking: given what takes a piece, from any thread; it returns the whole answer, which begins with the pieces.
    """
    here, pieces, left = asyncio.get_running_loop(), asyncio.Queue[str](), ""
    work = asyncio.ensure_future(loop.arun(asking(lambda piece: _put(here, pieces, piece))))
    # behind the last piece, whichever thread it comes from
    work.add_done_callback(lambda _: pieces.put_nowait(""))
    try:
        while piece := await pieces.get():
            left += piece
            yield piece
        answer = work.result()
        if rest := answer.text[len(left) :]:
            yield rest
        yield answer
    finally:
        work.cancel()


def _put(here: asyncio.AbstractEventLoop, pieces: asyncio.Queue[str], piece: str) -> None:
    if not here.is_closed():
        here.call_soon_threadsafe(pieces.put_nowait, piece)
