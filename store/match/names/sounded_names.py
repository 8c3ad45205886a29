"""Targets by the sound of their names: the common part of all searches between scripts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Self

import numpy as np

from alu.store.match.packed.packed_numbers import PackedNumbers
from alu.store.match.packed.postings import Postings
from alu.store.target import Target

__all__ = ["SoundedNames"]


class SoundedNames(ABC):
    """Finds targets by keys of their names; a kind of it says which keys.

    Args:
        owners: numbers of the targets by key.
        target: gives a target by its number.
    """

    arrays_name: ClassVar[str]
    """How the names of its arrays begin."""

    def __init__(self, owners: Postings, target: Callable[[int], Target]) -> None:
        self._owners, self._target = owners, target

    @classmethod
    @abstractmethod
    def keys_of(cls, target: Target) -> Collection[str]:
        """Return the keys of the names of a target."""

    @classmethod
    def of(cls, targets: Sequence[Target], derived: Mapping[str, np.ndarray] | None = None) -> Self:
        """Return what finds the names of some targets.

        Args:
            targets: by their numbers.
            derived: what `arrays()` gave for the same targets; then they are not read.
        """
        if derived and f"{cls.arrays_name}.starts" in derived:
            return cls(Postings(PackedNumbers(derived, cls.arrays_name)), targets.__getitem__)
        return cls(Postings.of(cls._listed(enumerate(targets))), targets.__getitem__)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        return self._owners.base.arrays(self.arrays_name)

    def layered(self, targets: Sequence[Target], added: Collection[int], gone: Collection[int]) -> Self:
        """Return what finds the names of these targets over what was worked out here."""
        more = self._listed((n, targets[n]) for n in added)
        return type(self)(self._owners.layered(more, gone), targets.__getitem__)

    @classmethod
    def _listed(cls, targets: Iterable[tuple[int, Target]]) -> Iterator[tuple[str, int]]:
        """Yield the keys of persons who are found by other forms of their names, with their numbers."""
        for number, target in targets:
            if target.derive and target.kind == "entity":
                yield from ((key, number) for key in sorted(cls.keys_of(target)))
