"""A record of a target's erasure without its name: since when, by which user, and what became of requests.

It holds no name and no fact. Of a target that is gone it says what the history keeps. What a benchmark found of a
target is on another paper, `alu bench receipt`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ValidationError

from alu import __version__
from alu.errors import UnknownTarget
from alu.store.match.disclosure import discloses_target
from alu.store.persist.activity_log import ActivityFilter, ActivityLog
from alu.store.store import TargetStore
from alu.store.target import Target

__all__ = ["KIND", "WITHHELD", "EventRow", "Receipt", "is_unchanged", "receipt_of"]

KIND: Final = "alu erasure receipt"
"""What the JSON of a receipt says that it is."""

_NOT_PROMISED = (
    "The model's weights are unchanged: who can reach the model without alu in front of it gets what it learned.",
    "It is enforced for requests that look their targets up in this namespace of this store.",
    "The counts are of requests that are still kept; where the setting activity is off, none is.",
    "The digest shows whether this paper was changed. It is no signature: it does not show who made it.",
)
"""What a reader must not take from it."""
WITHHELD = "(withheld: it holds words of the target)"
"""In the place of an id that would tell who the target is."""


class EventRow(BaseModel):
    """One write to the list."""

    time: str
    action: str
    target_id: str
    who: str
    reason: str
    version: int


class Receipt(BaseModel):
    """What can be said of a target's erasure without a name."""

    kind: Literal["alu erasure receipt"] = KIND
    target: str
    reference: str
    """The target's reason, or that of its last event."""
    state: Literal["enforced", "expired", "removed"]
    since: str | None
    until: str | None
    policy: str | None
    facts: int | None
    """How many are stored."""
    events: list[EventRow]
    """The latest first."""
    activity: Literal["off", "ids", "texts"]
    activity_days: float
    requests: dict[str, int]
    """Requests that touched the target, by verdict, of those that are kept."""
    alu: str
    """Version."""
    list_version: int
    threshold: float
    made: str
    not_promised: list[str] = list(_NOT_PROMISED)
    digest: str = ""
    """SHA-256 of this object without the digest, as JSON with sorted keys and no spaces."""


def receipt_of(store: TargetStore, target_id: str, activity: Literal["off", "ids", "texts"], days: float) -> Receipt:
    """Return what list, history and activity say of a target.

    Args:
        store: where it is or was.
        target_id: the id, of one that is gone too.
        activity: the setting of that name: what is kept of requests.
        days: how long.

    Raises:
        UnknownTarget: neither list nor history knows of it.
        alu.errors.StoreError: they cannot be read.
    """
    requests = ActivityLog(store.database, store.namespace, days).verdicts(ActivityFilter(target=target_id))
    kept = {"activity": activity, "activity_days": days, "requests": requests}
    made = Receipt.model_validate({**_of_list(store, target_id), **kept})
    return made.model_copy(update={"digest": _digest_of(made)})


def is_unchanged(said: Mapping[str, Any]) -> bool:
    """Tell whether the JSON of a receipt is as it was made: its digest is that of all the rest."""
    if said.keys() != Receipt.model_fields.keys():
        return False
    try:
        found = Receipt.model_validate(said)  # a browser writes 30.0 as 30
    except ValidationError:
        return False
    return found.digest == _digest_of(found)


def _digest_of(made: Receipt) -> str:
    """Return the SHA-256 of a receipt."""
    whole = json.dumps(made.model_dump(exclude={"digest"}), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _of_list(store: TargetStore, target_id: str) -> dict[str, Any]:
    """Return what list and history say.

    Raises:
        UnknownTarget: neither knows of it.
    """
    events = [event for event in reversed(store.history()) if event.target_id == target_id]
    now = datetime.now(UTC)
    common = {
        "alu": __version__,
        "list_version": store.version(),
        "threshold": store.snapshot().detector.threshold,
        "made": now.isoformat(timespec="seconds"),
    }
    target = next((t for t in store.list() if t.id == target_id), None)
    if target is None and not events:
        raise UnknownTarget("no target of that id, and none in the history")
    state = _state(target, now) if target else _gone(events[0].reason)
    shown = WITHHELD if target and discloses_target(target, target_id) else target_id
    rows = [{**event.as_dict(), "target_id": shown} for event in events]
    return {**common, **state, "target": shown, "events": rows}


def _state(target: Target, now: datetime) -> dict[str, Any]:
    """Return how a stored target is enforced."""
    return {
        "state": "expired" if target.expired(now) else "enforced",
        "reference": target.reason,
        "since": target.created.isoformat() if target.created else None,
        "until": target.expires.isoformat() if target.expires else None,
        "policy": target.policy,
        "facts": len(target.facts),
    }


def _gone(reason: str) -> dict[str, Any]:
    """Return what is left of a removed target."""
    return {"state": "removed", "reference": reason, "since": None, "until": None, "policy": None, "facts": None}
