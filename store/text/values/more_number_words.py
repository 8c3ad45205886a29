"""Numbers in words of further languages: Dutch, Swedish, Polish, Russian, Ukrainian, Turkish, Hindi, Arabic and so on.

Digit by digit in all of them; below a thousand in those that build their numbers of few words. A word that is common in
another language stands for no number by itself: not the Swedish «en», not the Turkish «on», which is ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

from alu.store.text.values.folded import Folded, tokens

__all__ = ["FURTHER_DIGITS", "UNSPACED_DIGIT", "further_numbers", "unspaced_digits"]


class _Language(NamedTuple):
    """The words of a language for numbers; those of one kind parted by blanks, variants by `/`."""

    units: str
    teens: str = ""
    tens: str = ""
    joins: tuple[str, ...] = ("{ten} {unit}",)
    """How tens and units are put together."""
    hundreds: str = ""
    follows: str = " "
    """What stands between hundreds and the rest."""


_LANGUAGES = (
    _Language(
        "nul een twee drie vier vijf zes zeven acht negen",
        "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        ("{unit}en{ten}", "{unit} en {ten}"),
        "honderd tweehonderd driehonderd vierhonderd vijfhonderd zeshonderd zevenhonderd achthonderd negenhonderd",
        "",
    ),
    _Language(
        "noll ett två tre fyra fem sex sju åtta nio",
        "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
        ("{ten}{unit}", "{ten} {unit}"),
        "etthundra/hundra tvåhundra trehundra fyrahundra femhundra sexhundra sjuhundra åttahundra niohundra",
        "",
    ),
    _Language(
        "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
        "dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście "
        "siedemnaście osiemnaście dziewiętnaście",
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
        hundreds="sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
    ),
    _Language(
        "ноль/нуль один/одна два/две три четыре пять шесть семь восемь девять",
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать "
        "семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
        hundreds="сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    ),
    _Language(
        "нуль один/одна два/дві три чотири п'ять шість сім вісім дев'ять",
        "десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять "
        "сімнадцять вісімнадцять дев'ятнадцять",
        "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
        hundreds="сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
    ),
    _Language(
        "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
        "- onbir oniki onüç ondört onbeş onaltı onyedi onsekiz ondokuz",
        "yirmi otuz kırk elli altmış yetmiş seksen doksan",
        ("{ten} {unit}", "{ten}{unit}"),
        "yüz ikiyüz üçyüz dörtyüz beşyüz altıyüz yediyüz sekizyüz dokuzyüz",
    ),
    _Language("शून्य/ज़ीरो/जीरो एक दो तीन चार पाँच/पांच छह/छः/छे सात आठ नौ"),
    _Language(
        "صفر واحد/واحدة اثنان/اثنين/إثنان/اثنتان ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست "
        "سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع",
        "عشرة - - - - - - - - -",
        "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين تسعون/تسعين",
        ("{unit} و{ten}", "{unit} و {ten}"),
    ),
    _Language("אפס אחת/אחד שתיים/שניים שלוש/שלושה ארבע/ארבעה חמש/חמישה שש/שישה שבע/שבעה שמונה תשע/תשעה"),
)
_KANA = "ぜろ/れい/まる いち に さん よん/し ご ろく なな/しち はち きゅう/く"
_KATAKANA = "ゼロ/レイ/マル イチ ニ サン ヨン ゴ ロク ナナ/シチ ハチ キュウ"
_HANGUL = "영/공 일 이 삼 사 오 육/륙 칠 팔 구"


def _listed(words: str) -> list[list[str]]:
    return [word.split("/") for word in words.split()]


def _digits(*units: str) -> dict[str, str]:
    return {word: str(n) for words in units for n, forms in enumerate(_listed(words)) for word in forms}


_UNSPACED = _digits(_KANA, _KATAKANA, _HANGUL)
UNSPACED_DIGIT: Final = "|".join(sorted(_UNSPACED, key=len, reverse=True))
"""A regular expression of the Japanese and Korean words for digits, which are written without blanks."""
_ONE_UNSPACED, _ALL_UNSPACED = re.compile(UNSPACED_DIGIT), re.compile(f"(?:{UNSPACED_DIGIT})++")


def unspaced_digits(word: str) -> str:
    """Return the digits that a run of Japanese or Korean letters says, and nothing where it says anything else.

    Example:
        >>> from alu.store.text.values.more_number_words import unspaced_digits
        >>> unspaced_digits("ぜろななきゅう"), unspaced_digits("공일공"), unspaced_digits("いちご")
        ('079', '010', '15')
    """
    if not _ALL_UNSPACED.fullmatch(word):
        return ""
    return "".join(_UNSPACED[digit] for digit in _ONE_UNSPACED.findall(word))


def further_numbers() -> Iterator[tuple[list[str], str]]:
    """Yield the words of numbers, as `tokens` parts them in a folded text, and their digits."""
    for language in _LANGUAGES:
        for written, number in _numbers(language):
            yield [token.text for token in tokens(Folded(written).text)], number


def _numbers(language: _Language) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a language up to 999, as far as it has words for them; a lone hundred is often no number."""
    below = {n: [*forms] for n, forms in _below_hundred(language)}
    yield from ((form, str(n)) for n, forms in below.items() for form in forms)
    for hundred, names in enumerate(_listed(language.hundreds), 1):
        for name, (rest, forms) in product(names, [(0, [""]), *((n, f) for n, f in below.items() if n)]):
            if (hundred, rest) != (1, 0):
                yield from ((name + gap + form, str(100 * hundred + rest)) for form in forms for gap in _gaps(language))


def _gaps(language: _Language) -> set[str]:
    return {language.follows, " "}


def _below_hundred(language: _Language) -> Iterator[tuple[int, list[str]]]:
    units = _listed(language.units)
    yield from ((n, forms) for n, forms in enumerate([*units, *_listed(language.teens)]) if forms != ["-"])
    for ten, names in enumerate(_listed(language.tens), 2):
        yield 10 * ten, names
        for unit, words in enumerate(units[1:], 1):
            parts = product(language.joins, names, words)
            yield 10 * ten + unit, [join.format(ten=name, unit=word) for join, name, word in parts]


FURTHER_DIGITS: Final[Mapping[str, str]] = {
    Folded(word).text: digit for word, digit in _digits(*(language.units for language in _LANGUAGES)).items()
}
"""Words for one digit, folded."""
