"""Numbers by key, over a base that stays unchanged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from alu.store.match.packed.packed_numbers import PackedNumbers

__all__ = ["Postings"]


class Postings:
    """The numbers that each key has: of a base those that are still there, and after them those that were added.

    Args:
        base: numbers by key.

    Example:
        >>> from alu.store.match.packed.postings import Postings
        >>> base = Postings.of([("lark", 0), ("lark", 1), ("wren", 1)])
        >>> now = base.layered([("lark", 2)], gone={1}, dropped=["lark", "wren"])
        >>> now.get("lark"), now.get("wren"), base.get("wren"), now.ordered
        ([0, 2], [], [1], ['lark'])
    """

    def __init__(self, base: PackedNumbers) -> None:
        self.base = base
        """What all layers share."""
        self._below: Postings | None = None
        self._gone: Collection[int] = ()
        self.added: Mapping[str, Sequence[int]] = {}
        """What was added to the base."""
        self.lost: Collection[str] = frozenset()
        """Keys of the base that have no number any more."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> Postings:
        """Return the numbers of each key, in order."""
        return cls(PackedNumbers.of(_listed(pairs)))

    def layered(self, pairs: Iterable[tuple[str, int]], gone: Collection[int], dropped: Iterable[str] = ()) -> Postings:
        """Return these with some more, and without some; nothing is copied.

        Args:
            pairs: keys and numbers that are added.
            gone: numbers that are left out.
            dropped: the keys that these have; needed for `ordered` and `lost` alone.
        """
        made = Postings(self.base)
        made._below, made._gone, made.added = self, frozenset(gone), _listed(pairs)
        made.lost = frozenset(key for key in dropped if not made.get(key))
        return made

    def among(self, keys: Iterable[str]) -> list[str]:
        """Return those of `keys` that have a number, each once."""
        wanted = set(keys)
        found = self.base.among(wanted)
        if not (self.added or self._gone):
            return found
        return [key for key in {*found} | (self.added.keys() & wanted) if self.get(key)]

    def get(self, key: str) -> Sequence[int]:
        """Return the numbers of a key, none where there are none."""
        found = self.left(key)
        more = self.added.get(key)
        return [*found, *more] if more else found

    def left(self, key: str) -> Sequence[int]:
        """Return the numbers that a key has of the base."""
        found = self.base.get(key)
        return [n for n in found if n not in self._gone] if found and self._gone else found

    @cached_property
    def ordered(self) -> Sequence[str]:
        """The keys that have a number, in order."""
        if self._below is None:
            return self.base.keys
        kept = self._below.ordered
        if self.lost:
            kept = [key for key in kept if key not in self.lost]
        new = [key for key in self.added if key not in self.base]
        return sorted([*kept, *new]) if new else kept


def _listed(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    return found
