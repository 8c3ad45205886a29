"""The text of a file: UTF-8, UTF-16 with a byte order mark, and Windows-1252 if nothing else is possible.

A file that is read in the wrong encoding gives names that are found in no text, so that what is to be forgotten leaves.
Bytes that are not UTF-8 are therefore read by guess only where the code pages of Western and of Central Europe and of
Turkey agree on every one of them; all others are refused until their encoding is named.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO, TextIO

from alu.errors import InputError

__all__ = ["MAX_BYTES", "TextSource", "bytes_of", "text_of"]

TextSource = Path | str | bytes | TextIO
"""A file, what is in one, or an open text stream."""

MAX_BYTES = 100_000_000
"""Largest file that is read."""

# Python's codecs are also of what is no file of people: idna, base64, unicode_escape
_ENCODINGS = frozenset(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "koi8-r", "koi8-u"]
    + [f"cp{page}" for page in (437, 850, 852, 866, 932, 949, 950, *range(1250, 1259))]
    + [f"iso8859-{part}" for part in range(1, 17)]
    + ["shift_jis", "euc_jp", "euc_kr", "gb2312", "gbk", "gb18030", "big5"]
)
_PAGES = ("cp1252", "cp1250", "cp1254")
# a foreign alphabet that is read as Latin gives words without a plain letter, and signs that stand in no name
_FOREIGN = re.compile(r"(?<![^\W\d_])(?:(?![A-Za-z])[^\W\d_])+(?![^\W\d_])|[^\w\s\x20-\x7e‘’‚“”„‹›«»–—…·§°®™€]")
_TOO_LARGE = f"is larger than {MAX_BYTES // 1_000_000} MB: split it"


def bytes_of(source: Path | str | bytes | BinaryIO) -> bytes:
    """Return what is in a file.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    try:
        if isinstance(source, str | Path):
            if Path(source).stat().st_size > MAX_BYTES:
                raise InputError(f"{source} {_TOO_LARGE}")
            return Path(source).read_bytes()
        data = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{source!s} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"the input {_TOO_LARGE}")
    return data


def text_of(source: TextSource, encoding: str | None = None, *, guess: bool = False) -> str:
    """Return the whole text.

    Args:
        source: the file, its bytes, or a stream that decodes by itself.
        encoding: how the bytes are written; without it by their mark, else UTF-8.
        guess: other bytes may be read as Windows-1252 where that is safe.

    Raises:
        InputError: it cannot be read, is too large, or no text in that encoding.
    """
    try:
        if isinstance(source, str | Path | bytes):
            text = _decoded(bytes_of(source), encoding, guess=guess)
        else:
            text = source.read(MAX_BYTES + 1)
            if len(text) > MAX_BYTES:
                raise InputError(f"the input {_TOO_LARGE}")
    except OSError as error:
        raise InputError(f"the input cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        wanted = encoding or "UTF-8"
        way = "save the file as UTF-8, or name its encoding (--encoding NAME)"
        if encoding is None:
            way += (
                ": Excel saves UTF-8 as «CSV UTF-8», and else windows-1252 in Western Europe, -1250 in Central Europe"
            )
        raise InputError(f"line {line} is not {wanted}: {way}") from None
    if "\0" in text:
        raise InputError("the file is binary, not text")
    return text.removeprefix("\ufeff")


def _decoded(data: bytes, encoding: str | None, *, guess: bool) -> str:
    """Decode bytes as `text_of` says."""
    if encoding is not None:
        return data.decode(_known(encoding))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if b"\0" in data:
        raise InputError("the file is binary, not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if guess and (text := _guessed(data)) is not None:
            return text
        raise


def _known(encoding: str) -> str:
    """Return Python's name of an encoding.

    Raises:
        InputError: it is none that files are written in.
    """
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = ""
    if name not in _ENCODINGS:
        raise InputError("no such encoding: utf-8, utf-16, windows-1250 to -1258, iso-8859-1, shift_jis … are known")
    return name


def _guessed(data: bytes) -> str | None:
    """Return the text on which all code pages of `_PAGES` agree, None where they differ or it reads as none."""
    try:
        western, *others = (data.decode(page) for page in _PAGES)
    except UnicodeDecodeError:
        return None
    return western if all(text == western for text in others) and not _FOREIGN.search(western) else None
