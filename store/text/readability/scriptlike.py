"""Whether letters of a non-Latin script follow one another as in its languages, or stand for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from unicodedata import category, normalize

import numpy as np

from alu.store.text.languages import script

__all__ = ["FEW", "FILE", "STEP", "Script", "as_written", "letters_of", "scripts"]

FILE = Path(__file__).parents[1] / "data" / "script_letters.npz"
"""Where the tables are, made by `python -m benchmarks.script_letters`."""
STEP = 0.05
"""Nats of a step of a table."""
_LETTERS = 2_000
"""Letters that are read: more of them say nothing else."""
_UNSEEN = -50
"""Steps of a letter that is in no word that was learnt on: of a script of hundreds there are some."""
FEW = 6
"""Letters of a script from which on they are judged by themselves."""


@dataclass(frozen=True, slots=True)
class Script:
    """What follows what in the languages of one script."""

    places: Mapping[str, int]
    """Of each letter and vowel sign in the table, from 1; 0 is where a word begins and ends."""
    table: np.ndarray
    """How much likelier each letter is behind another than any would be, int8 `[n, n]`, steps of nats."""
    least: float
    """Nats a letter from which on words are of a language: of codes hardly one in two hundred has as many."""

    def nats(self, words: Iterable[str]) -> float:
        """Return the mean over all letters and word ends."""
        total, n = 0, 0
        for word in words:
            row = [0, *(self.places.get(c, -1) for c in word), 0]
            if n < _LETTERS:
                total += sum(_UNSEEN if min(a, b) < 0 else int(self.table[a, b]) for a, b in pairwise(row))
                n += len(row) - 1
        return total / n * STEP if n else 0.0


def as_written(text: str) -> bool | None:
    """Tell whether the letters of `text` that are not Latin stand as in a language of their script; None for no such.

    Returns:
        None, too, where there are few of them, or of a script that is not known here.

    Example:
        >>> from alu.store.text.readability.scriptlike import as_written
        >>> as_written("რომელია საქართველოს დედაქალაქი?"), as_written("Who was she?")
        (True, None)
        >>> as_written("ქთაბ ვუ ბჰე ქთნე რფ ბჰე ლრრზ")
        False
    """
    by_script: dict[str, list[str]] = {}
    for word in letters_of(text).split():
        by_script.setdefault(script(word) or "", []).append(word)
    known = {s: words for s, words in by_script.items() if s in scripts() and sum(map(len, words)) >= FEW}
    return all(scripts()[s].nats(words) >= scripts()[s].least for s, words in known.items()) if known else None


def letters_of(text: str) -> str:
    """Return the letters and vowel signs of a text, composed and small, with a space for everything else."""
    return "".join(c if category(c)[0] in "LM" else " " for c in normalize("NFC", text.casefold()))


@cache
def scripts() -> Mapping[str, Script]:
    """Return what is known, by script."""
    kept = np.load(FILE)
    named = [key for key in kept.files if key.isupper()]
    return {
        key: Script(
            {c: n for n, c in enumerate(str(kept[f"{key}.letters"]), 1)}, kept[key], float(kept[f"{key}.least"])
        )
        for key in named
    }
