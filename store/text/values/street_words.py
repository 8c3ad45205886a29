"""The words of a street name in the form in which addresses are compared, however spelt or joined.

«Lindenblüten-Str.», «Lindenbluetenstrasse» and «Lindenblüten Straße» are `lindenblutenstr`, and «61st» is
`61`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from alu.store.text.values.folded import Token

__all__ = [
    "ARTICLES",
    "FILLER",
    "LABELS",
    "LEAD",
    "LEADING",
    "SIDES",
    "TYPES",
    "AddressWords",
    "has_type",
    "is_street_word",
    "short",
    "street_end",
]

_TYPE_NAMES = (
    "street st, avenue ave, boulevard blvd, road rd, drive dr, lane ln, court ct, place pl, square sq, terrace ter, "
    "circle cir, parkway pkwy, highway hwy, trail trl, crescent cres, close clo, turnpike tpke, alley aly, plaza plz, "
    "point pt, crossing xing, expressway expy, way way, grove grove, pass pass, row row, walk walk, loop loop, "
    "run run, path path, pike pike, cove cove, bend bend, glen glen, mews mews, heights heights, quay quay, "
    "ridge ridge, trace trace, strasse str, calle calle, avenida ave, av ave, avda ave, rua rua, via via, viale viale, "
    "piazza piazza, rue rue, allee allee, weg weg, gasse gasse, platz platz, chemin chemin, impasse impasse, "
    "carrer carrer, ulica ulica, corso corso, straat straat, laan laan, saint st, rise rise, gardens gdns, view view, "
    "vale vale, wharf wharf, croft croft, parade parade, villas villas, chase chase, wynd wynd, brae brae, garth garth"
)
_TYPE_PAIRS = [pair.split() for pair in _TYPE_NAMES.split(", ")]
TYPES = {word: short for long, short in _TYPE_PAIRS for word in (long, short)}
"""What a street is, in short, by every word for it."""
LEADING = frozenset(
    "rue calle ave rua via viale piazza allee chemin impasse carrer ulica corso blvd plz pl".split()  # noqa: SIM905
)
"""Types that stand before the name of the street, in Romance languages."""
_GLUED = (
    "strasse str weg gasse platz allee damm ufer steig pfad straat laan plein gracht kade singel dijk gade gata gatan "
    "gaten vei veien vej vagen"
)
"""Endings of the names of streets in Germanic languages."""
_ENDINGS = tuple(sorted(_GLUED.split(), key=len, reverse=True))
_ENDING_WORDS = frozenset(_ENDINGS)
_SHORTEST = 6
"""Letters of the shortest name of a street with its type: «Amweg» may be anything."""
_SIDE_NAMES = "north n, south s, east e, west w, northeast ne, northwest nw, southeast se, southwest sw"
_SIDE_PAIRS = [pair.split() for pair in _SIDE_NAMES.split(", ")]
SIDES = {word: short for long, short in _SIDE_PAIRS for word in (long, short)}
"""A quarter of the sky, in short, by every word for it."""
ARTICLES = {"the", "de", "la", "le", "du", "des", "del", "der"}
"""Words before the name of a street, or within it."""
LABELS = {"number", "no", "nr", "num", "house"}
"""Words before the number of a house."""
_FIELDS = {"street", "name", "home", "address", "addr", "line", "road", "st", "str", "suffix", "type", "direction"}
FILLER = ARTICLES | LABELS | _FIELDS | {"of", "on", "at", "in", "is", "s", "and", "which"}
"""What may stand between the parts of an address."""
_SMALL = {"an", "am", "auf", "zur", "zum", "von", "die", "das", "den", "dem", "het", "een", "op"}
_NEVER_NAMES = FILLER | LEADING | _SMALL
"""Small words before a type of street that are no part of its name: «in der Straße»."""
_SPLIT_GAP = 2
LEAD = 3
"""Letters of a street's name by which addresses are looked up."""
_SPELT_OUT = re.compile(r"(?<!q)([aou])e|aa")
"""How people write umlauts, «ø» and «å» who have no such letters."""


def _plain(name: str) -> str:
    """Return a name without the letters that spell others out: «Soendre» and «Søndre» are the same."""
    return _SPELT_OUT.sub(lambda m: m[1] or "a", name)


class AddressWords:
    """The words of a text as addresses are compared by them: `street` is `st`, `north` is `n`, `61st` is `61`.

    Args:
        found: the tokens of a folded text.
    """

    def __init__(self, found: Sequence[Token]) -> None:
        found = _with_types(found)
        endings = {b for a, b in pairwise(found) if a[0] < ":" and a[2] == b[1] and _ending(b)}
        self.tokens = [t for t in found if t not in endings] if endings else found
        self.words = [short(t[0]) for t in self.tokens]


def _with_types(found: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens, a Germanic type of street behind a blank or a hyphen as the end of the name before it."""
    split = {i for i, (a, b) in enumerate(pairwise(found), 1) if b[0] in _ENDING_WORDS and _is_split(a, b)}
    if not split:
        return found
    kept = list[Token]()
    for i, token in enumerate(found):
        if i in split and i - 1 not in split:
            kept[-1] = Token(kept[-1].text + token.text, kept[-1].start, token.end)
        else:
            kept.append(token)
    return kept


def _is_split(name: Token, ending: Token) -> bool:
    plain = name.text.isalpha() and name.text not in _NEVER_NAMES and name.text not in TYPES
    return plain and 0 < ending.start - name.end <= _SPLIT_GAP and len(name.text) + len(ending.text) >= _SHORTEST


def is_street_word(word: str) -> bool:
    """Tell whether a word is a type of street or may end in one."""
    return word in TYPES or word.endswith(_ENDINGS)


def has_type(word: str) -> bool:
    """Tell whether the name of a street ends in its type: «Amselgasse», «Kerkstraat»."""
    return len(word) >= _SHORTEST and word.endswith(_ENDINGS)


def street_end(said: Sequence[str], first: int, core: str, types: frozenset[str]) -> tuple[int, bool]:
    """Return one after the last of the words from `first` on that write a street, or 0, and whether its type is glued.

    Args:
        said: the words of a text.
        first: where the street may begin.
        core: the letters of its name.
        types: its types, one of which may be written right behind the name.
    """
    written, at = "", first
    while at < len(said) and len(written) < len(core) and core.startswith(written):
        written, at = written + said[at], at + 1
    if written == core:
        return at, False
    rest = written.removeprefix(core) if core and written.startswith(core) else ""
    return (at, True) if rest and TYPES.get(rest) in types else (0, False)


@lru_cache(maxsize=65_536)
def short(word: str) -> str:
    """Return a word of a text in the form that is compared."""
    if known := TYPES.get(word) or SIDES.get(word):
        return known
    if has_type(word):
        ending = next(e for e in _ENDINGS if word.endswith(e))
        return _plain(word.removesuffix(ending)) + TYPES.get(ending, ending)
    return _plain(word).lstrip("0") or word


def _ending(token: Token) -> bool:
    """Tell whether what is written right after a number belongs to it: «61st», «12b»."""
    return len(token.text) == 1 or token.text in ("st", "nd", "rd", "th")
