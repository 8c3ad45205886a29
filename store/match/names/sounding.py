"""Runs of words in other scripts that may be names, by sound and by spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category

from alu.store.calibration import NAME_WORD_NATS
from alu.store.match.names.spelling import (
    LEAST_ALIKE,
    LEAST_ALIKE_HAN,
    LEAST_ALIKE_MIXED,
    MIN_EDGE_NATS,
    MIN_HEARD_LETTERS,
    MIN_SKELETON,
    PHONETIC_SIMILARITY,
)
from alu.store.text.languages import script
from alu.store.text.names.name_lists import listed_in
from alu.store.text.names.skeletons import once, skeleton
from alu.store.text.names.transliteration import Transliteration, latin, said_symbols, transliteration, writing
from alu.store.text.normalise import normalise
from alu.store.text.vocabulary import information
from alu.store.text.words import is_unspaced

__all__ = ["Run", "Spelt", "Word", "read_aloud", "runs", "spelt_runs"]

_WRITTEN = re.compile(r"[^\W\da-zA-Z\u00c0-\u024f\u1e00-\u1eff_](?:[ \-·]?[^\x00-\x40\x5b-\x60\x7b-\xbf])*")
"""A run in another script, with the marks between the words of a name (« », «・», «·», «ー»)."""
_KATAKANA = re.compile(r"[\u30a1-\u30fa][\u30a1-\u30ff\s=＝·]*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_CAPITALS = re.compile(
    r"(?<![^\W\d_])(?:(?![A-ZÀ-Ý])[^\W\d_])*+"
    r"([A-ZÀ-Ý][^\W\d_]+(?:[\s\-](?:(?:al|el|de|di|van|von|bin|ben)[\s\-])?[A-ZÀ-Ý][^\W\d_]+){1,4})"
)
"""A name as another language with Latin letters spells it; read in texts with marked letters only. It begins with the
first capital of a word: to try each of them would take the square of the word's length."""

Word = tuple[str, str]
"""The consonants of a word, and its letters."""


class Run(NamedTuple):
    """One to five words in a row that are in another script."""

    together: str
    """Their consonants, none twice in a row."""
    words: tuple[Word, ...]
    """The consonants and the letters of each."""
    latin: bool
    """They are in Latin letters with marks, which are compared more strictly: names of a country are alike."""
    unspaced: bool
    """They are in a script that may write all of a name in one word."""
    least_alike: float
    """Share of the letters that are alike where it is a name as it sounds."""
    plain: tuple[str, ...] = ()
    """Those of its words that are in Latin letters, among others that are not."""
    loaned: bool = False
    """It is one word that Japanese often uses, and no first name with its surname."""


def runs(text: str) -> Iterator[Run]:
    """Return the runs of a text in other scripts than those of `spelt_runs` that may be names: of rare words."""
    for pattern in (_KATAKANA, _WRITTEN, _CAPITALS):
        names = (match[match.lastindex or 0] for match in pattern.finditer(text))
        for name in (n for n in names if any(c.isalpha() and not c.isascii() for c in n)):
            if transliteration(name):
                continue
            written = _words(name)
            capital = pattern is _CAPITALS
            least = LEAST_ALIKE_HAN if script(name) == "CJK" else LEAST_ALIKE
            nats = [NAME_WORD_NATS if capital or is_unspaced(w) else information(normalise(w)) for w in written]
            words = [_word(w) for w in written]
            for run in _in_a_row(len(written)):
                together = "".join(sound for sound, _ in words[run])
                if len(together) >= MIN_SKELETON and sum(nats[run]) >= NAME_WORD_NATS * len(nats[run]):
                    yield Run(once(together), tuple(words[run]), capital, pattern is _KATAKANA, least)


class Spelt(NamedTuple):
    """A run in a script of which it is known what its letters stand for."""

    run: Run
    letters: tuple[str, ...]
    table: Transliteration
    written: str
    """Its words, joined."""
    part: bool
    """There are more words in its row of katakana: «サイモン» of «サイモン・マコニ»."""


def spelt_runs(text: str) -> list[Spelt]:
    """Return the runs of a text that may be names: the first and the last word of none are often written."""
    found = dict[Spelt, None]()
    for pattern in (_KATAKANA, _WRITTEN):
        for match in pattern.finditer(text):
            table = transliteration(match.group())
            if table is None or (pattern is _WRITTEN and writing(match.group()) == "KATAKANA"):
                continue
            written = [w for w in _words(match.group(), long="ー") if w.strip("ー")]
            unspaced = [is_unspaced(w) for w in written]
            nats = [NAME_WORD_NATS if u else information(normalise(w)) for w, u in zip(written, unspaced, strict=True)]
            letters = [said_symbols(w) for w in written]
            words = [_word(w.replace("ー", "")) for w in written]
            for run in _in_a_row(len(written)):
                spelt = tuple(letter for word in letters[run] for letter in word)
                if min(nats[run][0], nats[run][-1]) >= MIN_EDGE_NATS and len(spelt) >= MIN_HEARD_LETTERS:
                    together = once("".join(sound for sound, _ in words[run]))
                    # between words of the script some may be Latin, which a stored name in that script sounds like
                    plain = tuple(w.lower() for w in written[run] if w.isascii())
                    least = LEAST_ALIKE_MIXED if plain else PHONETIC_SIMILARITY
                    loaned = _is_loaned(match.group())
                    as_heard = Run(together, tuple(words[run]), False, unspaced[run.start], least, plain, loaned)
                    part = pattern is _KATAKANA and len(written) > len(words[run])
                    found[Spelt(as_heard, spelt, table, "".join(written[run]), part)] = None
    return list(found)


def _word(written: str) -> Word:
    from anyascii import anyascii

    spelt = anyascii(_letters_of(written))
    return skeleton(spelt), latin(spelt)


def read_aloud(text: str) -> Iterator[str]:
    """Return the Latin letters of one to five words in a row that are in another script, and no frequent loanword.

    None of words in Chinese characters alone, whose syllables are so few that any two words are alike.
    """
    for pattern in (_KATAKANA, _WRITTEN):
        for match in pattern.finditer(text):
            if _is_loaned(match.group()):
                continue
            written = _words(match.group())
            words = [latin(_letters_of(w)) for w in written]
            for run in _in_a_row(len(words)):
                if not _HAN.fullmatch("".join(written[run])):
                    yield "".join(words[run])


def _is_loaned(run: str) -> bool:
    return run.strip() in listed_in("loanwords")


def _words(run: str, long: str = "") -> list[str]:
    """Return the words of a run; a vowel sign is a part of its word, what joins the words of a name is none.

    Args:
        run: of letters and what may stand between them.
        long: what becomes of the mark of a long vowel.
    """
    kept = (c if c.isalpha() or category(c)[0] == "M" else " " for c in run.replace("ー", long))
    return "".join(kept).split()


def _in_a_row(count: int) -> Iterator[slice]:
    """Return each one to five places in a row of so many."""
    for first in range(count):
        for last in range(first + 1, min(count, first + 5) + 1):
            yield slice(first, last)


def _letters_of(word: str) -> str:
    """Return a word with the pairs of letters that Greek writes a foreign b, d, g, u and j with as these."""
    word = word.lower().replace("ύ", "υ")
    word = word[:1] + word[1:].replace("ו", "u")  # a vowel within a Hebrew word, mostly
    for pair, one in (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("ου", "u"), ("τζ", "j")):
        word = word.replace(pair, one)
    return word
