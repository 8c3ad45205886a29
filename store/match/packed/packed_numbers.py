"""Numbers by key, packed into arrays that processes share by mapping a file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from zlib import crc32

import numpy as np

from alu.store.match.packed.numbered import under
from alu.store.match.packed.strings import Strings

__all__ = ["PackedNumbers"]

_MANY = 32
"""Keys from which on they are looked for together."""


class PackedNumbers:
    """The numbers of each key, looked up by a checksum of the key, and compared with the key itself.

    Args:
        arrays: what `arrays(name)` gave.
        name: how their names begin.

    Example:
        >>> from alu.store.match.packed.packed_numbers import PackedNumbers
        >>> nests = PackedNumbers.of({"wren": [3, 1], "lark": [0]})
        >>> nests.get("wren"), nests.get("gull"), list(nests.keys)
        ([3, 1], (), ['lark', 'wren'])
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self.keys = Strings.read(arrays, f"{name}.keys")
        """In the order of the alphabet."""
        self._kept = {part: arrays[f"{name}.{part}"] for part in ("sums", "order", "starts", "numbers")}
        self._sums, self._order, self._starts, self._numbers = (array.data for array in self._kept.values())

    @classmethod
    def of(cls, numbers: Mapping[str, Sequence[int]]) -> PackedNumbers:
        """Pack the numbers of each key."""
        keys = sorted(numbers)
        sums = np.fromiter(map(_sum, keys), np.uint32, len(keys))
        order = np.argsort(sums, kind="stable")
        arrays = {
            **Strings.of(keys).arrays("n.keys"),
            "n.sums": sums[order],
            "n.order": order.astype(np.int32),
            "n.starts": np.cumsum([0, *(len(numbers[key]) for key in keys)], dtype=np.int64),
            "n.numbers": np.array([number for key in keys for number in numbers[key]], np.int32),
        }
        return cls(arrays, "n")

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        return self.keys.arrays(f"{name}.keys") | under(name, self._kept)

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, key: str) -> bool:
        return self._place(key) is not None

    def get(self, key: str, default: Sequence[int] = ()) -> Sequence[int]:
        """Return the numbers of a key; `default` where there is no such key."""
        where = self.where(key)
        if where is None:
            return default
        found: list[int] = self._numbers[where].tolist()
        return found

    def where(self, key: str) -> slice | None:
        """Return where among all numbers those of a key are; None where there is no such key."""
        place = self._place(key)
        return None if place is None else slice(self._starts[place], self._starts[place + 1])

    def among(self, keys: Collection[str]) -> list[str]:
        """Return those of `keys` that are there."""
        listed = list(keys)
        if len(listed) >= _MANY and len(self):
            sums = np.fromiter(map(_sum, listed), np.uint32, len(listed))
            held = self._kept["sums"]
            at = np.minimum(np.searchsorted(held, sums), len(held) - 1)
            listed = [listed[n] for n in np.flatnonzero(held[at] == sums).tolist()]
        return [key for key in listed if key in self]

    def by_number(self, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which keys each of `count` numbers has, by the place of the key.

        With it, where among all numbers each of these is, and where those of each number begin.
        """
        numbers = self._kept["numbers"]
        places = np.repeat(np.arange(len(self)), np.diff(self._kept["starts"]))
        order = np.argsort(numbers, kind="stable")
        return places[order], order, np.searchsorted(numbers[order], np.arange(count + 1))

    def _place(self, key: str) -> int | None:
        """Return the place of a key among the keys; None where it is not there."""
        data = key.encode("utf-8", "surrogatepass")
        wanted = crc32(data)
        at = bisect_left(self._sums, wanted)
        while at < len(self._sums) and self._sums[at] == wanted:
            if self.keys.holds(place := self._order[at], data):
                return int(place)
            at += 1
        return None


def _sum(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))
