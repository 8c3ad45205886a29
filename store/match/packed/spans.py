"""Which of many letter sequences occur in a text, at word boundaries.

A row is known by a hash, and what has the same one is compared letter by letter. The arrays can be memory-mapped, so
that all processes share them; an Aho-Corasick automaton of the names of 100,000 people takes each of them 70 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from alu.store.match.packed.numbered import under
from alu.store.match.packed.strings import Strings

__all__ = ["Spans"]

_FIRST = 6
"""Letters that a text has to share with a row before all of the row is looked for; a shorter row is at once."""
_MIXED = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(29))
_BASE = 0x5851F42D4C957F2D
_INVERSE = pow(_BASE, -1, 1 << 64)
_KEPT = 1 << 16
"""Letters up to which the powers are kept."""
_ROWS = 1 << 14
"""Rows that are hashed at once."""


class Spans:
    """Finds rows of letters in words, whichever of the spaces between the words a row has.

    Args:
        arrays: what `arrays(name)` gave.
        name: how their names begin.

    Example:
        >>> from alu.store.match.packed.spans import Spans
        >>> birds = Spans.of(["larkwren", "gull"])
        >>> list(birds.find(["a", "lark", "wren", "gulls", "gull"])), birds.number_of("gull")
        ([(1, 4, 5), (0, 1, 3)], 1)
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self.keys = Strings.read(arrays, f"{name}.keys")
        """The rows."""
        self._kept = {part: arrays[f"{name}.{part}"] for part in ("hashes", "order", "first", "lengths")}
        self._hashes, self._order, self._prefixes, lengths = self._kept.values()
        self._short, self._long = (np.asarray(lengths[some]) for some in (lengths < _FIRST, lengths >= _FIRST))

    @classmethod
    def of(cls, keys: Sequence[str]) -> Spans:
        """Make ready to find these, which are numbered in their order, none of them empty and none twice."""
        hashes, first, lengths = [_NO_HASHES], [_NO_HASHES], [_NO_LENGTHS]
        for start in range(0, len(keys), _ROWS):
            some = keys[start : start + _ROWS]
            counts = np.fromiter(map(len, some), np.int64, len(some))
            ends = np.cumsum(counts)
            sums = _sums("".join(some))
            hashes.append(_hash(sums, ends - counts, ends))
            long = (ends - counts)[counts >= _FIRST]
            first.append(np.unique(_hash(sums, long, long + _FIRST)))
            lengths.append(np.unique(counts))
        every = np.concatenate(hashes)
        order = np.argsort(every, kind="stable")
        arrays = {
            **Strings.of(keys).arrays("s.keys"),
            "s.hashes": every[order],
            "s.order": order.astype(np.int32),
            "s.first": np.unique(np.concatenate(first)),
            "s.lengths": np.unique(np.concatenate(lengths)),
        }
        return cls(arrays, "s")

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        return self.keys.arrays(f"{name}.keys") | under(name, self._kept)

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield each row that stands in words: its number, the number of its first word, and of the one after it."""
        letters = "".join(words)
        if not (len(self) and letters):
            return
        sums = _sums(letters)
        ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
        starts = np.concatenate([_NO_LENGTHS, [0], ends[:-1]])
        after = np.full(len(letters) + 1, -1)
        after[ends] = np.arange(1, len(ends) + 1)
        for lengths, some in ((self._short, np.arange(len(starts))), (self._long, self._begun(sums, starts))):
            if len(lengths) and len(some):
                yield from self._at(words, sums, starts, after, some, lengths)

    def number_of(self, key: str) -> int | None:
        """Return the number of a row; None where there is none like it."""
        return next((number for number, _, last in self.find([key]) if last == 1), None)

    def _begun(self, sums: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Return the words at which some row may begin that is not short."""
        able: np.ndarray = np.flatnonzero(starts + _FIRST < len(sums))
        if not (len(able) and len(self._prefixes)):
            return able[:0]
        _, held = _among(self._prefixes, _hash(sums, starts[able], starts[able] + _FIRST))
        return np.asarray(able[held])

    def _at(
        self,
        words: Sequence[str],
        sums: np.ndarray,
        starts: np.ndarray,
        after: np.ndarray,
        some: np.ndarray,
        lengths: np.ndarray,
    ) -> Iterator[tuple[int, int, int]]:
        """Yield the rows of these lengths that begin at some words."""
        ends = np.minimum(starts[some][:, None] + lengths, len(after))
        last = np.append(after, -1)[ends]
        at, which = np.nonzero(last >= 0)
        if not len(at):
            return
        places, held = _among(self._hashes, _hash(sums, starts[some[at]], ends[at, which]))
        for n in np.flatnonzero(held).tolist():
            first, end = int(some[at[n]]), int(last[at[n], which[n]])
            place, data = int(places[n]), "".join(words[first:end]).encode("utf-8", "surrogatepass")
            while place < len(self._hashes) and self._hashes[place] == self._hashes[places[n]]:
                if self.keys.holds(number := int(self._order[place]), data):
                    yield number, first, end
                place += 1


_NO_HASHES, _NO_LENGTHS = np.zeros(0, np.uint64), np.zeros(0, np.int64)


def _among(listed: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first place of each of `wanted` in a list that is in order, and whether it is there."""
    places = np.minimum(np.searchsorted(listed, wanted), len(listed) - 1)
    return places, listed[places] == wanted


def _powers(base: int, count: int) -> np.ndarray:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    return np.asarray(np.cumprod(powers, dtype=np.uint64))


_FORWARD, _BACK = _powers(_BASE, _KEPT), _powers(_INVERSE, _KEPT)


def _sums(letters: str) -> np.ndarray:
    """Return the sums of all letters before each, by which any row of them is hashed, uint64 `[letters + 1]`."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    times, more, shift = _MIXED
    mixed = (codes + times) * more
    mixed ^= mixed >> shift
    powers = _FORWARD[: len(codes)] if len(codes) <= _KEPT else _powers(_BASE, len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(mixed * powers, out=sums[1:])
    return sums


def _hash(sums: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the hash of the letters from each of `starts` to before each of `ends`, uint64."""
    back = _BACK if len(sums) <= _KEPT else _powers(_INVERSE, len(sums))
    return np.asarray((sums[ends] - sums[starts]) * back[starts])
