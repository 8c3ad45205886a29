"""The words of a normalised text, and the information of each: how rare it is in any language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b

from alu.store.calibration import KEPT_TERMS_CHARACTERS, MIN_TELLING_NATS, UNKNOWN_WORD_RANK
from alu.store.text.kept import kept
from alu.store.text.normalise import UNSPACED
from alu.store.text.vocabulary import information
from alu.store.text.words import marks, words

__all__ = [
    "commonness",
    "hashed",
    "informative",
    "known_words",
    "prior",
    "stem",
    "telling_stems",
    "terms",
    "word_list",
]

_ASCII_WORD = re.compile("[A-Za-z0-9]+")
"""The words of a text that is all ASCII: faster than `_word`, and with the same result."""
_SUFFIXES = (
    "ations",
    "ation",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ied",
    "ies",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)


def word_list(normalised: str) -> list[str]:
    """Return the words of a normalised text; of a script without spaces, each letter is one.

    Example:
        >>> from alu.store.text.terms import word_list
        >>> word_list("मधुशाला और शोले"), word_list("o'brien 7"), word_list("灯台")
        (['मधुशाला', 'और', 'शोले'], ['o', 'brien', '7'], ['灯', '台'])
    """
    found: list[str] = (_ASCII_WORD if normalised.isascii() else _word()).findall(normalised)
    return found


@cache
def _word() -> re.Pattern[str]:
    letters = f"(?:(?!{UNSPACED})[^\\W_])"
    return re.compile(f"{UNSPACED}|{letters}++(?:[{marks()}]++{letters}*+)*+")


@kept(4096, KEPT_TERMS_CHARACTERS)
def terms(text: str) -> tuple[str, ...]:
    """Return what a text is compared by, normalised: its words; of a script without spaces, each pair of letters."""
    return tuple(words(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return `word` without an English ending or a leading zero, so that «writes» and «writing» are one."""
    if word[0].isdigit():
        return (word.rstrip("stndrh") or word).lstrip("0") or word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=65_536)
def hashed(word: str) -> int:
    """Return 64 bits that stand for the stem of `word`, the same in every process."""
    return int.from_bytes(blake2b(stem(word).encode(), digest_size=8).digest(), "little")


def commonness(word: str) -> float:
    """Return about how often `word` is written, as a share of all words.

    Zipf's law over the rank of the word among the pieces of the Llama vocabulary, whose pieces are in the
    order in which they were merged, the most frequent first. A word that is in no single piece counts as
    one beyond its end. The measure does not depend on what is stored.
    """
    rank = _rank(word)
    return 1.0 / (rank * _HARMONIC)


_FIRST_PIECE, _LAST_PIECE = 259, 29_870
_HARMONIC = math.log(UNKNOWN_WORD_RANK)


def _rank(word: str) -> int:
    from alu.store.text.vectors.embedder import piece_id

    ids = [piece_id(word), piece_id(word.capitalize())]
    ranks = [i - _FIRST_PIECE + 1 for i in ids if i is not None and _FIRST_PIECE <= i <= _LAST_PIECE]
    return min(ranks, default=UNKNOWN_WORD_RANK)


def known_words() -> Iterator[str]:
    """Yield the words that are in one piece and so are not taken for unknown ones, in any order."""
    from alu.store.text.vectors.embedder import words_in_one_piece

    return (word for word, i in words_in_one_piece() if _FIRST_PIECE <= i <= _LAST_PIECE)


def prior(term: str) -> float:
    """Return about how often a term is written in the language that it is most frequent in, as a share of all terms."""
    return math.exp(-information(term))


@lru_cache(maxsize=65_536)
def informative(word: str) -> float:
    """Return how much `word` tells, in nats: 2 for «the», 14 for a rare name."""
    return -math.log(commonness(word))


def telling_stems(texts: Iterable[str]) -> set[str]:
    """Return the stems of the words of `texts` that tell something: «have» and «does» are in every question."""
    return {stem(t) for text in texts for t in terms(text) if information(t) >= MIN_TELLING_NATS}
