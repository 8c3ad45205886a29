"""Channel `verbatim`: passages of stored texts, word for word or letter for letter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from alu.store.calibration import MIN_RUN_WORDS, RUN_WORDS
from alu.store.match.evidence import Evidence
from alu.store.match.index import Index
from alu.store.match.query import Query
from alu.store.text.lookalikes import unmixed
from alu.store.text.normalise import normalise
from alu.store.text.terms import word_list

__all__ = ["StoredRuns", "Verbatim"]

_LEAD = 20
"""Letters of a run by which it is looked up without its blanks; what has fewer is found by words alone."""


class Verbatim:
    """Finds targets of which a text repeats a run of words that may not be repeated."""

    name = "verbatim"

    def __init__(self, index: Index, base: Verbatim | None = None) -> None:
        self._index = index
        texts = ((n, [f.text for f in index.targets[n].facts]) for n in index.added_of("text"))
        self.runs: StoredRuns = base.runs.layered(texts, index.gone) if base else StoredRuns(texts)

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Return the stored texts that are repeated, at the text in which the run begins."""
        texts = query.texts
        for first, together in enumerate([texts] if query.joined or query.consecutive else [[t] for t in texts]):
            for number, i in sorted(self.runs.find(together)):
                target = self._index.targets[number].id
                yield Evidence(target, self.name, "text", sentence=first + i, source=query.source)


class StoredRuns:
    """Finds runs of `RUN_WORDS` words of stored texts, wherever their blanks are: also without any.

    Args:
        texts: of each target, the texts that may not be repeated.
    """

    def __init__(self, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._below: StoredRuns | None = None
        self._gone: Collection[int] = ()
        self._owners: dict[int, set[int]] = {}
        self._lengths: set[int] = set()
        self._joined: dict[int, set[int]] = {}
        """Whose runs without blanks have a hash."""
        self._leads: dict[int, set[int]] = {}
        """How many letters the runs have that begin with the letters of a hash."""
        for target, stored in texts:
            for text in stored:
                words = _words(text)
                length = min(RUN_WORDS, len(words))
                if length >= MIN_RUN_WORDS:
                    self._lengths.add(length)
                    for run, start in _runs(words, length):
                        self._owners.setdefault(run, set()).add(target)
                        self._keep_joined("".join(words[start : start + length]), target)

    def layered(self, texts: Iterable[tuple[int, Sequence[str]]], gone: Collection[int]) -> StoredRuns:
        """Return these without those of the targets that are `gone`, and the runs of some texts more."""
        made = StoredRuns(texts)
        made._below, made._gone = self, frozenset(gone)
        return made

    def find(self, texts: Sequence[str], said: str = "") -> set[tuple[int, int]]:
        """Return the target of each run in `texts`, taken as one text, and which of them the run begins in.

        A run that `said` holds too is left out.
        """
        found = set[tuple[int, int]]()
        if self._below:
            found = {(target, i) for target, i in self._below.find(texts, said) if target not in self._gone}
        if not self._owners:
            return found
        flat = [(word, i) for i, text in enumerate(texts) for word in _words(text)]
        words = [word for word, _ in flat]
        spoken = _words(said)
        for length in self._lengths:
            written = {run for run, _ in _runs(spoken, length)}
            for run, start in _runs(words, length):
                if run in self._owners and run not in written:
                    found |= {(target, flat[start][1]) for target in self._owners[run]}
        return found | {(target, flat[at][1]) for target, at in self._find_joined(words, spoken)}

    def _keep_joined(self, letters: str, target: int) -> None:
        if len(letters) >= _LEAD:
            self._joined.setdefault(hash(letters), set()).add(target)
            self._leads.setdefault(hash(letters[:_LEAD]), set()).add(len(letters))

    def _find_joined(self, words: Sequence[str], said: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the target of each run whose letters follow one another in `words`, and in which word it begins."""
        found = list(self._joined_in("".join(words)))
        written = {run for run, _ in self._joined_in("".join(said))} if found else set()
        ends = list(accumulate(map(len, words))) if found else []
        for run, start in found:
            if run not in written:
                yield from ((target, bisect_right(ends, start)) for target in self._joined[run])

    def _joined_in(self, letters: str) -> Iterator[tuple[int, int]]:
        """Yield the hash of each stored run in a row of letters, and where it begins."""
        for start in range(len(letters) - _LEAD + 1):
            for length in self._leads.get(hash(letters[start : start + _LEAD]), ()):
                run = hash(letters[start : start + length])
                if run in self._joined:
                    yield run, start


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[int, int]]:
    """Return a hash of each run of `length` words, and where it begins."""
    return ((hash(tuple(words[i : i + length])), i) for i in range(len(words) - length + 1))


def _words(text: str) -> list[str]:
    return word_list(normalise(unmixed(text)))
