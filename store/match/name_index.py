"""All names and aliases of all targets, found in one pass over the words of a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, count
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from alu.store.calibration import DISTINCTIVE_NAME_NATS, MIN_JOINED_NAME, MIN_SPELT_LETTERS, RARE_WORD_NATS
from alu.store.text.normalise import UNSPACED, variants
from alu.store.text.terms import informative, word_list

__all__ = ["NameIndex", "NameMatch", "forms_of", "is_distinctive", "is_findable"]

_UNCUT = re.compile(UNSPACED)
"""A letter of a script that has no words: single ones in a row are no disguise there."""
_BREAK = " "


class NameMatch(NamedTuple):
    """A name found in a text."""

    target: int
    """Number of the target, in the order in which the names were given."""
    key: str
    """Letters and digits of the name, normalised."""
    text: int
    """Which of the texts the name begins in."""
    disguised: bool = False
    """It is there with a slip, with a middle name, in a cipher, or as it sounds in another script."""


@lru_cache(maxsize=65_536)
def is_distinctive(name: str) -> bool:
    """Tell whether `name` is safe to block on: words that are rare together, or one rare word of five letters."""
    parts = word_list(variants(name)[0])
    if len(parts) == 1:
        return len(parts[0]) >= 5 and informative(parts[0]) >= RARE_WORD_NATS
    return sum(map(informative, parts)) >= DISTINCTIVE_NAME_NATS


class NameIndex:
    """An Aho-Corasick automaton over the letters and digits of every name, whatever is between them.

    A match counts where it begins and ends with a word of the text, so that «Art» is not in «party», and the
    spaces, hyphens and apostrophes inside a name do not matter.

    Args:
        names: the name and the aliases of each target.
        previous: an older index, whose forms of the same names are taken over.
    """

    def __init__(self, names: Iterable[Iterable[str]], previous: NameIndex | None = None) -> None:
        self._forms: dict[str, tuple[Spelling, ...]] = {}
        found = collected(enumerate(names), self._forms, previous._forms if previous else {})
        self._patterns = list(found)
        self._targets = [tuple(sorted(pattern.targets)) for pattern in found.values()]
        self._counts = [pattern.counts for pattern in found.values()]
        self._words = [pattern.words for pattern in found.values()]
        self._keys = [letters_of(self._forms[pattern.alias]) for pattern in found.values()]
        self._names = spelt(self._forms)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)

    @property
    def pattern_words(self) -> Sequence[Sequence[str]]:
        """The words of each pattern; none where the pattern is a name with its words in another order."""
        return self._words

    def distinctive(self, key: str) -> bool:
        """Tell whether the name of a match is safe to block on."""
        return is_distinctive(self._name(key))

    def _name(self, key: str) -> str:
        """Return the name of these letters and digits."""
        return self._names[key]

    def matches(self, found: Iterable[tuple[int, int]]) -> set[NameMatch]:
        """Return a match for each target that bears a name, by the number of its pattern and of the text."""
        return {NameMatch(t, self._key(number), i) for number, i in found for t in self.bearers(number)}

    def bearers(self, number: int) -> Sequence[int]:
        """Return the targets that bear the name of a pattern, by its number."""
        return self._targets[number]

    def number_of(self, key: str) -> int | None:
        """Return the number of the pattern of these letters and digits; None where there is none."""
        for number, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if start == 0 and end == len(key):
                return int(number)
        return None

    def _key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        return self._keys[number]

    def _count(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        return self._counts[number]

    def _seen(self, letters: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of each pattern in some letters."""
        seen: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(letters, overlapping=True)
        return seen

    def scan(self, texts: Sequence[Sequence[str]], joined: bool) -> set[NameMatch]:
        """Return the names in texts that are given as words.

        Args:
            texts: the words of each.
            joined: they are parts of one text, so that a name may go from one on into the next.
        """
        flat = [w for text in texts for w in (text if joined else [*text, _BREAK])]
        seen = self._seen("".join(flat))
        if not seen:
            return set()
        owner = [i for i, text in enumerate(texts) for _ in range(len(text) + (not joined))]
        # where a word ends the next one begins
        ends = {0: -1} | dict(zip(accumulate(map(len, flat)), count()))
        found, spelt = set[tuple[int, int]](), set[tuple[int, int]]()
        for number, start, end in seen:
            before, last = ends.get(start), ends.get(end)
            if before is not None and last is not None and self._whole(number, last - before, end - start):
                single = MIN_SPELT_LETTERS <= last - before == end - start and not _UNCUT.match(flat[before + 1])
                (spelt if single else found).add((number, owner[before + 1]))
        return self.matches(found) | {m._replace(disguised=True) for m in self.matches(spelt)}

    def _whole(self, number: int, count: int, letters: int) -> bool:
        """Tell whether a name over `count` words of the text is that name and no chance neighbours."""
        counts = self._count(number)
        return count in counts or (letters >= MIN_JOINED_NAME and bool(counts))


Spelling = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of one form of a name, and what it is found by."""


@dataclass(slots=True)
class NamePattern:
    """A row of letters and digits that a name is found by."""

    alias: str
    """The name; of several the first by the alphabet, so that nothing depends on their order."""
    targets: set[int] = field(default_factory=set)
    """Numbers of those that bear it."""
    counts: set[int] = field(default_factory=set)
    """How many words it may have."""
    words: Sequence[str] = ()
    """Its words; none where it is a name with its words in another order."""


def collected(
    names: Iterable[tuple[int, Iterable[str]]],
    forms: dict[str, tuple[Spelling, ...]],
    known: Mapping[str, tuple[Spelling, ...]],
) -> dict[str, NamePattern]:
    """Return what names are found by, by its letters and digits.

    Args:
        names: numbers of targets, and their names.
        forms: takes the forms of each name.
        known: the forms of some names.
    """
    found: dict[str, NamePattern] = {}
    words: dict[str, tuple[str, ...]] = {}
    for target, aliases in names:
        for alias in aliases:
            forms[alias] = listed = known.get(alias) or forms_of(alias)
            for parts, keys in listed:
                for key in keys:
                    pattern = found.get(key) or found.setdefault(key, NamePattern(alias))
                    pattern.targets.add(target)
                    pattern.counts.add(len(parts))
                    pattern.alias = min(pattern.alias, alias)
                words["".join(parts)] = min(words.get("".join(parts), parts), parts)
    for key, pattern in found.items():
        pattern.words = words.get(key, ())
    return found


def spelt(forms: Mapping[str, Sequence[Spelling]]) -> dict[str, str]:
    """Return the name of each row of letters and digits; of several the first by the alphabet."""
    names: dict[str, str] = {}
    for alias, listed in forms.items():
        key = letters_of(listed)
        names[key] = min(alias, names.get(key, alias))
    return names


def letters_of(forms: Sequence[Spelling]) -> str:
    """Return the letters and digits of a name by its forms."""
    return "".join(forms[0][0])


def forms_of(alias: str) -> tuple[Spelling, ...]:
    """Return each form of a name."""
    listed = map(word_list, variants(alias))
    return tuple((tuple(parts), tuple(_keys(parts))) for parts in listed)


def is_findable(name: str) -> bool:
    """Tell whether a text that holds `name` is found by it: not where no letter or digit is in it, or one alone."""
    return any(keys for _, keys in forms_of(name))


def _keys(parts: Sequence[str]) -> Iterator[str]:
    """Return what a name of these words is found by: its letters, and those of it with the last words first."""
    key = "".join(parts)
    if len(key) > 1 or not key.isascii():
        yield key
    if 2 <= len(parts) <= 4 and len(key) >= MIN_JOINED_NAME:
        yield from ("".join((*parts[i:], *parts[:i])) for i in range(1, len(parts)))
