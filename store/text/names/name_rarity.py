"""How rare the words of a name are, which separates «Brannigan» from «Hall», and names from words («Will»)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii

from alu.store.calibration import LEAST_SURNAME_NATS, ORDINARY_NAME_NATS, ORDINARY_PHRASE_NATS
from alu.store.text.names.name_lists import european_names, listed_in, short_forms, words_for
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = [
    "is_frequent_surname",
    "is_given_name",
    "is_initial",
    "is_of_nobody",
    "is_ordinary",
    "is_whole_name",
    "key_of",
    "key_words",
    "may_be_surname",
    "name_nats",
    "plain",
    "rarity",
]

_GIVEN_NATS = 8.1
"""Nats below which a name of Europe is a word of some language, too: «per», «pau»."""


def is_ordinary(name: str) -> bool:
    """Tell whether all words of `name` are frequent ones: «Will», «May», «US», «Apple», «The Who».

    So are those of many people: «Dan Brown», «Kim Ng», «Ben Ott».
    """
    parts = words(name)
    nats = [information(w) for w in parts]
    return bool(parts) and sum(nats) < (ORDINARY_NAME_NATS if len(parts) == 1 else ORDINARY_PHRASE_NATS)


def is_whole_name(name: str) -> bool:
    """Tell whether a name is a given name and more, «Dan Brown», «Kim Ng»: there may be no longer form of it."""
    first, *more = words(name) or [""]
    return bool(more) and is_given_name(first)


@lru_cache(maxsize=8192)
def is_given_name(word: str) -> bool:
    """Tell whether `word` is a frequent given name, a short form of one, or two of them: «Jean-Claude»."""
    key = key_of(word)
    if "-" in key:
        return all(map(is_given_name, key.split("-")))
    listed = key in listed_in("given_names") or word.lower() in words_for("given") or key in short_forms()
    return listed or (key in european_names() and information(key) >= _GIVEN_NATS)


def is_frequent_surname(word: str) -> bool:
    """Tell whether `word` is a surname that many bear: «Smith», «Hall», «Kim»."""
    return key_of(word) in listed_in("surnames")


def may_be_surname(word: str, least: float) -> bool:
    """Tell whether many bear a word as a surname, or it is as rare as `least` nats, as an ordinary word is not."""
    return is_frequent_surname(word) or rarity(word) >= least


def is_initial(word: str) -> bool:
    """Tell whether a word of a name is one letter."""
    return len(word.rstrip(".")) == 1


def is_of_nobody(parts: Sequence[str]) -> bool:
    """Tell whether a name has a word of organisations, works or offices, but for a surname behind a given name.

    Example:
        >>> from alu.store.text.names.name_rarity import is_of_nobody
        >>> is_of_nobody(["Tarn", "Lake", "Press"]), is_of_nobody(["Burger", "King"]), is_of_nobody(["A", "Gull"])
        (True, True, True)
        >>> is_of_nobody(["Stephen", "King"]), is_of_nobody(["A.", "Ada", "Lark"])
        (False, False)
    """
    initials = [is_initial(part) and (n > 0 or part.endswith(".")) for n, part in enumerate(parts)]
    nobody = [plain(p) in words_for("nobody") and not initial for p, initial in zip(parts, initials, strict=True)]
    surname = any(nobody[-1:]) and is_frequent_surname(parts[-1]) and is_given_name(parts[0])
    return any(nobody[:-1] if surname else nobody)


def plain(word: str) -> str:
    """Return a word of a name without case, and without the dot of an abbreviation."""
    return word.rstrip(".").casefold()


@lru_cache(maxsize=8192)
def key_of(given: str) -> str:
    """Return what a name is listed by: plain small letters."""
    return anyascii(given).strip(". ").lower()


def name_nats(text: str) -> float:
    """Return the nats of all words of a text together."""
    return sum(information(word) for word in key_words(text))


def key_words(text: str) -> tuple[str, ...]:
    """Return the normalised words of a form: the forms of a name share most of them, so each is worked out once."""
    return tuple(word for token in text.split() for word in _normalised(token))


@lru_cache(maxsize=8192)
def _normalised(token: str) -> tuple[str, ...]:
    return tuple(words(token))


@lru_cache(maxsize=8192)
def rarity(word: str) -> float:
    """Return the nats of the rarest part of a word: «O'Brien» is as rare as «Brien». Of a frequent surname, little."""
    if is_frequent_surname(word):
        return min(LEAST_SURNAME_NATS, name_nats(word))
    return max(map(information, _normalised(word)), default=0.0)
