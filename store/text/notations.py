"""Notations of which no piece is a word and none is a code: hashes, keys, colours, chess, chords, genes, numerals."""

from __future__ import annotations

import re

__all__ = ["is_notation"]

_HEX = re.compile(r"[#(\[\"']{0,2}(?:0x)?[0-9a-f]{1,64}(?:[:-][0-9a-f]{1,64}){0,40}[)\]\"',;:.?]{0,3}", re.IGNORECASE)
_MIN_HEX, _PRINTABLE = 6, 0.8
"""Hexadecimal digits of a hash at least, and the share of its bytes from which on it is a text."""
_HEX_DIGITS = re.compile("[0-9a-f]", re.IGNORECASE)
_GENES = re.compile(r"[ACGTUN]{6,}|[acgtun]{6,}")
_MOVE = re.compile(
    r"(?:\d{1,3}\.{1,3})?(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8](?:=?[QRBN])?|O-O(?:-O)?|\d{1,3}\.{1,3})[+#!?,;]{0,3}"
)
_POSITION = re.compile(r"(?:[rnbqkpRNBQKP1-8]{1,8}/){7}[rnbqkpRNBQKP1-8]{1,8}")
_CHORD = re.compile(r"[A-G][#b]?(?:m|maj|min|dim|aug|sus|add|M)?\d{0,2}(?:sus\d|add\d{1,2}|b\d)?(?:/[A-G][#b]?)?")
_ROMAN = re.compile(r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})[.,;:]?")
_TAB = re.compile(r"[eEADGBbd]?\|[-\d|hpbrx/\\~]{4,}")


def is_notation(piece: str) -> bool:
    """Tell whether a piece between spaces is of a notation that everybody can look up.

    Hexadecimal bytes that are letters are a text, and no hash.

    Example:
        >>> from alu.store.text.notations import is_notation
        >>> [is_notation(p) for p in ("4f7fb32549adfc5f", "Nxd4", "GATTACAGATT", "Gsus4", "qzxkvw")]
        [True, True, True, True, False]
        >>> is_notation("77686f206973")
        False
    """
    return bool(
        (_HEX.fullmatch(piece) and _is_of_bytes(piece))
        or any(p.fullmatch(piece) for p in (_GENES, _MOVE, _POSITION, _CHORD, _ROMAN, _TAB))
    )


def _is_of_bytes(piece: str) -> bool:
    digits = "".join(_HEX_DIGITS.findall(piece.removeprefix("0x")))
    pairs = [int(digits[i : i + 2], 16) for i in range(0, len(digits) - 1, 2)]
    printable = sum(32 <= b < 127 for b in pairs)
    return len(digits) >= _MIN_HEX and printable < _PRINTABLE * len(pairs)
