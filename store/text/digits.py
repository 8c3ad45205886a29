"""Digits in every notation: runs of digits, words for digits, and what may stand between the parts of one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alu.store.text.folded import Token, runs_of_letters

__all__ = ["SPOKEN", "Group", "chains", "figures", "groups", "joins", "luhn", "may_have_digits", "tells_parts", "tight"]

_UNITS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier funf sechs sieben acht neun",
    "fr": "zero un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_NAMES = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: str(n) for n, word in enumerate(_TENS_NAMES.split(), 2)}
_WORDS = {
    **{word: str(n) for units in _UNITS.values() for n, word in enumerate(units.split())},
    **{word: str(n) for n, word in enumerate(_TEENS.split(), 10)},
    **dict.fromkeys(("oh", "o", "nought", "naught"), "0"),
    **{"zwo": "2", "fuenf": "5", "ein": "1", "eine": "1"},
}
SPOKEN = r"(?:{0}){{4}}|\b(?:{0})\W{{1,3}}(?:{0}|double|triple|treble)\b".format(
    "|".join(sorted({w for w in _WORDS if len(w) > 1}))
)
"""A regular expression of two words for digits in a row, or of four in one word."""
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SAID = frozenset((*_WORDS, *_TENS, *_TIMES))
_GLUED_WORD = re.compile("|".join(sorted((w for w in _WORDS if len(w) > 2), key=len, reverse=True)))
_GLUED = re.compile(f"(?:{_GLUED_WORD.pattern}){{3,}}")
_LEAST_GLUED = 9
_FILLER = (
    "dash|hyphen|minus|dot|point|period|space|slash|comma|then|and|area|code|number|digits|prefix|exchange|line|"
    "followed|by|strich|leerzeichen|tiret|guion|punto|punkt|y|et|und"
)
_TIGHT = re.compile(r"[ \t]?[-.()/_·',]{0,2}[ \t]?")
_LOOSE = re.compile(
    rf"""(?:[^\w+=*<>$%^&\\]|_|\*\*|\b(?:{_FILLER})\b|"[a-z_\ ]{{1,24}}"\s?:|</?[a-z][^<>]{{0,40}}>"""
    r"""|%2[0d]|&\#?[0-9a-z]{1,8};|\\u[0-9a-f]{4}|\\.)*""",
    re.VERBOSE,
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
    times, tens, last, begin = 1, False, -2, 0
    for text, start, end in [t for t in words if t[0] < ":" or t[0] in _SAID or len(t[0]) >= _LEAST_GLUED]:
        near, digits = start - last <= 1, text if text < ":" else _spoken(text)
        if tens and near and len(digits) == 1 and digits != "0" and text > ":":
            found[-1] = Group(found[-1].digits[0] + digits, found[-1].start, end)
        elif digits:
            many = times if near and len(digits) == 1 else 1
            found.append(Group(digits * many, start if many == 1 else begin, end))
        times, tens, last, begin = _TIMES.get(text, 1), text in _TENS, end, start
    return found


def may_have_digits(folded: str) -> bool:
    """Tell whether a folded text may hold any of `groups`: a digit, a word for one, or an escape, that may be one."""
    if _WRITTEN.search(folded):
        return True
    written = runs_of_letters(folded)
    return not _SAID.isdisjoint(written) or any(len(w) >= _LEAST_GLUED and _GLUED.fullmatch(w) for w in written)


def tight(gap: str) -> bool:
    """Tell whether what is between two groups is a separator as numbers are grouped with."""
    return len(gap) <= 3 and gap != ", " and _TIGHT.fullmatch(gap) is not None


def joins(gap: str) -> bool:
    """Tell whether two groups with `gap` between them may be parts of one number: no other word, no sum."""
    return len(gap) <= _LONGEST_GAP and _LOOSE.fullmatch(gap) is not None


def tells_parts(gap: str) -> bool:
    """Tell whether the words between two groups say that they are parts of one number: no sum, and not far apart."""
    return len(gap) <= _LONGEST_TOLD and _PART.search(gap) is not None and not _SUM.search(gap)


def figures(found: Sequence[Group]) -> list[Group]:
    """Return the groups of two figures or more: where parts are given, words count them («the next four are 5678»)."""
    return [g for g in found if len(g.digits) == g.end - g.start > 1]


def chains(found: Sequence[Group], folded: str) -> Iterator[list[Group]]:
    """Yield runs of groups that are written as one number: by tight separators, or digit by digit with any."""
    chain: list[Group] = []
    for group in found:
        if chain and not _continues(chain, group, folded[chain[-1].end : group.start]):
            yield chain
            chain = []
        chain.append(group)
    if chain:
        yield chain


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of ISO/IEC 7812 that cards carry."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _continues(chain: Sequence[Group], group: Group, gap: str) -> bool:
    single = len(group.digits) == len(chain[-1].digits) == 1
    spoken = all(len(g.digits) != g.end - g.start for g in (group, chain[-1]))
    return tight(gap) or ((single or spoken) and joins(gap))


def _spoken(word: str) -> str:
    if digits := _WORDS.get(word) or (_TENS[word] + "0" if word in _TENS else ""):
        return digits
    if len(word) >= _LEAST_GLUED and _GLUED.fullmatch(word):
        return "".join(_WORDS[w] for w in _GLUED_WORD.findall(word))
    return ""
