"""What of the evidence of a question can be meant of one target alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from alu.store.calibration import (
    UNAMBIGUOUS_MARGIN,
    UNAMBIGUOUS_NATS,
    UNAMBIGUOUS_NATS_FEW,
    UNAMBIGUOUS_SCORE,
)
from alu.store.match.evidence import Evidence

__all__ = ["marked", "unambiguous_nats"]


def unambiguous_nats(targets: int) -> float:
    """Return the nats from which on what is said is said of one target and nobody else, of so many."""
    return max(UNAMBIGUOUS_NATS, UNAMBIGUOUS_NATS_FEW - 4 * log(max(1, targets)))


def marked(found: Sequence[Evidence], targets: int) -> list[Evidence]:
    """Return the evidence of a question with a mark where what it says can be meant of one target alone."""
    enough = unambiguous_nats(targets)

    def alone(one: Evidence) -> bool:
        limit = one.strength - UNAMBIGUOUS_MARGIN
        return all(e.target_id == one.target_id or e.strength <= limit for e in found)

    def clear(one: Evidence) -> bool:
        able = one.aspect == "fact" and one.strength >= UNAMBIGUOUS_SCORE and one.shared_nats >= enough
        return able and alone(one)

    return [replace(e, unambiguous=clear(e)) for e in found]
