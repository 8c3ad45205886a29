"""The history of the list: who, when, why and which id, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = ["Action", "Event"]

Action = Literal["add", "change", "remove"]
"""What a write did to a target."""


@dataclass(frozen=True, slots=True)
class Event:
    """One write to the list. Outlives its target, so it holds nothing of the target but the id."""

    time: datetime
    action: Action
    target_id: str
    who: str
    reason: str
    """A request's reference («GDPR-2026-118»)."""
    version: int
    """The list's version from this write on."""

    def as_dict(self) -> dict[str, str | int]:
        """Return the event as a JSON object, the time in ISO 8601."""
        return {
            "time": self.time.isoformat(),
            "action": self.action,
            "target_id": self.target_id,
            "who": self.who,
            "reason": self.reason,
            "version": self.version,
        }
