"""All names and aliases of all targets, found in one pass over the words of a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from alu.store.calibration import DISTINCTIVE_NAME_NATS, MIN_JOINED_NAME, MIN_SPELT_LETTERS, RARE_WORD_NATS
from alu.store.match.name_patterns import Spelling, letters_of, packed, spelt
from alu.store.match.sentence_ends import SentenceEnds
from alu.store.text.normalise import UNSPACED, variants
from alu.store.text.terms import informative, word_list

__all__ = ["NameIndex", "NameMatch", "is_distinctive"]

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
        self._forms: Mapping[str, Sequence[Spelling]]
        self._patterns, keys, self._forms = packed(enumerate(names), previous._forms if previous else {})
        self._names = spelt(self._forms)
        self._automaton = AhoCorasick(keys, store_patterns=False)

    @property
    def pattern_words(self) -> Sequence[Sequence[str]]:
        """The words of each pattern; none where the pattern is a name with its words in another order."""
        return self._patterns.words

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
        return self._patterns.bearers(number)

    def number_of(self, key: str) -> int | None:
        """Return the number of the pattern of these letters and digits; None where there is none."""
        for number, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if start == 0 and end == len(key):
                return int(number)
        return None

    def _key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        return letters_of(self._forms[self._patterns.aliases[number]])

    def _count(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        return self._patterns.counts[number]

    def _seen(self, letters: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of each pattern in some letters."""
        seen: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(letters, overlapping=True)
        return seen

    def scan(self, texts: Sequence[Sequence[str]], joined: bool, stops: SentenceEnds | None = None) -> set[NameMatch]:
        """Return the names in texts that are given as words.

        Args:
            texts: the words of each.
            joined: they are parts of one text, so that a name may go from one on into the next.
            stops: tells where sentences end, over which no name goes.
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
                shift = 0 if joined else owner[last]  # of breaks before
                if stops and before + 1 < last and stops.within(before + 1 - shift, last - shift):
                    continue
                single = MIN_SPELT_LETTERS <= last - before == end - start and not _UNCUT.match(flat[before + 1])
                (spelt if single else found).add((number, owner[before + 1]))
        return self.matches(found) | {m._replace(disguised=True) for m in self.matches(spelt)}

    def _whole(self, number: int, count: int, letters: int) -> bool:
        """Tell whether a name over `count` words of the text is that name and no chance neighbours."""
        counts = self._count(number)
        return count in counts or (letters >= MIN_JOINED_NAME and bool(counts))
