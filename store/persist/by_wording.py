"""Targets by another name than the one that they are kept by, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from alu.store.target import Target

__all__ = ["ByWording"]


class ByWording(Mapping[str, Target]):
    """Targets by their wordings.

    Args:
        revs: the rev of each wording.
        targets: by rev.
    """

    def __init__(self, revs: Mapping[str, str], targets: Mapping[str, Target]) -> None:
        self._revs, self._targets = revs, targets

    def __getitem__(self, wording: str) -> Target:
        return self._targets[self._revs[wording]]

    def __contains__(self, wording: object) -> bool:
        return wording in self._revs

    def __iter__(self) -> Iterator[str]:
        return iter(self._revs)

    def __len__(self) -> int:
        return len(self._revs)
