"""The evidence that the detector found in a request."""

from __future__ import annotations

from dataclasses import dataclass

from alu.store.match.evidence import Evidence
from alu.store.match.ranking import strongest

__all__ = ["Detection"]


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found in question and draft."""

    evidence: tuple[Evidence, ...]
    """All of it, in the order in which it was found."""
    context_targets: frozenset[str] = frozenset()
    """Targets that earlier turns are near to: the release gate keeps an eye on them, nothing more."""
    sentences: tuple[str, ...] = ()
    """What the draft asserts, with the implied claims that are near a target."""

    leads: tuple[Evidence, ...] = ()
    """What of the question is too weak by itself; its answer may bear it out."""

    @property
    def strongest(self) -> tuple[Evidence, ...]:
        """The strongest evidence of each target, targets that the user is presumed to mean first."""
        return strongest(self.evidence)
