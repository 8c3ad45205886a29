"""How much of a text code can read: known words of a language, code, numbers and names, against what is none of these.

Decoders are a list of what somebody thought of. This is the rule beneath them: a stretch that is in no language that is
known here, and no code of a known kind, says nothing to the checks, so their silence about it proves nothing.

Every piece of a text tells by how much likelier it is in a cipher than in a language, in nats: a known word of five
letters is a hundred times rarer there, an unknown one ten times more frequent. The stretch whose sum is the highest
decides (Page's cumulative sum, 1954), so that a readable sentence around it hides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from alu.store.readability import (
    CODE_SIGN_SHARE,
    CODE_WEIGHT,
    DIGIT_NATS,
    FORMULA_UNREAD_SHARE,
    HIDDEN_SIGN_NATS,
    JOINED_NATS,
    KANA_KNOWN_NATS,
    KANA_UNKNOWN_NATS,
    KNOWN_NATS,
    MAX_NUMBERED,
    MAX_PLAIN_WORD,
    MIN_NUMBER_DIGITS,
    MIN_SIGN_KINDS,
    MIN_UNREAD,
    NATIVE_SHARE,
    NUMBERED_NATS,
    OPAQUE_BRIEF_NATS,
    OPAQUE_BRIEF_WORDS,
    OPAQUE_NATS,
    OPEN_NATS,
    PAIR_KNOWN_NATS,
    PAIR_UNKNOWN_NATS,
    READ_SHARE,
    SHOUTED_WEIGHT,
    SIGN_NATS,
    SPELT_DISTINCT,
    SPELT_WINDOW,
    UNKNOWN_NATS,
)
from alu.store.text.figures import figures
from alu.store.text.foreign_words import may_be_native, may_be_words
from alu.store.text.formulas import formulas, is_listed
from alu.store.text.function_words import unlisted
from alu.store.text.languages import script
from alu.store.text.normalise import normalise, visible
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import is_unspaced, words

__all__ = ["asked_opacity", "balance", "foreign", "numeric", "opacity", "opaque", "unread_share"]

_PIECE = re.compile(r"(?:\t {1,40}+| {1,40}+\t){4,}|\S+")
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd"
    "\u102b-\u103e\u17b4-\u17d3"
)
"""Vowel signs and other marks, which belong to their word."""
_RUN = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}])*")
_ASCII_RUN = re.compile("[A-Za-z0-9]+")
"""The same in a piece that is all ASCII."""
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]{4,}")
"""Characters that are not shown, in a row: between letters they only disguise a word."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_PROGRAM = re.compile(r"[(){}\[\];,.:<>/\"'=+*&|!?-]{1,6}")
"""The signs of a program."""
_DATA = re.compile(r"[\d\"'{}()\[\]<>=:/]")
"""What is in data and programs, and not between words that stand for letters."""
_CORNERS = "|:+"
"""What is between the lines of a table."""
_CODE_SIGN = re.compile(r"[{}();=<>\[\]]")
_ODD_SIGN = re.compile(r"[\\^~`|@#$%&*{}\[\]<>=+]")
_PATH = re.compile(r"(?<=\w)[/()=<>_@\\:](?=\w)|^[-/]\w|^\w+://|\(\d")
_SERBIAN = str.maketrans(
    {c: latin for c, latin in zip("абвгдђежзијклмнопрстћуфхцчшѓќѕ", "abvgdđežzijklmnoprstćufhcčšđćz", strict=True)}
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
"""The vocabulary has the words of Serbian, and so most of Macedonian, in Latin letters."""
_LAST_LATIN = "\u024f"
_KEPT = 32
"""Characters of a piece up to which it is kept what it tells."""


def opaque(text: str) -> bool:
    """Tell whether a stretch of `text`, or all of a brief one, can be read by nobody who has not its key.

    Example:
        >>> from alu.store.text.opacity import opaque
        >>> opaque("She was born in Oslo."), opaque("Xqv kop mezl un Oprz jub terwx vrim.")
        (False, True)
    """
    least = OPAQUE_BRIEF_NATS if _is_brief(text) else OPAQUE_NATS
    return opacity(text) >= least


def opacity(text: str) -> float:
    """Return by how much the least readable stretch of `text` is likelier a cipher than a language, in nats, from 0."""
    return 2 * OPAQUE_NATS if _legible(text).spelt_in_words else _measure(text).stretch


def asked_opacity(text: str) -> float:
    """Return the same of what is asked: known notations do not count, nor figures where the words are about these.

    Example:
        >>> from alu.store.text.opacity import asked_opacity
        >>> listed = " ".join(f"{n * n / 7:.2f}" for n in range(30, 90))
        >>> asked_opacity(f"Add up: {listed}") < 1 < 20 < asked_opacity(f"In code: {listed}")
        True
    """
    if _legible(text).spelt_in_words:
        return 2 * OPAQUE_NATS
    found = _measure(text).asked
    return max(found, OPAQUE_NATS) if found >= OPAQUE_BRIEF_NATS and _is_brief(text) else found


def balance(text: str) -> float:
    """Return by how much all of `text` is likelier a cipher than a language, in nats; prose is far below 0.

    Example:
        >>> from alu.store.text.opacity import balance
        >>> [round(balance(text), 1) for text in ("She was born in Oslo.", "May 1931", "qzx_vkw7")]
        [-7.1, -0.4, 2.1]
    """
    return 2 * OPAQUE_NATS if _legible(text).spelt_in_words else _measure(text).total


def unread_share(text: str) -> float:
    """Return the share of the characters of `text` that stand in what is likelier a cipher; formulas do not count.

    Example:
        >>> from alu.store.text.opacity import unread_share
        >>> asked = "Answer in the same code:"
        >>> unread_share(f"{asked} 3x - 7 = 2x + 5"), round(unread_share(f"{asked} WhtsthddrssfPldms?"), 2)
        (0.0, 0.47)
    """
    return 1.0 if _legible(text).spelt_in_words else _measure(text).unread


def foreign(text: str) -> bool:
    """Tell whether what is unread in `text` has letters as words have them: those of a language that is not known here.

    Example:
        >>> from alu.store.text.opacity import foreign
        >>> foreign("Zein da Euskal Herriko mendirik altuena?"), foreign("Xqv kop mezl un Oprz jub terwx vrim.")
        (True, False)
    """
    return _measure(text).foreign


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the pieces of a text come to: the stretch with the highest sum, the sum of all, what is unread."""

    stretch: float
    asked: float
    """The stretch without figures and known notations; 0 where the letters stand as in a language."""
    total: float
    unread: float
    foreign: bool
    """Whether the unread may be words."""


@lru_cache(maxsize=256)
def _measure(text: str) -> _Measure:
    read, pieces = _legible(text), _PIECE.findall(text)
    of_each = {piece: read.nats(piece) for piece in dict.fromkeys(pieces)}
    nats, in_formula = [of_each[piece] for piece in pieces], formulas(pieces)
    doubtful = [piece for piece, n in of_each.items() if n > 0]
    plain_of = dict(zip(doubtful, figures(text, doubtful), strict=True)) if doubtful else {}
    plain = [plain_of.get(piece, False) for piece in pieces]
    unknown = [
        p
        for p, n, formula, figure in zip(pieces, nats, in_formula, plain, strict=True)
        if n > 0 and not (formula or figure or is_listed(p))
    ]
    unread = _without_known_scripts(unknown, (p for p, n in zip(pieces, nats, strict=True) if n < 0))
    length = sum(map(len, unread))
    share = length / sum(map(len, pieces)) if length >= MIN_UNREAD else 0.0
    believed = share < FORMULA_UNREAD_SHARE  # around a formula stand words, around what looks like one in a code none
    formal = [formula and believed for formula in in_formula]
    most = _highest(n for n, left_out in zip(nats, formal, strict=True) if not left_out)
    asked = _highest(n for n, *left_out in zip(nats, formal, plain, strict=True) if not any(left_out))
    # of what is read nobody asks; but the unknown words of another script may be all there is, however few
    usual, sure = may_be_words(unread) if share else (False, may_be_native(unknown))
    return _Measure(most, 0.0 if sure else asked, sum(nats), share, usual)


def _highest(nats: Iterable[float]) -> float:
    """Return the highest sum of a stretch."""
    most = now = 0.0
    for n in nats:
        now = max(0.0, now + n)
        most = max(most, now)
    return most


def _without_known_scripts(unread: list[str], known: Iterable[str]) -> list[str]:
    """Return the unread pieces but those in other than Latin letters of which the text has known words enough, too.

    A code stands in such letters alone; a language of which half of the words are unknown here does not.
    """
    if all(map(str.isascii, unread)):
        return unread
    lacking, had = Counter[str](), Counter[str]()
    for pieces, counts in ((unread, lacking), (known, had)):
        for piece in pieces:
            counts[script(piece) or ""] += len(piece)
    native = {s for s in lacking if s not in ("", "LATIN") and had[s] >= NATIVE_SHARE * (had[s] + lacking[s])}
    return [piece for piece in unread if script(piece) not in native]


def numeric(text: str) -> bool:
    """Tell whether a text is a number of some length, in whatever notation: digits mostly, no word and no equation.

    Example:
        >>> from alu.store.text.opacity import numeric
        >>> numeric("7-2-0-5-5-5-0-1-4-3"), numeric("1931"), numeric("Call 720 555 0143."), numeric("x = 40555 + 2")
        (True, False, False, False)
    """
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    read = _legible(text)
    words = any(len(w) > 2 and read.knows(w) for w in read.words)
    return digits >= max(MIN_NUMBER_DIGITS, letters) and "=" not in text and not words


def _is_brief(text: str) -> bool:
    """Tell whether a text is a few words of which none is known: their sum is small, but they are all there is."""
    read = _legible(text)
    long = [w for w in read.words if len(w) > 2 or not w.isascii()]
    return bool(long) and len(read.words) <= OPAQUE_BRIEF_WORDS and not any(map(read.knows, long))


@lru_cache(maxsize=16)
def _legible(text: str) -> _Legible:
    return _Legible(text)


@dataclass(frozen=True)
class _Legible:
    """A text with what its words are in."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words without digits; of scripts without spaces, pairs of letters."""
        return tuple(w for w in words(self.text) if w.isalpha() or not any(map(str.isdigit, w)))

    @cached_property
    def languages(self) -> frozenset[str]:
        """English and the two languages in Latin letters that most of its words are in."""
        counts = Counter[str]()
        for word, times in Counter(self.words).items():
            for code in languages_of(word) if len(word) > 2 else ():
                counts[code] += times * len(word)
        latin = [code for code, _ in counts.most_common() if code in _LATIN]
        return frozenset({"en", *latin[:2]})

    @cached_property
    def function_words(self) -> frozenset[str] | None:
        """Those of the language that it is in, where that is none of the vocabulary's."""
        long = [w for w in self.words if len(w) > 3]
        known = sum(len(w) for w in long if self.knows(w))
        mostly = known >= READ_SHARE * max(1, sum(map(len, self.words)))
        return None if mostly else unlisted(self.text, self.words)

    @cached_property
    def weight(self) -> float:
        """What an unknown word counts: less in a program, whose words are abbreviations."""
        is_code = len(_CODE_SIGN.findall(self.text)) > CODE_SIGN_SHARE * len(self.text)
        return CODE_WEIGHT if is_code else 1.0

    @cached_property
    def small(self) -> bool:
        """Whether most of its letters are small ones: then capitals alone are an abbreviation."""
        return sum(map(str.islower, self.text)) >= sum(map(str.isupper, self.text))

    @cached_property
    def spelt_in_words(self) -> bool:
        """Whether words stand for letters: few of them again and again, and none that a sentence is made of."""
        if len(self.words) < SPELT_WINDOW or len(_DATA.findall(self.text)) > CODE_SIGN_SHARE * len(self.text):
            return False
        for start in range(0, len(self.words) - SPELT_WINDOW + 1, SPELT_WINDOW // 2):
            window = self.words[start : start + SPELT_WINDOW]
            if len(set(window)) <= SPELT_DISTINCT and all(len(w) > 2 and information(w) >= OPEN_NATS for w in window):
                return True
        return False

    def knows(self, word: str) -> bool:
        """Tell whether a word is one of a language of the text; in letters that are not Latin, of any."""
        found = languages_of(word) or languages_of(word.lower().translate(_SERBIAN))
        known = "en" in found or bool(found & self.languages)  # English is one of every text, so these wait
        return known or (bool(found) and any(c > _LAST_LATIN for c in word))

    def nats(self, piece: str) -> float:
        """Return by how much a piece between spaces is likelier in a cipher."""
        if len(piece) <= _KEPT and self.function_words is None and (known := _of_plain(piece)) is not None:
            return known
        runs = (_ASCII_RUN if piece.isascii() else _RUN).findall(piece)
        hidden = 0.0
        if not piece.isascii():
            hidden = HIDDEN_SIGN_NATS * sum(len(run) for run in _UNSEEN.findall(piece))
            piece = visible(piece)
            runs = _RUN.findall(piece)
        if not runs:
            return hidden + _of_signs(piece)
        weight = self.weight * (CODE_WEIGHT if _PATH.search(piece) else 1.0)
        odd = SIGN_NATS * len(_ODD_SIGN.findall(piece)) * self.weight if self.weight == 1.0 else 0.0
        return hidden + odd + _of_signs_within(piece) + sum(self._of_run(run, weight) for run in runs)

    def _of_run(self, run: str, weight: float) -> float:
        """Return the same of letters and digits without a sign between them."""
        if run.isdigit():
            return DIGIT_NATS * len(run)
        if not run.isascii() and any(map(is_unspaced, run)):
            return sum(map(self._of_pair, words(run)))
        in_letters = run.isalpha() or not any(map(str.isdigit, run))
        if self.function_words is not None and in_letters:
            return -1.0 if normalise(run) in self.function_words else _joined(run)
        if in_letters and (run.islower() or run.istitle() or run.isupper() or not run.isascii()):
            return self._of_word(run, weight)
        letters = [p for p in _PARTS.findall(run) if not p.isdigit()]
        known = [p for p in letters if len(p) > 2 and self.knows(p)]
        if sum(map(len, known)) >= READ_SHARE * sum(map(len, letters)):
            return sum(_by_length(KNOWN_NATS, p) for p in known)
        brief = len(run) <= MAX_NUMBERED and any(map(str.isdigit, run))
        return weight * (NUMBERED_NATS if brief else max(1.0, JOINED_NATS * len(run)))

    def _of_pair(self, pair: str) -> float:
        if self.function_words is not None or len(pair) < 2:
            return 0.0
        kana = all("\u3040" <= c <= "\u30ff" for c in pair)  # nearly half of all pairs of kana are in words
        known, unknown = (KANA_KNOWN_NATS, KANA_UNKNOWN_NATS) if kana else (PAIR_KNOWN_NATS, PAIR_UNKNOWN_NATS)
        return known if languages_of(pair) else unknown

    def _of_word(self, word: str, weight: float) -> float:
        if self.knows(word) or self._is_compound(word):
            return _by_length(KNOWN_NATS, word)
        if word.isupper() and len(word) <= 6 and self.small:
            weight *= SHOUTED_WEIGHT
        return weight * (_by_length(UNKNOWN_NATS, word) + _joined(word))

    def _is_compound(self, word: str) -> bool:
        """Tell whether a long word is two known ones: German, Finnish, Hungarian join them."""
        places = range(4, min(len(word) - 3, 20))
        return any(self.knows(word[:n]) and self.knows(word[n:]) for n in places)


_LATIN_CODES = "en de fr es it pt nl sv nb da fi pl cs ro hu ca sh tr id fil vi"
_LATIN = frozenset(_LATIN_CODES.split())
"""Languages of the vocabulary in Latin letters: two are chosen, since in a cipher each has words by chance."""


@lru_cache(maxsize=65_536)
def _of_plain(piece: str) -> float | None:
    """Return the nats of English words, figures and ordinary signs, whatever else is in the text; None of all else."""
    if not piece.isascii() or _ODD_SIGN.search(piece):
        return None
    runs = _ASCII_RUN.findall(piece)
    if not runs:
        return _of_signs(piece)
    words = [run for run in runs if not run.isdigit()]
    usual = all(w.isalpha() and (w.islower() or w.istitle() or w.isupper()) and "en" in languages_of(w) for w in words)
    return sum(DIGIT_NATS * len(r) if r.isdigit() else _by_length(KNOWN_NATS, r) for r in runs) if usual else None


def _by_length(nats: Sequence[float], word: str) -> float:
    return nats[min(len(word), len(nats)) - 1]


def _joined(word: str) -> float:
    """Return what a word counts more for being longer than words are."""
    return JOINED_NATS * max(0, len(word) - MAX_PLAIN_WORD)


def _of_signs_within(piece: str) -> float:
    """Return the nats of what is between letters and digits, where that is signs of many kinds in a row."""
    if piece.isascii():
        return 0.0
    signs = [part for part in _RUN.split(piece) if len({c for c in part if not c.isascii()}) >= MIN_SIGN_KINDS]
    return HIDDEN_SIGN_NATS * sum(map(len, signs))


def _of_signs(piece: str) -> float:
    """Return the nats of a piece without letters and digits."""
    if piece.isspace():
        return HIDDEN_SIGN_NATS * len(piece)
    if not piece.isascii():
        return HIDDEN_SIGN_NATS * len(set(piece)) if len(set(piece)) < 3 else HIDDEN_SIGN_NATS * len(piece)
    if _PROGRAM.fullmatch(piece) or len(set(piece) - set(_CORNERS)) < 2:
        return SIGN_NATS / 2
    return JOINED_NATS * len(piece) if len(set(piece)) > 1 else SIGN_NATS
