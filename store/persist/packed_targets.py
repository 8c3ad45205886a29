"""A long list of targets, packed: each is read on access, from a file that processes share.

What is read is compared with the hash that the database has of it, and taken from there where it differs.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from alu.errors import StoreCorrupt
from alu.store.match.packed.numbered import Numbered
from alu.store.match.packed.strings import Strings
from alu.store.persist.records import parse, written
from alu.store.target import KINDS, Kind, Target, order_of

if TYPE_CHECKING:
    from alu.store.persist.vector_cache import Vectors

__all__ = ["LAZY_FROM", "PackedTargets", "Roll", "packed_arrays"]

LAZY_FROM = 2048
"""Targets from which on a list is packed; those of a shorter one are all in memory."""
_KEPT = 4096
"""Targets that are kept after they were read."""
_NAME = "targets"
"""How the names of the arrays begin."""


def packed_arrays(targets: Mapping[str, Target]) -> dict[str, np.ndarray]:
    """Return targets, which come by rev, as arrays that can be kept and memory-mapped."""
    listed = [(rev, target, written(target)) for rev, target in targets.items()]
    return {
        # what an older alu wrote in another way stays in the database alone
        **Strings.of(doc if now == rev else "" for rev, _, (now, doc) in listed).arrays(f"{_NAME}.docs"),
        f"{_NAME}.kind": np.array([KINDS.index(target.kind) for _, target, _ in listed], np.uint8),
        f"{_NAME}.expires": np.array([t.expires.timestamp() if t.expires else np.inf for _, t, _ in listed]),
    }


class PackedTargets:
    """The targets of a list in its order, each read when it is asked for.

    Args:
        revs: of each.
        arrays: what `packed_arrays` gave.
        stored: gives what the database has under a rev.
    """

    def __init__(self, revs: Sequence[str], arrays: Mapping[str, np.ndarray], stored: Callable[[str], str]) -> None:
        self.revs = revs
        self._docs = Strings.read(arrays, f"{_NAME}.docs")
        self._kinds, self._expires = arrays[f"{_NAME}.kind"], arrays[f"{_NAME}.expires"]
        self._stored = stored
        self.get = lru_cache(maxsize=_KEPT)(self._read)
        """Returns a target by its number."""

    @classmethod
    def of(cls, vectors: Vectors | None, stored: Callable[[str], str]) -> PackedTargets | None:
        """Take the targets that lie with their vectors; None where there are none."""
        kept = vectors is not None and f"{_NAME}.kind" in vectors.derived
        return cls(vectors.revs, vectors.derived, stored) if vectors and kept else None

    def numbers(self) -> dict[str, int]:
        """Return the number of each rev that is packed."""
        return {rev: n for n, rev in enumerate(self.revs) if self._docs.length(n)}

    def of_kind(self, kind: Kind) -> list[int]:
        """Return the numbers of the targets of a kind."""
        found: list[int] = np.flatnonzero(self._kinds == KINDS.index(kind)).tolist()
        return found

    def expiring(self) -> list[int]:
        """Return the numbers of the targets that expire some time."""
        found: list[int] = np.flatnonzero(np.isfinite(self._expires)).tolist()
        return found

    def _read(self, number: int) -> Target:
        rev = self.revs[number]
        try:
            return parse(self._docs[number], rev)
        except (StoreCorrupt, UnicodeError):
            return parse(self._stored(rev), rev)


class Roll(Mapping[str, Target]):
    """Targets by rev: packed ones, which are read when they are asked for, and some more.

    Args:
        packed: the packed ones; None for none.
        entries: of each rev the number of its target among these, or the target.
        more: those of the entries that are targets, where that is known.
    """

    def __init__(
        self,
        packed: PackedTargets | None,
        entries: Mapping[str, int | Target],
        more: Mapping[str, Target] | None = None,
    ) -> None:
        self._packed, self._entries = packed, entries
        if more is None:
            more = {rev: one for rev, one in entries.items() if isinstance(one, Target)}
        self._more = more

    @classmethod
    def of(cls, targets: Mapping[str, Target], packed: PackedTargets | None = None) -> Roll:
        """Return some targets, and all that are packed."""
        return cls(packed, {**targets, **(packed.numbers() if packed else {})})

    def __getitem__(self, rev: str) -> Target:
        return self._target(self._entries[rev])

    def __contains__(self, rev: object) -> bool:
        return rev in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def keys(self) -> KeysView[str]:
        """Return the revs."""
        return self._entries.keys()

    def _target(self, entry: int | Target) -> Target:
        if isinstance(entry, Target):
            return entry
        assert self._packed is not None
        return self._packed.get(entry)

    def among(self, revs: Iterable[str]) -> Roll:
        """Return those of some revs, in their order."""
        return Roll(self._packed, {rev: self._entries[rev] for rev in revs})

    def without(self, revs: Collection[str]) -> Roll:
        """Return all but some."""
        return Roll(self._packed, {rev: one for rev, one in self._entries.items() if rev not in revs}) if revs else self

    def changed(self, gone: Iterable[str], more: Mapping[str, Target]) -> Roll:
        """Return these without some, and with some more."""
        entries, left = {**self._entries, **more}, {**self._more, **more}
        for rev in gone:
            entries.pop(rev, None)
            left.pop(rev, None)
        return Roll(self._packed, entries, left)

    def packed_as(self, packed: PackedTargets) -> Roll:
        """Return the same targets, in `packed` as far as they are there."""
        numbers = packed.numbers()
        return Roll(packed, {rev: numbers[rev] if rev in numbers else self[rev] for rev in self._entries})

    def of_kind(self, kind: Kind) -> dict[str, Target]:
        """Return those of a kind, in order."""
        found = {rev for rev in self._some(self._packed.of_kind(kind))} if self._packed else set[str]()
        found |= {rev for rev, target in self._more.items() if target.kind == kind}
        return {rev: self[rev] for rev in self._entries if rev in found} if found else {}

    def expiring(self) -> dict[str, Target]:
        """Return those that expire some time."""
        some = self._some(self._packed.expiring()) if self._packed else ()
        return {rev: self[rev] for rev in some} | {rev: one for rev, one in self._more.items() if one.expires}

    def _some(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield the revs of those of some packed targets that are here."""
        assert self._packed is not None
        for number in numbers:
            if self._entries.get(rev := self._packed.revs[number]) == number:
                yield rev

    def ordered(self) -> Roll:
        """Return the same in the order of `order_of`, which that of the packed ones is."""
        if len(self._more) == len(self._entries):
            return Roll.of(dict(sorted(self._more.items(), key=lambda item: order_of(item[1]))))
        numbers = sorted((one, rev) for rev, one in self._entries.items() if not isinstance(one, Target))
        revs = [rev for _, rev in numbers]
        for rev in self._more:
            insort(revs, rev, key=lambda rev: order_of(self[rev]))
        return self.among(revs)

    def listed(self) -> Sequence[Target]:
        """Return the targets by their places."""
        return tuple(self._more.values()) if len(self._more) == len(self._entries) else _Listed(self)

    def at(self, place: int) -> Target:
        """Return the target at a place of `listed`."""
        return self._target(self._places[place])

    @property
    def _places(self) -> Sequence[int | Target]:
        if (found := self.__dict__.get("_kept")) is None:
            found = self.__dict__["_kept"] = tuple(self._entries.values())
        return found


class _Listed(Numbered[Target]):
    """The targets of a roll by their places."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll

    def __len__(self) -> int:
        return len(self._roll)

    def at(self, number: int) -> Target:
        """Return the target at a place."""
        return self._roll.at(number)
