"""The identifiers that were read of many targets, packed into arrays: few have hard ones, most have a date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple

import numpy as np

from alu.store.match.packed.numbered import under
from alu.store.target import Target
from alu.store.text.values.addresses import Address
from alu.store.text.values.digits import speaks_digits
from alu.store.text.values.folded import Folded
from alu.store.text.values.hosts import OWN_SITE
from alu.store.text.values.identifiers import IN_LETTERS, Identifier, Read, may_hold_identifiers, read_identifiers

__all__ = ["PackedReads", "Written", "read_texts"]

_NAME = "identifiers.5"
"""How the names of its arrays begin. The number grows when identifiers are read otherwise, so that what was kept of an
older reading is not found."""
_PARTS = ("starts", "which", "hard")
_HARD_SIGN = re.compile(
    r"@|://|www\."
    r"|(?<!\d)\d{1,5}[a-zA-Z]?,?\s+[A-Z]|[^\W\d]\.?,?\s\d{1,4}(?!\d)|[A-Z]\d{2}|[a-z]\d{3}|\d[A-Z]"
    r"|[0-9a-fA-F]{2}[:\-][0-9a-fA-F]{2}[:\-]"
)
_HARD_WORD = re.compile(rf"(?:\d\D{{0,14}}){{7}}|{OWN_SITE}|{IN_LETTERS}")
"""What a text with a hard identifier has, months and years apart: seven digits near one another, a house number, a code
of letters and digits, a sign of an e-mail or a link; or in small letters a word for a handle, a code or a site, a host,
an e-mail that is written out, digits in words."""
_PLAIN_DATE = re.compile(
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\b\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{4}\b)?"
    r"|\b(?:in|since|by|until|of|from)\s+[12]\d{3}\b"
)
"""A date in words, or a year, which is no house number; a text with nothing else is not read before it is asked for."""


class Written(NamedTuple):
    """What the texts of one target hold."""

    reads: tuple[Read, ...]
    soft: tuple[int, ...]
    """Which of `read_texts` hold soft identifiers at most: they are read when their target is asked for."""

    @classmethod
    def of(cls, target: Target) -> Written:
        """Read a target."""
        texts = [(n, t) for n, t in enumerate(read_texts(target)) if may_hold_identifiers(Folded(t).text)]
        hard = [_may_be_hard(_PLAIN_DATE.sub("", t)) for _, t in texts]
        reads = (read_identifiers(t) for (_, t), sure in zip(texts, hard, strict=True) if sure)
        soft = tuple(n for (n, _), sure in zip(texts, hard, strict=True) if not sure)
        return cls(tuple(r for r in reads if r.identifiers or r.addresses), soft)


def _may_be_hard(text: str) -> bool:
    """Tell whether a text may have a hard identifier."""
    if _HARD_SIGN.search(text):
        return True
    # small letters: a pattern that takes both kinds costs more
    folded = Folded(text).text
    return _HARD_WORD.search(folded) is not None or speaks_digits(folded)


class PackedReads:
    """What the texts of each target hold, by its number.

    Args:
        arrays: what `arrays()` gave.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._kept = {part: arrays[f"{_NAME}.{part}"] for part in _PARTS}
        self._starts, self._which = (self._kept[part].data for part in _PARTS[:2])
        listed = json.loads(bytes(self._kept["hard"]))
        self.hard: Mapping[int, tuple[Read, ...]] = {n: tuple(map(_read, reads)) for n, reads in listed}
        """What was read of the targets that have hard identifiers, or were read in vain."""

    @classmethod
    def of(cls, written: Iterable[Written]) -> PackedReads:
        """Pack what was read of each target."""
        listed = list(written)
        hard = [(n, [_listed(read) for read in one.reads]) for n, one in enumerate(listed) if one.reads]
        arrays: dict[str, np.ndarray] = {
            "starts": np.cumsum([0, *(len(one.soft) for one in listed)], dtype=np.int64),
            "which": np.array([n for one in listed for n in one.soft], np.int32),
            "hard": np.frombuffer(json.dumps(hard).encode(), np.uint8),
        }
        return cls(under(_NAME, arrays))

    @classmethod
    def kept(cls, arrays: Mapping[str, np.ndarray] | None) -> PackedReads | None:
        """Take what `arrays()` gave; None where it is not there."""
        return cls(arrays) if arrays and f"{_NAME}.starts" in arrays else None

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        return under(_NAME, self._kept)

    def soft(self, number: int) -> Sequence[int]:
        """Return which texts of a target hold soft identifiers at most."""
        if number >= len(self._starts) - 1:
            return ()
        found: list[int] = self._which[self._starts[number] : self._starts[number + 1]].tolist()
        return found

    def written(self, number: int) -> Written:
        """Return what the texts of a target hold."""
        return Written(self.hard.get(number, ()), tuple(self.soft(number)))


def read_texts(target: Target) -> Iterator[str]:
    """Yield what is read of a target: an answer with its question, which tells what a number is."""
    yield from (*target.names, target.description)
    for fact in target.facts:
        yield f"{fact.question}\n{fact.text}" if fact.question else fact.text


def _listed(read: Read) -> Any:
    """Return what was read as JSON takes it."""
    homes = [
        (a.house, a.core, sorted(a.types), sorted(a.sides), a.place, a.code, a.start, a.end, a.placed)
        for a in read.addresses
    ]
    return [list(map(astuple, read.identifiers)), homes]


def _read(listed: Any) -> Read:
    """Return what `_listed` was given."""
    identifiers, homes = listed
    return Read(
        tuple(Identifier(*one) for one in identifiers),
        tuple(
            Address(house, tuple(core), frozenset(types), frozenset(sides), tuple(place), code, *rest)
            for house, core, types, sides, place, code, *rest in homes
        ),
    )
