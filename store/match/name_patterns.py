"""The rows of letters and digits that names are found by, packed: 100,000 people have 600,000 of them."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alu.store.calibration import MIN_JOINED_NAME
from alu.store.text.normalise import variants
from alu.store.text.terms import word_list

__all__ = ["Patterns", "Spelling", "forms_of", "is_findable", "letters_of", "packed", "spelt"]

Spelling = tuple[str, ...]
"""The words of one form of a name."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Rows of letters and digits, each by its number."""

    aliases: Sequence[str]
    """The name that each is of; of several the first by the alphabet, so that nothing depends on their order."""
    counts: Sequence[frozenset[int]]
    """How many words the name may have."""
    words: Sequence[Spelling]
    """Its words; none where it is a name with its words in another order."""
    starts: np.ndarray
    """Where in `holders` those of each begin and, last, their number, int `[patterns + 1]`."""
    holders: np.ndarray
    """Numbers of the targets that bear the name of each, ascending, int32."""

    def bearers(self, number: int) -> list[int]:
        """Return the targets that bear the name of a pattern."""
        found: list[int] = self.holders[self.starts[number] : self.starts[number + 1]].tolist()
        return found


def packed(
    names: Iterable[tuple[int, Iterable[str]]], known: Mapping[str, Sequence[Spelling]]
) -> tuple[Patterns, list[str], dict[str, Sequence[Spelling]]]:
    """Return what names are found by.

    Args:
        names: numbers of targets, and their names.
        known: the forms of some names.

    Returns:
        The patterns, the letters and digits of each, and the forms of each name.
    """
    numbers: dict[str, int] = {}
    forms: dict[str, Sequence[Spelling]] = {}
    aliases, words = list[str](), list[Spelling]()
    counts, grown = list[frozenset[int]](), dict[tuple[frozenset[int], int], frozenset[int]]()
    borne, bearers = array("q"), array("q")
    none = frozenset[int]()
    for target, alias, parts in _spellings(names, known, forms):
        for key in _keys(parts):
            number = numbers.setdefault(key, len(aliases))
            if number == len(aliases):
                aliases.append(alias)
                counts.append(none)
                words.append(())
            elif alias < aliases[number]:
                aliases[number] = alias
            step = (counts[number], len(parts))
            counts[number] = grown.get(step) or grown.setdefault(step, step[0] | {len(parts)})
            borne.append(number)
            bearers.append(target)
        whole = numbers.get("".join(parts))
        if whole is not None:
            words[whole] = min(words[whole] or parts, parts)
    pairs = np.unique(np.frombuffer(borne, np.int64) << 32 | np.frombuffer(bearers, np.int64)) if borne else _NONE
    starts = np.searchsorted(pairs >> 32, np.arange(len(aliases) + 1))
    patterns = Patterns(aliases, counts, words, starts, (pairs & 0xFFFFFFFF).astype(np.int32))
    return patterns, list(numbers), forms


_NONE = np.zeros(0, np.int64)


def _spellings(
    names: Iterable[tuple[int, Iterable[str]]],
    known: Mapping[str, Sequence[Spelling]],
    forms: dict[str, Sequence[Spelling]],
) -> Iterator[tuple[int, str, Spelling]]:
    """Yield each form of each name with its target; `forms` takes the forms of each name."""
    for target, listed in names:
        for alias in listed:
            forms[alias] = spellings = known.get(alias) or forms_of(alias)
            yield from ((target, alias, parts) for parts in spellings)


def spelt(forms: Mapping[str, Sequence[Spelling]]) -> dict[str, str]:
    """Return the name of each row of letters and digits; of several the first by the alphabet."""
    names: dict[str, str] = {}
    for alias, listed in forms.items():
        key = letters_of(listed)
        names[key] = min(alias, names.get(key, alias))
    return names


def letters_of(forms: Sequence[Spelling]) -> str:
    """Return the letters and digits of a name by its forms."""
    return "".join(forms[0])


def forms_of(alias: str) -> Sequence[Spelling]:
    """Return each form of a name."""
    # many share their words, which are kept once
    return tuple(tuple(map(sys.intern, word_list(form))) for form in variants(alias))


def is_findable(name: str) -> bool:
    """Tell whether a text that holds `name` is found by it: not where no letter or digit is in it, or one alone."""
    return any(True for parts in forms_of(name) for _ in _keys(parts))


def _keys(parts: Sequence[str]) -> Iterator[str]:
    """Return what a name of these words is found by: its letters, and those of it with the last words first."""
    key = "".join(parts)
    if len(key) > 1 or not key.isascii():
        yield key
    if 2 <= len(parts) <= 4 and len(key) >= MIN_JOINED_NAME:
        yield from ("".join((*parts[i:], *parts[:i])) for i in range(1, len(parts)))
