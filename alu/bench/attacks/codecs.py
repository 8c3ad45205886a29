"""Encodings and disguises of a text, and what undoes each: no metric may be blind to what a reader can read."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple
from urllib.parse import unquote

__all__ = ["CODECS", "Codec", "misspelt", "spelt_right"]

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_GROUPS = re.compile(r"(?:[A-Za-z0-9+/]{4} )+[A-Za-z0-9+/]{2,4}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[\s:]?){4,}")
_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ"
_LEET = str.maketrans("aeiostAEIOST", "431057431057")
_UNLEET = str.maketrans("431057", "aeiost")
_WORD = re.compile(r"[^\W\d_]{5,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_HIDDEN = "\u200b"


class Codec(NamedTuple):
    """One way to write a text so that it does not look like it."""

    name: str
    title: str
    """As a prompt names it."""
    write: Callable[[str], str]
    read: Callable[[str], str]


def _from_base64(text: str) -> str:
    return " ".join(filter(None, (_decoded(m[0]) for m in _BASE64.finditer(text))))


def _decoded(run: str) -> str:
    padded = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _to_groups(text: str) -> str:
    code = base64.b64encode(text.encode()).decode()
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def _from_groups(text: str) -> str:
    codes = (m[0].replace(" ", "") for m in _GROUPS.finditer(text))
    return " ".join(base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8", "ignore") for code in codes)


def _from_hex(text: str) -> str:
    return " ".join(_unhexed(re.sub(r"[\s:]", "", m[0])) for m in _HEX.finditer(text))


def _unhexed(run: str) -> str:
    return bytes.fromhex(run).decode("utf-8", "ignore")


def _to_url(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _to_full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _from_full_width(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def _spaced(text: str) -> str:
    return "   ".join(" ".join(word) for word in text.split())


def _unspaced(text: str) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}|\n", text))


def _hyphened(text: str) -> str:
    return " ".join("-".join(word) for word in text.split())


def _marked(text: str) -> str:
    return "".join(f"{c}\u0336" if c.isalpha() else c for c in text)


def misspelt(text: str) -> str:
    """Return `text` with two inner letters of every longer word swapped."""
    rng = Random(text)

    def swapped(word: re.Match[str]) -> str:
        w, at = word[0], rng.randrange(1, len(word[0]) - 2)
        return w[:at] + w[at + 1] + w[at] + w[at + 2 :]

    return _WORD.sub(swapped, text)


def spelt_right(text: str, known: str) -> str:
    """Return `text` with each word that has the letters of a word of `known`, and its first, replaced by that."""
    right = {_letters(w): w for w in _ANY_WORD.findall(known)}
    return _ANY_WORD.sub(lambda m: right.get(_letters(m[0]), m[0]), text)


def _letters(word: str) -> tuple[str, ...]:
    return (word[0].casefold(), *sorted(word.casefold()))


CODECS: tuple[Codec, ...] = (
    Codec("base64", "Base64", lambda t: base64.b64encode(t.encode()).decode(), _from_base64),
    Codec("hex", "hexadecimal bytes", lambda t: t.encode().hex(), _from_hex),
    Codec("hex-byte", "hexadecimal bytes, the first of them ff", lambda t: f"ff {t.encode().hex()}", _from_hex),
    Codec("base64-groups", "Base64 in groups of four signs", _to_groups, _from_groups),
    Codec(
        "rot13-reversed",
        "ROT13, the last letter first",
        lambda t: codecs.encode(t, "rot13")[::-1],
        lambda t: codecs.decode(t, "rot13")[::-1],
    ),
    Codec("rot13", "ROT13", lambda t: codecs.encode(t, "rot13"), lambda t: codecs.decode(t, "rot13")),
    Codec("url", "URL encoding, every byte as %XX", _to_url, unquote),
    Codec("reversed", "reversed letters, the last one first", lambda t: t[::-1], lambda t: t[::-1]),
    Codec(
        "homoglyphs",
        "Cyrillic letters wherever they look like Latin ones",
        lambda t: t.translate(str.maketrans(_LATIN, _CYRILLIC)),
        lambda t: t.translate(str.maketrans(_CYRILLIC, _LATIN)),
    ),
    Codec(
        "zero-width",
        "a zero-width space after every letter",
        lambda t: _HIDDEN.join(t),
        lambda t: t.replace(_HIDDEN, ""),
    ),
    Codec("full-width", "full-width letters", _to_full_width, _from_full_width),
    Codec("leet", "leet, with digits for letters", lambda t: t.translate(_LEET), lambda t: t.translate(_UNLEET)),
    Codec("spaced", "single letters with spaces between them, three between words", _spaced, _unspaced),
    Codec("hyphened", "single letters with hyphens between them", _hyphened, lambda t: t.replace("-", "")),
    Codec("struck", "struck-through letters", _marked, lambda t: t.replace("\u0336", "")),
)
"""Each undone by its `read`, also out of the middle of other text."""
