"""Bytes written out in a text in base64, base32, hexadecimal, binary or decimal, at any offset.

A byte that does not belong to the text, a digit too many or a word in front spoil nothing: each code is read from
every digit that a byte could begin with, and what is readable stays, in its place.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import NamedTuple

from alu.store.calibration import SHORT_STRETCH_DIGITS, SURE_STRETCH

__all__ = ["BASE32", "BASE64", "BINARY", "BINARY_7", "HEX", "Code", "grouped", "readable", "written"]

_TEXT = re.compile(rb"(?:[\n\r\t -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){6,}")
_LEAST_LETTERS, _LEAST_DIGITS = 3, 5
"""Letters of what is a word, or digits of what is a number of somebody's."""
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]++(?:(?:['’.,][ \-]?|[ \-])[^\W\d_]++)*+[.,!?]?")
_ODD = re.compile(
    r"(?<![\w+/\-])[A-Za-z0-9+/_\-]*?(?:[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|\d[A-Za-z])[A-Za-z0-9+/_\-]*={0,2}"
)
"""What is hardly a word: a capital letter inside it, or a digit next to a letter."""
_ODD_PART = re.compile(r"[A-Z\d](?:(?<=[A-Za-z\d].)|(?<=\d)(?=[A-Za-z]))")
"""What each such word has at least one of: a capital letter or a digit that others are next to."""
_GAP = re.compile(r"\s+(?:[A-Za-z0-9+/_\-]{1,12}\s+){0,2}")
"""Between groups of a code: nothing, or groups that look like words."""
_BEFORE, _AFTER = re.compile(r"[A-Za-z0-9+/_\-]{1,12}\s{1,4}$"), re.compile(r"\s{1,4}[A-Za-z0-9+/_\-]{1,12}={0,2}")


class Code(NamedTuple):
    """A way to write bytes with digits, and how to read it."""

    digit: str
    """Class of its digits, as in a regular expression; anything else in a run is passed over."""
    chars: int
    """Digits that hold `size` bytes."""
    size: int
    least: int
    """Fewer digits than this are no code."""
    read: Callable[[str], bytes]


def written(code: Code, run: str) -> str | None:
    """Return `run` with what is readable of it in the place of its digits, None where nothing is."""
    digits = re.sub(f"[^{code.digit}]", "", run)
    if len(digits) < code.least:
        return None
    if (whole := readable(code.read(digits))) is not None:
        return whole
    if not (found := _stretches(code, digits)):
        return None
    at = [m.start() for m in re.finditer(f"[{code.digit}]", run)]
    parts, left = [], 0
    for start, end, text in found:
        parts += [run[left : at[start]], " ", text, " "]
        left = at[end - 1] + 1
    return "".join([*parts, run[left:]])


def readable(raw: bytes) -> str | None:
    """Return the text of `raw`, None where it is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    tells = sum(c.isalpha() for c in text) >= _LEAST_LETTERS or sum(c.isdecimal() for c in text) >= _LEAST_DIGITS
    return text if tells and _is_text(text) else None


def _is_text(text: str) -> bool:
    """Tell whether `text` is mostly letters and digits, and nothing in it is unprintable."""
    return all(c.isprintable() or c in "\n\r\t" for c in text) and sum(
        c.isalnum() or c in " =" for c in text
    ) >= 0.7 * len(text)


def _stretches(code: Code, digits: str) -> list[tuple[int, int, str]]:
    """Return the readable stretches of `digits`, in order and apart: first digit, one after the last, and text."""
    found: list[tuple[int, int, str]] = []
    for stretch in sorted(_all_stretches(code, digits)):
        if not found or stretch[0] >= found[-1][1]:
            found.append(stretch)
        elif stretch[1] - stretch[0] > found[-1][1] - found[-1][0]:
            found[-1] = stretch
    return found


def _all_stretches(code: Code, digits: str) -> Iterator[tuple[int, int, str]]:
    for first in range(code.chars):
        for match in _TEXT.finditer(code.read(digits[first:])):
            for start, end, text in _printable(match.start(), match.group().decode("utf-8", "replace")):
                if _likely(text, short=len(digits) <= SHORT_STRETCH_DIGITS):
                    last = first - (-end * code.chars // code.size)
                    yield first + start * code.chars // code.size, min(last, len(digits)), text


def _printable(start: int, text: str) -> Iterator[tuple[int, int, str]]:
    """Return the printable runs of `text`, each with where its bytes begin and end: one stray letter hides nothing."""
    for printable, run in groupby(text, lambda c: c.isprintable() or c in "\n\r\t"):
        part = "".join(run)
        end = start + len(part.encode())
        if printable:
            yield start, end, part
        start = end


def _likely(text: str, *, short: bool) -> bool:
    """Tell whether a stretch of bytes is text and not readable by chance."""
    if len(text) >= SURE_STRETCH:
        return _is_text(text)
    words = _LETTERS.findall(text) if short else []
    natural = all(w == w.lower() or w == w.title() or w == w.upper() for w in words)
    return bool(words) and natural and _WORDS.fullmatch(text.strip()) is not None


def grouped(text: str) -> str:
    """Return `text` with base64 in groups, on a line or on several, in plain words; the text itself without any."""
    parts, left = [], 0
    for start, end in _groups(text):
        for first, last in _edges(text, start, end):
            plain = BASE64.read(re.sub(r"\s", "", text[first:last]))
            if (whole := readable(plain)) is not None:
                break
        else:
            first, last, whole = start, end, written(BASE64, text[start:end])
        if whole is not None and first >= left:
            parts += [text[left:first], whole]
            left = last
    return "".join([*parts, text[left:]])


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Return where two odd words or more, with what may be groups between them, begin and end."""
    if len(list(islice(_ODD_PART.finditer(text), 2))) < 2:
        return
    span: tuple[int, int, int] | None = None
    for match in _ODD.finditer(text):
        if span and text[span[1] - 1] != "=" and _GAP.fullmatch(text, span[1], match.start()):
            span = span[0], match.end(), span[2] + 1
            continue
        if span and span[2] > 1:
            yield span[:2]
        span = match.start(), match.end(), 1
    if span and span[2] > 1:
        yield span[:2]


def _edges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return where a code may begin and end: its first and its last group can look like words."""
    before, after = _BEFORE.search(text, max(0, start - 16), start), _AFTER.match(text, end)
    firsts = [start] if before is None else [before.start(), start]
    lasts = [end] if after is None else [after.end(), end]
    return ((first, last) for first in firsts for last in lasts)


def _from_hex(digits: str) -> bytes:
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_base64(digits: str) -> bytes:
    plain = digits.replace("=", "").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def _from_base32(digits: str) -> bytes:
    plain = digits.rstrip("=")
    plain = plain[: len(plain) - {1: 1, 3: 1, 6: 1}.get(len(plain) % 8, 0)]
    return base64.b32decode(plain + "=" * (-len(plain) % 8))


def _from_binary(digits: str, width: int) -> bytes:
    return bytes(int(digits[i : i + width], 2) for i in range(0, len(digits) - width + 1, width))


HEX = Code("0-9a-fA-F", 2, 1, 8, _from_hex)
"""Bytes as two hexadecimal digits each."""
BASE32 = Code("A-Z2-7", 8, 5, 16, _from_base32)
"""Five bytes as eight letters and digits."""
BASE64 = Code("A-Za-z0-9+/_\\-", 4, 3, 8, _from_base64)
"""Three bytes as four letters, digits and signs."""
BINARY = Code("01", 8, 1, 24, lambda digits: _from_binary(digits, 8))
"""Bytes as eight noughts and ones each."""
BINARY_7 = Code("01", 7, 1, 21, lambda digits: _from_binary(digits, 7))
"""The same with seven each, as plain ASCII needs."""
