"""The names of a list that has changed a little: what was added over an index that stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

from alu.store.match.name_index import NameIndex, NamePattern, Spelling, collected, letters_of, spelt

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
        old: dict[str, tuple[Spelling, ...]] = {}
        own: dict[str, tuple[Spelling, ...]] = {}
        touched = collected(((n, names_of(n)) for n in (*added, *gone)), old, base._forms)
        numbers = {key: base.number_of(key) for key in touched}
        bearers = {t for n in numbers.values() if n is not None for t in base.bearers(n)}.difference(gone) | {*added}
        now = collected(((n, names_of(n)) for n in sorted(bearers)), own, base._forms)
        self._first = len(base.pattern_words)
        self._changed: dict[int, NamePattern] = {}
        new: list[str] = []
        for key, number in numbers.items():
            if number is None and key in now:
                number = self._first + len(new)
                new.append(key)
            if number is not None:
                self._changed[number] = now.get(key, NamePattern(""))
        self._more: AhoCorasick[str] | None = AhoCorasick(new, store_patterns=False) if new else None
        self._changed_keys = {n: letters_of(own[p.alias]) for n, p in self._changed.items() if p.targets}
        keys = {letters_of(forms) for forms in old.values()}
        self._more_names = {key: name for key, name in spelt(own).items() if key in keys}

    @property
    def changed(self) -> Mapping[int, Sequence[str]]:
        """The words of the patterns that are new or whose bearers have changed, by number."""
        return {number: pattern.words for number, pattern in self._changed.items()}

    def _name(self, key: str) -> str:
        """Return the name of these letters and digits."""
        return self._more_names.get(key) or self._below._name(key)

    def bearers(self, number: int) -> Sequence[int]:
        """Return the targets that bear the name of a pattern, by its number."""
        if pattern := self._changed.get(number):
            return sorted(pattern.targets)
        return self._below.bearers(number)

    def _key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        return self._changed_keys.get(number) or self._below._key(number)

    def _count(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        pattern = self._changed.get(number)
        return self._below._count(number) if pattern is None else pattern.counts

    def _seen(self, letters: str) -> list[tuple[int, int, int]]:
        """Return number, start and end of each pattern in some letters."""
        seen = self._below._seen(letters)
        if self._more:
            more = self._more.find_matches_as_indexes(letters, overlapping=True)
            seen += [(self._first + n, start, end) for n, start, end in more]
        return seen
