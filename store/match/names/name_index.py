"""All names and aliases of all targets, found in one pass over the words of a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from alu.store.calibration import DISTINCTIVE_NAME_NATS, MIN_JOINED_NAME, MIN_SPELT_LETTERS, RARE_WORD_NATS
from alu.store.match.names.name_patterns import Patterns
from alu.store.match.names.sentence_ends import SentenceEnds
from alu.store.text.normalise import variants
from alu.store.text.terms import informative, word_list
from alu.store.text.words import is_unspaced

__all__ = ["NameIndex", "NameMatch", "is_distinctive"]

_BREAK = " "
_NAME = "names"
"""How the names of its arrays begin."""


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
    """Finds the letters and digits of every name, whatever is between them.

    A match counts where it begins and ends with a word of the text, so that «Art» is not in «party», and the
    spaces, hyphens and apostrophes inside a name do not matter.

    Args:
        names: the name and the aliases of each target.
        previous: an older index, whose forms of the same names are taken over.
        derived: what `arrays()` gave for the same names; then these are not read.
    """

    def __init__(
        self,
        names: Iterable[Iterable[str]],
        previous: NameIndex | None = None,
        derived: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        if derived and f"{_NAME}.alias" in derived:
            self.patterns: Patterns = Patterns(derived, _NAME)
        else:
            self.patterns = Patterns.of(enumerate(names), previous.patterns.forms() if previous else None)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped."""
        return self.patterns.arrays(_NAME)

    @property
    def pattern_words(self) -> Sequence[Sequence[str]]:
        """The words of each pattern; none where the pattern is a name with its words in another order."""
        return self.patterns.words

    def distinctive(self, key: str) -> bool:
        """Tell whether the name of a match is safe to block on."""
        return is_distinctive(self.name(key))

    def name(self, key: str) -> str:
        """Return the name of these letters and digits, which are those of a match."""
        return self.patterns.named(key) or key

    def matches(self, found: Iterable[tuple[int, int]]) -> set[NameMatch]:
        """Return a match for each target that bears a name, by the number of its pattern and of the text."""
        texts: dict[int, set[int]] = {}
        for number, text in found:
            texts.setdefault(number, set()).add(text)
        named = ((self.key(number), self.bearers(number), some) for number, some in texts.items())
        return {NameMatch(target, key, i) for key, bearers, some in named for target in bearers for i in some}

    def bearers(self, number: int) -> Sequence[int]:
        """Return the targets that bear the name of a pattern, by its number."""
        return self.patterns.bearers(number)

    def key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        return self.patterns.letters(number)

    def counts(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        return self.patterns.counts(number)

    def seen(self, words: Sequence[str]) -> Iterable[tuple[int, int, int]]:
        """Return each pattern in some words: its number, the number of its first word, and of the one after it."""
        return self.patterns.spans.find(words)

    def holds(self, rows: Iterable[Iterable[str]]) -> bool:
        """Tell whether any pattern stands in one of some rows of words."""
        flat = list[str]()
        for row in rows:
            flat.extend(row)
            flat.append(_BREAK)
        return any(True for _ in self.seen(flat))

    def scan(self, texts: Sequence[Sequence[str]], joined: bool, stops: SentenceEnds | None = None) -> set[NameMatch]:
        """Return the names in texts that are given as words.

        Args:
            texts: the words of each.
            joined: they are parts of one text, so that a name may go from one on into the next.
            stops: tells where sentences end, over which no name goes.
        """
        flat = [w for text in texts for w in (text if joined else [*text, _BREAK])]
        seen = list(self.seen(flat))
        if not seen:
            return set()
        owner = [i for i, text in enumerate(texts) for _ in range(len(text) + (not joined))]
        found, spelt = set[tuple[int, int]](), set[tuple[int, int]]()
        for number, first, after in seen:
            letters = sum(map(len, flat[first:after]))
            single = MIN_SPELT_LETTERS <= after - first == letters and not is_unspaced(flat[first])
            of_kind, place = spelt if single else found, (number, owner[first])
            if place in of_kind or not self._whole(number, after - first, letters):
                continue
            shift = 0 if joined else owner[first]  # of breaks before
            if not (stops and after - first > 1 and stops.within(first - shift, after - 1 - shift)):
                of_kind.add(place)
        return self.matches(found) | {m._replace(disguised=True) for m in self.matches(spelt)}

    def _whole(self, number: int, count: int, letters: int) -> bool:
        """Tell whether a name over `count` words of the text is that name and no chance neighbours."""
        counts = self.counts(number)
        return count in counts or (letters >= MIN_JOINED_NAME and bool(counts))
