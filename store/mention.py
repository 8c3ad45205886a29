"""Whom and when a text speaks of, by its capital letters and its years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from alu.store.normalise import normalise, visible
from alu.store.words import hashed, informative, word_list

__all__ = ["Mentions", "mentions"]

_CAPITAL = r"(?:(?:[A-Z]\.\s?)+|[^\W\d_a-z][\w’'\-]*)"
_RUN = re.compile(rf"{_CAPITAL}(?:\s?(?:(?:al|bin|ben|de|del|da|di|der|den|la|le|van|von|el)\s)?\s?{_CAPITAL})+")
_QUOTED = re.compile(
    r"""(?<!\w)(?:"([^"“”«»]{2,80})"|“([^"“”«»]{2,80})”|«([^"“”«»]{2,80})»"""
    r"""|['‘](\w[^'‘’"]{1,80}(?:['’]\w[^'‘’"]{0,60})?)['’](?!\w))"""
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_TELLING, _FUNCTION = 10.0, 7.5
_SURNAME = re.compile(r"(?<![\w.!?…\-] )(?<![\"“«‘(\[])(?<!^)\b[A-Z][a-z’'\-]{3,}\b|\b[A-Z][a-z]{3,}(?=['’]s\b)")
_INITIALS = re.compile(r"(?:\W*[^\W\d_](?![^\W\d_]))+\W*")
_OTHER_SCRIPT = re.compile(r"(?<!\w)[^\W\d_\x00-\u024f\u1e00-\u20ff]{2,}(?!\w)")
"""In a Latin text a name in another script, like one in initials, may be anybody's: it speaks for nobody else."""
_TITLE = 5
"""Words up to which what stands in quotes is a title however it is written."""
_RARE = 12.0
"""Nats of a word that is hardly anything but a name where it has a capital letter inside a sentence."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names without our knowing whether it is stored."""

    runs: tuple[tuple[int, ...], ...]
    """Word hashes of each run of two or more capitalised words, a full name mostly, of each rare word with a
    capital letter, a surname mostly, and of each quoted title."""
    years: tuple[int, ...]
    """Word hashes of the years."""


@lru_cache(maxsize=1024)
def mentions(text: str) -> Mentions:
    """Return the names and years of `text`; of a text all in capitals or in small letters, no names."""
    text = visible(text)
    own = sum(c.isascii() for c in text) > len(text) / 2
    found = [m.group() for m in _RUN.finditer(text)] if not text.isupper() else []
    runs = [_name(r) for r in found if not (_INITIALS.fullmatch(r) or (own and _OTHER_SCRIPT.search(r)))]
    titles = [_title(m[m.lastindex or 1]) for m in _QUOTED.finditer(text)]
    full = {w for r in runs if len(r) > 1 for w in r}
    lone = [(hashed(w),) for w in _lone(text)] if not text.isupper() else []
    named = [*(r for r in runs if len(r) > 1), *(s for s in lone if s[0] not in full), *(t for t in titles if t)]
    return Mentions(tuple(named), tuple(map(hashed, _YEAR.findall(text))))


def _name(run: str) -> tuple[int, ...]:
    """Return the hashes of the words of a run without the common words that it begins with («Has», «Which»)."""
    words = word_list(normalise(_POSSESSIVE.sub("", run)))
    while words and informative(words[0]) < _TELLING and (len(words[0]) > 1 or words[0] in "ai"):
        words = words[1:]
    return tuple(map(hashed, words))


def _lone(text: str) -> list[str]:
    """Return the rare words that have a capital letter where a sentence does not begin."""
    words = (normalise(_POSSESSIVE.sub("", m.group())) for m in _SURNAME.finditer(text))
    return [w for w in dict.fromkeys(words) if w.isalpha() and informative(w) >= _RARE]


def _title(quoted: str) -> tuple[int, ...]:
    """Return the hashes of the words of a title without «the» and its like; of a sentence in quotes, nothing."""
    if _is_sentence(quoted):
        return ()
    return tuple(hashed(w) for w in word_list(normalise(quoted)) if informative(w) >= _FUNCTION)


def _is_sentence(quoted: str) -> bool:
    """Tell whether most of the longer words of a quotation have small letters, unlike those of a long title."""
    words = quoted.split()
    longer = [w for w in words if len(w) > 3]
    return len(words) > _TITLE and sum(w[0].islower() for w in longer) * 2 >= len(longer)
