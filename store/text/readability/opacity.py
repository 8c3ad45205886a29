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
from collections.abc import Iterable
from functools import cached_property

from alu.store.readability import (
    FOREIGN_LETTER_SHARE,
    FORMULA_UNREAD_SHARE,
    MIN_FEW_FOREIGN,
    MIN_NUMBER_DIGITS,
    MIN_UNREAD,
    MOSTLY_UNREAD_NATS,
    NATIVE_SHARE,
    OPAQUE_BRIEF_NATS,
    OPAQUE_BRIEF_WORDS,
    OPAQUE_NATS,
)
from alu.store.text.kept import kept
from alu.store.text.languages import script
from alu.store.text.readability.figures import figures, repeated_keys
from alu.store.text.readability.foreign_words import may_be_native, may_be_words
from alu.store.text.readability.formulas import formulas, is_listed
from alu.store.text.readability.groups import in_groups
from alu.store.text.readability.legible import legible
from alu.store.text.readability.notations import in_alphabetical_order, is_notation, random_pieces
from alu.store.text.readability.stand_ins import has_letters_in_numbers

__all__ = ["asked_opacity", "balance", "foreign", "in_code", "numeric", "opacity", "opaque", "telling", "unread_share"]

_TIME = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b")
"""A day, and a time of day: what is dated is no code of numbers."""
_TOKEN = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"(?:\t {1,40}+| {1,40}+\t){4,}|\S+")


def opaque(text: str, nats: float | None = None) -> bool:
    """Tell whether a stretch of `text`, or all of a brief one, can be read by nobody who has not its key.

    Args:
        text: any.
        nats: how opaque it is, where not all of it counts.

    Example:
        >>> from alu.store.text.readability.opacity import opaque
        >>> opaque("She was born in Oslo."), opaque("Xqv kop mezl un Oprz jub terwx vrim.")
        (False, True)
    """
    least = OPAQUE_BRIEF_NATS if _is_brief(text) else OPAQUE_NATS
    return (opacity(text) if nats is None else nats) >= least


def opacity(text: str) -> float:
    """Return by how much the least readable stretch of `text` is likelier a cipher than a language, in nats, from 0."""
    return 2 * OPAQUE_NATS if legible(text).spelt else _measured(text).stretch


def asked_opacity(text: str) -> float:
    """Return the same of what is asked: known notations do not count, nor figures where the words are about these.

    Example:
        >>> from alu.store.text.readability.opacity import asked_opacity
        >>> listed = " ".join(f"{n * n / 7:.2f}" for n in range(30, 90))
        >>> asked_opacity(f"Add up: {listed}") < 1 < 20 < asked_opacity(f"In code: {listed}")
        True
    """
    found = _measured(text).asked
    if _stands_in(text):
        return max(found, 2 * OPAQUE_NATS)
    return max(found, OPAQUE_NATS) if found >= OPAQUE_BRIEF_NATS and _is_brief(text) else found


def telling(
    text: str, given: frozenset[str] = frozenset(), *, notations: bool = True, keys: bool = False
) -> tuple[float, float]:
    """Return opacity and balance of an answer without what tells nothing: formulas, keys of data, lists of letters.

    Args:
        text: the answer.
        given: words that do not count, in small letters.
        notations: notations that everybody can look up do not count either.
        keys: nor do keys and passwords.

    Example:
        >>> from alu.store.text.readability.opacity import opacity, telling
        >>> loci = "16p34.1 14q24.2 14p21.1 6p18.1 4p15.2 7q31.2 17q21"
        >>> opacity(loci) > 8 > telling(loci)[0], telling("Xqv kop mezl un Oprz jub terwx")[0] > 8
        (True, True)
    """
    if legible(text).spelt:
        return 2 * OPAQUE_NATS, 2 * OPAQUE_NATS
    return _measured(text).telling(given, notations, keys)


def balance(text: str) -> float:
    """Return by how much all of `text` is likelier a cipher than a language, in nats; prose is far below 0.

    Example:
        >>> from alu.store.text.readability.opacity import balance
        >>> [round(balance(text), 1) for text in ("She was born in Oslo.", "May 1931", "qzx_vkw7")]
        [-7.1, -0.4, 2.1]
    """
    return 2 * OPAQUE_NATS if legible(text).spelt else _measured(text).total


def unread_share(text: str) -> float:
    """Return the share of the characters of `text` that stand in what is likelier a cipher; formulas do not count.

    Example:
        >>> from alu.store.text.readability.opacity import unread_share
        >>> asked = "Answer in the same code:"
        >>> unread_share(f"{asked} 3x - 7 = 2x + 5"), round(unread_share(f"{asked} WhtsthddrssfPldms?"), 2)
        (0.0, 0.47)
    """
    return 1.0 if _stands_in(text) else _measured(text).share


def foreign(text: str) -> bool:
    """Tell whether what is unread in `text` has letters as words have them: those of a language that is not known here.

    Example:
        >>> from alu.store.text.readability.opacity import foreign
        >>> foreign("Zein da Euskal Herriko mendirik altuena?"), foreign("Xqv kop mezl un Oprz jub terwx vrim.")
        (True, False)
    """
    return _measured(text).foreign and not _stands_in(text)


def in_code(text: str) -> bool:
    """Tell whether `text` is certainly in a code, whatever it says: signs for letters, or letters cut into groups.

    Example:
        >>> from alu.store.text.readability.opacity import in_code
        >>> in_code("atWhs ihetR LUfoe rtRob ng?Ki rtlas veuon"), in_code("Xqv kop mezl un Oprz jub terwx vrim.")
        (True, False)
    """
    return _stands_in(text) or _measured(text).cut


def _stands_in(text: str) -> bool:
    """Tell whether words, numbers or syllables stand for letters."""
    return legible(text).spelt or _measured(text).numbered


@kept(256)
def _measured(text: str) -> _Measured:
    return _Measured(text)


class _Measured:
    """What the pieces of a text between spaces come to, each thing once and when it is first wanted."""

    def __init__(self, text: str) -> None:
        read = legible(text)
        self._text, self._pieces = text, _PIECE.findall(text)
        self._of_each = {piece: read.nats(piece) for piece in dict.fromkeys(self._pieces)}
        self._nats = [self._of_each[piece] for piece in self._pieces]
        self._doubtful = [piece for piece, n in self._of_each.items() if n > 0]
        """Those that are likelier in a cipher; where there is none, no stretch has a sum above 0."""

    @property
    def total(self) -> float:
        """The sum of all."""
        return sum(self._nats)

    @cached_property
    def stretch(self) -> float:
        """The stretch with the highest sum, formulas left out."""
        if not self._doubtful:
            return 0.0
        return _highest(n for n, formal in zip(self._nats, self._formal, strict=True) if not formal)

    def telling(self, given: frozenset[str], notations: bool, keys: bool) -> tuple[float, float]:
        """That stretch and the sum of all without formulas and what is given, nor known notations, nor keys."""
        if not self._doubtful:
            return 0.0, self.total
        known = self._cells | {p for p in self._doubtful if _is_given(p, given) or (notations and is_notation(p))}
        known |= random_pieces(self._doubtful) if keys else frozenset()
        listed = in_alphabetical_order(self._pieces)
        each = zip(self._pieces, self._nats, self._formal, listed, strict=True)
        left = [n for piece, n, *plain in each if not (any(plain) or piece in known)]
        return _highest(left), sum(left)

    @cached_property
    def asked(self) -> float:
        """The same without figures and known notations; 0 where the letters stand as in a language."""
        if not self._doubtful:
            return 0.0
        most = _highest(self._nats)
        if most < MOSTLY_UNREAD_NATS and not in_groups(self._text):
            return most  # nearly always, and too little for anything, however much of it is figures
        if self._words[1]:
            return 0.0
        found = _highest(n for n, *known in zip(self._nats, self._formal, self._plain, strict=True) if not any(known))
        return max(found, OPAQUE_NATS) if self.cut else found

    @cached_property
    def share(self) -> float:
        """The share of its characters that is unread; 0 where they are few."""
        doubted = (p for p, n in zip(self._pieces, self._nats, strict=True) if n > 0 and not is_listed(p))
        if sum(map(len, doubted)) < MIN_UNREAD:
            return 0.0
        length = sum(map(len, self._unread))
        return length / sum(map(len, self._pieces)) if length >= MIN_UNREAD else 0.0

    @cached_property
    def foreign(self) -> bool:
        """Whether the unread may be words: also where it is little, if there are not more figures and signs."""
        if not self._doubtful or self.share or not self._words[0]:
            return bool(self._doubtful) and self._words[0]
        each = zip(self._pieces, self._nats, self._formal, self._plain, strict=True)
        doubted = sum(len(piece) for piece, n, *known in each if n > 0 and not any(known))
        return sum(map(len, self._unread)) >= max(MIN_FEW_FOREIGN, FOREIGN_LETTER_SHARE * doubted)

    @cached_property
    def _cells(self) -> frozenset[str]:
        """The keys of its data, where each row has the same ones."""
        return repeated_keys(self._pieces)

    @cached_property
    def numbered(self) -> bool:
        """Whether its numbers stand for letters, where nothing is to be worked out with them."""
        if not self._doubtful or not has_letters_in_numbers(self._text):
            return False
        return not any(self._figures.values()) and not _TIME.search(self._text)

    @cached_property
    def _formal(self) -> list[bool]:
        """Of each piece, whether it is in a formula; around one stand words, around what looks so in a code do not."""
        return self._in_formula if self.share < FORMULA_UNREAD_SHARE else [False] * len(self._pieces)

    @cached_property
    def _in_formula(self) -> list[bool]:
        return formulas(self._pieces)

    @cached_property
    def _figures(self) -> dict[str, bool]:
        """Of each piece that is likelier in a cipher, whether it is a figure or of a known notation."""
        return dict(zip(self._doubtful, figures(self._text, self._doubtful), strict=True))

    @cached_property
    def _plain(self) -> list[bool]:
        """Of each piece, whether it is one of these, or a letter of a list of letters."""
        listed = in_alphabetical_order(self._pieces)
        return [self._figures.get(piece, False) or own for piece, own in zip(self._pieces, listed, strict=True)]

    @cached_property
    def _unknown(self) -> list[str]:
        each = zip(self._pieces, self._nats, self._in_formula, self._plain, strict=True)
        return [p for p, n, *known in each if n > 0 and not any(known) and not is_listed(p)]

    @cached_property
    def _unread(self) -> list[str]:
        return _without_known_scripts(
            self._unknown, (p for p, n in zip(self._pieces, self._nats, strict=True) if n < 0)
        )

    @cached_property
    def cut(self) -> bool:
        """Whether its letters are cut into groups."""
        return bool(self._unread) and in_groups(self._text)

    @cached_property
    def _words(self) -> tuple[bool, bool]:
        """Whether the unread may be words, and whether it certainly is; a few of another script may be all there is."""
        if self.cut:
            return False, False
        usual, sure = may_be_words(self._unread) if self._unread else (False, False)
        return usual, sure if self.share else may_be_native(self._unknown)


def _is_given(piece: str, given: frozenset[str]) -> bool:
    """Tell whether the letters and digits of a piece are words that are given."""
    tokens = _TOKEN.findall(piece.casefold())
    return bool(tokens) and given.issuperset(tokens)


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
        >>> from alu.store.text.readability.opacity import numeric
        >>> numeric("7-2-0-5-5-5-0-1-4-3"), numeric("1931"), numeric("Call 720 555 0143."), numeric("x = 40555 + 2")
        (True, False, False, False)
    """
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    read = legible(text)
    words = any(len(w) > 2 and read.knows(w) for w in read.words)
    return digits >= max(MIN_NUMBER_DIGITS, letters) and "=" not in text and not words


def _is_brief(text: str) -> bool:
    """Tell whether a text is a few words of which none is known: their sum is small, but they are all there is."""
    read = legible(text)
    long = [w for w in read.words if len(w) > 2 or not w.isascii()]
    return bool(long) and len(read.words) <= OPAQUE_BRIEF_WORDS and not any(map(read.knows, long))
