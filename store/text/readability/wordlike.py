"""Whether letters follow one another as in words of any language, even if no list has them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from alu.store.text.names.transliteration import latin

__all__ = ["ALPHABET", "FILE", "STEP", "wordlikeness"]

ALPHABET = "abcdefghijklmnopqrstuvwxyz "
"""What rows of three are made of; a word begins and ends with a space."""
STEP = 0.05
"""Nats of a step of the table."""
FILE = Path(__file__).parents[1] / "data" / "letters.npy"
"""Where the table is, made by `python -m benchmarks.letters`: int8 `[27, 27, 27]`, steps of nats."""
_LETTERS = 2_000
"""Letters that are read: more of them say nothing else."""


def wordlikeness(words: Iterable[str], table: np.ndarray | None = None) -> float:
    """Return by how much likelier a letter of `words` is after the two before it than any other would be, in nats.

    Other scripts are read in Latin letters, so that a language of which nothing is known here is one, too. About 0.7
    for words, 0.1 for words whose letters are mixed, far below 0 for letters that stand for others.

    Args:
        words: any; digits and signs in them are left out.
        table: another than the one that ships.

    Returns:
        The mean of all letters and word ends; 0 where there are none.

    Example:
        >>> from alu.store.text.readability.wordlike import wordlikeness
        >>> [round(wordlikeness([letters]), 1) for letters in ("mendirik", "rindemki", "zraqvevx")]
        [1.2, 0.1, -1.4]
    """
    table = _table() if table is None else table
    total, n = 0.0, 0
    for word in words:
        row = [_PLACE[c] for c in f"  {latin(word)} "]
        if len(row) > 3 and n < _LETTERS:
            total += float(table[row[:-2], row[1:-1], row[2:]].sum(dtype=int))
            n += len(row) - 2
    return total / n * STEP if n else 0.0


_PLACE = {letter: at for at, letter in enumerate(ALPHABET)}


@cache
def _table() -> np.ndarray:
    table: np.ndarray = np.load(FILE)
    return table
