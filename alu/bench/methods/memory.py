"""What a detector found before, so that a run of many attacks on one question has nothing found twice.

A detector is immutable and what it finds depends on nothing but its targets and what it is asked: the same question is
asked by many attacks, and the same answer judged. Of a benchmark only: the product keeps nothing of any request.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Set
from functools import wraps
from typing import TypeVar

from alu.store.match.detector import Detector
from alu.store.match.query import CandidateFilter, Query

__all__ = ["Memory"]

T = TypeVar("T")
REMEMBERED = ("names", "look_up", "nearest", "matches_beyond_name", "question", "draft", "confirmed", "check")
"""What a detector is asked."""


class Memory:
    """What detectors of the same targets found, by what they were asked; any thread may use it."""

    def __init__(self) -> None:
        self._found: dict[Hashable, object] = {}

    def teach(self, detector: Detector) -> None:
        """Let `detector` find nothing again that is remembered; its own look-ups within one another, too."""
        for name in REMEMBERED:
            setattr(detector, name, self._once(getattr(detector, name)))

    def _once(self, find: Callable[..., T]) -> Callable[..., T]:
        @wraps(find)
        def found(*args: object, **named: object) -> T:
            given = [_kept(a) for a in args]
            key = (find.__name__, *map(_key, given), *((k, _key(v)) for k, v in sorted(named.items())))
            if key not in self._found:
                self._found[key] = find(*given, **named)
            before = self._found[key]
            return list(before) if isinstance(before, list) else before  # type: ignore[return-value]

        return found


def _kept(value: object) -> object:
    """Return what can be read only once as something that can be read again."""
    return tuple(value) if isinstance(value, Iterable) and iter(value) is value else value


def _key(value: object) -> Hashable:
    """Return what tells one argument from another."""
    if isinstance(value, Query):
        return *value.texts, value.answers, value.source, _key(value.wanted)
    if isinstance(value, CandidateFilter):
        always = tuple((text, *of) for text, of in value.always_include.items())
        restricted = None if value.restrict_to is None else frozenset(value.restrict_to)
        return always, restricted, value.min_score, frozenset(value.exempt)
    if isinstance(value, Set):
        return frozenset(value)
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, value))
    assert isinstance(value, Hashable)
    return value
