"""The words of a person's name in another script, and how likely Latin letters stand for each of them.

Where a script writes a name without a space, as Korean and Chinese do, the surname is one letter, or one of the few
that are two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from alu.store.text.languages import script
from alu.store.text.names.pinyin import romanisations_of
from alu.store.text.names.skeletons import once, skeleton
from alu.store.text.names.transliteration import LETTER_NATS, said_symbols, table_of_people, writing

__all__ = ["is_complete", "is_written_as", "likelihood", "native_words", "sound_keys", "surname_letters"]

_SURNAMES = Path(__file__).parents[1] / "data" / "surname_letters.txt"
_APART = re.compile(r"[\s·・‧=＝,،、]+")
_TOGETHER = re.compile("[-‐־\u200c\u200d\u0640]")
"""Hyphens within a word of a name, joiners, and what makes an Arabic letter longer."""
_BEFORE = frozenset(("عبد", "بن", "ابن", "بنت", "آل", "ال", "بو", "أبو", "ابو", "أم", "בן", "בר", "אבו"))
"""Words that are one with the next: «son of», «servant of»."""
_ARTICLE = re.compile("^ال(?=..)")
_MOST_KEYS, _LEAST_SHARE = 48, -3.2
_MOST_WORDS, _LONGEST_NAME, _LONGEST_SURNAME = 5, 4, 10
_IMPOSSIBLE = -1e9


def native_words(name: str) -> tuple[str, ...]:
    """Return the words of a whole name in another script than Latin; none of what is no such name.

    Example:
        >>> from alu.store.text.names.native_words import native_words
        >>> native_words("김민준"), native_words("רבקה שטרן"), native_words("Odalys Brannigan")
        (('김', '민준'), ('רבקה', 'שטרן'), ())
    """
    if name.isascii() or script(name) == "LATIN":
        return ()
    parts = list(_joined([part for part in _APART.split(_TOGETHER.sub("", name)) if part]))
    if len(parts) == 1 and 2 <= len(parts[0]) <= _LONGEST_NAME and _is_syllabic(parts[0]):
        cut = 2 if len(parts[0]) > 2 and parts[0][:2] in _listed() else 1
        parts = [parts[0][:cut], parts[0][cut:]]
    known = 2 <= len(parts) <= _MOST_WORDS and all(map(_is_read, parts))
    return tuple(parts) if known else ()


@lru_cache(maxsize=16_384)
def likelihood(word: str, spelt: str) -> float:
    """Return how many times likelier, in nats, a word of a name is these small Latin letters than others.

    Example:
        >>> from alu.store.text.names.native_words import likelihood
        >>> likelihood("민준", "minjoon") > 0, likelihood("민준", "minsu") > 0
        (True, False)
    """
    if not spelt:
        return _IMPOSSIBLE
    if _is_han(word):
        found = _pattern(word).fullmatch(spelt)
        return LETTER_NATS * len(spelt) if found else _IMPOSSIBLE
    table = table_of_people(writing(word))
    return max(table.nats(_letters(way), (spelt,)).all for way in _ways(word)) if table else _IMPOSSIBLE


def is_written_as(word: str, spelt: str) -> bool:
    """Tell whether a Korean or Chinese word of a name may be these small Latin letters."""
    return is_complete(word) and likelihood(word, spelt) >= 0.0


@lru_cache(maxsize=16_384)
def surname_letters(spelt: str) -> tuple[str, ...]:
    """Return the surnames of Korea and China that small Latin letters may be, in their scripts.

    Example:
        >>> from alu.store.text.names.native_words import surname_letters
        >>> surname_letters("paik"), surname_letters("hsu"), surname_letters("smith")
        (('백',), ('徐', '许', '許'), ())
    """
    if not 0 < len(spelt) <= _LONGEST_SURNAME:
        return ()
    return tuple(one for one in _surnames().get(skeleton(spelt), ()) if is_written_as(one, spelt))


@cache
def _surnames() -> Mapping[str, Sequence[str]]:
    """Return the surnames of Korea and China by the consonants that they may have."""
    found: dict[str, list[str]] = {}
    for one in _listed():
        for key in sound_keys(one):
            found.setdefault(key, []).append(one)
    return found


@cache
def _listed() -> Sequence[str]:
    """Return the surnames of Korea and China: of a line of single letters each, and of one with spaces its words."""
    lines = (line for line in _SURNAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(dict.fromkeys(one for line in lines for one in (line.split() if " " in line else line)))


def is_complete(word: str) -> bool:
    """Tell whether all that a word may be in Latin letters is known, so that what is not likely is another one."""
    return writing(word) in ("CJK", "HANGUL")


@lru_cache(maxsize=4096)
def sound_keys(word: str) -> tuple[str, ...]:
    """Return the consonants that a word of a name may have in Latin letters, the likeliest first (`skeleton`)."""
    beam = {"": 0.0}
    for letter in word if _is_han(word) else _letters(word):
        row = _classes(writing(word), letter)
        grown: dict[str, float] = {}
        for so_far, nats in beam.items():
            for sound, more in row.items():
                key = once(so_far + sound)
                grown[key] = max(grown.get(key, -math.inf), nats + more)
        beam = dict(sorted(grown.items(), key=lambda pair: -pair[1])[:_MOST_KEYS])
    return tuple(beam)


@lru_cache(maxsize=8192)
def _classes(script: str, letter: str) -> Mapping[str, float]:
    """Return the classes of consonants of what a letter stands for; some letters sound otherwise before a vowel."""
    table = table_of_people(script)
    chinese = dict.fromkeys(romanisations_of(letter), 0.0) if script == "CJK" else {}
    row = table.sounds(letter) if table else chinese
    found: dict[str, float] = {}
    for way, nats in row.items():
        soft, hard = skeleton(f"{way}e"), skeleton(f"{way}r")[:-1]
        for sound, less in ((skeleton(way), 0.0), (soft, 1.0), (hard, 1.0)):
            if nats - less >= _LEAST_SHARE:
                found[sound] = max(found.get(sound, -math.inf), nats - less)
    return found or {"": 0.0}


def _joined(parts: list[str]) -> Iterator[str]:
    """Yield words, those that belong to the next one joined with it."""
    waiting = ""
    for part in parts:
        if part in _BEFORE:
            waiting += part
        else:
            yield waiting + part
            waiting = ""
    if waiting:
        yield waiting


def _ways(word: str) -> tuple[str, ...]:
    """Return a word, and without its article."""
    bare = _ARTICLE.sub("", word)
    return (word, bare) if bare != word else (word,)


@lru_cache(maxsize=8192)
def _letters(word: str) -> tuple[str, ...]:
    """Return the letters of a word as they are said, hiragana as katakana."""
    return said_symbols("".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in word))


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile("".join(f"(?:{'|'.join(romanisations_of(c)) or '(?!)'})" for c in word))


def _is_han(word: str) -> bool:
    return writing(word) == "CJK"


def _is_syllabic(word: str) -> bool:
    return all(writing(c) in ("CJK", "HANGUL") for c in word)


def _is_read(word: str) -> bool:
    return _is_han(word) or table_of_people(writing(word)) is not None
