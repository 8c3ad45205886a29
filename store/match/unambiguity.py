"""Evidence in a question that can only mean one target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log

from alu.store.calibration import (
    UNAMBIGUOUS_MARGIN,
    UNAMBIGUOUS_NATS,
    UNAMBIGUOUS_NATS_FEW,
    UNAMBIGUOUS_SCORE,
)
from alu.store.match.described import Described
from alu.store.match.evidence import Evidence
from alu.store.match.inquiry import Inquiry
from alu.store.text.names.places import names_places_alone

__all__ = ["beyond_places", "marked", "spoken_before", "unambiguous_nats"]


def unambiguous_nats(targets: int) -> float:
    """Return the nats from which on what is said is said of one target and nobody else, of so many."""
    return max(UNAMBIGUOUS_NATS, UNAMBIGUOUS_NATS_FEW - 4 * log(max(1, targets)))


def marked(found: Sequence[Evidence], targets: int) -> list[Evidence]:
    """Return the evidence of a question with a mark where what it says can be meant of one target alone."""
    enough = unambiguous_nats(targets)

    def alone(one: Evidence) -> bool:
        limit, described = one.strength - UNAMBIGUOUS_MARGIN, one.channel == Described.name
        # a text, or a description, that fits one alone means that one, however near others are that share a part of it
        counted = (e for e in found if one.clause or not e.clause)
        counted = (e for e in counted if not described or e.aspect != "fact" or e.channel == Described.name)
        return all(e.target_id == one.target_id or e.strength <= limit for e in counted)

    def clear(one: Evidence) -> bool:
        able = one.aspect == "fact" and one.strength >= UNAMBIGUOUS_SCORE and one.shared_nats >= enough
        return able and alone(one)

    return [replace(e, unambiguous=clear(e)) for e in found]


def spoken_before(
    inquiry: Inquiry, near: Callable[[Sequence[str]], Sequence[Evidence]], targets: int
) -> list[Evidence]:
    """Return what was sent before that names a question's referent: certainly, or it may.

    Args:
        inquiry: the question.
        near: looks texts up.
        targets: how many there are.
    """
    texts = ((inquiry.meant, True), (inquiry.maybe_meant, False))
    found = ((near(some), sure) for some, sure in texts if some)
    return [replace(e, sentence=0, direct=sure) for some, sure in found for e in marked(some, targets)]


def beyond_places(near: Callable[[Sequence[str]], Sequence[Evidence]], texts: Sequence[str]) -> list[Evidence]:
    """Return what is found in turns of a user, but for facts in those that name places alone: «To San Francisco.»."""
    found = near(texts)
    places = {i for i in {e.sentence for e in found} if names_places_alone(texts[i])}
    return [e for e in found if e.aspect != "fact" or e.sentence not in places]
