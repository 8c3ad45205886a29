"""Whether a text consists of words of ordinary sentences, as decoded texts and plain answers do."""

from __future__ import annotations

from collections import Counter

from alu.store.readability import MIN_OPEN_SHARE, OPEN_NATS, SAID_LETTERS, SAID_SHARE
from alu.store.text.vocabulary import information, languages_of
from alu.store.text.words import is_unspaced, words

__all__ = ["is_said", "says_more"]


def says_more(text: str, reading: str) -> bool:
    """Tell whether what a reading of `text` has more is words mostly: letters fall into short ones by chance.

    Example:
        >>> from alu.store.text.readability.plain_words import says_more
        >>> says_more("Read: jung vf ure cubar ahzore", "Read: what is her phone number")
        True
        >>> says_more("Read: UoghcvozdRwrKjc", "Read: as vs a ben aus ghovw did pla hot sag")
        False
    """
    new = Counter(words(reading)) - Counter(words(text))
    letters = sum(len(word) * times for word, times in new.items())
    said = sum(len(word) * times for word, times in new.items() if _is_long(word))
    return said >= SAID_SHARE * letters


def is_said(text: str) -> bool:
    """Tell whether a text has words that sentences are made of, as often as sentences have some.

    Example:
        >>> from alu.store.text.readability.plain_words import is_said
        >>> is_said("I cannot read that."), is_said("button planet planet lemon ladder"), is_said("")
        (True, False, False)
    """
    found = words(text)
    opening = [word for word in found if len(word) > 1 and word.isalpha() and information(word) < OPEN_NATS]
    return bool(opening) and len(opening) >= MIN_OPEN_SHARE * len(found)


def _is_long(word: str) -> bool:
    return (len(word) >= SAID_LETTERS or is_unspaced(word)) and bool(languages_of(word))
