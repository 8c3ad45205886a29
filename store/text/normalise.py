"""One form for every spelling of the same text, and the sentences that a text is checked in.

Follows Unicode's toNFKC_Casefold (UAX #31) and adds what disguises a name: marks, invisible characters and
letters of another script that look like Latin ones (a short list after UTS #39).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from alu.store.calibration import WINDOW_CHARACTERS, WINDOW_OVERLAP
from alu.store.text.han import simplified
from alu.store.text.kept import kept
from alu.store.text.lookalikes import LOOKALIKES, unmixed

__all__ = ["UNSPACED", "is_abbreviation", "normalise", "sentences", "variants", "visible"]

UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that are written without spaces: Thai, Lao, Burmese, Khmer, kana, Han, Hangul."""

_PAUSES = ",;:"
"""What ends a part of a sentence, and no name."""
_DASHES = "‐‑‒–—―−﹘﹣－"
_QUOTES = "‘’‚‛′ʼʻ＇`´"


def _dropped(char: str) -> bool:
    """Tell whether `char` cannot be seen or only marks another letter."""
    code = ord(char)
    if unicodedata.category(char) in ("Cf", "Co", "Cn", "Cs"):
        return True
    return any(first <= code <= last for first, last in _MARKS)


def _enclosed(char: str) -> str:
    """Return the letter that is white on black, or, set apart since flags hang on words, half a flag; else nothing."""
    code = ord(char)
    if first := next((first for first in _WHITE if first <= code < first + 26), 0):
        return chr(ord("a") + code - first)
    return " " + chr(ord("a") + code - _FLAGS) if _FLAGS <= code < _FLAGS + 26 else ""


_WHITE, _FLAGS = (0x1F150, 0x1F170), 0x1F1E6
"""Where the alphabets begin that NFKC leaves: white on black in circles and in squares, and the halves of flags."""
_MARKS = (
    (0x0300, 0x036F),  # combining diacritics, also 034F, the grapheme joiner
    (0x0483, 0x0489),
    (0x0591, 0x05BD),  # Hebrew points
    (0x0610, 0x061A),  # Arabic marks
    (0x064B, 0x065F),
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xE0000, 0xE0FFF),  # tags, more variation selectors
)


class _Table(dict[int, str]):
    """`str.translate` table that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        while True:
            step = "".join(self._fold(c) for c in unicodedata.normalize("NFKD", folded))
            if step == folded:
                break
            folded = step
        self[code] = folded = unicodedata.normalize("NFC", folded)
        return folded

    @staticmethod
    def _fold(char: str) -> str:
        if letter := _enclosed(char):
            return letter
        if _dropped(char):
            return ""
        if char in _DASHES:
            return "-"
        if char in _QUOTES:
            return "'"
        if char.isspace():
            return char if char in "\n\t" else " "
        return "".join(LOOKALIKES.get(c, c) for c in char.casefold())


class _Visible(dict[int, str]):
    """`str.translate` table that leaves out what cannot be seen."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = "" if _dropped(chr(code)) else chr(code)
        return kept


_VISIBLE = _Visible()
_TABLE = _Table()
_ASCII = {code: _TABLE[code] for code in range(128)}


def normalise(text: str) -> str:
    """Return `text` in the form that is compared: case, marks, invisible and look-alike characters folded.

    The length may change; line breaks and punctuation stay. Normalising twice changes nothing more.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_TABLE))


def visible(text: str) -> str:
    """Return `text` as it is seen, capital letters kept: without invisible characters, marks and wide letters."""
    return text if text.isascii() else _shown(text)


@kept(512)
def _shown(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).translate(_VISIBLE))


_FAR = re.compile("[\u0250-\U0010ffff]")
"""What is beyond Latin letters, marked ones too."""


def variants(text: str) -> tuple[str, ...]:
    """Return the normalised text and every other form of it worth scanning for a name.

    A text with letters of another script is also given in Latin ones (`anyascii`), words that mix scripts are read as
    Latin ones alone, and Chinese characters are in one shape.
    """
    text = text if text.isascii() else simplified(unmixed(text))
    plain = normalise(text)
    if text.isascii() or not any(m.group().isalpha() for m in _FAR.finditer(text)):
        return (plain,)
    import anyascii

    return plain, normalise(anyascii.anyascii(unicodedata.normalize("NFKC", text)))


_END = re.compile(
    r"""(?: (?<=[.!?…।॥۔؟։።]) ["'”’»)\]]* \s+ | (?<=[。！？｡]) | (?<!\s)\s*\n\s* )""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    # what is cut short behind a bracket («(b. 1951)»), and an initial, in letters of Europe
    r"(?:\([a-z]{1,4}\.|\b(?:[A-Z\u00c0-\u00de\u0100-\u017f\u0386-\u03ab\u0400-\u042f\u0490]|Dr|Mr|Mrs|Ms|Prof|Sra|Srta|Dra|Sig|Dott|Mme|Mlle|Hr|Frk|Mgr|St|Jr|Sr|vs|No|Rev|Gen|Col|Capt|e\.g|i\.e|etc|approx|ca)\.)\s*$"
)


def sentences(text: str) -> list[str]:
    """Split `text` into its sentences; every character but white space at the ends is in one of them.

    A line is a sentence of its own, so lists and code come line by line; what is longer than 400 characters
    comes in windows that share 50 to 100 characters, so that nothing is cut in two unseen.
    """
    return list(_sentences(text))


@kept(256)
def _sentences(text: str) -> tuple[str, ...]:
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and is_abbreviation(text, match.start(), match.end()):
            continue
        found += _windows(text[start : match.end()].strip())
        start = match.end()
    return (*found, *_windows(text[start:].strip()))


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop before `start` belongs to an abbreviation; up to `end` there are spaces alone."""
    return _ABBREVIATION.search(text, max(0, start - 12), end) is not None


def _windows(text: str) -> list[str]:
    """Return `text` in overlapping windows that begin and end between words where there is a space."""
    if len(text) <= WINDOW_CHARACTERS:
        return [text] if text else []
    found: list[str] = []
    start = 0
    while start + WINDOW_CHARACTERS < len(text):
        latest = start + WINDOW_CHARACTERS
        end = _edge(text, latest - WINDOW_OVERLAP // 2, latest) or latest
        found.append(text[start:end].strip())
        latest = end - WINDOW_OVERLAP
        start = _edge(text, latest, end - WINDOW_OVERLAP // 2) or latest
    return [*found, text[start:].strip()]


def _edge(text: str, low: int, high: int) -> int | None:
    """Return the last space between two places, if any, where a name hardly goes on: «Sir Thomas» is not all of one.

    That is one after a comma or the like, or else before a word without a capital, or else any.
    """
    spaces = [i for i in range(high - 1, low - 1, -1) if text[i] == " "]
    paused = (i for i in spaces if text[i - 1] in _PAUSES)
    plain = (i for i in spaces if not text[i + 1].isupper())
    return next(chain(paused, plain, spaces), None)
