"""Sums, equations, measures and chemical formulas: they contain no known word either, and are no code.

A formula is a run of pieces between spaces that are made of brief numbers, single letters, units, elements, functions
and signs, and that holds a sign that joins them. The letters of all formulas of a text are few: a code that writes
letter by letter with such signs between them has many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from alu.store.readability import FORMULA_JOINS, MAX_COUNT_DIGITS, MAX_SIGNS, MAX_VARIABLES

__all__ = ["formulas", "is_compound", "is_listed"]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+|[^\W\d_]+|[\W_]")
_APL = frozenset(map(chr, range(0x2336, 0x237B)))
"""The functions of APL."""
_OPERATORS = frozenset("=+*/^<>~−×÷±∓·•√∑∏∫∂∇∞≤≥≠≈≡≅∝→←↑↓↔⇒⇔⇌⊃⊂⊆∈∊∉∪∩∧∨¬∀∃∘°%") | _APL
_SIGNS = frozenset("-_.,:;!?()[]{}|'\"$€£&²³⁴⁵⁻⁰¹₀₁₂₃₄½⅓¼¾⁄") | _OPERATORS
_LISTED = frozenset("+-*/=×÷^%().,:;<>≤≥√$€£°?!'\"[]{}|")
"""What is between the numbers and letters of a list, and between those of a sum."""
_UNIT = re.compile(
    r"[pnuµμmcdhkMGT]?(?:m|s|g|A|K|mol|Hz|N|Pa|J|W|C|V|F|Ω|T|H|eV|L|l|M|B|b|bit|cal|rad|Wb|Bq|Sv|Gy)|[KMGTP]iB|min|bar|atm|ppm|ppb|au"
)
_ELEMENT = (
    "H|He|Li|Be|B|C|N|O|F|Ne|Na|Mg|Al|Si|P|S|Cl|Ar|K|Ca|Sc|Ti|V|Cr|Mn|Fe|Co|Ni|Cu|Zn|Ga|Ge|As|Se|Br|Kr|Rb|Sr|Y|Zr|Nb|Mo|Ru"
    "|Rh|Pd|Ag|Cd|In|Sn|Sb|Te|I|Xe|Cs|Ba|La|Ce|W|Pt|Au|Hg|Tl|Pb|Bi|Rn|Ra|Th|U|Pu"
)
_LONGEST_FIRST = "|".join(sorted(_ELEMENT.split("|"), key=len, reverse=True))
_COMPOUND = re.compile(f"(?:{_LONGEST_FIRST}){{1,12}}+")
_IN_A_ROW = re.compile(rf"(?:([^\w\s()\[\]{{}}$'\"\\.,])(?!\1)){{{MAX_SIGNS + 1}}}")
"""Different signs behind one another, brackets and marks apart; what is drawn with one sign is none."""
_KEPT = 32
"""Characters of a piece up to which it is kept what it is."""
_COUNTED = re.compile(rf"(?:(?:{_LONGEST_FIRST})\d*+)++")


def formulas(pieces: Sequence[str]) -> list[bool]:
    """Tell of each piece of a text whether it is in a formula.

    Example:
        >>> from alu.store.text.readability.formulas import formulas
        >>> formulas("so A := B + C and 2 H2O weigh 1.5 mg".split())
        [False, True, True, True, True, True, False, True, True, False, True, True]
    """
    numbers = (before[-1:].isdigit() for before in ("", *pieces))
    # what is long is in no two texts, so it is not kept
    parts = [
        (_part if len(piece) <= _KEPT else _part.__wrapped__)(piece, number)
        for piece, number in zip(pieces, numbers, strict=False)
    ]
    found = list[bool]()
    for is_part, group in groupby(parts, key=lambda part: part is not None):
        run = list(group)
        joined = is_part and FORMULA_JOINS * sum(part.joins for part in run if part) >= len(run)
        found += [joined] * len(run)
    letters = {c for part, yes in zip(parts, found, strict=True) if part and yes for c in part.letters}
    return found if len(letters) <= MAX_VARIABLES else [False] * len(found)


def is_listed(piece: str) -> bool:
    """Tell whether a piece is of a sum, an equation or a list: brief numbers, single letters and the signs between."""
    tokens = _TOKEN.findall(piece)
    brief = all(len(t) <= (MAX_COUNT_DIGITS if t.isdigit() else 1) for t in tokens)
    return brief and all(t.isalnum() or t in _LISTED for t in tokens)


def is_compound(piece: str) -> bool:
    """Tell whether a piece is a chemical formula with its counts: «C6H12O6»."""
    return _COUNTED.fullmatch(piece) is not None


@dataclass(frozen=True, slots=True)
class _FormulaPiece:
    """A piece that may be part of a formula."""

    joins: bool
    """It holds what makes a formula of the pieces around it: an operator, a unit, a compound."""
    letters: frozenset[str] = field(default_factory=frozenset)
    """Its variables."""


@lru_cache(maxsize=16_384)
def _part(piece: str, number: bool) -> _FormulaPiece | None:
    """Return a piece as part of a formula; None where it cannot be one. With `number` one ends right before it."""
    if len(piece) > 2 and piece.isalpha() and piece.islower() and piece not in _commands():
        return None  # nearly always a word
    joins, letters = False, set[str]()
    tokens = _TOKEN.findall(piece)
    for token in tokens:
        kind = _kind(token, number, len(tokens) > 1)
        if kind is None:
            return None
        joins |= kind == "joins"
        if kind == "letters":
            letters.update(token)
        number = token.isdigit() or (number and token == "/")
    signs = sum(len(token) == 1 and not token.isalnum() for token in tokens)
    usual = signs <= max(MAX_SIGNS, 2 * (len(tokens) - signs)) and not _IN_A_ROW.search(piece)
    return _FormulaPiece(joins, frozenset(letters)) if usual else None


def _kind(token: str, number: bool, joined: bool) -> str | None:
    """Return what a token is in a formula: «joins», «letters» or «plain»; None where it is in none.

    Args:
        token: a number, letters or a sign.
        number: a number is right before it.
        joined: something else is in its piece.
    """
    if token[0] == "\\":
        return "joins" if token[1:] in _commands() or len(token) == 2 else None
    if token.isdigit():
        return "plain" if len(token) <= MAX_COUNT_DIGITS else None
    if not token.isalpha():
        return "joins" if token in _OPERATORS else "plain" if token in _SIGNS else None
    if (number and _UNIT.fullmatch(token)) or (len(token) > 1 and (token in _commands() or _COMPOUND.fullmatch(token))):
        return "joins"
    return "letters" if len(token) == 1 or (len(token) == 2 and (joined or token.istitle())) else None


@cache
def _commands() -> frozenset[str]:
    """Return the names of functions and signs in LaTeX."""
    return frozenset((Path(__file__).parents[1] / "data" / "latex.txt").read_text(encoding="utf-8").split())
