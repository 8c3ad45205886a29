"""The packed patterns by which names are found: most names have several."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from alu.store.calibration import MIN_JOINED_NAME
from alu.store.match.packed.numbered import under
from alu.store.match.packed.packed_words import PackedWords
from alu.store.match.packed.spans import Spans
from alu.store.match.packed.strings import Strings
from alu.store.text.normalise import variants
from alu.store.text.terms import word_list

__all__ = ["Patterns", "forms_of", "is_findable", "letters_of"]

_Spelling = tuple[str, ...]
"""The words of one form of a name."""
_PARTS = ("alias", "named", "count", "counts", "odd", "starts", "holders")


class Patterns:
    """Rows of letters and digits, each by its number, and the names that they are of.

    Args:
        arrays: what `arrays(name)` gave.
        name: how their names begin.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self.spans: Spans = Spans(arrays, f"{name}.spans")
        """Finds them in texts."""
        self.words: Sequence[_Spelling] = PackedWords(arrays, f"{name}.words")
        """The words of each; none where it is a name with its words in another order."""
        self.names: Sequence[str] = Strings.read(arrays, f"{name}.names")
        """All names."""
        self._forms = Strings.read(arrays, f"{name}.forms")
        self._kept = {part: arrays[f"{name}.{part}"] for part in _PARTS}
        self._sets = [frozenset(some) for some in json.loads(bytes(self._kept["counts"]))]
        self._alias, self._named, self._count = (self._kept[part].data for part in _PARTS[:3])
        self._starts, self._holders = (self._kept[part].data for part in _PARTS[5:])
        self._odd: Mapping[str, int] = json.loads(bytes(self._kept["odd"]))
        """Names whose letters are no pattern: one letter alone, in a name of another script."""

    @classmethod
    def of(
        cls, names: Iterable[tuple[int, Iterable[str]]], known: Mapping[str, Sequence[_Spelling]] | None = None
    ) -> Patterns:
        """Work out what names are found by.

        Args:
            names: numbers of targets, and their names.
            known: the forms of some names.
        """
        return cls(_packed(names, known or {}, "p"), "p")

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return all as arrays that can be kept and memory-mapped, under names that begin with `name`."""
        assert isinstance(self.words, PackedWords)
        assert isinstance(self.names, Strings)
        return {
            **self.spans.arrays(f"{name}.spans"),
            **self.words.arrays(f"{name}.words"),
            **self.names.arrays(f"{name}.names"),
            **self._forms.arrays(f"{name}.forms"),
            **under(name, self._kept),
        }

    def __len__(self) -> int:
        return len(self._alias)

    @property
    def keys(self) -> Sequence[str]:
        """The letters and digits of each pattern."""
        return self.spans.keys

    def bearers(self, number: int) -> list[int]:
        """Return the targets that bear the name of a pattern, ascending."""
        found: list[int] = self._holders[self._starts[number] : self._starts[number + 1]].tolist()
        return found

    def counts(self, number: int) -> Collection[int]:
        """Return how many words the name of a pattern may have."""
        return self._sets[self._count[number]]

    def letters(self, number: int) -> str:
        """Return the letters and digits of the name that a pattern is of.

        Of several names that is the first by the alphabet, so that nothing depends on their order.
        """
        return "".join(self._spellings(self._alias[number])[0])

    def named(self, letters: str) -> str | None:
        """Return the name of some letters and digits; of several the first by the alphabet."""
        number = self.spans.number_of(letters)
        found = self._odd.get(letters, -1) if number is None else self._named[number]
        return self.names[found] if found >= 0 else None

    def forms(self) -> dict[str, Sequence[_Spelling]]:
        """Return the forms of all names."""
        return {name: self._spellings(at) for at, name in enumerate(self.names)}

    def _spellings(self, alias: int) -> Sequence[_Spelling]:
        return tuple(tuple(form.split()) for form in self._forms[alias].split("\n"))


def _packed(
    names: Iterable[tuple[int, Iterable[str]]], known: Mapping[str, Sequence[_Spelling]], name: str
) -> dict[str, np.ndarray]:
    """Return the arrays of `Patterns`."""
    numbers: dict[str, int] = {}
    forms: dict[str, Sequence[_Spelling]] = {}
    aliases, words = list[str](), list[_Spelling]()
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
    at = {alias: number for number, alias in enumerate(forms)}
    sets = {some: n for n, some in enumerate(dict.fromkeys(counts))}
    named = {letters: at[alias] for letters, alias in _spelt(forms).items()}
    return {
        **Spans.of(list(numbers)).arrays(f"{name}.spans"),
        **PackedWords.of(words).arrays(f"{name}.words"),
        **Strings.of(forms).arrays(f"{name}.names"),
        **Strings.of("\n".join(map(" ".join, some)) for some in forms.values()).arrays(f"{name}.forms"),
        f"{name}.alias": np.array([at[alias] for alias in aliases], np.int32),
        f"{name}.named": np.array([named.get(key, -1) for key in numbers], np.int32),
        f"{name}.count": np.array([sets[some] for some in counts], np.int32),
        f"{name}.counts": _json([sorted(some) for some in sets]),
        f"{name}.odd": _json({key: n for key, n in named.items() if key not in numbers}),
        f"{name}.starts": np.searchsorted(pairs >> 32, np.arange(len(aliases) + 1)).astype(np.int64),
        f"{name}.holders": (pairs & 0xFFFFFFFF).astype(np.int32),
    }


_NONE = np.zeros(0, np.int64)


def _json(value: object) -> np.ndarray:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def _spellings(
    names: Iterable[tuple[int, Iterable[str]]],
    known: Mapping[str, Sequence[_Spelling]],
    forms: dict[str, Sequence[_Spelling]],
) -> Iterator[tuple[int, str, _Spelling]]:
    """Yield each form of each name with its target; `forms` takes the forms of each name."""
    for target, listed in names:
        for alias in listed:
            forms[alias] = spellings = known.get(alias) or forms_of(alias)
            yield from ((target, alias, parts) for parts in spellings)


def _spelt(forms: Mapping[str, Sequence[_Spelling]]) -> dict[str, str]:
    """Return the name of each row of letters and digits; of several the first by the alphabet."""
    names: dict[str, str] = {}
    for alias, listed in forms.items():
        key = letters_of(listed)
        names[key] = min(alias, names.get(key, alias))
    return names


def letters_of(forms: Sequence[_Spelling]) -> str:
    """Return the letters and digits of a name by its forms."""
    return "".join(forms[0])


def forms_of(alias: str) -> Sequence[_Spelling]:
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
