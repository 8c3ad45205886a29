"""Names of which first name and surname stand apart: of two with one surname, and from before a marriage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alu.store.text.kept import kept
from alu.store.text.names.name_rarity import is_given_name
from alu.store.text.normalise import normalise, visible
from alu.store.text.terms import word_list

__all__ = ["NAME", "split_names"]

_AND = re.compile(
    r"(?<=[^\W\d_.])(?:,?\s+(?:and|or|und|oder|et|ou|y|e|o|och|og|en|ja|i|a|ve|si|și|with|mit|avec|con|и|та|й|και)\s+"
    r"|\s?[&/+]\s?)(?=[^\W\d_])"
)
_WORD = r"[^\W\d_](?:[^\W\d_]|[’'\-](?=[^\W\d_])){0,30}"
NAME = r"[^\W\d_a-zß-öø-ÿа-џ](?:[^\W\d_]|[’'\-](?=[^\W\d_])){0,30}\.?"
"""A word with a capital letter, or of a script that has none; an initial: part of a pattern."""
_KIN = (
    r"(?:(?:her|his|their|my|our|your|the|ihre?|seine?|sa|son|su|sua|suo)\s+"
    r"(?:[^\W\d_]{2,12}\s+)?[^\W\d_]{2,20},?\s+)?"
)
_PARTICLES = r"(?:(?:van|von|de|der|den|di|da|del|la|le|al|el|bin|ben)\s+){0,2}"
_MARRIED = ("née", "nee ", "born", "formerly", "previously", "maiden", "geb", "z domu", "roz", "nata", "nacida", "født")
"""One of these is in every text that the pattern below finds something in."""
_MAIDEN = re.compile(
    rf"({NAME})(?:\s+{NAME}){{1,3}}\s?(?:,\s|\(|\s)\s?(?:(?:is|was)\s)?"
    r"(?:n[ée]e|born|formerly|previously|(?:whose|her|his)\smaiden\sname\s(?:is|was)|geb\.|geborene?|z\sdomu|roz(?:\.|ená)"
    rf"|nata|nacida|født)\s({_PARTICLES}{NAME})(?!\s+{NAME})"
)
_REACH = 120
"""Characters before «and» in which the first names stand."""


def _patterns(word: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what the names before and behind «and» are, written as `word` says."""
    before = re.compile(rf"(?<![^\W_])({word}(?:,\s+{word}){{0,4}})$")
    return before, re.compile(rf"{_KIN}{word}\s+(?:{word}\s+)?({_PARTICLES}{word})(?![^\W_])")


_WRITTEN, _SMALL = _patterns(NAME), _patterns(_WORD)


@kept(512)
def split_names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each name of which the surname stands apart from the first name.

    Example:
        >>> from alu.store.text.names.split_names import split_names
        >>> split_names("Ada and Bo Lark won."), split_names("It was Ada Dale (née Lark).")
        ((('ada', 'lark'),), (('ada', 'lark'),))
    """
    shown = visible(text)
    return tuple(dict.fromkeys((*_shared(shown), *_maiden(shown))))


def _shared(shown: str) -> Iterator[tuple[str, ...]]:
    before, behind = _SMALL if shown.islower() else _WRITTEN
    for joint in _AND.finditer(shown):
        second = behind.match(shown, joint.end())
        first = second and before.search(shown, max(0, joint.start() - _REACH), joint.start())
        if second and first:
            for given in first[1].split(","):
                if before is _WRITTEN[0] or is_given_name(given.strip()):
                    yield _words(given, second[1])


def _maiden(shown: str) -> Iterator[tuple[str, ...]]:
    if any(hint in shown for hint in _MARRIED):
        yield from (_words(m[1], m[2]) for m in _MAIDEN.finditer(shown))


def _words(given: str, surname: str) -> tuple[str, ...]:
    return tuple(word_list(normalise(f"{given} {surname}")))
