"""Numbers by key, over a base that stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

__all__ = ["Postings"]

K = TypeVar("K", bound=Any)


class Postings(Generic[K]):
    """The numbers that each key has: of a base those that are still there, and after them those that were added.

    Args:
        base: numbers by key.

    Example:
        >>> from alu.store.match.postings import Postings
        >>> base = Postings({"lark": [0, 1], "wren": [1]})
        >>> now = base.layered([("lark", 2)], gone={1}, dropped=["lark", "wren"])
        >>> now.get("lark"), now.get("wren"), base.get("wren"), now.ordered
        ([0, 2], [], [1], ['lark'])
    """

    def __init__(self, base: Mapping[K, Sequence[int]]) -> None:
        self._base = base
        self._below: Postings[K] | None = None
        self._gone: Collection[int] = ()
        self.added: Mapping[K, Sequence[int]] = {}
        """What was added to the base."""
        self.lost: Collection[K] = frozenset()
        """Keys of the base that have no number any more."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[K, int]]) -> Postings[K]:
        """Return the numbers of each key, in order."""
        return cls(_listed(pairs))

    def layered(self, pairs: Iterable[tuple[K, int]], gone: Collection[int], dropped: Iterable[K] = ()) -> Postings[K]:
        """Return these with some more, and without some; nothing is copied.

        Args:
            pairs: keys and numbers that are added.
            gone: numbers that are left out.
            dropped: the keys that these have; needed for `ordered` and `lost` alone.
        """
        made = Postings(self._base)
        made._below, made._gone, made.added = self, frozenset(gone), _listed(pairs)
        made.lost = frozenset(key for key in dropped if not made.get(key))
        return made

    def among(self, keys: Iterable[K]) -> list[K]:
        """Return those of `keys` that have a number, each once."""
        wanted = set(keys)
        return [key for key in (self._base.keys() & wanted) | (self.added.keys() & wanted) if self.get(key)]

    def get(self, key: K) -> Sequence[int]:
        """Return the numbers of a key, none where there are none."""
        found = self._base.get(key, ())
        if found and self._gone:
            found = [n for n in found if n not in self._gone]
        more = self.added.get(key)
        return [*found, *more] if more else found

    @cached_property
    def ordered(self) -> list[K]:
        """The keys that have a number, in order."""
        if self._below is None:
            return sorted(self._base)
        kept = self._below.ordered
        if self.lost:
            kept = [key for key in kept if key not in self.lost]
        new = [key for key in self.added if key not in self._base]
        return sorted([*kept, *new]) if new else kept


def _listed(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    return found
