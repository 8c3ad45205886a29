"""A name index over a base index that stays unchanged, for a list that has changed a little."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from alu.store.match.names.name_index import NameIndex
from alu.store.match.names.name_patterns import Patterns
from alu.store.match.packed.spans import Spans

__all__ = ["LayeredNames"]


class LayeredNames(NameIndex):
    """A `NameIndex` of the targets of another one, less some, and of targets that come after them.

    What the added and the removed are found by is worked out anew, with all who bear it; the patterns of the index
    below stay shared. An added pattern has a number above theirs.

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
        old = Patterns.of((n, names_of(n)) for n in (*added, *gone))
        numbers = {key: base.patterns.spans.number_of(key) for key in old.keys}
        bearers = {t for n in numbers.values() if n is not None for t in base.bearers(n)}.difference(gone) | {*added}
        self._now = Patterns.of((n, names_of(n)) for n in sorted(bearers))
        now = {key: number for number, key in enumerate(self._now.keys)}
        self.patterns = base.patterns
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
        self._more = Spans.of(new)
        self._letters = {"".join(form) for forms in old.forms().values() for form in forms[:1]}

    @property
    def changed(self) -> Mapping[int, Sequence[str]]:
        """The words of the patterns that are new or whose bearers have changed, by number."""
        return {n: () if now is None else self._now.words[now] for n, now in self._changed.items()}

    def name(self, key: str) -> str:
        """Return the name of these letters and digits, which are those of a match."""
        return (self._now.named(key) if key in self._letters else None) or self._below.name(key)

    def bearers(self, number: int) -> Sequence[int]:
        """Return the targets that bear the name of a pattern, by its number."""
        if number not in self._changed:
            return self._below.bearers(number)
        now = self._changed[number]
        return [] if now is None else self._now.bearers(now)

    def key(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of."""
        now = self._changed.get(number)
        return self._below.key(number) if now is None else self._now.letters(now)

    def counts(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        if number not in self._changed:
            return self._below.counts(number)
        now = self._changed[number]
        return () if now is None else self._now.counts(now)

    def seen(self, words: Sequence[str]) -> Iterable[tuple[int, int, int]]:
        """Return each pattern in some words: its number, the number of its first word, and of the one after it."""
        yield from self._below.seen(words)
        yield from ((self._first + number, first, after) for number, first, after in self._more.find(words))
