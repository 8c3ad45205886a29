"""Numbers up to 999 in words: «seventy-six», «quatre-vingt-quatre», «fünfundfünfzig», «settantadue».

A table for each of six languages; the words are folded, without accents. `more_number_words` has others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from alu.store.text.values.folded import Token
from alu.store.text.values.more_number_words import further_numbers

__all__ = ["PLAIN", "Said", "in_words", "said_at", "starters"]

_UNITS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier funf sechs sieben acht neun",
    "fr": "zero un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "pt": "zero um dois tres quatro cinco seis sete oito nove",
}
_OTHERS = {
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "zwo": "2",
    "fuenf": "5",
    "ein": "1",
    "eine": "1",
    "meia": "6",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "pt": "dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove",
}
PLAIN: Final[Mapping[str, str]] = {
    **{word: str(n) for units in _UNITS.values() for n, word in enumerate(units.split())},
    **{word: str(n) for n, word in enumerate(_TEENS["en"].split(), 10)},
    **_OTHERS,
}
"""Words that stand for a digit, and the English ones up to nineteen."""
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante huitante nonante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_HUNDREDS = {
    "es": "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "pt": "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
}
_ROUND = {"es": "cien", "pt": "cem"}
"""A hundred with nothing behind it."""
_RESPELT = {
    "de": (("funf", "fuenf"), ("zwolf", "zwoelf")),
    "pt": (("dezesseis", "dezasseis"), ("dezessete", "dezassete")),
}


class Said(NamedTuple):
    """A number in words."""

    digits: str
    end: int
    """One after the last of its words."""


def said_at(words: Sequence[Token], at: int) -> Said | None:
    """Return the longest number whose words stand next to one another from word `at` on."""
    node, found, last = _tree(), None, at
    while last < len(words) and (last == at or words[last].start - words[last - 1].end <= 1):
        inner = node.inner.get(words[last].text)
        if inner is None:
            break
        node, last = inner, last + 1
        if node.digits:
            found = Said(node.digits, last)
    return found


@cache
def in_words(number: int) -> str:
    """Return a number below 100 in English words.

    Example:
        >>> from alu.store.text.values.number_words import in_words
        >>> in_words(5), in_words(51)
        ('five', 'fifty-one')
    """
    return _below_hundred("en")[number][0].replace(" ", "-")


@cache
def starters() -> frozenset[str]:
    """Return the words that numbers begin with."""
    return frozenset(_tree().inner)


class _Node:
    """What may follow some words of a number."""

    __slots__ = ("digits", "inner")

    def __init__(self) -> None:
        self.inner: dict[str, _Node] = {}
        self.digits = ""


@cache
def _tree() -> _Node:
    root = _Node()
    for words, number in _all():
        node = root
        for word in words:
            node = node.inner.setdefault(word, _Node())
        node.digits = node.digits or number
    return root


def _all() -> Iterator[tuple[list[str], str]]:
    """Yield the words of all numbers, and their digits; «cent» by itself is a coin."""
    yield from further_numbers()
    yield from (([word], digit) for word, digit in _OTHERS.items())
    for language in _UNITS:
        below = _below_hundred(language)
        numbers = [*((written, str(n)) for n, forms in below.items() for written in forms), *_hundreds(language, below)]
        for written, number in numbers:
            for form in {written, *(written.replace(*pair) for pair in _RESPELT.get(language, ()))}:
                yield form.replace("-", " ").split(), number


def _below_hundred(language: str) -> dict[int, list[str]]:
    """Return how the numbers below 100 are written."""
    units, tens = _UNITS[language].split(), _TENS[language].split()
    found = {n: [word] for n, word in enumerate((*units, *_TEENS[language].split()))}
    for ten, name in enumerate(tens, 2):
        found[10 * ten] = [name]
        for unit, word in enumerate(units[1:], 1):
            found[10 * ten + unit] = list(_tens_and_unit(language, name, unit, word))
    if language == "fr":
        _twenties(found)
    return found


def _tens_and_unit(language: str, ten: str, unit: int, word: str) -> Iterator[str]:
    if language == "de":
        yield ("ein" if unit == 1 else word) + "und" + ten
    elif language == "it":
        yield (ten[:-1] if unit in (1, 8) else ten) + word
    elif language == "es" and ten == "veinte":
        yield "veinti" + word
    elif language in ("es", "pt"):
        yield f"{ten} {'y' if language == 'es' else 'e'} {word}"
    else:
        yield f"{ten} {word}"
        if language == "fr" and unit == 1:
            yield f"{ten} et un"


def _twenties(found: dict[int, list[str]]) -> None:
    """Add the French numbers that count in twenties: «soixante-douze», «quatre-vingt-quatre»."""
    for low in range(20):
        word = found[low][0]
        if low >= 10:
            found[60 + low].append(f"soixante {word}")
        found[80 + low] = (
            [*found[80 + low], f"quatre vingt {word}"] if low else [*found[80], "quatre vingts", "quatre vingt"]
        )
    found[71].append("soixante et onze")


def _hundreds(language: str, below: Mapping[int, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the numbers from 100 on."""
    for hundred, rest in product(range(1, 10), range(100)):
        if (hundred, rest) != (1, 0):
            for head in _hundred(language, hundred, rest):
                for tail in below[rest] if rest else ("",):
                    yield from ((form, str(100 * hundred + rest)) for form in _joined(language, head, tail))
    if language in _ROUND:
        yield _ROUND[language], "100"


def _hundred(language: str, hundred: int, rest: int) -> Iterator[str]:
    """Yield how the hundreds of a number are written, before its `rest`."""
    unit = _UNITS[language].split()[hundred]
    if language in _HUNDREDS:
        yield _HUNDREDS[language].split()[hundred - 1]
    elif language == "fr":
        yield from (["cent"] if hundred == 1 else [f"{unit} cent", f"{unit} cents"][: 1 if rest else 2])
    elif language == "it":
        yield "cento" if hundred == 1 else unit + "cento"
    elif language == "de":
        yield from ("hundert", "einhundert") if hundred == 1 else (unit + "hundert",)
    else:
        yield f"{unit} hundred"


def _joined(language: str, head: str, tail: str) -> Iterator[str]:
    """Yield hundreds and what follows them, as they are written together."""
    if not tail or language in ("de", "it"):
        yield head + tail
    else:
        yield f"{head} e {tail}" if language == "pt" else f"{head} {tail}"
        if language == "en":
            yield f"{head} and {tail}"
