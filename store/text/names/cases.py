"""Names in grammatical cases, recognised by their endings: «Nowakowskiego», «Virtasen», «Szabóval».

Of twelve groups of languages, from `name_cases.toml`. Words are compared as texts are: in small letters, without marks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["ANY", "NO_CASES", "NameCase", "nominatives"]

ANY = -1
"""Every group of languages."""
_FILE = Path(__file__).parents[1] / "data" / "name_cases.toml"
_LEAST_STEM, _LONGEST = 3, 30
_VOWELS = frozenset("aeiouy")
_WITH_FLEETING = ("polish", "czech", "south_slavic", "east_slavic")
_GRADES = (("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"), ("ng", "nk"), ("hd", "ht"), ("d", "t"), ("v", "p"))
"""Finnish consonants in a closed syllable, and in an open one: «Huhdan» is of Huhta."""


class NameCase(NamedTuple):
    """How a word may be a case of another."""

    groups: int
    """The groups of languages in which it may, a bit each."""
    ending: int
    """Letters of the longest ending that shows it."""


NO_CASES: Mapping[str, NameCase] = {}
"""Of a word that is no case of another."""


@lru_cache(maxsize=65_536)
def nominatives(word: str) -> Mapping[str, NameCase]:
    """Return what a word may be another case of; never itself.

    Example:
        >>> from alu.store.text.names.cases import nominatives
        >>> "nowakowski" in nominatives("nowakowskiego"), "marek" in nominatives("marka")
        (True, True)
    """
    if not word.isascii() or not word.isalpha() or not _LEAST_STEM < len(word) <= _LONGEST:
        return NO_CASES
    found: dict[str, NameCase] = {}
    for name, group, ending in _read(word):
        if name != word:
            known = found.get(name, NameCase(0, 0))
            found[name] = NameCase(known.groups | group, max(known.ending, ending))
    return found or NO_CASES


def _read(word: str) -> Iterator[tuple[str, int, int]]:
    """Yield each nominative with its group of languages and the letters of the ending."""
    endings, longest = _endings()
    for length in range(1, min(longest, len(word) - _LEAST_STEM) + 1):
        listed = endings.get(word[-length:])
        if not listed:
            continue
        stem = word[:-length]
        whole = _fleeting(stem)
        for others, group in listed:
            for name in [stem + other for other in others]:
                yield name, group, length
                if group & _finnish():
                    yield from ((open_, group, length) for open_ in _open(name))
            if group & _with_fleeting():
                yield from ((name, group, length) for name in whole)
    doubled = len(word) > _LEAST_STEM + 2 and word[-3] == word[-4] and word[-3] not in _VOWELS
    if doubled and word.endswith(("al", "el")):  # «Gáborral»
        yield word[:-3], _groups()["hungarian"], 3


def _fleeting(stem: str) -> tuple[str, ...]:
    """Return a stem with the vowel before its last consonant that only the nominative has: «Pawł-a», «Mark-a»."""
    if stem[-1] in _VOWELS or stem[-2] in _VOWELS or len(stem) < _LEAST_STEM + 1:
        return ()
    before, last = stem[:-1], stem[-1]
    soft = f"{before.removesuffix('d')}dzie{last}" if before.endswith("d") else f"{before}ie{last}"
    return f"{before}e{last}", soft, f"{before}o{last}"


def _open(name: str) -> Iterator[str]:
    """Yield a Finnish name as it is where its last syllable is open."""
    if name[-1] not in _VOWELS or len(name) <= _LEAST_STEM:
        return
    stem, vowel = name[:-1], name[-1]
    if stem[-1] in "kpt":
        yield f"{stem}{stem[-1]}{vowel}"
    yield from (f"{stem.removesuffix(closed)}{strong}{vowel}" for closed, strong in _GRADES if stem.endswith(closed))


@cache
def _groups() -> dict[str, int]:
    return {name: 1 << n for n, name in enumerate(_listed())}


@cache
def _with_fleeting() -> int:
    return sum(_groups()[name] for name in _WITH_FLEETING)


@cache
def _finnish() -> int:
    return _groups()["finnish"]


@cache
def _endings() -> tuple[dict[str, tuple[tuple[tuple[str, ...], int], ...]], int]:
    """Return what each ending may stand for in each group of languages, and the letters of the longest."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for name, lines in _listed().items():
        for line in lines.strip().splitlines():
            ending, *others = line.split()
            found.setdefault(ending, []).append((tuple(o.strip("-") for o in others), _groups()[name]))
    return {ending: tuple(listed) for ending, listed in found.items()}, max(map(len, found))


@cache
def _listed() -> dict[str, str]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
