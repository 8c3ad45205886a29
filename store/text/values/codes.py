"""Codes of letters and digits: licence plates, booking codes, member numbers, wallets, MAC addresses.

A code is known by a word before or behind it that says what it is («plate», «booking reference», «employee ID»), or by
itself where no language and no product has anything like it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from ipaddress import IPv6Address
from itertools import groupby
from typing import NamedTuple

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.text.readability.formulas import is_compound
from alu.store.text.readability.wordlike import wordlikeness
from alu.store.text.values.folded import Folded
from alu.store.text.vocabulary import information

__all__ = ["CODE_WORD", "StatedCode", "codes"]

_PLATES = (
    r"licen[cs]e plates?|(?:number|registration) plates?|plates?|registration mark|kennzeichen|nummernschild|kfz|"
    r"plaque d'immatriculation|plaque|immatriculation|matricula|targa|placa|tablica rejestracyjna|kenteken"
)
_NAMED = (
    r"vin|imei|mac|pnr|record locator|locator|localizador|wallet|serial|passport|reference|ref|login|token|"
    r"[a-z]{4,35}+(?:(?<=nummer)|(?<=numret)|(?<=zeichen)|(?<=code))|number|numero|numer|num|no|nr|id|identifier|codigo|codice|kod|"
    r"referenz|referencia|reference|referenza|matricule|(?:mac|wallet|bitcoin|btc|ethereum|eth|crypto|litecoin|monero|"
    r"solana|dogecoin|tether) address"
)
CODE_WORD = rf"\b(?:(?:{_PLATES})|(?:{_NAMED}))\b"
"""A regular expression of the words that say that a code is one."""
_WORD = re.compile(rf"\b(?:(?P<plate>{_PLATES})|{_NAMED})\b")
_SHARED_WORDS = (
    "zip post postal area country dial dialling dialing error status product part parts model item article type stock "
    "source morse color colour hex iso iata icao icd diagnosis dress dna genetic bar building penal civil criminal tax "
    "flight train bus tram road route motorway highway room gate seat chapter page issue track atomic mass cas "
    "catalog catalogue opus version course class module exam isbn hull squadron unit line channel platform level phone "
    "telephone mobile fax house street lot jersey shirt race position registry hd ngc messier star asteroid enzyme ec"
)
_SHARED = frozenset(_SHARED_WORDS.split())
"""What has numbers and codes that many share: «model number», «flight number»."""
_RUN = re.compile(r"(?<![\w@./\-])[a-z0-9]++(?:[ \-./:·][a-z0-9]++)*+")
_PIECE = re.compile(r"[a-z0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_REACH, _BEHIND = 80, 60
_BETWEEN = re.compile(
    r"(?:[\W_]|\b(?:numbers?|no|nr|id|code|reference|ref|address|is|was|reads?|as|on|it|the|a|her|his|their|my|ist|war|"
    r"lautet|est|etait|es|era|jest|to|de|der|von|par|by|car|vehicle)\b)*"
)
"""What may stand between the word and the code: «plate is», «reference: », «number?»."""
_COPULA = re.compile(r"(?:\b(?:is|was|are|reads?|ist|war|lautet|est|etait|es|era|jest|byl)|[:=]|\be)[\s\"'«„“(\[*`]*\Z")
_ASKED = re.compile(r"[^?\n]{0,80}\?\s{1,4}\Z")
_ENDED = re.compile(r"[.!?;]\s|\n")
_LABEL = re.compile(
    r"\"?,? (?:is|was|being|ist|war|est|es|e) (?:the |a |an |her |his |their |my |our |ihr\w{0,2} |sein\w{0,2} |das |"
    r"die |der |le |la |su |il |sa |son |sua |[a-z]{2,20}'s? ){1,3}(?:[a-z']{2,20} ){0,4}?"
    + rf"(?:{_PLATES}|{_NAMED})\b"
)
_MAC = re.compile(r"(?<![\w:\-])[0-9a-f]{2}(?:[:\-][0-9a-f]{2}){5}(?![\w:\-])")
_NETWORK = re.compile(r"(?<![\w:.])(?=[0-9a-f:]{6})[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])")
"""What may be an address of the Internet Protocol, version 6."""
_GROUPS = 4
"""Groups of four digits that such an address of somebody's has besides those that are nought."""
_LETTERED = ("code", "pnr", "record", "locator", "localizador", "ref", "codigo", "codice", "kod", "token")
"""Words for codes that may be of letters alone."""
_LEAST, _MOST_LETTERS = 5, 12
_SHORT_PIECE, _MOST_PIECES = 8, 10
_TRIPLE, _STRANGE_NATS = 3, 12.0
"""Letters, and nats of a piece in small letters that is no word: «sn19 otb»."""
_FEW_DIGITS = 4
_MEASURE = re.compile(r"\d+[a-z]{1,3}")
"""«5000km», «1990s»."""
_WORDLIKE = 0.3
_PRODUCT_NATS = 11.5
"""Nats of letters before a number from which on they are no product of one: «BMW 320»."""
_PLATE_NATS = 8.0
"""Nats of the letters of a plate from which on they are no word: «MAY 12» is one."""
_LEAST_OPAQUE, _OPAQUE_TURNS, _OPAQUE_DIGITS = 12, 5, 3
"""Characters, changes between letters and digits, and digits of a code that nothing has to announce."""


class StatedCode(NamedTuple):
    """A code in a folded text."""

    key: str
    """Its letters and digits."""
    start: int
    end: int


class _CueWords:
    """The words of a folded text that say that a code is one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [m for m in _WORD.finditer(text) if not _is_shared(text, m.start())]
        self._ends = [m.end() for m in self._words]

    def telling(self, code: StatedCode) -> re.Match[str] | None:
        """Return the word that says that `code` is one: before it, in its question, or behind it."""
        first, last = bisect_left(self._ends, code.start - _REACH), bisect_right(self._ends, code.start)
        for word in self._words[first:last]:
            if _announces(self._text[word.end() : code.start]):
                return word
        label = _LABEL.match(self._text, code.end, code.end + _BEHIND) if self._words else None
        at = bisect_left(self._ends, label.end()) if label else len(self._ends)
        return self._words[at] if label and self._ends[at : at + 1] == [label.end()] else None


def _network_addresses(text: str) -> Iterator[StatedCode]:
    """Yield the addresses of version 6 by place, with all their digits however they are shortened."""
    for m in _NETWORK.finditer(text) if text.count(":") > 1 else ():
        try:
            whole = IPv6Address(m[0]).exploded
        except ValueError:
            continue
        if sum(group != "0000" for group in whole.split(":")) >= _GROUPS:
            yield StatedCode(whole.replace(":", ""), m.start(), m.end())


def codes(folded: Folded) -> Iterator[StatedCode]:
    r"""Yield the codes of a text by place: MAC addresses, opaque ones, and those that a word announces.

    Example:
        >>> from alu.store.text.values.codes import codes
        >>> from alu.store.text.values.folded import Folded
        >>> texts = ("Her plate is SN19 OTB.", "Booking reference?\nQX7PLM", "She drives a BMW 320, number 5.")
        >>> [[code.key for code in codes(Folded(text))] for text in texts]
        [['sn19otb'], ['qx7plm'], []]
    """
    text = folded.text
    found = [StatedCode(re.sub(r"\W", "", m[0]), m.start(), m.end()) for m in _MAC.finditer(text)]
    found += _network_addresses(text)
    words = _CueWords(text)
    shouted = folded.original.isupper()
    for run in _RUN.finditer(text):
        pieces = list(_PIECE.finditer(text, run.start(), run.end()))
        for first, last in _parts(folded, pieces, shouted=shouted):
            if last - first > _MOST_PIECES:
                continue
            code = _joined(pieces[first:last])
            if _is_opaque(folded, code) or ((word := words.telling(code)) and _is_code(folded, code, word)):
                found.append(code)
            if last - first > 1 and (word := _WORD.fullmatch(pieces[first][0])):  # «VIN WKSXCN7BHV4SVFCGV»
                code = _joined(pieces[first + 1 : last])
                if _is_code(folded, code, word):
                    found.append(code)
    yield from sorted(dict.fromkeys(found), key=lambda code: (code.start, -code.end))


def _joined(pieces: Sequence[re.Match[str]]) -> StatedCode:
    return StatedCode("".join(p[0] for p in pieces), pieces[0].start(), pieces[-1].end())


def _is_shared(text: str, start: int) -> bool:
    """Tell whether the word before a place says that a number or code there is no person's."""
    before = text[max(0, start - 20) : start].replace("-", " ").split()
    return bool(before) and before[-1].removesuffix("'s") in _SHARED


def _parts(folded: Folded, pieces: Sequence[re.Match[str]], *, shouted: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and one after the last of pieces next to one another that a code may be made of."""
    of_code = [_is_piece(folded, p, shouted=shouted) for p in pieces]
    at = 0
    for is_one, group in groupby(of_code):
        count = len(list(group))
        if is_one:
            yield at, at + count
        at += count


def _is_piece(folded: Folded, piece: re.Match[str], *, shouted: bool) -> bool:
    """Tell whether a piece has a digit, is in capitals among small letters, or is no word."""
    if not piece[0].isalpha():
        return True
    written = _written(folded, piece.start(), piece.end())
    if not shouted and not written.islower():
        return written.isupper() and len(piece[0]) <= _SHORT_PIECE
    return _is_no_word(piece[0]) if len(piece[0]) > _TRIPLE else information(piece[0]) >= _STRANGE_NATS


def _written(folded: Folded, start: int, end: int) -> str:
    """Return what is at a place of a folded text with its capital letters."""
    first, last = folded.span(start, end)
    return folded.original[first:last]


def _announces(between: str) -> bool:
    """Tell whether what is between a word for a code and a code says that it is this one."""
    if _BETWEEN.fullmatch(between) or _ASKED.fullmatch(between):
        return True
    return _COPULA.search(between) is not None and not _ENDED.search(between)


def _is_code(folded: Folded, code: StatedCode, word: re.Match[str]) -> bool:
    """Tell whether letters and digits behind a word for a code are one: no word, no year, no name of a product."""
    letters = "".join(c for c in code.key if c.isalpha())
    digits = len(code.key) - len(letters)
    if not letters or len(code.key) < _LEAST:
        return False
    written = _written(folded, code.start, code.end)
    if not digits:
        return written.isupper() and word[0].startswith(_LETTERED) and _is_no_word(code.key)
    if word["plate"]:
        parted = len(_LETTERS.findall(written)) > 1  # «B-AU 4711» is none of the word «Bau»
        return parted or not (_is_numbered(code.key, letters) and information(letters) < _PLATE_NATS)
    if _is_numbered(code.key, letters):
        return information(letters) >= _PRODUCT_NATS
    return not _MEASURE.fullmatch(written)


def _is_numbered(key: str, letters: str) -> bool:
    """Tell whether a key is letters like those of a word, and a few digits: «MAY 12», «BMW 320»."""
    return key.startswith(letters) and len(key) - len(letters) <= _FEW_DIGITS and len(letters) > 2


def _is_no_word(key: str) -> bool:
    """Tell whether letters are none of a word or a name, known or not: «QXPLMT»."""
    return len(key) <= _MOST_LETTERS and information(key) >= UNKNOWN_WORD_NATS and wordlikeness([key]) < _WORDLIKE


def _is_opaque(folded: Folded, code: StatedCode) -> bool:
    """Tell whether nothing but a code is written like this: «1BoatSLRHtKNngkdXEeobR76b53LETtpyT»."""
    if len(code.key) < _LEAST_OPAQUE or sum(map(str.isdigit, code.key)) < _OPAQUE_DIGITS:
        return False
    turns, written = sum(1 for _ in groupby(code.key, str.isdigit)), _written(folded, code.start, code.end)
    whole = " " not in written and "/" not in written
    return whole and turns >= _OPAQUE_TURNS and not is_compound(written)
