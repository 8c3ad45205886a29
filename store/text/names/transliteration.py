"""How likely a spelling in another script stands for a name, by letter correspondences learnt from place names."""

from __future__ import annotations

import json
import math
import re
import tomllib
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
    "table_of_people",
    "transliteration",
    "writing",
]

FILE = Path(__file__).parents[1] / "data" / "transliteration.json"
"""Where the tables are that ship with alu, made by `python -m benchmarks.transliterate`."""
CUSTOMARY = FILE.with_name("customary_letters.toml")
"""What letters are customarily written with in people's names, whatever places are called."""
LONGEST = 3
"""Latin letters that one letter may stand for."""
LETTER_NATS = 2.85
"""What a Latin letter of a name tells by itself, on average."""
_UNSEEN, _UNSEEN_LETTER = -7.0, -1.5
_NEVER = -40.0
"""What is unseen where a table is complete."""
_ADDED = -3.0
"""A vowel that a script leaves out."""
_CUSTOMS_COUNT = ("HEBREW", "THAI")
"""Scripts in which customs count in any text: some hundred foreign places tell little of them, and names of the country
have letters and silent ones that those have not. Elsewhere as much is found without, and less for nothing."""
_SHARE = 0.5
"""What is customary, in addition to what was learnt."""
_UNSURE = -1.0
"""What it takes for a letter that was never seen to be what it is in plain Latin."""
_IMPOSSIBLE = -1e9
_THAI_FIRST = re.compile(r"([เ-ไ])([ก-ฮ])(?:([รลว])(?=[็-๎ั-ู]|[ก-ฮ]))?")
_THAI_SILENT = re.compile(r"[ก-ฮ][ิุ]?์|[่-๋๎]")
"""What is not said: a letter under the mark of silence, and the marks of tones."""


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
        unseen: what a step takes that is none of these.
    """

    def __init__(self, steps: Mapping[str, Mapping[str, float]], unseen: float = _UNSEEN) -> None:
        self._steps, self._unseen = steps, unseen
        self._added = steps.get("", {})
        self._likeliest = {letter: max(row, key=row.__getitem__) for letter, row in steps.items() if letter}
        self.nats = lru_cache(maxsize=4096)(self._nats)
        """`_nats`, kept."""

    def read(self, written: Sequence[str]) -> str:
        """Return the likeliest Latin letters, each letter by itself."""
        return "".join(self._likeliest[letter] if letter in self._likeliest else _plain(letter) for letter in written)

    def sounds(self, letter: str) -> Mapping[str, float]:
        """Return what a letter stands for, with logarithms."""
        return self._step(letter)

    def _nats(self, written: tuple[str, ...], name: tuple[str, ...]) -> Nats:
        """Return how many times likelier, in nats, `written` is this name than some other of its length.

        Args:
            written: letters of any number of words, one after the other.
            name: its words.
        """
        spelt = "".join(name)
        steps = likeliest_steps([self._step(letter) for letter in written], self._added, spelt, self._unseen)
        of_word = [i for i, word in enumerate(name) for _ in word]
        shares = [LETTER_NATS * len(word) for word in name]
        for nats, (_, at), _ in steps:
            shares[of_word[min(at, len(spelt) - 1)]] += nats
        return Nats(sum(shares), min(shares))

    def _step(self, letter: str) -> Mapping[str, float]:
        """Return what a letter stands for; one that was never seen for what it is in plain Latin."""
        return self._steps.get(letter) or {_plain(letter): _UNSURE}


def likeliest_steps(
    rows: Sequence[Mapping[str, float]], added: Mapping[str, float], spelt: str, unseen: float = _UNSEEN
) -> Iterator[tuple[float, tuple[int, int], tuple[int, int]]]:
    """Yield the steps of the likeliest row, the last first: their nats, and from where to where each goes.

    A place counts the letters before it: those that are written, and the Latin ones.

    Args:
        rows: of each letter that is written, the nats of what it may stand for.
        added: the nats of Latin letters that are not written.
        spelt: the name in Latin letters.
        unseen: the nats of what is none of these.
    """
    size = len(spelt)
    came = [[(0.0, (0, 0))] * (size + 1) for _ in range(len(rows) + 1)]
    best = [[_IMPOSSIBLE] * (size + 1) for _ in range(len(rows) + 1)]
    best[0][0] = 0.0
    for i in range(len(rows) + 1):
        for j in range(size + 1):
            so_far = best[i][j]
            if j < size and so_far + (step := added.get(spelt[j], unseen)) > best[i][j + 1]:
                best[i][j + 1], came[i][j + 1] = so_far + step, (step, (i, j))
            for more in range(min(LONGEST, size - j) + 1 if i < len(rows) else 0):
                step = rows[i].get(spelt[j : j + more], unseen + _UNSEEN_LETTER * more)
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


@cache
def _of_people() -> Mapping[str, Transliteration]:
    """Return the tables with what is customary in names of people."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))["scripts"]
    customary = tomllib.loads(CUSTOMARY.read_text(encoding="utf-8"))
    return {script: _with_customs(kept.get(script, {}), customary.get(script, {})) for script in {*kept, *customary}}


def _with_customs(learnt: Mapping[str, Mapping[str, float]], customs: Mapping[str, str | bool]) -> Transliteration:
    """Return a table of what was learnt and what is customary; the first of customs is the likeliest."""
    complete = bool(customs.get("complete"))
    steps = {} if complete else {letter: dict(row) for letter, row in learnt.items()}
    for letter, listed in customs.items():
        if not isinstance(listed, str):
            continue
        ways = ["" if way == "-" else way for way in listed.split()]
        row, whole = steps.get(letter, {}), sum(1 / n for n in range(1, len(ways) + 1))
        share = _SHARE if row else 1.0
        mixed = {way: math.exp(nats) * (1 - share) for way, nats in row.items()} if letter else {}
        for n, way in enumerate(ways, 1):
            mixed[way] = mixed.get(way, 0.0) + share / n / whole
        steps[letter] = {w: math.log(p) for w, p in mixed.items()} if letter else {**row, **dict.fromkeys(ways, _ADDED)}
    return Transliteration(steps, _NEVER if complete else _UNSEEN)


def transliteration(text: str) -> Transliteration | None:
    """Return the table of the script that `text` begins in, None where there is none: Latin, Han, hiragana."""
    script = writing(text)
    return (_of_people() if script in _CUSTOMS_COUNT else _tables()).get(script)


def table_of_people(script: str) -> Transliteration | None:
    """Return the table of a script with what is customary in names of people; hiragana is read as katakana."""
    return _of_people().get("KATAKANA" if script == "HIRAGANA" else script)


def writing(text: str) -> str:
    """Return the script of the first letter of `text`: «CYRILLIC», «KATAKANA»; "" without a letter."""
    first = next((c for c in text if c.isalpha()), "")
    return name(first, "").split(" ")[0].split("-")[0] if first else ""


def symbols(word: str) -> tuple[str, ...]:
    """Return the letters and marks of a word one by one; of kana their sounds, so that rare ones are known too.

    Example:
        >>> from alu.store.text.names.transliteration import symbols
        >>> symbols("Анна"), symbols("ジョー")
        (('а', 'н', 'н', 'а'), ('j', 'i', 'y', 'o', '-'))
    """
    if re.search("[\u30a1-\u30fa]", word):
        from anyascii import anyascii

        sounds = "".join("-" if c == "ー" else anyascii(c).lower() for c in word)
        return tuple(c for c in sounds if c.isalpha() or c == "-")
    return tuple(c for c in normalize("NFD", word.lower()) if c.isalpha() or category(c)[0] == "M")


def said_symbols(word: str) -> tuple[str, ...]:
    """Return the symbols of a word as they are said: without silent Thai letters, Thai vowels after their consonant.

    Example:
        >>> from alu.store.text.names.transliteration import said_symbols
        >>> said_symbols("เพชร์")
        ('พ', 'เ', 'ช')
    """
    if "\u0e00" <= word[:1] <= "\u0e7f":
        word = _THAI_FIRST.sub(r"\2\3\1", _THAI_SILENT.sub("", word))
    return symbols(word)


def least_nats(names: int, runs: int, margin: float) -> float:
    """Return the nats from which on one of so many runs is one of so many names, `margin` nats for certain."""
    return math.log(max(1, names)) + math.log(max(1, runs)) + margin
