"""Statistics of a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alu.store.target import Target

__all__ = ["Stats", "count"]


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds."""

    targets: int
    """All on the list, expired ones among them."""
    expired: int
    kinds: Mapping[str, int]
    aliases: int
    facts: int
    version: int
    embedder: str
    dim: int
    namespace: str
    where: str
    """File of the list, or URL of the database without its password."""
    size: int
    """Bytes on this machine."""
    threshold: float
    """Score, 0 to 1, from which on a text is near a target."""
    calibration: str
    """What `alu calibrate` found of it, in a sentence; empty where nothing is calibrated."""
    meaning: str
    """Name of the contextual embedder, or «off»."""
    pending: int
    """Targets whose contextual vectors are still to be made."""


def count(targets: Sequence[Target], now: datetime, **known: Any) -> Stats:
    """Count targets; the other fields of `Stats` are known already."""
    return Stats(
        targets=len(targets),
        expired=sum(target.expired(now) for target in targets),
        kinds=dict(Counter(target.kind for target in targets)),
        aliases=sum(len(target.aliases) for target in targets),
        facts=sum(len(target.facts) for target in targets),
        **known,
    )
