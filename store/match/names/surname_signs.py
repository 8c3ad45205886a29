"""What is known of a surname's bearers without deriving all forms of their names.

Of each bearer: the words that any form can have next to the surname, as checksums, and what the surname is by itself,
as some bits. So of the thousands who bear a frequent surname only those are worked out whom something in a text fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np

from alu.store.calibration import MAX_SURNAMES_KEPT
from alu.store.match.packed.numbered import under
from alu.store.match.packed.postings import Postings

__all__ = [
    "ALONE",
    "ANY_WORD",
    "FIRST",
    "LAST",
    "OTHER",
    "PERSON",
    "PERSON_AMBIGUOUS",
    "STATED",
    "TITLE",
    "TITLED",
    "TITLED_AMBIGUOUS",
    "TITLE_AMBIGUOUS",
    "UNKNOWN",
    "KnownOfTarget",
    "SurnameSigns",
    "beginning",
    "behind",
    "neighbours_of",
]

ALONE: Final = 1
"""The surname means the target without a title."""
TITLE: Final = 2
"""A title shows it to be the surname of what has the shape of a person's name, and nobody else's."""
TITLE_AMBIGUOUS: Final = 4
"""The same, and it may well be somebody else's."""
TITLED: Final = 8
"""A title shows it to be one of what has not that shape."""
TITLED_AMBIGUOUS: Final = 16
"""The same, and it may well be somebody else's."""
PERSON: Final = 32
"""It is the surname of a person, in whatever case."""
PERSON_AMBIGUOUS: Final = 64
"""The same, and it may well be somebody else's."""
LAST: Final = 128
"""It is the last word of a longer one that means the target without a title."""
OTHER: Final = 256
"""It is more than these say: all forms have to be worked out."""
FIRST: Final = 512
"""It begins a longer one: «Amadou» of «Amadou Marsh»."""
STATED: Final = 1024
"""It ends a name that facts state."""
UNKNOWN: Final = OTHER | FIRST | STATED
"""It may be any of these: of a target that was added later."""
ANY_WORD: Final = "*"
"""Stands for whatever word is next to a surname."""
_BEGINNING = 3
_PARTS = ("sums", "targets", "signs")


class KnownOfTarget(NamedTuple):
    """What is known of one target."""

    signs: Mapping[str, int]
    """Of each of its surnames, what it is by itself."""
    neighbours: Collection[int]
    """Checksums of each surname with the words of all forms, initials, and beginnings of words; or with `ANY_WORD`.

    An initial is before a surname; a letter that may be behind one is there by itself.
    """

    @classmethod
    def of(cls, signs: Mapping[str, int], words: Iterable[str]) -> KnownOfTarget:
        """Note the words that may stand next to a surname."""
        neighbours = list(words)
        return cls(signs, {_sum(surname, word) for surname in signs for word in neighbours})


class SurnameSigns:
    """The bearers of each surname, and what is known of them.

    Args:
        owners: numbers of the targets that have a surname.
        arrays: what `arrays(name)` gave.
        name: how their names begin.
    """

    def __init__(self, owners: Postings, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self._owners = owners
        self._kept = {part: arrays[f"{name}.{part}"] for part in _PARTS}
        self._bearers = lru_cache(maxsize=MAX_SURNAMES_KEPT)(self._bearers_of)
        self._signs = lru_cache(maxsize=MAX_SURNAMES_KEPT)(self._signs_of)
        self._others = lru_cache(maxsize=MAX_SURNAMES_KEPT)(lambda surname: self._with(OTHER, surname))
        self._stated = lru_cache(maxsize=MAX_SURNAMES_KEPT)(lambda surname: self._with(STATED, surname))

    @classmethod
    def of(cls, owners: Postings, known: Iterable[tuple[int, KnownOfTarget]]) -> SurnameSigns:
        """Pack what is known of all bearers, by their numbers in ascending order."""
        sums, targets = list[int](), list[int]()
        signs: dict[str, list[int]] = {}
        for number, one in known:
            for surname, sign in one.signs.items():
                signs.setdefault(surname, []).append(sign)
            sums += one.neighbours
            targets += [number] * len(one.neighbours)
        every = np.array(sums, np.uint32)
        order = np.argsort(every, kind="stable")
        arrays: dict[str, np.ndarray] = {
            "s.sums": every[order],
            "s.targets": np.array(targets, np.int32)[order],
            "s.signs": np.array([sign for key in owners.base.keys for sign in signs[key]], np.uint16),
        }
        return cls(owners, arrays, "s")

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        return under(name, self._kept)

    def layered(self, owners: Postings) -> SurnameSigns:
        """Return the same for the bearers of a list that has changed a little; of those that were added all is read."""
        return SurnameSigns(owners, under("s", self._kept), "s")

    def by_number(self, count: int) -> Callable[[int], KnownOfTarget]:
        """Return what tells what is known of each of `count` targets of the base."""
        keys, sums, signs = self._owners.base.keys, self._kept["sums"], self._kept["signs"]
        order = np.argsort(self._kept["targets"], kind="stable")
        first = np.searchsorted(self._kept["targets"][order], np.arange(count + 1))
        places, which, starts = self._owners.base.by_number(count)

        def known(number: int) -> KnownOfTarget:
            mine = slice(starts[number], starts[number + 1])
            of_each = dict(zip((keys[n] for n in places[mine].tolist()), signs[which[mine]].tolist(), strict=True))
            return KnownOfTarget(of_each, sums[order[first[number] : first[number + 1]]].tolist())

        return known

    def bearers(self, surname: str) -> frozenset[int]:
        """Return the targets that have a surname."""
        return self._bearers(surname)

    def signs(self, surname: str) -> Mapping[int, int]:
        """Return what a surname is of each of its bearers by itself."""
        return self._signs(surname)

    def others(self, surname: str) -> frozenset[int]:
        """Return its bearers of whom it is more by itself than the signs say."""
        return self._others(surname)

    def stated(self, surname: str) -> frozenset[int]:
        """Return its bearers who have, by their facts, another name that ends in it."""
        return self._stated(surname)

    def near(self, surname: str, words: Iterable[str]) -> set[int]:
        """Return the bearers of a surname that may have one of some words, or of `beginning`s, next to it in a form."""
        wanted = np.array([_sum(surname, word) for word in (*words, ANY_WORD)], np.uint32)
        sums, found = self._kept["sums"], set[int]()
        starts, ends = np.searchsorted(sums, wanted), np.searchsorted(sums, wanted, side="right")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if start < end:
                found.update(self._kept["targets"][start:end].tolist())
        if found:
            found &= self.bearers(surname)
        return found.union(self._owners.added.get(surname, ()))

    def _bearers_of(self, surname: str) -> frozenset[int]:
        return frozenset(self._owners.get(surname))

    def _signs_of(self, surname: str) -> Mapping[int, int]:
        where = self._owners.base.where(surname)
        of_base: Sequence[int] = self._kept["signs"][where].tolist() if where else ()
        known = dict(zip(self._owners.base.get(surname), of_base, strict=True))
        return {number: known.get(number, UNKNOWN) for number in self._owners.get(surname)}

    def _with(self, bit: int, surname: str) -> frozenset[int]:
        return frozenset(number for number, sign in self.signs(surname).items() if sign & bit)


def beginning(word: str) -> str:
    """Return what stands for all words that begin as a word does, which has three letters or more."""
    return f"^{word[:_BEGINNING]}"


def behind(word: str) -> str:
    """Return what stands for a word behind a surname."""
    return f"{word} " if len(word) == 1 else word


def neighbours_of(words: Sequence[str], some: Collection[str]) -> dict[str, set[str]]:
    """Return the words before each of some words, and those `behind` it."""
    neighbours = {word: set[str]() for word in some}
    for at, word in enumerate(words if some else ()):
        if word in neighbours:
            neighbours[word].update(words[max(0, at - 1) : at], map(behind, words[at + 1 : at + 2]))
    return neighbours


def _sum(surname: str, word: str) -> int:
    return crc32(f"{surname} {word}".encode("utf-8", "surrogatepass"))
