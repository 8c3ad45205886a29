"""The names of a list that has changed a little: what was added over an index that stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

from alu.store.match.name_index import NameIndex
from alu.store.match.name_patterns import letters_of, packed, spelt

__all__ = ["LayeredNames"]


class LayeredNames(NameIndex):
    """A `NameIndex` of the targets of another one, less some, and of targets that come after them.

    What the added and the removed are found by is worked out anew, with all who bear it; the automaton and the patterns
    of the index below stay shared. An added pattern has a number above theirs.

    Args:
        base: the index below.
        names_of: gives the names of a target by its number.
        added: numbers of the targets that are added.
        gone: numbers of those that are no longer on the list.
    """

    def __init__(
        self,
        base: NameIndex,
        names_of: Callable[[int], Sequence[str]],
        added: Collection[int],
        gone: Collection[int],
    ) -> None:
        self._below, self._gone = base, frozenset(gone)
        _, touched, old = packed(((n, names_of(n)) for n in (*added, *gone)), base._forms)
        numbers = {key: base.number_of(key) for key in touched}
        bearers = {t for n in numbers.values() if n is not None for t in base.bearers(n)}.difference(gone) | {*added}
        self._now, keys, self._own = packed(((n, names_of(n)) for n in sorted(bearers)), base._forms)
        now = {key: number for number, key in enumerate(keys)}
        self._first = len(base.pattern_words)
        self._changed: dict[int, int | None] = {}
        """Of each pattern whose bearers have changed, its number among those of today; None where nobody is left."""
        new: list[str] = []
        for key, number in numbers.items():
            if number is None and key in now:
                number = self._first + len(new)
                new.append(key)
            if number is not None:
                self._changed[number] = now.get(key)
        self._more: AhoCorasick[str] | None = AhoCorasick(new, store_patterns=False) if new else None
        letters = {letters_of(forms) for forms in old.values()}
        self._more_names = {key: name for key, name in spelt(self._own).items() if key in letters}

    @property
    def changed(self) -> Mapping[int, Sequence[str]]:
        """The words of the patterns that are new or whose bearers have changed, by number."""
        return {n: () if now is None else self._now.words[now] for n, now in self._changed.items()}

    def _name(self, key: str) -> str:
        """Return the name of these letters and digits."""
        return self._more_names.get(key) or self._below._name(key)

    def bearers(self, number: int) -> Sequence[int]:
        """Return the targets that bear the name of a pattern, by its number."""
        if number not in self._changed:
            return self._below.bearers(number)
        now = self._changed[number]
        return [] if now is None else self._now.bearers(now)

    def _key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        now = self._changed.get(number)
        return self._below._key(number) if now is None else letters_of(self._own[self._now.aliases[now]])

    def _count(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        if number not in self._changed:
            return self._below._count(number)
        now = self._changed[number]
        return () if now is None else self._now.counts[now]

    def _seen(self, letters: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of each pattern in some letters."""
        seen = self._below._seen(letters)
        if self._more:
            more = self._more.find_matches_as_indexes(letters, overlapping=True)
            seen += [(self._first + n, start, end) for n, start, end in more]
        return seen
