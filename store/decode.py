"""Plain texts that hide in a text: encoded, escaped, spelt out letter by letter, shifted or reversed.

What is decoded is looked up and gated beside the text itself, so an answer in base64 is held like one in words.
Only what comes out readable counts; harmless text with a hash or a long word in it decodes to nothing.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from urllib.parse import unquote_to_bytes

from alu.store.normalise import normalise, sentences
from alu.store.words import informative, word_list

__all__ = ["LEET", "ciphers", "decoded", "plain"]

_ROUNDS = 3
"""How often what was decoded is decoded again."""
_MOST = 8
"""Decoded texts of one text, so that no input makes endless work."""
_LONGEST = 20_000
"""Characters of a text that are read for what hides in it: a window at a time above that."""
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/_\-]{8,}(?:\s*\n[A-Za-z0-9+/_\-]{8,})*={0,2}(?![\w=])")
_BASE32 = re.compile(r"(?<!\w)[A-Z2-7]{16,}={0,6}(?!\w)")
_HEX = re.compile(r"(?<![0-9a-zA-Z])(?:(?:0x|\\x|%)?[0-9a-fA-F]{2}[\s:,;\-]{0,2}){4,}(?![0-9a-zA-Z])")
_BINARY = re.compile(r"(?<!\d)(?:[01]{7,8}[\s,]*){3,}(?!\d)")
_DECIMAL = re.compile(r"(?<!\d)(?:(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])(?!\d)[\s,;\-]*){4,}(?!\d)")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|(?:%[0-9a-fA-F]{2})+|&(?:#\w{2,7}|[a-z]{2,8});)")
_MORSE = re.compile(r"(?:[.·•\-−–_]{1,5}(?:\s*[/|]\s*|\s+|$)){4,}")
_SPELT = re.compile(r"(?<!\w)[^\W\d_](?:[ .,\-–_*|/·]{1,3}[^\W\d_](?!\w)){4,}")
_MIXED = re.compile(r"(?<![\w@$!|])[\w@$!|]{3,16}(?![\w@$!|])")
_PIECE = re.compile(r"[^:\"“”«»()\n]+")
LEET = (str.maketrans("013457@$!|8", "oleastasiib"), str.maketrans("013457@$!|8", "oieastasllb"))
"""Translations of the digits and signs that stand for letters; a one may be an l or an i."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CODES = ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
_MORSE_LETTERS = dict(zip(_CODES.split(), _LETTERS, strict=True))
_STRANGE, _CLEARER = 12.5, 1.5
"""Mean nats of the words of a text that is in no language, and how much less those of its solution tell."""
_GLUE = re.compile(r"['\"]\s*[+.,&]?\s*\n?\s*['\"]")
"""Between pieces of a text in a program."""
_ORDINAL = re.compile(r"[$]?\d+(?:st|nd|rd|th|s|x|k|m|km|cm|mm|kg|pm|am|[a-zA-Z])?!?")
_UNKNOWN = 14.0
"""Nats of what is no word that is often written."""
_WORD = re.compile(r"[a-z]{3,}")
_LINES = 5
"""Lines from which on their first letters are read."""


@lru_cache(maxsize=64)
def decoded(text: str) -> tuple[str, ...]:
    """Return what `text` says in plain words where parts of it are encoded; empty where nothing hides in it.

    Each is the whole text with what was decoded in the place of its code. Knows base64, base32, hex, binary and
    decimal codes, URL, HTML and backslash escapes, Morse, leet, letters spelt out, the first letters of lines,
    shifted and mirrored alphabets, and reversed texts; several on top of one another.
    """
    found: dict[str, None] = {}
    fresh = [text[i : i + _LONGEST] for i in range(0, len(text), _LONGEST)] if len(text) > _LONGEST else [text]
    for _ in range(_ROUNDS):
        steps = (step for t in fresh for step in _steps(t))
        fresh = list(dict.fromkeys(s for s in steps if s != text and s not in found))[: _MOST - len(found)]
        if not fresh:
            break
        found.update(dict.fromkeys(fresh))
    return tuple(found)


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Return `text` with all that is encoded in it in plain words; the text itself where nothing is."""
    for _ in range(_ROUNDS):
        before = text
        for pattern, decode in _IN_PLACE:
            text = pattern.sub(partial(_replaced, decode), text)
        text = _solved(text) or text
        if text == before:
            break
    return text


@lru_cache(maxsize=64)
def ciphers(normalised: str) -> tuple[str, ...]:
    """Return a normalised text with its alphabet turned by 13, mirrored, and read from its end."""
    shifts = _shifts()
    return normalised.translate(shifts[12]), normalised.translate(shifts[-1]), normalised[::-1]


def _steps(text: str) -> Iterator[str]:
    """Return what one decoding makes of `text`, for each that applies."""
    for pattern, decode in _IN_PLACE:
        if (plain := pattern.sub(partial(_replaced, decode), text)) != text:
            yield plain
    for table in LEET:
        if (plain := _MIXED.sub(partial(_unleeted, table), text)) != text:
            yield plain
    if solved := _solved(text):
        yield solved
    if len(joined := _GLUE.sub("", text)) + 8 < len(text):
        yield joined
    yield from _initials(text)
    if spelt := _spelt_by_words(text):
        yield spelt


def _replaced(decode: Callable[[str], str | None], match: re.Match[str]) -> str:
    plain = decode(match.group())
    return match.group() if plain is None else f" {plain} " if match.group()[-1:].isspace() else plain


def _readable(raw: bytes) -> str | None:
    """Return the text of `raw`, None where it is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    letters = sum(c.isalpha() for c in text)
    told = all(c.isprintable() or c in "\n\r" for c in text) and letters >= 3
    return text if told and sum(c.isalnum() or c in " =" for c in text) >= 0.7 * len(text) else None


def _base64(run: str) -> str | None:
    compact = re.sub(r"\s", "", run).rstrip("=").replace("-", "+").replace("_", "/")
    if compact.isalpha() and (compact.islower() or compact.istitle()):
        return None
    return _quietly(base64.b64decode, compact + "=" * (-len(compact) % 4))


def _base32(run: str) -> str | None:
    compact = run.rstrip("=")
    return _quietly(base64.b32decode, compact + "=" * (-len(compact) % 8))


def _hex(run: str) -> str | None:
    digits = re.sub(r"0x|[^0-9a-fA-F]", "", run)
    return None if digits.isdigit() and len(digits) < 20 else _quietly(bytes.fromhex, digits)


def _quietly(decode: Callable[[str], bytes], code: str) -> str | None:
    try:
        return _readable(decode(code))
    except (ValueError, binascii.Error):
        return None


def _decimal(run: str) -> str | None:
    return _readable(bytes(map(int, re.findall(r"\d+", run))))


def _binary(run: str) -> str | None:
    digits = re.sub(r"\D", "", run)
    width = 8 if len(digits) % 8 == 0 else 7
    return _readable(bytes(int(digits[i : i + width], 2) for i in range(0, len(digits), width)))


def _escape(run: str) -> str | None:
    if run.startswith("&"):
        return html.unescape(run)
    if run.startswith("%"):
        return unquote_to_bytes(run).decode("utf-8", "replace")
    return chr(int(run[2:], 16))


def _morse(run: str) -> str | None:
    words = re.split(r"\s*[/|]\s*|\s{2,}", re.sub(r"[−–_]", "-", re.sub(r"[·•]", ".", run)).strip())
    plain = ["".join(_MORSE_LETTERS.get(code, "?") for code in word.split()) for word in words]
    return None if "?" in "".join(plain) else " ".join(plain)


def _spelt(run: str) -> str | None:
    """Return letters that were set apart as words: those of the run, or, where it is one, those it falls into."""
    words = ["".join(c for c in part if c.isalpha()) for part in re.split(r"\s{2,}|(?:^|\s)[|/](?:\s|$)|\s-\s", run)]
    return " ".join(w if len(w) < 6 else _cased(w, _cut(w.lower())) for w in words)


def _cased(letters: str, cut: str) -> str:
    """Return the words of `cut` with the capital letters that they had before they were cut."""
    left = iter(letters)
    return "".join(c if c == " " else next(left) for c in cut)


def _unleeted(table: dict[int, int], match: re.Match[str]) -> str:
    token = match.group()
    plain = token.translate(table)
    if plain == token or not any(c.isalpha() for c in token) or _ORDINAL.fullmatch(token):
        return token
    told = sum(a != b for a, b in zip(token, plain, strict=True)) > 1 or informative(plain.lower()) < _UNKNOWN
    return plain if told else token


def _solved(text: str) -> str | None:
    """Return `text` with what is in no language turned, mirrored or read from the end, where that helps."""
    if not text.isascii():
        return None
    plain = _PIECE.sub(lambda m: _solution(m.group()) or m.group(), text)
    return plain if plain != text else None


def _solution(piece: str) -> str | None:
    strangeness = _strangeness(piece)
    if strangeness < _STRANGE:
        return None
    tries = (piece[::-1], " ".join(w[::-1] for w in piece.split()), *(piece.translate(t) for t in _shifts()))
    best = min(tries, key=_strangeness)
    return best if _strangeness(best) <= strangeness - _CLEARER else None


@lru_cache(maxsize=4096)
def _strangeness(text: str) -> float:
    """Return how much the first words of `text` tell on average, in nats; 0 where they are too few to judge."""
    words = _WORD.findall(text.lower())[:40]
    return sum(map(informative, words)) / len(words) if len(words) >= 3 else 0.0


def _initials(text: str) -> Iterator[str]:
    """Return what the first letters of the lines of `text` spell, and those of its sentences."""
    for parts in (text.splitlines(), sentences(text)):
        firsts = [w[0][0] for p in parts if (w := word_list(normalise(p)))]
        if len(firsts) >= _LINES:
            yield " ".join(firsts)
            yield _cut("".join(firsts))


def _spelt_by_words(text: str) -> str | None:
    """Return the words that the first letters of the words of each line spell, if they are words."""
    lines = ["".join(w[0] for w in word_list(normalise(line))) for line in text.splitlines()]
    spelt = " ".join(filter(None, lines))
    return spelt if 0 < _strangeness(spelt) < _STRANGE else None


def _cut(letters: str) -> str:
    """Return the likeliest words that a run of letters falls into, by how common each is."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - 14), end)
        best.append(min((best[s][0] + _cost(letters[s:end]), s) for s in starts))
    words: list[str] = []
    end = len(letters)
    while end:
        start = best[end][1]
        words.append(letters[start:end])
        end = start
    return " ".join(reversed(words))


def _cost(word: str) -> float:
    """Return the nats of a word; what is none costs by its length, so that neither is a word cut up."""
    told = informative(word)
    return told if told < _UNKNOWN and (len(word) > 1 or word in "ai") else 4.0 * len(word) + 4.0


@cache
def _shifts() -> tuple[dict[int, int], ...]:
    """Return the alphabet turned by 1 to 25, and mirrored."""
    alphabets = (*(_LETTERS[n:] + _LETTERS[:n] for n in range(1, 26)), _LETTERS[::-1])
    return tuple(str.maketrans(_LETTERS + _LETTERS.upper(), a + a.upper()) for a in alphabets)


_IN_PLACE: tuple[tuple[re.Pattern[str], Callable[[str], str | None]], ...] = (
    (_ESCAPED, _escape),
    (_BINARY, _binary),
    (_HEX, _hex),
    (_DECIMAL, _decimal),
    (_BASE32, _base32),
    (_BASE64, _base64),
    (_MORSE, _morse),
    (_SPELT, _spelt),
)
