"""Years, ages, lengths and weights in a text, however given: in words, as a decade, in another unit.

It serves to tell whether a text gives what is stored otherwise: «5 ft 10» for «178 cm», «three years after 1948», «the
fifties». What is in a currency or a riddle is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from alu.store.text.normalise import visible
from alu.store.text.values.folded import Folded, tokens
from alu.store.text.values.number_words import said_at

__all__ = ["Measure", "ages_in", "in_figures", "measures_in", "numbers_in", "speaks_of_life", "years_in"]

_LIFE = re.compile(
    r"(?<![^\W_])(?:born|births?|birth(?:day|date|place|year)s?|dob|dates? of birth|died|dies|deaths?|"
    r"geboren\w{0,3}|geburt\w{0,12}|gestorben\w{0,3}|starb|née?s?|naissance|naquit|mort[es]?|décès|"
    r"nacid[oa]s?|nació|nacimiento|murió|nascid[oa]s?|nasceu|nascimento|morreu|nascita|nat[oa] (?:nel|il|a)|morì|"
    r"urodz\w{1,8}|zmarł\w?|född|fødd?|født|syntyn\w{1,4}|syntyi|narozen\w?|született|doğ(?:du|um)\w{0,4}|"
    r"родил\w{1,4}|рождени\w|народи\w{1,5}|умер\w{0,3})(?![^\W_])|生まれ|出生|生日|태어|ولد|"
    r"(?<![^\W_])[b*†]\.? ?(?=\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}(?![\d]|[.,]\d)")
_DECADE = re.compile(r"(?<!\d)([12]\d)?([1-9]0)(?:['’]?s\b|er\b)")
_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_DECADE_WORD = re.compile(rf"\b(?:(nineteen|eighteen)[- ])?({'|'.join(_DECADES)})\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?<!\d)([12]\d{3}) ?(?:[-–—]|and|to|or|und|bis|oder|et|ou|y|o) ?([12]\d{3})(?!\d)", re.IGNORECASE
)
_LONGEST_RANGE = 10
"""Years up to which «between 1950 and 1955» says when something was."""
_AFTER = re.compile(
    r"\b(?:(\d{1,2}|an?|one) years? |the year )(after|before|later than|earlier than|prior to) ([12]\d{3})\b"
    r"|(?<!\d)([12]\d{3}) ?(\+) ?(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(\d{1,3})[- ](?:years?[- ]old|year-old|jahre alt|jährig\w{0,2}|ans\b|años\b|anni\b|anos\b|lat\b|jaar oud|år\b)"
    r"|\b(?:aged?|turn(?:ed|s)|im alter von|à l['’]âge de)(?: of)? (\d{1,3})\b(?! ?%)",
    re.IGNORECASE,
)
_ASKS_AGE = re.compile(
    r"\bhow old\b|(?<![^\W_])(?:ages?|aged|alter|wie alt|âge|edad|cuántos años|età|quanti anni|idade|quantos anos"
    r"|leeftijd|hoe oud|wiek|ile (?:ma )?lat|возраст\w{0,2}|сколько (?:ей|ему )?лет|hur gammal|ålder)(?![^\W_])"
    r"|年龄|年齡|多大|几岁|年齢|何歳|나이|몇 살|عمر|उम्र|आयु",
    re.IGNORECASE,
)
_BARE_AGE = re.compile(r"(?<![\w.,/:-])\d{1,3}(?![\w/:-]|[.,]\d)")
_FEET = re.compile(
    r"(?<![\d.])(\d)(?: ?(?:ft|feet|foot)\b\.?|['’′])[ -]?(?:(\d{1,2}) ?(?:inch(?:es)?\b|in\b|[\"”″]|['’′]{2})?)?",
    re.IGNORECASE,
)
_UNITS = {
    **dict.fromkeys(("mm", "millimetre", "millimeter", "millimetres", "millimeters"), ("length", 0.1)),
    **dict.fromkeys(("cm", "centimetre", "centimeter", "centimetres", "centimeters", "zentimeter"), ("length", 1.0)),
    **dict.fromkeys(("m", "metre", "meter", "metres", "meters", "mètres", "metros", "metri"), ("length", 100.0)),
    **dict.fromkeys(("km", "kilometre", "kilometer", "kilometres", "kilometers"), ("length", 100_000.0)),
    **dict.fromkeys(("in", "inch", "inches"), ("length", 2.54)),
    **dict.fromkeys(("ft", "foot", "feet"), ("length", 30.48)),
    **dict.fromkeys(("yd", "yard", "yards"), ("length", 91.44)),
    **dict.fromkeys(("mi", "mile", "miles"), ("length", 160_934.4)),
    **dict.fromkeys(("g", "gram", "grams", "gramm"), ("weight", 0.001)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "kilogrammes"), ("weight", 1.0)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("weight", 0.45359)),
    **dict.fromkeys(("st", "stone", "stones"), ("weight", 6.35029)),
}
"""What a unit measures, and how many centimetres or kilograms it has."""
_MEASURE = re.compile(rf"(?<![\w.,])(\d{{1,6}}(?:[.,]\d{{1,3}})?)[ -]?({'|'.join(sorted(_UNITS, key=len)[::-1])})\b")
_NUMBER = re.compile(r"\d[\d.,'’]*")
_SCALES = {
    **dict.fromkeys(("k", "thousand", "tsd", "tausend", "mille", "mil", "mila", "tusen"), 3),
    **dict.fromkeys(
        ("m", "mn", "mio", "mill", "million", "millions", "millionen", "millones", "milioni", "milhoes"), 6
    ),
    **dict.fromkeys(("b", "bn", "billion", "billions", "mrd", "milliarden", "milliards", "miliardi"), 9),
}
"""Words behind a number that make it larger, and by how many powers of ten."""
_SCALED = re.compile(
    rf"(?<![\w.,])(\d{{1,9}})(?:[.,](\d{{1,3}}))?[ -]?({'|'.join(sorted(_SCALES, key=len)[::-1])})(?!\w)", re.IGNORECASE
)
_TEENS = range(10, 21)


class Measure(NamedTuple):
    """A length or a weight."""

    of: str
    value: float
    """In centimetres or kilograms."""
    off_by: float
    """How far off it may be as it is written: half of its last digit."""

    def may_be(self, other: Measure) -> bool:
        """Tell whether both may be one and the same."""
        return self.of == other.of and abs(self.value - other.value) <= self.off_by + other.off_by


def speaks_of_life(text: str) -> bool:
    """Tell whether a text speaks of a birth or a death, in whatever language: «born», «geboren», «BIRTH_YEAR».

    Example:
        >>> from alu.store.text.values.quantities import speaks_of_life
        >>> speaks_of_life("BIRTH_YEAR = 1951"), speaks_of_life("The inn of Bornholm")
        (True, False)
    """
    return any(_LIFE.search(one) for one in (text, visible(text)))  # «né» is a word for birth, «ne» is none


def in_figures(text: str) -> str:
    """Return a text, as it is seen, with the numbers that it has in words in figures.

    Example:
        >>> from alu.store.text.values.quantities import in_figures
        >>> in_figures("She had seventy-six geese in nineteen fifty-one, and one goat.")
        'She had 76 geese in 1951, and 1 goat.'
    """
    shown = visible(text)
    folded = Folded(shown)
    words, parts, done, at = list(tokens(folded.text)), list[str](), 0, 0
    while at < len(words):
        said = None if words[at].text.isdigit() else said_at(words, at)
        if said is None:
            at += 1
            continue
        more = said_at(words, said.end) if int(said.digits) in _TEENS and said.end < len(words) else None
        joined = more is not None and len(more.digits) == 2 and words[said.end].start - words[said.end - 1].end <= 1
        number, end = (said.digits + more.digits, more.end) if more and joined else said
        first, last = folded.span(words[at].start, words[end - 1].end)
        parts += [shown[done:first], number]
        done, at = last, end
    return "".join([*parts, shown[done:]])


def numbers_in(figures: str) -> frozenset[str]:
    """Return the numbers of a text `in_figures`, without what sets their thousands apart, and those shortened whole.

    Example:
        >>> from alu.store.text.values.quantities import numbers_in
        >>> sorted(numbers_in("84,500 geese and 3 goats.")), "3400000" in numbers_in("about 3.4m kroner")
        (['3', '84500'], True)
    """
    found = {re.sub(r"\D", "", one) for one in _NUMBER.findall(figures)}
    return frozenset(found | {_whole(m) for m in _SCALED.finditer(figures)})


def _whole(scaled: re.Match[str]) -> str:
    """Return «3.4m» in figures: a number with more decimals than zeros loses the rest."""
    whole, decimals, scale = scaled[1], scaled[2] or "", _SCALES[scaled[3].lower()]
    return whole + decimals[:scale].ljust(scale, "0")


def years_in(figures: str) -> frozenset[int]:
    """Return the years that a text `in_figures` gives, also as a decade, a range or next to another year.

    Example:
        >>> from alu.store.text.values.quantities import years_in
        >>> sorted(years_in("born 3 years after 1948")), len(years_in("in the early 1950s"))
        ([1948, 1951], 10)
    """
    found = {int(year) for year in _YEAR.findall(figures)}
    found |= {start + n for start in _decades(figures) for n in range(10)}
    for first, last in _BETWEEN.findall(figures):
        if 0 <= int(last) - int(first) <= _LONGEST_RANGE:
            found |= {*range(int(first), int(last) + 1)}
    return frozenset(found | {*_next_to_years(figures)})


def _decades(text: str) -> Iterator[int]:
    for century, tens in _DECADE.findall(text):
        yield 100 * int(century or 19) + int(tens)
    for century, word in _DECADE_WORD.findall(text):
        yield (1800 if century.lower() == "eighteen" else 1900) + 20 + 10 * _DECADES.index(word.lower())


def _next_to_years(text: str) -> Iterator[int]:
    for many, way, year, other, _, more in _AFTER.findall(text):
        count = int(many) if many.isdigit() else 1
        if year:
            yield int(year) + (count if way.lower() in ("after", "later than") else -count)
        else:
            yield int(other) + int(more)


def ages_in(figures: str, asked: str = "") -> frozenset[int]:
    """Return the ages that a text `in_figures` gives of somebody; any number of years that answers «how old».

    Args:
        figures: the text.
        asked: what it answers.

    Example:
        >>> from alu.store.text.values.quantities import ages_in
        >>> sorted(ages_in("a 75-year-old who turned 49 in 2000")), sorted(ages_in("She is 65.", "How old is she?"))
        ([49, 75], [65])
    """
    bare = map(int, _BARE_AGE.findall(figures)) if _ASKS_AGE.search(asked) else ()
    return frozenset([*(int(one or other) for one, other in _AGE.findall(figures)), *bare])


def measures_in(figures: str) -> tuple[Measure, ...]:
    """Return the lengths and weights that a text `in_figures` gives.

    Example:
        >>> from alu.store.text.values.quantities import measures_in
        >>> metric, imperial = measures_in("1.78 m, or 5 ft 10 in")
        >>> metric.may_be(imperial), metric.may_be(measures_in("5 ft 2")[0])
        (True, False)
    """
    low = figures.lower()
    feet = [m for m in _FEET.finditer(low) if m[2] or "f" in m.group()]
    found = [
        Measure("length", 30.48 * int(m[1]) + 2.54 * int(m[2] or 0), 0.5 * (2.54 if m[2] else 30.48)) for m in feet
    ]
    for m in _MEASURE.finditer(_FEET.sub(" ", low)):
        of, unit = _UNITS[m[2]]
        whole, _, decimals = m[1].replace(",", ".").partition(".")
        thousands = "," in m[1] and len(decimals) == 3
        value = float(whole + decimals) if thousands else float(f"{whole}.{decimals or 0}")
        found.append(Measure(of, value * unit, 0.5 * unit * 10.0 ** -(0 if thousands else len(decimals))))
    return tuple(found)
