"""The language of the words of a text, and for each piece how much likelier it is in a cipher."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

from alu.store.readability import (
    CODE_SIGN_SHARE,
    CODE_WEIGHT,
    DIGIT_NATS,
    FRAME_SHARE,
    FRAME_WORDS,
    HIDDEN_SIGN_NATS,
    JOINED_NATS,
    KANA_KNOWN_NATS,
    KANA_UNKNOWN_NATS,
    KNOWN_NATS,
    MAX_NUMBERED,
    MAX_PLAIN_WORD,
    MIN_SIGN_KINDS,
    MIN_SIGN_ROW,
    NUMBERED_NATS,
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
from alu.store.text.normalise import normalise, visible
from alu.store.text.readability.function_words import unlisted
from alu.store.text.readability.stand_ins import has_letters_in_syllables
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import is_unspaced, words

__all__ = ["Legible", "legible", "without_possessive"]

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
_LOCAL, _BEFORE = re.compile(r"[\w.+-]{1,64}@"), 80
"""What stands before the sign of an address, and how many characters before it its words are looked for."""
_PATH = re.compile(r"(?<=\w)[/()=<>_@\\:](?=\w)|^[-/]\w|^\w+://|\(\d")
_SERBIAN = str.maketrans(
    {c: latin for c, latin in zip("абвгдђежзијклмнопрстћуфхцчшѓќѕ", "abvgdđežzijklmnoprstćufhcčšđćz", strict=True)}
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
"""The vocabulary has the words of Serbian, and so most of Macedonian, in Latin letters."""
_LAST_LATIN = "\u024f"
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’]s(?=[^\w'’-]*$)")
_KEPT = 32
"""Characters of a piece up to which it is kept what it tells."""


def without_possessive(piece: str) -> str:
    """Return a piece between spaces without the English «'s», which is no letter of a name that it follows.

    Example:
        >>> from alu.store.text.readability.legible import without_possessive
        >>> [without_possessive(piece) for piece in ("Brannigan's", "(Brannigan’s)", "It's-so", "s")]
        ['Brannigan', '(Brannigan)', "It's-so", 's']
    """
    return _POSSESSIVE.sub("", piece) if "s" in piece else piece


@lru_cache(maxsize=16)
def legible(text: str) -> Legible:
    """Return what the words of a text are in; kept, since one request asks for it again."""
    return Legible(text)


@dataclass(frozen=True)
class Legible:
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
        latin = sorted(counts.keys() & _LATIN, key=lambda code: (-counts[code], code))  # of two alike always the same
        return frozenset({"en", *latin[:2]})

    @cached_property
    def function_words(self) -> frozenset[str] | None:
        """Those of the language that it is in, where that is none of the vocabulary's."""
        long = [w for w in self.words if len(w) > 3]
        known = sum(len(w) for w in long if self.knows(w))
        mostly = known >= READ_SHARE * max(1, sum(map(len, self.words)))
        return None if mostly else unlisted(self.text, self._without_frame(long))

    def _without_frame(self, long: Sequence[str]) -> Sequence[str]:
        """Return its words without those of the language in which it frames others: «in» is no word of these then."""
        counts = Counter(code for word in long for code in languages_of(word))
        frame, times = max(sorted(counts.items()), key=itemgetter(1), default=("", 0))
        if times < max(FRAME_WORDS, FRAME_SHARE * len(self.words)):
            return self.words
        return [word for word in self.words if frame not in languages_of(word)]

    @cached_property
    def is_program(self) -> bool:
        """Whether it has as many brackets, semicolons and signs of equality as a program."""
        return len(_CODE_SIGN.findall(self.text)) > CODE_SIGN_SHARE * len(self.text)

    @cached_property
    def weight(self) -> float:
        """What an unknown word counts: less in a program, whose words are abbreviations."""
        return CODE_WEIGHT if self.is_program else 1.0

    @cached_property
    def small(self) -> bool:
        """Whether most of its letters are small ones: then capitals alone are an abbreviation."""
        return sum(map(str.islower, self.text)) >= sum(map(str.isupper, self.text))

    @cached_property
    def spelt(self) -> bool:
        """Whether words, Han characters or Korean syllables stand for letters."""
        return self._is_spelt_in_words() or has_letters_in_syllables(self.text)

    def _is_spelt_in_words(self) -> bool:
        """Tell whether words do: few of them again and again, and none that a sentence is made of."""
        if len(self.words) < SPELT_WINDOW or len(_DATA.findall(self.text)) > CODE_SIGN_SHARE * len(self.text):
            return False
        found = Legible(_without_repeats(self.text)).words if "@" in self.text else self.words
        for start in range(0, len(found) - SPELT_WINDOW + 1, SPELT_WINDOW // 2):
            window = found[start : start + SPELT_WINDOW]
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
        piece = without_possessive(piece)
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


def _without_repeats(text: str) -> str:
    """Return a text without the names in its addresses that stand right before these, too, as in a row of a table."""

    def kept(address: re.Match[str]) -> str:
        before = words(text[max(0, address.start() - _BEFORE) : address.start()])
        return address[0] if set(words(address[0])) - set(before) else "@"

    return _LOCAL.sub(kept, text)


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
    """Return the nats of what is between letters and digits, where that is many signs in a row."""
    found = 0.0
    for signs in filter(None, _RUN.split(piece)):
        if signs.isascii():
            few = len(signs) >= MIN_SIGN_ROW and 1 < len(set(signs)) <= MIN_SIGN_KINDS
            found += JOINED_NATS * len(signs) if few else 0.0
        elif len({c for c in signs if not c.isascii()}) >= MIN_SIGN_KINDS:
            found += HIDDEN_SIGN_NATS * len(signs)
    return found


def _of_signs(piece: str) -> float:
    """Return the nats of a piece without letters and digits."""
    if piece.isspace():
        return HIDDEN_SIGN_NATS * len(piece)
    if not piece.isascii():
        return HIDDEN_SIGN_NATS * len(set(piece)) if len(set(piece)) < 3 else HIDDEN_SIGN_NATS * len(piece)
    if _PROGRAM.fullmatch(piece) or len(set(piece) - set(_CORNERS)) < 2:
        return SIGN_NATS / 2
    return JOINED_NATS * len(piece) if len(set(piece)) > 1 else SIGN_NATS
