"""Names with abbreviations, signs and dots written otherwise: «Mt. Skerrow», «N.W.A», «Ke$ha», «50 Cent»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alu.store.text.values.number_words import in_words

__all__ = ["otherwise_written"]

_LONGEST, _MOST_WORDS = 150, 12
_PAIRS = """mt mount; ft fort; univ university; sgt sergeant; capt captain; lt lieutenant; col colonel; gen general; dr
    doctor; prof professor; st saint; st street; no number; vs versus; vs v; v versus; bros brothers; dept
    department; inst institute; intl international; natl national; assn association; soc society; hosp hospital;
    ave avenue; rd road; blvd boulevard; hwy highway; co company; mfg manufacturing; govt government; mgmt
    management; svcs services; ctr center; ctr centre; w with"""
_MARKED = frozenset(["no", "st", "co", "v", "w", "gen", "col", "inst", "soc"])
"""Abbreviations that are words, or initials, where no point or slash marks them."""
_SHORT: dict[str, list[str]] = {}
_LONG: dict[str, list[str]] = {}
for _short, _long in (pair.split() for pair in _PAIRS.split(";")):
    _SHORT.setdefault(_short, []).append(_long)
    _LONG.setdefault(_long, []).append(_short)
_SIGNS = str.maketrans({"$": "s", "!": "i", "@": "a"})
_SIGN = re.compile(r"[^\w\s'’,&]|\d")
_SIGN_WITHIN = re.compile(r"(?<=[^\W\d_])[$!@](?=[^\W\d_])|^[$@](?=[^\W\d_])")
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])")
_JOINED = re.compile(r"(?<=[^\W\d_])[./-](?=[^\W\d_])")
_LEGAL = re.compile("[™®©℠]")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,2}(?![\w.,-])")
_BRIEF = 8
"""Letters of a name that is written in one word without its signs: «ACDC»."""


@lru_cache(maxsize=4096)
def otherwise_written(name: str) -> tuple[str, ...]:
    """Return a name with each abbreviation written out and each such word abbreviated, and without signs and points.

    Example:
        >>> from alu.store.text.names.abbreviations import otherwise_written
        >>> otherwise_written("Mt. Skerrow"), otherwise_written("Skerrow University"), otherwise_written("Ada Lark")
        (('Mount Skerrow',), ('Skerrow Univ',), ())
        >>> otherwise_written("N.W.A"), otherwise_written("Ke$ha"), otherwise_written("50 Cent")
        (('NWA',), ('Kesha',), ('Fifty Cent',))
    """
    words = name.split()
    if len(name) > _LONGEST or not 0 < len(words) <= _MOST_WORDS:
        return ()
    found = [*_in_words(words), *(_without_signs(" ".join(words)) if _SIGN.search(name) else ())]
    return tuple(dict.fromkeys(one for one in found if one and one != name))


def _in_words(words: list[str]) -> Iterator[str]:
    """Yield a name with one of its words exchanged."""
    for at, word in enumerate(words):
        for other in _other(word, alone=len(words) == 1):
            yield " ".join((*words[:at], other, *words[at + 1 :]))


def _other(word: str, *, alone: bool) -> Iterator[str]:
    if alone:
        return
    plain, marked = word.rstrip("./").lower(), word.endswith((".", "/"))
    if len(plain) == 1 and word[0].isupper():
        return  # an initial
    if plain in _SHORT and (marked or plain not in _MARKED):
        yield from (long.capitalize() if word[0].isupper() else long for long in _SHORT[plain])
    if plain in _LONG:
        yield from (short.capitalize() if word[0].isupper() else short for short in _LONG[plain])
    if word.startswith("#") and word[1:].isdigit():
        yield from (f"No {word[1:]}", f"Number {word[1:]}")


def _without_signs(name: str) -> Iterator[str]:
    """Yield a name without marks of trade, with letters for signs, numbers in words, and points left out."""
    yield _LEGAL.sub("", name).strip()
    yield _SIGN_WITHIN.sub(lambda sign: _cased(sign[0].translate(_SIGNS), sign), name)
    yield _NUMBER.sub(lambda number: in_words(int(number[0])).capitalize(), name)
    joined = _DOTTED.sub(lambda letters: letters[0].replace(".", ""), name)
    yield joined
    if " " not in joined and sum(map(str.isalpha, joined)) <= _BRIEF:
        yield _JOINED.sub("", joined)


def _cased(letter: str, at: re.Match[str]) -> str:
    """Return a letter as those next to it are written."""
    around = at.string[max(0, at.start() - 1) : at.start()] + at.string[at.end() : at.end() + 1]
    return letter.upper() if around.isupper() else letter
