"""Digits in any notation: digit characters, words for digits, and the separators within one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from alu.store.text.values.folded import Token, runs_of_letters
from alu.store.text.values.more_number_words import FURTHER_DIGITS, UNSPACED_DIGIT, unspaced_digits
from alu.store.text.values.number_words import PLAIN, Said, said_at, starters

__all__ = [
    "Group",
    "chains",
    "figures",
    "goes_on",
    "groups",
    "is_spoken",
    "joins",
    "luhn",
    "may_have_digits",
    "tells_parts",
    "tight",
]

_SPOKEN = re.compile(
    r"(?:{0}){{4}}|\b(?:{0})\W{{1,3}}(?:{0}|double|triple|treble)\b".format(
        "|".join([*sorted({w for w in (*PLAIN, *FURTHER_DIGITS) if len(w) > 1}), UNSPACED_DIGIT])
    )
)
"""Two words for digits in a row, or four in one word."""
_DOUBLE = "double doble doppel doppelt doppio doppia dubbel dubbele duplo dupla डबल"
_TRIPLE = "triple treble triplo tripla dreifach ट्रिपल"
_TIMES = {**dict.fromkeys(_DOUBLE.split(), 2), **dict.fromkeys(_TRIPLE.split(), 3)}
_GLUED_WORD = re.compile("|".join(sorted((w for w in PLAIN if len(w) > 2), key=len, reverse=True)))
_GLUED = re.compile(f"(?:{_GLUED_WORD.pattern}){{3,}}")
_LEAST_GLUED = 9
_KANA = "\u3040"
"""The first letter of the scripts that words for digits are written in without blanks."""
_LEAST_SPOKEN = 3
"""Words for digits from which on a text may hold a code that is spelt out: «X four eight two …»."""
_FILLER = (
    "dash|hyphen|minus|dot|point|period|space|slash|comma|then|and|area|code|number|digits|prefix|exchange|line|"
    "followed|by|account|konto|kontonummer|kto|blz|bank|compte|cuenta|conto|"
    "strich|leerzeichen|tiret|guion|punto|punkt|y|et|und|e"
)
_TIGHT = re.compile(r"[ \t]?[-.()/_·',]{0,2}[ \t]?")
_LOOSE = re.compile(
    rf"""(?:[^\w+=*<>$%^&\\]|_|\*\*|\b(?:{_FILLER})\b|"[a-z_\ ]{{1,24}}"\s?:|</?[a-z][^<>]{{0,40}}>"""
    r"""|%2[0d]|&\#?[0-9a-z]{1,8};|\\u[0-9a-f]{4}|\\.)*""",
    re.VERBOSE,
)
_EMPHASIS = re.compile(
    r"\A(?:\*{1,3}|_{1,3}|`|</(?:b|i|u|em|strong|code|span)>)"
    r"|(?:\*{1,3}|_{1,3}|`|<(?:b|i|u|em|strong|code|span)>)\Z"
)
_LONGEST_EMPHASIS = 24
_NEXT = re.compile(
    r"[^\w+=*/<>$%^&\\]{0,4}(?:(?:and|und|et|y|e) )?(?:then|followed by|dash|hyphen|strich|dann|gefolgt von|puis|"
    r"suivie?s? (?:de|du|par)|tiret|luego|seguid[oa] (?:de|por|da)|guion|poi|trattino|depois)[^\w+=*/<>$%^&\\]{0,4}"
)
_LONGEST_GAP, _LONGEST_TOLD = 200, 80
_PART = re.compile(
    r"\b(?:first|second|third|fourth|next|then|last|lastly|final|finally|follow\w{0,3}|after|begin\w{0,4}|start\w{0,3}|ends?|"
    r"ending|finish\w{0,3}|middle|digits?|part|half|block|group|continue[sd]?|goes|comes|sequence|"
    r"erste\w?|zweite\w?|dritte\w?|dann|danach|zuletzt|schliesslich|endet|beginnt|ziffern|folgt|gefolgt|letzte\w?|"
    r"premiers?|puis|ensuite|enfin|derniers?|suivie?|chiffres|commence|finit|termine|"
    r"primer\w{0,3}|luego|despues|finalmente|ultim\w{1,2}|cifras|digitos|empieza|termina|seguido|sigue|"
    r"prim[eoi]|poi|infine|cifre|inizia|finisce|seguito|potem|nastepnie|koniec)\b"
)
"""What tells in prose that digits are a part of a number: «the first four are 1234, then 5678»."""
_SUM = re.compile(r"[+=*/<>$%^&\\|€£]|\b(?:plus|minus|times|sum|total|adds?|added|divided|subtract\w{0,4})\b")
_WRITTEN = re.compile(r"[\d%&\\]")
"""A digit, or what an escape begins with."""


class Group(NamedTuple):
    """Digits that are written together, or one word for them."""

    digits: str
    start: int
    end: int


def groups(words: Sequence[Token]) -> list[Group]:
    """Return the digits of a text in order; «double five» is `55`, «seventy-six» `76`."""
    found: list[Group] = []
    said, times, last, begin, done = _said(), 1, -2, 0, 0
    for at in [
        i for i, t in enumerate(words) if t[0] < ":" or t[0] in said or len(t[0]) >= _LEAST_GLUED or t[0] >= _KANA
    ]:
        if at < done:
            continue
        text, start, end = words[at]
        near, (digits, after) = start - last <= 1, (text, at + 1) if text < ":" else _spoken(words, at)
        if digits:
            done, end = after, words[after - 1].end
            many = times if near and len(digits) == 1 else 1
            found.append(Group(digits * many, start if many == 1 else begin, end))
        times, last, begin = _TIMES.get(text, 1), end, start
    return found


def respelt(words: Sequence[Token], found: Sequence[Group]) -> list[Token] | None:
    """Return the tokens of a text with its groups in digits; None where fewer than three are in words."""
    at = {g.start: g for g in found}
    spoken = {t.start for t in words if t.text > ":" and t.start in at}
    if len(spoken) < _LEAST_SPOKEN:
        return None
    written, end = list[Token](), 0
    for token in words:
        if token.start in spoken:
            group = at[token.start]
            written.append(Token(*group))
            end = group.end
        elif token.start >= end:
            written.append(token)
    return written


def may_have_digits(folded: str) -> bool:
    """Tell whether a folded text may hold any of `groups`: a digit, a word for one, or an escape, that may be one."""
    if _WRITTEN.search(folded):
        return True
    written = runs_of_letters(folded)
    if not _said().isdisjoint(written) or any(len(w) >= _LEAST_GLUED and _GLUED.fullmatch(w) for w in written):
        return True
    return not folded.isascii() and any(w >= _KANA and unspaced_digits(w) for w in written)


def speaks_digits(folded: str) -> bool:
    """Tell whether a folded text has two words for digits in a row, or four in one word."""
    said = _said()
    written = runs_of_letters(folded)  # first, since few texts have two such words anywhere
    if sum(w in said for w in written) < 2:
        glued = any(len(w) >= _LEAST_GLUED and _GLUED.fullmatch(w) for w in written)
        if not glued and (folded.isascii() or not any(w >= _KANA and unspaced_digits(w) for w in written)):
            return False
    return _SPOKEN.search(folded) is not None


def tight(gap: str) -> bool:
    """Tell whether what is between two groups is a separator as numbers are grouped with."""
    if "*" in gap or "_" in gap or "`" in gap or "<" in gap:
        gap = _emphasis_taken(gap)
    return len(gap) <= 3 and gap != ", " and _TIGHT.fullmatch(gap) is not None


def _emphasis_taken(gap: str) -> str:
    """Return what is between two groups without marks of emphasis right at them; `914**4669` is a power."""
    bare = _EMPHASIS.sub("", gap) if len(gap) <= _LONGEST_EMPHASIS else gap
    return bare or gap


def joins(gap: str) -> bool:
    """Tell whether two groups with `gap` between them may be parts of one number: no other word, no sum."""
    return len(gap) <= _LONGEST_GAP and _LOOSE.fullmatch(gap) is not None


def tells_parts(gap: str) -> bool:
    """Tell whether the words between two groups say that they are parts of one number: no sum, and not far apart."""
    return len(gap) <= _LONGEST_TOLD and _PART.search(gap) is not None and not _SUM.search(gap)


def goes_on(gap: str) -> bool:
    """Tell whether words between two groups say nothing but that the number goes on: «followed by», «dash»."""
    return _NEXT.fullmatch(gap) is not None


def is_spoken(group: Group) -> bool:
    """Tell whether digits are given in words."""
    return len(group.digits) != group.end - group.start


def figures(found: Sequence[Group]) -> list[Group]:
    """Return the groups of two figures or more: where parts are given, words count them («the next four are 5678»)."""
    return [g for g in found if len(g.digits) == g.end - g.start > 1]


def chains(found: Sequence[Group], folded: str) -> Iterator[list[Group]]:
    """Yield runs of groups that are written as one number: by tight separators, or digit by digit with any."""
    chain: list[Group] = []
    for group in found:
        gap = folded[chain[-1].end : group.start] if chain else ""
        if chain and (_is_mixed(folded, chain[-1], group) or not _continues(chain, group, gap)):
            yield chain
            chain = []
        chain.append(group)
    if chain:
        yield chain


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of ISO/IEC 7812 that cards carry."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _is_mixed(folded: str, a: Group, b: Group) -> bool:
    """Tell whether one of two groups is in figures and one a word that is common in some language: «dort 0711 …»."""
    words = [folded[group.start : group.end] for group in (a, b)]
    return is_spoken(a) != is_spoken(b) and any(word in FURTHER_DIGITS and word not in PLAIN for word in words)


def _continues(chain: Sequence[Group], group: Group, gap: str) -> bool:
    single = len(group.digits) == len(chain[-1].digits) == 1
    spoken = is_spoken(group) and is_spoken(chain[-1])
    return tight(gap) or ((single or spoken) and joins(gap))


@cache
def _said() -> frozenset[str]:
    return starters() | _TIMES.keys()


def _spoken(words: Sequence[Token], at: int) -> Said:
    word = words[at].text
    if said := said_at(words, at):
        return said
    if word >= _KANA:
        return Said(unspaced_digits(word), at + 1)
    if len(word) >= _LEAST_GLUED and _GLUED.fullmatch(word):
        return Said("".join(PLAIN[w] for w in _GLUED_WORD.findall(word)), at + 1)
    return Said("", at + 1)
