"""The targets as enforced at this moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alu.store.match.snapshot import Snapshot
    from alu.store.store import TargetStore

__all__ = ["latest"]


async def latest(store: TargetStore, *, at_once: bool = True) -> Snapshot:
    """Return them at once where nothing has changed; else from a thread, where a database may hang.

    Args:
        store: where they are.
        at_once: take no thread where none is needed. While a thread reads the list, a call that was begun gets away.

    Raises:
        StoreError: the list cannot be read.
    """
    if at_once and (known := store.at_hand()):
        return known
    return await asyncio.to_thread(lambda: store.snapshot().ready())
