"""All names and aliases of all targets, found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from alu.store.calibration import (
    DISTINCTIVE_NAME_NATS,
    MIN_CIPHERED_NAME,
    MIN_JOINED_NAME,
    MIN_SPELT_LETTERS,
    RARE_WORD_NATS,
)
from alu.store.match.middle import shortened
from alu.store.match.phonetic import Sound
from alu.store.match.typos import Fuzzy
from alu.store.text.decode import LEET, ciphers
from alu.store.text.normalise import UNSPACED, variants
from alu.store.text.terms import informative, word_list

__all__ = ["AliasMatch", "Aliases", "is_distinctive", "is_findable"]

_UNCUT = re.compile(UNSPACED)
"""Single letters in a row, from which on a name in them is disguised; not of a script that has no words."""
_BREAK = " "


class AliasMatch(NamedTuple):
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


class Aliases:
    """An Aho-Corasick automaton over the letters and digits of every name, whatever stands between them.

    A match counts where it begins and ends with a word of the text, so that «Art» is not in «party», and the
    spaces, hyphens and apostrophes inside a name do not matter.

    Args:
        names: the name and the aliases of each target.
        previous: an older automaton, whose forms of the same names are taken over.
    """

    def __init__(self, names: Iterable[Iterable[str]], previous: Aliases | None = None) -> None:
        found: dict[str, tuple[set[int], set[int], str]] = {}
        words: dict[str, Sequence[str]] = {}
        self._forms: dict[str, tuple[_Form, ...]] = {}
        known = previous._forms if previous else {}
        for target, aliases in enumerate(names):
            for alias in aliases:
                self._forms[alias] = forms = known.get(alias) or _forms(alias)
                for parts, keys in forms:
                    for key in keys:
                        targets, counts, _ = found.setdefault(key, (set(), set(), alias))
                        targets.add(target)
                        counts.add(len(parts))
                    words.setdefault("".join(parts), parts)
        self._patterns = list(found)
        self._targets = [tuple(sorted(targets)) for targets, _, _ in found.values()]
        self._counts = [counts for _, counts, _ in found.values()]
        self._keys = ["".join(self._forms[alias][0][0]) for _, _, alias in found.values()]
        self._names = dict(zip(self._keys, (alias for _, _, alias in found.values()), strict=True))
        self._fuzzy = Fuzzy(words.get(pattern, ()) for pattern in self._patterns)
        self._sound = Sound(words.get(pattern, ()) for pattern in self._patterns)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)

    def ready(self) -> None:
        """Work out now what the first look-up would otherwise wait for."""
        self._fuzzy.ready()
        self._sound.ready()

    def find(self, texts: Sequence[str], *, joined: bool = False) -> list[AliasMatch]:
        """Return every name in `texts`; where they are `joined`, also one that goes from one on into the next.

        A name is also found with a slip in it, its last word first, turned by 13 letters, mirrored, read from the end,
        with digits for letters, spelt by the first letters of words, with a middle name, and as it sounds in another
        script.
        """
        forms = [variants(t) for t in texts]
        plain = [word_list(f[0]) for f in forms]
        matches = self._scan(plain, joined)
        disguised = self._misspelt(plain)
        if any(len(f) > 1 for f in forms):
            latin = [word_list(f[-1]) for f in forms]
            disguised |= self._scan(latin, joined) | self._misspelt(latin)
        disguised |= self._sounding(texts)
        hidden = (self._scan([word_list(t) for t in h], joined) for h in _hidden([f[0] for f in forms]))
        disguised |= {m for found in hidden for m in found if len(m.key) >= MIN_CIPHERED_NAME}
        first_letters = [[w[0] for w in words] for words in plain]
        disguised |= {m for m in self._scan(first_letters, joined) if len(m.key) >= MIN_JOINED_NAME}
        disguised |= self._with_middle(texts)
        matches |= {m._replace(disguised=True) for m in disguised - matches}
        return sorted(matches, key=lambda m: (m.text, m.target, m.key))

    def _with_middle(self, texts: Sequence[str]) -> set[AliasMatch]:
        """Return the distinctive names that are in texts with a middle name or initial."""
        short = [(words, i) for i, text in enumerate(texts) for words in shortened(text)]
        found = self._scan([words for words, _ in short], joined=False) if short else ()
        return {m._replace(text=short[m.text][1]) for m in found if self.distinctive(m)}

    def _sounding(self, texts: Sequence[str]) -> set[AliasMatch]:
        """Return the names that are in texts as they sound in another script."""
        return self._matches(
            (n, i) for i, text in enumerate(texts) if not text.isascii() for n in self._sound.find(text)
        )

    def _misspelt(self, texts: Sequence[Sequence[str]]) -> set[AliasMatch]:
        """Return the names that are in texts, given as words, with a slip."""
        return self._matches((n, i) for i, words in enumerate(texts) for n in self._fuzzy.find(words))

    def _matches(self, found: Iterable[tuple[int, int]]) -> set[AliasMatch]:
        """Return a match for each target that bears a name, by the number of its pattern and of the text."""
        return {AliasMatch(t, self._keys[number], i) for number, i in found for t in self._targets[number]}

    def distinctive(self, match: AliasMatch) -> bool:
        """Tell whether the matched name is safe to block on."""
        return is_distinctive(self._names[match.key])

    def _scan(self, texts: list[list[str]], joined: bool) -> set[AliasMatch]:
        """Return the names in texts that are given as words."""
        flat = [w for text in texts for w in (text if joined else [*text, _BREAK])]
        seen = self._automaton.find_matches_as_indexes("".join(flat), overlapping=True)
        if not seen:
            return set()
        owner = [i for i, text in enumerate(texts) for _ in range(len(text) + (not joined))]
        ends = list(accumulate(map(len, flat)))
        last = {end: i for i, end in enumerate(ends)}
        first = {end: i + 1 for i, end in enumerate(ends)} | {0: 0}
        found, spelt = list[tuple[int, int]](), list[tuple[int, int]]()
        for number, start, end in seen:
            a, b = first.get(start), last.get(end)
            if a is not None and b is not None and self._whole(number, b - a + 1):
                single = MIN_SPELT_LETTERS <= b - a + 1 == end - start and not _UNCUT.match(flat[a])
                (spelt if single else found).append((number, owner[a]))
        return self._matches(found) | {m._replace(disguised=True) for m in self._matches(spelt)}

    def _whole(self, number: int, count: int) -> bool:
        """Tell whether a name over `count` words of the text is that name and no chance neighbours."""
        return count in self._counts[number] or len(self._patterns[number]) >= MIN_JOINED_NAME


_Form = tuple[Sequence[str], Sequence[str]]
"""The words of one form of a name, and what it is found by."""


def _forms(alias: str) -> tuple[_Form, ...]:
    """Return each form of a name."""
    listed = map(word_list, variants(alias))
    return tuple((tuple(parts), tuple(_keys(parts))) for parts in listed)


def is_findable(name: str) -> bool:
    """Tell whether a text that holds `name` is found by it: not where no letter or digit is in it, or one alone."""
    return any(keys for _, keys in _forms(name))


def _keys(parts: Sequence[str]) -> Iterator[str]:
    """Return what a name of these words is found by: its letters, and those of it with the last words first."""
    key = "".join(parts)
    if len(key) > 1 or not key.isascii():
        yield key
    if 2 <= len(parts) <= 4 and len(key) >= MIN_JOINED_NAME:
        yield from ("".join((*parts[i:], *parts[:i])) for i in range(1, len(parts)))


_LEET_SIGN = re.compile(r"[\d@$!|]")


def _hidden(normalised: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return texts turned, mirrored, read from the end, and with digits read as letters."""
    yield from zip(*map(ciphers, normalised), strict=True)
    if any(map(_LEET_SIGN.search, normalised)):
        yield from ([t.translate(table) for t in normalised] for table in LEET)
