"""Latin spellings of a Chinese character in names: pinyin, and Wade and Giles."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

__all__ = ["romanisations_of"]

_WHOLE = {
    **{"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "yi": "i"},
    **{"you": "yu", "yan": "yen", "ye": "yeh", "er": "erh", "guo": "kuo", "e": "o", "he": "ho", "ge": "ko", "ke": "ko"},
}
_FIRST = {"zh": "ch", "x": "hs", "q": "ch", "j": "ch", "z": "ts", "c": "ts", "g": "k", "d": "t", "b": "p", "r": "j"}
_LAST = (("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"), ("uo", "o"), ("ui", "uei"))
_CONSONANTS = re.compile("zh|ch|sh|[bcdfghjklmnpqrstxz]?")


@lru_cache(maxsize=8192)
def romanisations_of(letter: str) -> tuple[str, ...]:
    """Return what a Chinese letter is written with, pinyin first; tones and marks are left out.

    Example:
        >>> from alu.store.text.names.pinyin import romanisations_of
        >>> romanisations_of("强"), romanisations_of("李")
        (('qiang', 'chiang'), ('li', 'lee'))
    """
    pinyin = re.sub("[^a-z]", "", anyascii(letter).lower())
    return tuple(dict.fromkeys((pinyin, _wade_giles(pinyin), *_others(pinyin)))) if pinyin else ()


def _wade_giles(pinyin: str) -> str:
    if pinyin in _WHOLE:
        return _WHOLE[pinyin]
    first = _CONSONANTS.match(pinyin)
    start = first.group() if first else ""
    rest = pinyin[len(start) :]
    for end, other in _LAST:
        if rest.endswith(end):
            rest = rest.removesuffix(end) + other
            break
    return _FIRST.get(start, start) + rest


def _others(pinyin: str) -> tuple[str, ...]:
    """Return spellings that people have in their passports: «Lee», «Lyu» of a «Lü»."""
    long = (pinyin[:-1] + "ee",) if re.fullmatch("[lx]i", pinyin) else ()
    return (*long, "lyu", "lv") if pinyin == "lu" else long
