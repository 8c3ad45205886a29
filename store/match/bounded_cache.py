"""What was worked out, kept by its size: of a hundred large things less is kept than of a thousand small ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["BoundedCache"]

V = TypeVar("V")


class BoundedCache(Generic[V]):
    """Works something out for each key once, until there is too much of it. Any number of threads may use it.

    Args:
        work: gives what is wanted of a key.
        size: of what it gave.
        most: sizes that are kept together; what goes beyond them takes the place of all else.

    Example:
        >>> from alu.store.match.bounded_cache import BoundedCache
        >>> letters = BoundedCache(list, len, 100)
        >>> letters("wren")
        ['w', 'r', 'e', 'n']
    """

    def __init__(self, work: Callable[[str], V], size: Callable[[V], int], most: int) -> None:
        self._work, self._size, self._most = work, size, most
        self._found: dict[str, V] = {}
        self._held = 0

    def __call__(self, key: str) -> V:
        """Return what is wanted of a key."""
        if (known := self._found.get(key)) is not None:
            return known
        found = self._work(key)
        if self._held + self._size(found) > self._most:  # another one, since another thread may read this one
            self._found, self._held = {}, 0
        self._found[key] = found
        self._held += self._size(found)
        return found
