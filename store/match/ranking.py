"""The order of evidence, and the evidence as others see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from alu.store.match.evidence import Evidence

__all__ = ["best_of_each", "indirect", "ordered", "shown", "strengths", "strongest"]


def strongest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the strongest evidence of each target, those that the user is presumed to mean first."""
    return best_of_each(sorted(evidence, key=lambda e: (not e.presumes, -e.strength, e.target_id)))


def ordered(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the best evidence of each target, best first, then the best of each other text.

    A name that several targets bear is evidence for all of them: what else is said settles who comes first.
    """
    listed = list(dict.fromkeys(found))
    said = strengths(e for e in listed if e.aspect != "name")
    order = sorted(
        listed,
        key=lambda e: (
            -e.strength,
            e.aspect != "name",
            e.disguised,
            -said.get(e.target_id, 0),
            e.sentence,
            e.target_id,
        ),
    )
    first = best_of_each(order)
    seen = {(e.target_id, e.sentence) for e in first}
    rest: dict[tuple[str, int], Evidence] = {}
    for one in order:
        if (one.target_id, one.sentence) not in seen:
            rest.setdefault((one.target_id, one.sentence), one)
    return (*first, *rest.values())


def strengths(evidence: Iterable[Evidence]) -> dict[str, float]:
    """Return how strong the strongest evidence of each target is, 0 to 1."""
    best: dict[str, float] = {}
    for one in evidence:
        best[one.target_id] = max(best.get(one.target_id, 0.0), one.strength)
    return best


def best_of_each(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the first evidence of each target."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        best.setdefault(one.target_id, one)
    return tuple(best.values())


def shown(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence that people see: of each target, channel and place the strongest, without the name found."""
    found: dict[tuple[str, str, str, int], Evidence] = {}
    for one in sorted(evidence, key=lambda e: -e.strength):
        found.setdefault((one.target_id, one.channel, one.source, one.sentence), replace(one, mention=""))
    return tuple(found.values())


def indirect(evidence: Iterable[Evidence], channel: str | None = None) -> list[Evidence]:
    """Return the same evidence, marked as not being in the user's question; as found by `channel`, if given."""
    return [replace(e, direct=False, channel=channel or e.channel) for e in evidence]
