"""The snapshot that a loader holds, and the state of the list that it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alu.store.match.snapshot import Snapshot
from alu.store.persist.packed_targets import Roll

if TYPE_CHECKING:
    from alu.store.persist.transaction import Head

__all__ = ["LayerBase", "Loaded"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The snapshot that was made last."""

    head: Head
    snapshot: Snapshot
    enforced: Roll
    """The targets in it."""
    since: float
    """When it was made, in seconds since 1970."""
    until: float
    """When the next target expires."""

    def holds(self, head: Head, now: float) -> bool:
        """Tell whether it is what a list in this state enforces: nothing was written, and nothing has expired since."""
        return self.head.stamp == head.stamp and self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class LayerBase:
    """What later snapshots are layered over."""

    snapshot: Snapshot
    targets: Roll
    """The targets in it, in its order."""
