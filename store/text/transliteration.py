"""How likely a name is written so in another script: letters and what they stand for, learnt on names of places."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, name, normalize

__all__ = [
    "FILE",
    "LETTER_NATS",
    "LONGEST",
    "Nats",
    "Transliteration",
    "latin",
    "least_nats",
    "likeliest_steps",
    "symbols",
    "transliteration",
    "writing",
]

FILE = Path(__file__).parent / "data" / "transliteration.json"
"""Where the tables are that ship with alu, made by `python -m benchmarks.transliterate`."""
LONGEST = 3
"""Latin letters that one letter may stand for."""
LETTER_NATS = 2.85
"""What a Latin letter of a name tells by itself, on average."""
_UNSEEN, _UNSEEN_LETTER = -7.0, -1.5
_UNSURE = -1.0
"""What it takes for a letter that was never seen to be what it is in plain Latin."""
_IMPOSSIBLE = -1e9


class Nats(NamedTuple):
    """How likely letters are a name."""

    all: float
    least: float
    """Of the word of the name that is the least likely there."""


class Transliteration:
    """What the letters of one script stand for in a name with Latin letters.

    Each letter stands for up to three Latin letters, and between them may be Latin letters that are not written; each
    such step has a logarithmic probability. The most likely row of steps counts, as in Knight and Graehl, *Machine
    Transliteration* (1998), without their words and sounds in between.

    Args:
        steps: of each letter, and of "" for what is not written, the probabilities of Latin letters, logarithms.
    """

    def __init__(self, steps: Mapping[str, Mapping[str, float]]) -> None:
        self._steps = steps
        self._added = steps.get("", {})
        self._likeliest = {letter: max(row, key=row.__getitem__) for letter, row in steps.items() if letter}
        self.nats = lru_cache(maxsize=4096)(self._nats)
        """`_nats`, kept."""

    def read(self, written: Sequence[str]) -> str:
        """Return the likeliest Latin letters, each letter by itself."""
        return "".join(self._likeliest[letter] if letter in self._likeliest else _plain(letter) for letter in written)

    def _nats(self, written: tuple[str, ...], name: tuple[str, ...]) -> Nats:
        """Return how many times likelier, in nats, `written` is this name than some other of its length.

        Args:
            written: letters of any number of words, one after the other.
            name: its words.
        """
        spelt = "".join(name)
        steps = likeliest_steps([self._step(letter) for letter in written], self._added, spelt)
        of_word = [i for i, word in enumerate(name) for _ in word]
        shares = [LETTER_NATS * len(word) for word in name]
        for nats, (_, at), _ in steps:
            shares[of_word[min(at, len(spelt) - 1)]] += nats
        return Nats(sum(shares), min(shares))

    def _step(self, letter: str) -> Mapping[str, float]:
        """Return what a letter stands for; one that was never seen for what it is in plain Latin."""
        return self._steps.get(letter) or {_plain(letter): _UNSURE}


def likeliest_steps(
    rows: Sequence[Mapping[str, float]], added: Mapping[str, float], spelt: str
) -> Iterator[tuple[float, tuple[int, int], tuple[int, int]]]:
    """Yield the steps of the likeliest row, the last first: their nats, and from where to where each goes.

    A place counts the letters before it: those that are written, and the Latin ones.

    Args:
        rows: of each letter that is written, the nats of what it may stand for.
        added: the nats of Latin letters that are not written.
        spelt: the name in Latin letters.
    """
    size = len(spelt)
    came = [[(0.0, (0, 0))] * (size + 1) for _ in range(len(rows) + 1)]
    best = [[_IMPOSSIBLE] * (size + 1) for _ in range(len(rows) + 1)]
    best[0][0] = 0.0
    for i in range(len(rows) + 1):
        for j in range(size + 1):
            so_far = best[i][j]
            if j < size and so_far + (step := added.get(spelt[j], _UNSEEN)) > best[i][j + 1]:
                best[i][j + 1], came[i][j + 1] = so_far + step, (step, (i, j))
            for more in range(min(LONGEST, size - j) + 1 if i < len(rows) else 0):
                step = rows[i].get(spelt[j : j + more], _UNSEEN + _UNSEEN_LETTER * more)
                if so_far + step > best[i + 1][j + more]:
                    best[i + 1][j + more], came[i + 1][j + more] = so_far + step, (step, (i, j))
    at = len(rows), size
    while at != (0, 0):
        nats, before = came[at[0]][at[1]]
        yield nats, before, at
        at = before


def latin(text: str) -> str:
    """Return the letters of `text`, small and Latin, in whatever script it is."""
    from anyascii import anyascii

    return re.sub("[^a-z]", "", anyascii(text).lower())


def _plain(letter: str) -> str:
    return latin(letter)[:LONGEST]


@cache
def _tables() -> Mapping[str, Transliteration]:
    kept = json.loads(FILE.read_text(encoding="utf-8"))["scripts"]
    return {script: Transliteration(steps) for script, steps in kept.items()}


def transliteration(text: str) -> Transliteration | None:
    """Return the table of the script that `text` begins in, None where there is none: Latin, Han, hiragana."""
    return _tables().get(writing(text))


def writing(text: str) -> str:
    """Return the script of the first letter of `text`: «CYRILLIC», «KATAKANA»; "" without a letter."""
    first = next((c for c in text if c.isalpha()), "")
    return name(first, "").split(" ")[0].split("-")[0] if first else ""


def symbols(word: str) -> tuple[str, ...]:
    """Return the letters and marks of a word one by one; of kana their sounds, so that rare ones are known too.

    Example:
        >>> from alu.store.text.transliteration import symbols
        >>> symbols("Анна"), symbols("ジョー")
        (('а', 'н', 'н', 'а'), ('j', 'i', 'y', 'o', '-'))
    """
    if re.search("[\u30a1-\u30fa]", word):
        from anyascii import anyascii

        sounds = "".join("-" if c == "ー" else anyascii(c).lower() for c in word)
        return tuple(c for c in sounds if c.isalpha() or c == "-")
    return tuple(c for c in normalize("NFD", word.lower()) if c.isalpha() or category(c)[0] == "M")


def least_nats(names: int, runs: int, margin: float) -> float:
    """Return the nats from which on one of so many runs is one of so many names, `margin` nats for certain."""
    return math.log(max(1, names)) + math.log(max(1, runs)) + margin
