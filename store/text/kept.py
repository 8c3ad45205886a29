"""Keeps what was worked out of short texts, since a request asks for the same sentences again and again.

A long text is not kept, so that what a server remembers of its users' texts has a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from alu.store.calibration import KEPT_READING_CHARACTERS

__all__ = ["kept"]

T = TypeVar("T")


def kept(most: int, longest: int = KEPT_READING_CHARACTERS) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Return a decorator that keeps what a function gives for the `most` latest texts of up to `longest` characters.

    Example:
        >>> from alu.store.text.kept import kept
        >>> read = []
        >>> @kept(2, longest=3)
        ... def count(text: str) -> int:
        ...     read.append(text)
        ...     return len(text)
        >>> [count(text) for text in ("ab", "ab", "abcd", "abcd")], read
        ([2, 2, 4, 4], ['ab', 'abcd', 'abcd'])
    """

    def decorate(work: Callable[[str], T]) -> Callable[[str], T]:
        known = lru_cache(maxsize=most)(work)

        @wraps(work)
        def of(text: str) -> T:
            return known(text) if len(text) <= longest else work(text)

        return of

    return decorate
