"""Texts hidden in a text: encoded, escaped, in a cipher, spelt out letter by letter, or among labels.

What is decoded is looked up and gated like the text itself, so an answer in base64 is held like one in words.
Only what comes out readable counts; harmless text with a hash or a long word in it decodes to nothing.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from string import ascii_lowercase
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from alu.store.calibration import (
    ACROSTIC_LEAD,
    DECODE_OVERLAP,
    DECODE_ROUNDS,
    DECODE_WINDOW,
    MAX_READINGS,
    MIN_ACROSTIC_LINES,
    MIN_JOINED_NAME,
    ORDINARY_WORD_NATS,
    READINGS_ROOM,
    STRANGE_NATS,
    UNKNOWN_WORD_NATS,
)
from alu.store.readability import MIN_HUMP_LETTERS, MIN_HUMPS
from alu.store.text.hidden.captions import without_times
from alu.store.text.hidden.ciphers import LEAST_JUDGED_WORDS, ciphers, cut, is_clear, solved, strangeness
from alu.store.text.hidden.encodings import BASE32, BASE64, BINARY, BINARY_7, HEX, grouped, readable, written
from alu.store.text.hidden.footnotes import without_footnotes
from alu.store.text.hidden.frames import unframed
from alu.store.text.hidden.labels import unmarked, values
from alu.store.text.hidden.misspelt import spelt_right
from alu.store.text.hidden.pig_latin import without_pig_latin
from alu.store.text.hidden.program import evaluated
from alu.store.text.names.record_names import record_names
from alu.store.text.normalise import normalise, sentences
from alu.store.text.terms import informative, word_list

__all__ = ["LEET", "LEET_SIGN", "RADIO_WORDS", "ciphers", "decoded", "plain", "unread"]

_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/_\-]{8,}={0,2}(?![\w=])")
_BASE32 = re.compile(r"(?<!\w)[A-Z2-7]{4,}={0,6}(?:\s+[A-Z2-7]{4,}={0,6})*(?!\w)")
_HEX = re.compile(
    r"(?<![^\W_])(?=[0-9a-fA-FxX%\\\s:,;\-]{8})(?:0x|\\x|%)?[0-9a-fA-F]+"
    r"(?:(?:[\s:,;\-]{1,3}(?:0x|\\x|%)?|0x|\\x|%)[0-9a-fA-F]+)*(?![^\W_])"
)
_PREFIX = re.compile(r"0x(?=[0-9a-fA-F])")
_BINARY = re.compile(r"(?<!\d)(?=[01]{7})[01]+(?:[\s,]{1,3}[01]+)*(?!\d)")
_DECIMAL = re.compile(r"(?<!\d)(?:(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])(?!\d)[\s,;\-]*){4,}(?!\d)")
_ESCAPED = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}"
    r"|(?:%[0-9a-fA-F]{2})+|(?:=[0-9A-F]{2}){4,}|&(?:#\w{2,7}|[A-Za-z]{2,8});"
    r"|&#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6})|&[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring)"
)
_OCTAL = re.compile(r"(?:\\[0-3][0-7]{2})+")
_UNSEEN = re.compile("[\U000e0020-\U000e007e]{3,}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
"""Text in characters that are not shown: tags are ASCII, and each variation selector may stand for a byte."""
_MORSE = re.compile(r"(?:[.·•\-−–_]{1,5}(?:\s*[/|]\s*|\s+|$)){4,}")
_RADIO_NAMES = (
    "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa"
    " quebec romeo sierra tango uniform victor whisky whiskey x-ray xray yankee zulu"
)
RADIO_WORDS = tuple(_RADIO_NAMES.split())
"""The words of the spelling alphabet."""
_RADIO = re.compile(rf"\b(?:(?:{'|'.join(RADIO_WORDS)})\b[ ,.\-–/]{{0,3}}){{4,}}", re.I)
_WORD = re.compile(r"(?i:x-ray)|[^\W\d_]+")
_LONGEST_NAME = 14
"""Letters of the longest run that may be one name; more are several words."""
_SPELT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .,\-–_*|/·'’]{1,3}[^\W\d_](?![^\W_])){4,}")
_APART = re.compile(r"\s{2,}|(?:^|\s)[|/](?:\s|$)|\s-\s")
"""Between two words whose letters are set apart."""
_MARKED = re.compile(r"(?:[^\W\d_][.,\-–_*|/·'’]{1,3}){3}")
"""Letters set apart by marks: there a space is between words."""
_MIXED = re.compile(r"(?<![\w@$!|])(?=[^\W\d]{0,15}[\d@$!|])[\w@$!|]{3,16}(?![\w@$!|])")
LEET = (str.maketrans("013457@$!|8", "oleastasiib"), str.maketrans("013457@$!|8", "oieastasllb"))
"""Translations of the digits and signs that stand for letters; a one may be an l or an i."""
_CODES = ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
_MORSE_LETTERS = dict(zip(_CODES.split(), ascii_lowercase, strict=True))
_GLUE = re.compile(r"['\"]\s*+(?:[+.,&]\s*+)?['\"]")
"""Between pieces of a text in a program."""
_DIGITS = re.compile(r"[0-9]+")
LEET_SIGN = re.compile(r"[\d@$!|]")
"""A sign that may stand for a letter."""
_ORDINAL = re.compile(r"[$]?\d+(?:st|nd|rd|th|s|x|k|m|km|cm|mm|kg|pm|am|[a-zA-Z])?!?")
_FIRST = re.compile(r"(?:\W*\d{1,3}[.):\-]\**\s)?[\W_]*([^\W_])")
"""The first letter of a line, behind the number that it may have in a list."""


_HUMPED = re.compile(r"(?<!\w)(?=\w*[a-z])[A-Za-z][A-Za-z0-9]{14,200}(?!\w)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
"""Between the parts of one word: «BornInOslo1931»."""


class _Read(NamedTuple):
    """What was read in a text."""

    texts: tuple[str, ...]
    all: bool
    """Nothing is left that could be read further."""


def decoded(text: str) -> tuple[str, ...]:
    """Return what `text` says in plain words where parts of it are encoded; empty where nothing hides in it.

    Each is the whole text with what was decoded in the place of its code. Knows base64, base32, hex, binary and
    decimal codes, URL, HTML and backslash escapes, Morse, leet, letters spelt out, the first letters of lines,
    shifted and mirrored alphabets, reversed and joined texts, Pig Latin, swapped letters, values between labels;
    several on top of one another.
    """
    return _read(text).texts


def unread(text: str) -> bool:
    """Tell whether more hides in `text` than `decoded` reads: its silence then proves nothing."""
    return not _read(text).all


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Return `text` with all that is encoded in it in plain words; the text itself where nothing is."""
    for _ in range(DECODE_ROUNDS):
        before, text = text, _at_once(text)
        if text == before:
            break
    return text


@lru_cache(maxsize=64)
def _read(text: str) -> _Read:
    step = DECODE_WINDOW - DECODE_OVERLAP
    windows = [text[i : i + DECODE_WINDOW] for i in range(0, max(1, len(text) - DECODE_OVERLAP), step)]
    found = dict.fromkeys(_spelt_by_firsts(text))
    complete = True
    for window in windows:
        texts, whole = _window(window)
        found.update(dict.fromkeys((*texts, *(_spelt_by_firsts(texts[0]) if texts else ()))))
        complete &= whole
    return _Read(tuple(t for t in found if t != text), complete)


def _window(text: str) -> _Read:
    """Return what is read in a window: of each reading the next, layer by layer, as far as there is room."""
    found: dict[str, None] = {}
    codes, forms = [text], list[str]()
    complete, room = True, 4 * len(text) + READINGS_ROOM
    for _ in range(DECODE_ROUNDS):
        seen = {text, *found}
        new_codes = dict.fromkeys(s for t in (*codes, *forms) for s in _codes(t) if s not in seen)
        new_forms = dict.fromkeys(s for t in codes for s in _forms(t) if s not in seen and s not in new_codes)
        codes, forms = list(new_codes)[:MAX_READINGS], list(new_forms)[:MAX_READINGS]
        complete &= len(codes) == len(new_codes) and len(forms) == len(new_forms)
        for reading in (*codes, *forms):
            room -= len(reading)
            if room >= 0:
                found[reading] = None
        codes, forms = [t for t in codes if t in found], [t for t in forms if t in found]
    complete &= room >= 0 and all(_at_once(t) in (t, *found) for t in codes)
    complete &= all(evaluated(t).all for t in (text, *found))
    return _Read(tuple(found), complete)


def _at_once(text: str) -> str:
    """Return `text` with every code that is found in it decoded in its place."""
    if not _singly(text):
        return text
    for decode in _IN_PLACE:
        text = decode(text)
    return text


def _codes(text: str) -> Iterator[str]:
    """Return `text` with all codes in it decoded at once, then each kind by itself, since one may hide another."""
    if singly := _singly(text):
        yield _at_once(text)
        yield from singly


@lru_cache(maxsize=64)
def _singly(text: str) -> tuple[str, ...]:
    """Return `text` with the codes of each kind decoded, for each kind that is found in it."""
    return tuple(t for decode in _IN_PLACE if (t := decode(text)) != text)


def _forms(text: str) -> Iterator[str]:
    """Return what `text` says where it is cut up by labels or quotes, or written with digits for letters."""
    yield from values(text)
    yield from record_names(text)
    yield from evaluated(text).texts
    yield from unframed(text)
    if (parted := _HUMPED.sub(_parted, text)) != text:
        yield parted
    if (shown := unmarked(text)) != text:
        yield shown
    if (bare := without_footnotes(text)) != text:
        yield bare
    yield from without_times(text)
    if (right := spelt_right(text)) != text:
        yield right
    if len(joined := _GLUE.sub("", text)) + 8 < len(text):
        yield joined
    yield from _without_leet(text)


def _without_leet(text: str) -> Iterator[str]:
    """Return `text` with digits and signs read as letters by both tables, each of them first."""
    if not LEET_SIGN.search(text) or not _MIXED.search(text):
        return
    once = [_MIXED.sub(partial(_unleeted, table), text) for table in LEET]
    for first, table, other in zip(once, LEET[::-1], once[::-1], strict=True):
        plain = other if first == text else _MIXED.sub(partial(_unleeted, table), first)
        if plain != text:
            yield plain


def _parted(match: re.Match[str]) -> str:
    """Return one word in camel case as its parts."""
    parts = _HUMP.split(match.group())
    long = len(match.group()) >= MIN_HUMP_LETTERS * len(parts)  # in a code the humps are close together
    return " ".join(parts) if long and len(parts) >= MIN_HUMPS else match.group()


def _spelt_by_firsts(text: str) -> Iterator[str]:
    """Return what first letters spell: those of lines, of sentences, and of the words of each line."""
    yield from _initials(text)
    if spelt := _spelt_by_words(text):
        yield spelt


def _sub(pattern: re.Pattern[str], decode: Callable[[str], str | None], text: str) -> str:
    return pattern.sub(partial(_replaced, decode), text)


def _sub_among(signs: str, pattern: re.Pattern[str], decode: Callable[[str], str | None], text: str) -> str:
    """Do the same where one of the `signs` is in the text, which every match has: most texts have none."""
    return _sub(pattern, decode, text) if any(sign in text for sign in signs) else text


def _sub_radio(text: str) -> str:
    """Do the same for the spelling alphabet where one of its words is in the text; outside ASCII `re` folds more."""
    small = text.lower()
    return _sub(_RADIO, _radio, text) if not text.isascii() or any(word in small for word in RADIO_WORDS) else text


def _sub_unseen(text: str) -> str:
    return text if text.isascii() else _sub(_UNSEEN, _unseen, text)


def _replaced(decode: Callable[[str], str | None], match: re.Match[str]) -> str:
    plain = decode(match.group())
    return match.group() if plain is None else f" {plain} " if match.group()[-1:].isspace() else plain


def _base64(run: str) -> str | None:
    return None if run.isalpha() and (run.islower() or run.istitle()) else written(BASE64, run.rstrip("="))


def _hex(run: str) -> str | None:
    run = _PREFIX.sub("  ", run)
    digits = "".join(filter(str.isalnum, run))
    return None if digits.isdigit() and len(digits) < 20 else written(HEX, run)


def _decimal(run: str) -> str | None:
    return readable(bytes(map(int, re.findall(r"\d+", run))))


def _binary(run: str) -> str | None:
    seven = len(run) % 8 and written(BINARY_7, run)
    return written(BINARY, run) or seven or None


def _escape(run: str) -> str | None:
    if run.startswith("&"):
        return html.unescape(run)
    if run[0] in "%=":
        return unquote_to_bytes(run.replace("=", "%")).decode("utf-8", "replace")
    code = int(run[2:].strip("{}"), 16)
    return chr(code) if code <= sys.maxunicode else None


def _octal(run: str) -> str | None:
    """Return what octal escapes say: a text, or, where they are few, letters of a word."""
    raw = bytes(int(code, 8) for code in run[1:].split("\\"))
    few = raw.decode("utf-8", "replace")
    return readable(raw) or (few if few.isalpha() else None)


def _unseen(run: str) -> str | None:
    return readable(bytes(map(_byte, map(ord, run))))


def _byte(code: int) -> int:
    """Return the byte that an unseen character means."""
    return code - 0xFE00 if code < 0x10000 else code - 0xE0000 if code < 0xE0100 else code - 0xE00F0


def _morse(run: str) -> str | None:
    words = re.split(r"\s*[/|]\s*|\s{2,}", re.sub(r"[−–_]", "-", re.sub(r"[·•]", ".", run)).strip())
    plain = ["".join(_MORSE_LETTERS.get(code, "?") for code in word.split()) for word in words]
    return None if "?" in "".join(plain) else " ".join(plain)


def _spelt(run: str) -> str | None:
    """Return letters that were set apart as words: those of the run, or, where it is one, those it falls into."""
    parts = run.split() if _MARKED.search(run) else _APART.split(run)
    words = ["".join(c for c in part if c.isalpha() or c in "'’") for part in parts]
    if len(words) == 1 and len(run := words[0]) >= 6:
        pieces = cut(run.lower())
        name = len(run) <= _LONGEST_NAME and any(map(_is_scrap, pieces.split()))
        return run if name else _cased(run, pieces)
    return " ".join(w if len(w) < 6 else _fallen(w) for w in words)


def _is_scrap(piece: str) -> bool:
    """Tell whether a piece of letters is no word: «tol», «li» and «d» of a name."""
    return len(piece) < 3 or informative(piece) >= UNKNOWN_WORD_NATS


def _radio(run: str) -> str:
    """Return the letters that the words of the spelling alphabet stand for: «Tango Oscar Mike»."""
    return "".join(word[0].upper() for word in _WORD.findall(run))


def _fallen(word: str) -> str:
    """Return the words that one falls into, if it is none itself and all of them are ordinary; a name is kept."""
    pieces = cut(word.lower())
    ordinary = informative(word.lower()) >= UNKNOWN_WORD_NATS and all(
        informative(p) < ORDINARY_WORD_NATS for p in pieces.split()
    )
    return _cased(word, pieces) if ordinary else word


def _cased(letters: str, cut: str) -> str:
    """Return the words of `cut` with the capital letters that they had before they were cut."""
    left = iter(letters)
    return "".join(c if c == " " else next(left) for c in cut)


def _unleeted(table: dict[int, int], match: re.Match[str]) -> str:
    token = match.group()
    plain = token.translate(table)
    if plain == token or not any(c.isalpha() for c in token) or _ORDINAL.fullmatch(token):
        return token
    leet = sum(a != b for a, b in zip(token, plain, strict=True)) > 1 or informative(plain.lower()) < UNKNOWN_WORD_NATS
    return plain if leet else token


def _initials(text: str) -> Iterator[str]:
    """Return what the first letters of the lines of `text` spell, and those of its sentences where they differ."""
    known = list[str]()
    for parts in (text.splitlines(), sentences(text)):
        if len(parts) < MIN_ACROSTIC_LINES:
            continue
        firsts = [m[1] for p in parts if (m := _FIRST.match(normalise(p[:ACROSTIC_LEAD])))]
        if len(firsts) >= MIN_ACROSTIC_LINES and firsts != known:
            known = firsts
            yield " ".join(firsts)
            letters = "".join(firsts)  # of the many lines of a program, some letters are a short name by chance
            if len(letters) < 2 * MIN_JOINED_NAME or is_clear(letters):
                yield cut(letters)


def _spelt_by_words(text: str) -> str | None:
    """Return the words that the first letters of the words of each line spell, if they are words."""
    written = text.splitlines()
    if text.isascii() and len(written) + len(_DIGITS.findall(text)) < LEAST_JUDGED_WORDS:
        return None  # a word is parted from the next by a line or a number, so they are fewer than are judged
    lines = ["".join(w[0] for w in word_list(normalise(line))) for line in written]
    spelt = " ".join(filter(None, lines))
    return spelt if 0 < strangeness(spelt) < STRANGE_NATS else None


_IN_PLACE: tuple[Callable[[str], str], ...] = (
    _sub_unseen,
    partial(_sub_among, "\\%=&", _ESCAPED, _escape),
    partial(_sub_among, "\\", _OCTAL, _octal),
    partial(_sub_among, "01", _BINARY, _binary),
    partial(_sub, _HEX, _hex),
    partial(_sub_among, "13456789", _DECIMAL, _decimal),
    partial(_sub, _BASE32, partial(written, BASE32)),
    grouped,
    partial(_sub, _BASE64, _base64),
    partial(_sub, _MORSE, _morse),
    _sub_radio,
    partial(_sub, _SPELT, _spelt),
    without_pig_latin,
    solved,
)
