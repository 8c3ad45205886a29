"""How often a word is written, and in which of the world's languages it is a word.

The table is made by `benchmarks/vocabulary.py` from wordfreq (Speer, 2022, https://doi.org/10.5281/zenodo.7199437),
whose licence, CC BY-SA 4.0, and sources are in `data/NOTICE`. Words are found by a hash of 32 bits of which the upper
half is the number of a bucket, so a word that is in no language passes for one about once in 7,000.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np

from alu.store.text.normalise import normalise
from alu.store.text.words import is_unspaced

__all__ = ["FLOOR", "LETTER", "Table", "frequency", "information", "languages_of", "load", "version"]

FLOOR = 10.0**-6.5
"""Share of all words of one that is not known: once in three million, 15 nats."""
LETTER = 1e-3
"""Least share of a single letter or digit, 6.9 nats: initials and variables are anybody's."""
_PAIR = 1e-4
"""Share of a pair of letters in a script without spaces that the table does not hold: Thai, Lao, Khmer, Burmese."""
_STEP = 25
"""Steps of a power of ten that the byte of a share counts."""
_FILE = Path(__file__).parent / "data" / "vocabulary.bin"
_BUCKETS = 1 << 16
_FIRST_COUNTED = "\u3040"
"""From kana on, scripts without spaces are those whose pairs of letters are in the table."""


def frequency(word: str) -> float:
    """Return how often `word` is written, as a share of all words of the language that it is most frequent in.

    Args:
        word: a word as it is in a text or as `words` gives it; of a script without spaces, a pair of letters,
            whose share is one of all pairs of letters.

    Returns:
        From `FLOOR`, also for what is no known word, to about 0.06 («the»); at least `LETTER` for one letter.
    """
    key = normalise(word)
    return max(_least(key), _table().share(key))


@lru_cache(maxsize=65_536)
def information(word: str) -> float:
    """Return how much `word` tells, in nats: 3 for «the», 15 for what is in no language, never more.

    A pair of letters of a script without spaces counts half, since its neighbours hold its letters too.
    """
    nats = -math.log(frequency(word))
    return nats / 2 if len(word) > 1 and is_unspaced(word) else nats


@lru_cache(maxsize=65_536)
def languages_of(word: str) -> frozenset[str]:
    """Return the ISO 639 codes of the languages that `word` is a known word of; a number counts as English.

    «сон» is a word of Russian and, since letters that look alike are folded, «coh» too.
    """
    return _table().languages(normalise(word))


def version() -> str:
    """Return the version of the table and of what it is made from."""
    return _table().version


@dataclass(frozen=True, slots=True)
class Table:
    """The words by their hashes, as arrays in a file."""

    version: str
    offsets: np.ndarray
    """int64 `[buckets + 1]`: where each bucket begins."""
    rests: np.ndarray
    """uint16 `[words]`: the lower half of the hash."""
    zipfs: np.ndarray
    """uint8 `[words]`: the power of ten of the share in a billion words, times `_STEP`."""
    sets: np.ndarray
    """uint16 `[words]`: number of the set of languages."""
    masks: np.ndarray
    """uint64 `[sets]`: a bit for each language, the first of `codes` the lowest."""
    codes: tuple[str, ...]
    """The languages."""
    known: dict[int, frozenset[str]] = field(default_factory=dict)
    """Sets of languages that were looked up, by their numbers."""

    def share(self, key: str) -> float:
        """Return the share of a word, 0 where it is not known."""
        at = self._find(key)
        return 0.0 if at is None else float(10.0 ** (int(self.zipfs[at]) / _STEP - 9.0))

    def languages(self, key: str) -> frozenset[str]:
        """Return the languages of a word, none where it is not known."""
        at = self._find(key)
        return frozenset() if at is None else self._set(int(self.sets[at]))

    def _set(self, number: int) -> frozenset[str]:
        """Return the languages of a set by its number; there are few sets, so each is worked out once."""
        if (found := self.known.get(number)) is None:
            mask = int(self.masks[number])
            found = self.known[number] = frozenset(c for bit, c in enumerate(self.codes) if mask >> bit & 1)
        return found

    def _find(self, key: str) -> int | None:
        hashed = int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=4).digest(), "big")
        bucket, rest = divmod(hashed, _BUCKETS)
        start = int(self.offsets[bucket])
        rests = self.rests[start : self.offsets[bucket + 1]].tolist()
        return start + rests.index(rest) if rest in rests else None


def _least(key: str) -> float:
    """Return the share of a word where the table gives less: of a pair, what letters in any order would have."""
    if len(key) == 1:
        return LETTER
    if len(key) != 2 or not is_unspaced(key):
        return FLOOR
    first, second = map(_table().share, key)
    return max(FLOOR, first * second) if first and second else FLOOR if key[0] >= _FIRST_COUNTED else _PAIR


@cache
def _table() -> Table:
    return load(_FILE)


def load(path: Path) -> Table:
    """Return the table in a file; its arrays stay in it, mapped into memory.

    Raises:
        ValueError: the file has not the length that its first line says.
    """
    with path.open("rb") as file:
        line = file.readline()
    header = json.loads(line)
    entries, sets = header["entries"], header["sets"]
    whole = np.asarray(np.memmap(path, np.uint8, "r"))  # still mapped; items of a `memmap` take longer
    sizes = np.cumsum([len(line), _BUCKETS, 2 * entries, entries, 2 * entries, 8 * sets])
    if len(whole) != sizes[-1]:
        raise ValueError(f"{path} is damaged: {len(whole)} bytes instead of {sizes[-1]}")
    counts, rests, zipfs, of, masks = (whole[a:b] for a, b in pairwise(sizes))
    return Table(
        version=header["version"],
        offsets=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        rests=rests.view("<u2"),
        zipfs=zipfs,
        sets=of.view("<u2"),
        masks=masks.view("<u8"),
        codes=tuple(header["languages"]),
    )
