"""Notations of which no piece is a word and none is a code: hashes, keys, colours, chess, chords, genes, weather."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from alu.store.readability import MAX_RANDOM_DIGIT_SHARE, MIN_RANDOM, MIN_RANDOM_DIGIT_SHARE
from alu.store.text.readability.stand_ins import recurs_as_letters

__all__ = ["in_alphabetical_order", "is_notation", "random_pieces"]

_HEX = re.compile(r"[#(\[\"']{0,2}(?:0x)?[0-9a-f]{1,64}(?:[:-][0-9a-f]{1,64}){0,40}[)\]\"',;:.?]{0,3}", re.IGNORECASE)
_MIN_HEX, _PRINTABLE = 6, 0.8
"""Hexadecimal digits of a hash at least, and the share of its bytes from which on it is a text."""
_HEX_DIGITS = re.compile("[0-9a-f]", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_LETTERED = re.compile("[a-fx#]", re.IGNORECASE)
_GENES = re.compile(r"(?:[35]['′]-?)?(?:[ACGTUN]{6,}|[acgtun]{6,})(?:-?[35]['′])?")
_LOCUS = re.compile(r"\(?(?:[1-9]|1\d|2[0-2]|[XY])[pq](?:[1-4]\d?(?:\.[1-3]\d?)?)?[).,;]{0,2}")
"""Where a gene is: a chromosome, its short or long arm, a band."""
_WEATHER = re.compile(
    r"[+-]?(?:VC)?(?:MI|BC|PR|DR|BL|SH|TS|FZ){0,2}(?:DZ|RA|SN|SG|PL|GR|GS|BR|FG|FU|HZ|DU|SA|SQ){1,2}"
    r"|\d{6}Z|\d{4}/\d{4}|(?:\d{3}|VRB)\d{2}(?:G\d{2})?(?:KT|MPS)|(?:FEW|SCT|BKN|OVC|VV)\d{3}(?:CB|TCU)?"
    r"|(?:BECMG|TEMPO|PROB[34]0|CAVOK|NOSIG)|FM\d{6}|M?\d{2}/M?\d{2}|[QA]\d{4}"
)
"""A group of a report of the weather at an airport."""
_COMPOUND = re.compile(
    r"InChI=1S?(?:/(?:[A-Z][A-Za-z\d.]{0,80}|[a-z][\dHD(),;?*+@M-]{0,200})){1,12}|[A-Z]{14}-[A-Z]{10}-[A-Z]"
)
"""A compound by its layers, or by their hash."""
_TURN = re.compile(r"[UDLRFBMESudlrfbxyz]w?[2'’]{1,2}[,;.]?")
"""A turn of a cube, that is more than a letter."""
_MOVE = re.compile(
    r"(?:\d{1,3}\.{1,3})?(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8](?:=?[QRBN])?|O-O(?:-O)?|\d{1,3}\.{1,3})[+#!?,;]{0,3}"
)
_POSITION = re.compile(r"(?:[rnbqkpRNBQKP1-8]{1,8}/){7}[rnbqkpRNBQKP1-8]{1,8}")
_CHORD = re.compile(r"[A-G][#b]?(?:m|maj|min|dim|aug|sus|add|M)?\d{0,2}(?:sus\d|add\d{1,2}|b\d)?(?:/[A-G][#b]?)?")
_ROMAN = re.compile(r"(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})[.,;:]?")
_ATOM = r"\\[dws]|\[\^?(?:0-9|a-z|A-Z|a-f|A-F|\d-\d|\d|\\[dws]|[._-]){1,6}+\]|\{\d{0,3},?\d{0,3}\}"
_PATTERN = re.compile(rf"(?:{_ATOM}|\(\?:|\\.|\d{{1,2}}|[()|.$^*+?#@:/_-])++")
"""Without a way back: a sign may be one of several of these, and all of them go on with what is behind it."""
_ATOMS, _ATOM_SHARE = re.compile(_ATOM), 0.5
"""What a pattern is made of, and the share of it that this is, at least: a code of its signs alone is none."""
_TAB = re.compile(r"[eEADGBbd]?\|[-\d|hpbrx/\\~]{4,}")
_LETTER = re.compile("([A-Za-z])[,;]?")
_MIN_LISTED = 5
"""Letters of a list of letters in their order, and how many of them it has at least."""

_PATTERNS = (_GENES, _LOCUS, _COMPOUND, _WEATHER, _TURN, _MOVE, _POSITION, _CHORD, _ROMAN, _TAB)


def is_notation(piece: str) -> bool:
    """Tell whether a piece between spaces is of a notation that everybody can look up.

    Hexadecimal bytes that are letters are a text, and no hash.

    Example:
        >>> from alu.store.text.readability.notations import is_notation
        >>> [is_notation(p) for p in ("4f7fb32549adfc5f", "Nxd4", "GATTACAGATT", "Gsus4", "qzxkvw")]
        [True, True, True, True, False]
        >>> is_notation("77686f206973")
        False
    """
    return bool(
        (_HEX.fullmatch(piece) and _is_of_bytes(piece))
        or any(p.fullmatch(piece) for p in _PATTERNS)
        or _is_pattern(piece)
    )


def random_pieces(pieces: Iterable[str]) -> frozenset[str]:
    """Return the pieces whose letters and digits stand at random, as those of keys and passwords do.

    Letters that stand for others come again as often as these, and there are hardly any digits among them.

    Example:
        >>> from alu.store.text.readability.notations import random_pieces
        >>> random_pieces(["bdH#TXDFTi2aZhI1v@EP", "lantern"]), random_pieces(["Whtsthddrss1", "whrdshlvtht7"])
        (frozenset({'bdH#TXDFTi2aZhI1v@EP'}), frozenset())
    """
    found = frozenset(p for p in pieces if len(p) >= MIN_RANDOM and p.isascii() and _DIGIT.search(p))
    signs = "".join(filter(str.isalnum, "".join(sorted(found))))
    digits = sum(map(str.isdigit, signs))
    mixed = MIN_RANDOM_DIGIT_SHARE * len(signs) <= digits <= MAX_RANDOM_DIGIT_SHARE * len(signs)
    return found if mixed and not recurs_as_letters(signs.lower()) else frozenset()


def in_alphabetical_order(pieces: Sequence[str]) -> list[bool]:
    """Tell of each piece of a text whether it is a letter of a list of letters in their order.

    Example:
        >>> from alu.store.text.readability.notations import in_alphabetical_order
        >>> in_alphabetical_order("not in it: a b d, e g z c".split())
        [False, False, False, True, True, True, True, True, True, False]
    """
    letters = [len(piece) < 3 and _LETTER.fullmatch(piece) for piece in pieces]
    if sum(map(bool, letters)) < _MIN_LISTED:  # nearly always
        return [False] * len(pieces)
    ranks = [m[1].lower() if m else "" for m in letters]
    found, start = [False] * len(pieces), 0
    for n in range(1, len(ranks) + 1):
        if n == len(ranks) or not ranks[n - 1] or ranks[n] <= ranks[n - 1]:
            if n - start >= _MIN_LISTED and ranks[start]:
                found[start:n] = [True] * (n - start)
            start = n
    return found


def _is_pattern(piece: str) -> bool:
    """Tell whether a piece is a regular expression of classes and counts."""
    if not ("[" in piece or "\\" in piece) or not _PATTERN.fullmatch(piece):
        return False
    return sum(map(len, _ATOMS.findall(piece))) >= _ATOM_SHARE * len(piece)


def _is_of_bytes(piece: str) -> bool:
    if not _LETTERED.search(piece):
        return False  # a number, however it is grouped
    digits = "".join(_HEX_DIGITS.findall(piece.removeprefix("0x")))
    pairs = [int(digits[i : i + 2], 16) for i in range(0, len(digits) - 1, 2)]
    printable = sum(32 <= b < 127 for b in pairs)
    return (len(digits) >= _MIN_HEX or piece.startswith("0x")) and printable < _PRINTABLE * len(pairs)
