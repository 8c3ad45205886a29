"""Dates in figures and words, as ISO dates; both readings if day and month are ambiguous."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from alu.store.text.normalise import normalise
from alu.store.text.values.ordinals import ORDINALS, ROMAN

__all__ = ["FoundDate", "dates", "days", "has_date"]

_MONTHS = (
    "january jan januar janvier enero gennaio janeiro januari января stycznia ocak जनवरी يناير|"
    "february feb februar fevrier febrero febbraio fevereiro februari февраля lutego subat फरवरी فبراير|"
    "march mar marz maerz mars marzo marco maart марта marca mart मार्च مارس|"
    "april apr avril abril aprile апреля kwietnia nisan अप्रैल ابريل أبريل|"
    "may mai mayo maggio maio mei maj мая maja mayis मई مايو|"
    "june jun juni juin junio giugno junho июня czerwca haziran जून يونيو|"
    "july jul juli juillet julio luglio julho июля lipca temmuz जुलाई يوليو|"
    "august aug aout agosto augustus augusti августа sierpnia agustos अगस्त اغسطس أغسطس|"
    "september sep sept septembre septiembre settembre setembro сентября wrzesnia eylul सितंबर सितम्बर سبتمبر|"
    "october oct oktober okt octobre octubre ottobre outubro октября pazdziernika ekim अक्टूबर अक्तूबर اكتوبر أكتوبر|"
    "november nov novembre noviembre novembro ноября listopada kasim नवंबर नवम्बर نوفمبر|"
    "december dec dezember dez decembre diciembre dicembre dezembro декабря grudnia aralik दिसंबर दिसम्बर ديسمبر"
)
_NUMBERS = {normalise(name): n for n, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_ROMAN = {numeral: month for month, numeral in enumerate(ROMAN[:12], 1)}
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WRITTEN_MONTH = "|".join(sorted({*_NUMBERS, *_MONTHS.replace("|", " ").split()}, key=len, reverse=True))
"""The same in a text that is not folded."""
_BEGIN, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""The edges of a word, which may end with a vowel sign, behind which there is no `\\b`."""
_ORDINALS = {word: n for n, word in enumerate(ORDINALS, 1)} | {"thirtieth": 30}
_ORDINALS |= {f"twenty{mark}{word}": n for mark in "- " for n, word in enumerate(ORDINALS[:9], 21)}
_ORDINALS |= {f"thirty{mark}first": 31 for mark in "- "}
_DAY = rf"(\d{{1,2}}|\b(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b)(?:st|nd|rd|th|er|o)?"
_LINK = r"[\s,.\-/]{0,3}(?:(?:of|the|de|del|den|in)\b\s{0,2})?"
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:([-/. ])(\d{1,2})\2(\d{1,2})|年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日)(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})( ?[-/.] ?| )(\d{1,2})\2(\d{4}|\d{2})(?![\d]|\.\d)")
_PLAIN = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?!\d)")
_DAY_MONTH = re.compile(rf"(?<!\d){_DAY}{_LINK}{_BEGIN}({_MONTH}){_END}{_LINK}(\d{{4}})(?!\d)")
_MONTH_DAY = re.compile(rf"{_BEGIN}({_MONTH}){_END}{_LINK}{_DAY}{_LINK}(\d{{4}})(?!\d)")
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}}){_LINK}{_BEGIN}({_MONTH}){_END}{_LINK}{_DAY}(?!\d)")
_POINTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(?:\d{4}|\d{2})(?!\d)")
_DAY_AND_MONTH = re.compile(r"(?:\b(?:am|vom|zum|den|der|ab|bis)|[*|]) ?(\d{1,2})\. ?(\d{1,2})\.(?!\d)")
"""A day without a year: «am 3.7.»."""
_ROMAN_MONTH = re.compile(r"(?<!\d)(\d{1,2})[-/. ]{1,2}([ivx]{1,4})[-/. ]{1,2}(\d{4})(?!\d)")
_DAY_OF = re.compile(rf"(?<!\d){_DAY}{_LINK}{_BEGIN}({_MONTH}){_END}")
_OF_DAY = re.compile(rf"{_BEGIN}({_MONTH}){_END}{_LINK}{_DAY}(?!\d)")
_FIELD = re.compile(r"\b(year|month|day)\b[\"']?\s{0,3}[:=|]\s{0,3}[\"']?(\w{1,9})")
_POSSIBLE = re.compile(rf"\d{{8}}|\d ?[-/. ] ?[\divx]|\d年|\byear\b|{_BEGIN}(?:{_MONTH}){_END}")
_YEAR_LIKE = re.compile(r"\d(?:\d{3}|[ ]?[-/.][ ]?\d{2}(?!\d))")
_WHOLE = re.compile(
    r"\d(?:\d{7}| ?[-/. ] ?(?:\d{1,2}|[ivxIVX]{1,4}) ?[-/. ] ?\d|年"
    rf"|\W{{1,3}}(?:\w{{2,3}}\W{{1,3}})?(?:{_WRITTEN_MONTH}))",
    re.IGNORECASE,
)
"""What a whole date has that begins with a figure: three parts by marks, or a month behind it."""
_LABEL = re.compile(r"\byear\b", re.IGNORECASE)
_BEFORE_FIGURE = re.compile(r"[^\W\d_]\W{1,3}\d")
_MONTH_ENDS = re.compile(rf"(?:{_WRITTEN_MONTH})\Z", re.IGNORECASE)
_LONGEST_MONTH = max(map(len, _WRITTEN_MONTH.split("|")))
_NAMES = re.compile(rf"{_BEGIN}(?:{_MONTH}){_END}")


class FoundDate(NamedTuple):
    """A date in a folded text: its ISO form, two where day and month may be either."""

    keys: tuple[str, ...]
    start: int
    end: int


def has_date(text: str) -> bool:
    """Tell at once of most texts that no whole date is in them."""
    if not _YEAR_LIKE.search(text):
        return False
    return bool(_WHOLE.search(text) or _LABEL.search(text)) or any(map(_is_month, _BEFORE_FIGURE.finditer(text)))


def _is_month(letter: re.Match[str]) -> bool:
    """Tell whether a month ends with a letter before a figure; to look for letters first is faster."""
    end = letter.start() + 1
    return _MONTH_ENDS.search(letter.string[max(0, end - _LONGEST_MONTH) : end]) is not None


def dates(folded: str) -> list[FoundDate]:
    """Return the full dates of a folded text, by place; a year that has two digits is of either century."""
    if not _POSSIBLE.search(folded):
        return []
    found = [FoundDate(keys, m.start(), m.end()) for keys, m in _read(folded) if keys]
    return sorted(found + list(_fields(folded)), key=lambda d: d.start)


def days(folded: str) -> frozenset[tuple[int, int]]:
    """Return month and day of the dates of a folded text, with a year or without; in figures alone behind «am».

    With points the day comes first, with slashes either may.

    Example:
        >>> from alu.store.text.values.dates import days
        >>> days("on may 3rd, on 12. januar 1951, and on the twenty-first of june") == {(5, 3), (1, 12), (6, 21)}
        True
        >>> sorted(days("geburtsdatum: 03.07.1968")), sorted(days("am 24.12., um 18.30 uhr"))
        ([(7, 3)], [(12, 24)])
    """
    found = {(_NUMBERS[month], _number(day)) for day, month in _DAY_OF.findall(folded)}
    found |= {(_NUMBERS[month], _number(day)) for month, day in _OF_DAY.findall(folded)}
    whole = (key for one in dates(folded) for key in one.keys if not _is_pointed(folded, one))
    found |= {(int(key[5:7]), int(key[8:10])) for key in whole}
    pointed = ((int(m[2]), int(m[1])) for p in (_POINTED, _DAY_AND_MONTH) for m in p.finditer(folded))
    return frozenset(found.union((month, day) for month, day in pointed if 1 <= month <= 12 and 1 <= day <= 31))


def _is_pointed(folded: str, one: FoundDate) -> bool:
    return _POINTED.match(folded, one.start) is not None


def _read(folded: str) -> Iterator[tuple[tuple[str, ...], re.Match[str]]]:
    for m in _YEAR_FIRST.finditer(folded):
        yield _iso([(m[1], m[3] or m[5], m[4] or m[6])]), m
    for m in _YEAR_LAST.finditer(folded):
        if len(m[4]) == 4 or m[2].strip():
            yield _iso((year, *order) for year in _years(m[4]) for order in ((m[1], m[3]), (m[3], m[1]))), m
    for m in _PLAIN.finditer(folded):
        yield _iso([m.groups()]), m
    for m in _ROMAN_MONTH.finditer(folded):
        yield _iso([(m[3], str(_ROMAN.get(m[2], 0)), m[1])]), m
    if _NAMES.search(folded):
        yield from _named(folded)


def _named(folded: str) -> Iterator[tuple[tuple[str, ...], re.Match[str]]]:
    for pattern, year, month, day in ((_DAY_MONTH, 3, 2, 1), (_MONTH_DAY, 3, 1, 2), (_YEAR_MONTH, 1, 2, 3)):
        for m in pattern.finditer(folded):
            yield _iso([(m[year], str(_NUMBERS[m[month]]), m[day])]), m


def _fields(folded: str) -> Iterator[FoundDate]:
    """Yield dates of which year, month and day are three labelled fields in a row."""
    if "year" not in folded:
        return
    fields = list(_FIELD.finditer(folded))
    for (a, b), (_, c) in pairwise(pairwise(fields)):
        values = {m[1]: m[2] for m in (a, b, c)}
        if len(values) == 3 and c.start() - a.end() < 80:
            month = str(_NUMBERS.get(values["month"], values["month"]))
            if keys := _iso([(values["year"], month, values["day"])]):
                yield FoundDate(keys, a.start(), c.end())


def _number(written: str) -> int:
    return _ORDINALS.get(written) or int(written)


def _years(written: str) -> tuple[str, ...]:
    return (written,) if len(written) == 4 else ("19" + written, "20" + written)


def _iso(candidates: Iterable[Iterable[str | None]]) -> tuple[str, ...]:
    """Return the ISO form of those of (year, month, day) that are dates."""
    found: dict[str, None] = {}
    for candidate in candidates:
        try:
            found[date(*(_number(part or "0") for part in candidate)).isoformat()] = None
        except ValueError:
            continue
    return tuple(found)
