"""Targets by an id, a wording or another key, each read on access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from alu.store.target import Target

__all__ = ["ByKey"]

Place = TypeVar("Place")
PlaceAsked = TypeVar("PlaceAsked", contravariant=True)


class _Places(Protocol[PlaceAsked]):
    def __getitem__(self, place: PlaceAsked, /) -> Target: ...


class ByKey(Mapping[str, Target], Generic[Place]):
    """Targets by their keys.

    Args:
        places: where the target of each key is kept: its number in a list, or its rev.
        targets: by place.

    Example:
        >>> from alu import Target
        >>> from alu.store.match.packed.by_key import ByKey
        >>> birds = ByKey({"l": 0}, [Target(name="Ada Lark")])
        >>> birds["l"].name, "w" in birds, len(birds)
        ('Ada Lark', False, 1)
    """

    def __init__(self, places: Mapping[str, Place], targets: _Places[Place]) -> None:
        self._places, self._targets = places, targets

    def __getitem__(self, key: str) -> Target:
        return self._targets[self._places[key]]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
