"""Whether signs stand for letters: they recur as often as letters do, unlike words and numbers.

Of two letters of a text one in fifteen pairs is alike, in whatever language and by whatever they are replaced
(Friedman's index of coincidence, 1922). Of two numbers of a list, or two Han characters of a sentence, hardly any is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from alu.store.readability import (
    KNOWN_PAIRS_SHARE,
    LETTER_COINCIDENCE,
    MAX_LETTER_COINCIDENCE,
    MIN_STAND_IN_KINDS,
    MIN_STAND_INS,
)
from alu.store.text.vocabulary import languages_of

__all__ = ["has_letters_in_numbers", "has_letters_in_syllables", "recurs_as_letters"]

_NUMBER = re.compile(r"\d+")
_OTHER = re.compile(r"(?<!\S)[^\w\s]*+\d++[.,/-]\d++[^\w\s]*+(?!\S)|(?<!\S)(?=\S*[^\W\d_])\S++")
"""A number with a fraction or a second part, and what has letters: neither stands for one."""
_BLOCK = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
"""A Han character, or a Korean syllable."""
_BLOCKS = re.compile("[\u3400-\u9fff\uac00-\ud7a3]+")


def recurs_as_letters(signs: Sequence[str]) -> bool:
    """Tell whether signs come again as often as the letters of a language do, and are as many different ones.

    Example:
        >>> from alu.store.text.readability.stand_ins import recurs_as_letters
        >>> recurs_as_letters("the keeper of the light at skerrow"), recurs_as_letters("abcdefghijklmnopqrstuvwxyz")
        (True, False)
    """
    counts = Counter(signs)
    if len(signs) < MIN_STAND_INS or len(counts) < MIN_STAND_IN_KINDS:
        return False
    alike = sum(n * (n - 1) for n in counts.values()) / (len(signs) * (len(signs) - 1))
    return LETTER_COINCIDENCE <= alike <= MAX_LETTER_COINCIDENCE


def has_letters_in_numbers(text: str) -> bool:
    """Tell whether the numbers of `text`, or their digits two by two, come again as letters do.

    Example:
        >>> from alu.store.text.readability.stand_ins import has_letters_in_numbers
        >>> has_letters_in_numbers("74 20 83 44 23 58 44 20 94 94 63 83 23 87 91 22 87 19 86 16 92 94 87 87")
        True
        >>> has_letters_in_numbers("1 1 2 3 5 8 13 21 34 55 89 144 233 377 610 987 1597 2584")
        False
    """
    return any(map(recurs_as_letters, _numbers(_OTHER.sub("", text))))


def _numbers(text: str) -> Iterator[Sequence[str]]:
    """Yield numbers as they stand, and their digits two by two: of each, also over the ends of lines, and of all."""
    runs = _NUMBER.findall(text)
    digits = "".join(runs)
    if len(digits) < 2 * MIN_STAND_INS:
        return
    if all(len(run) > 1 for run in runs):
        yield runs
    yield [pair for run in runs for pair in _pairs(run)]
    if "\n" in text:
        yield [pair for run in _NUMBER.findall(text.replace("\n", "")) for pair in _pairs(run)]
    yield _pairs(digits)
    yield _pairs(digits[1:])


def _pairs(digits: str) -> list[str]:
    return [digits[n : n + 2] for n in range(0, len(digits) - 1, 2)]


def has_letters_in_syllables(text: str) -> bool:
    """Tell whether the Han characters or Korean syllables of `text` come again as letters do, and are in few words.

    Example:
        >>> from alu.store.text.readability.stand_ins import has_letters_in_syllables
        >>> has_letters_in_syllables("丄三丑世 丌丙 世丐三 丏丈丕三丏丄丌丌 丞丈 丕丄世丌丄 丙丌?东丄业")
        True
        >>> has_letters_in_syllables("北京大学和清华大学哪个大学比较大？你觉得哪个大学比较好？")
        False
    """
    if text.isascii() or not recurs_as_letters(_BLOCK.findall(text)):
        return False
    pairs = [run[n : n + 2] for run in _BLOCKS.findall(text) for n in range(len(run) - 1)]
    return sum(bool(languages_of(pair)) for pair in pairs) < KNOWN_PAIRS_SHARE * max(1, len(pairs))
