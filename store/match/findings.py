"""The evidence in a text as `alu detect` and the server's tools present it."""

from __future__ import annotations

from typing import Any

from alu.store.match.inquiry import Draft, Inquiry
from alu.store.match.ranking import shown
from alu.store.match.snapshot import Snapshot

__all__ = ["record"]


def record(snapshot: Snapshot, text: str, draft: str = "") -> dict[str, Any]:
    """Return what a text, and a draft that answers it, touch, as `alu ask` finds it: the nearest target first.

    Each with its id, name, how it is touched, score, and the evidence for it; and which topics are left to the screen.
    """
    inquiry, detector = Inquiry(text), snapshot.detector
    asked = detector.question(inquiry)
    found = detector.draft(inquiry, Draft.of(inquiry, draft) if draft else Draft(), asked)
    evidence = shown(found.evidence)
    targets = [
        {
            "id": best.target_id,
            "name": snapshot.targets[best.target_id].name,
            "how": best.aspect,
            "score": round(best.strength, 4),
            "evidence": [e.as_dict() for e in evidence if e.target_id == best.target_id],
        }
        for best in found.strongest
    ]
    screened = [topic.id for topic in detector.unsure_topics(inquiry, asked)]
    return {"flagged": bool(targets), "targets": targets} | ({"screened": screened} if screened else {})
