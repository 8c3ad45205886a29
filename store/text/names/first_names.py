"""Short and familiar forms of first names: «Kathi» for Katharina, «Pepe» for José, «Carlitos» for Carlos.

From a list of this project's for the languages of Europe (`short_names.txt`), and by the endings that make a name
small. The English list of `nicknames_of` is another one.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache

from alu.store.text.names.name_lists import listed_in
from alu.store.text.names.name_rarity import is_given_name

__all__ = ["first_name_rows", "is_first_name", "is_short_for", "shortened_names"]

_LEAST_COMMON, _MOST_MEANINGS = 3, 2
_SMALL = (
    # Spanish and Portuguese
    *("ito", "ita", "itos", "itas", "cito", "cita", "illo", "illa", "inho", "inha", "zinho", "zinha", "inhos", "inhas"),
    # Italian
    *("ino", "ina", "etto", "etta", "uccio", "uccia", "ello", "ella", "uzzo", "uzza"),
    # Russian, Ukrainian, Polish, Czech, the languages of former Yugoslavia
    *("ochka", "echka", "enka", "yenka", "ushka", "yushka", "yusha", "usha", "ulya", "chik", "ychka", "onka", "inka"),
    *("unia", "usia", "eczka", "eczek", "ulka", "uska", "icka", "ecek", "icek", "inek", "usek", "ica", "ko", "cia"),
    # German, Dutch
    *("chen", "lein", "erl", "tje", "etje", "pje", "je", "ke", "ken", "eke"),
    # Hungarian, Romanian, Turkish, Greek
    *("ika", "ike", "ka", "uta", "ita", "ica", "el", "cik", "cuk", "akis", "aki", "oula"),
)
"""Endings of names made small, as they are in Latin letters without marks."""


def is_first_name(word: str) -> bool:
    """Tell whether a normalised word is a first name by itself that a list has, short or not."""
    return word in _relatives() or is_given_name(word)


def shortened_names(word: str) -> Collection[str]:
    """Return what a first name, normalised, is short for by the list, and what is short for it."""
    return _relatives().get(word, frozenset())


@lru_cache(maxsize=8192)
def is_short_for(word: str, given: str) -> bool:
    """Tell whether a normalised word is another way to say a first name: a short form of it, or what it is short for.

    By its ending only where the word is no first name of its own: Paulina is not Paula.

    Example:
        >>> from alu.store.text.names.first_names import is_short_for
        >>> is_short_for("kathi", "katharina"), is_short_for("carlitos", "carlos"), is_short_for("paulina", "paula")
        (True, True, False)
    """
    listed = _relatives()
    # «Chris» is short for so many that it stands for none of them
    if given in listed.get(word, ()) and (word in _shorts() or len(_shorts()[given]) <= _MOST_MEANINGS):
        return True
    if is_given_name(word) or not given.startswith(word[:_LEAST_COMMON]):
        return False
    stems = {given, given[:-1], given.removesuffix("os"), given.removesuffix("as")}
    return any(word.endswith(end) and word.removesuffix(end) in stems for end in _SMALL if len(word) > len(end) + 2)


@cache
def _relatives() -> dict[str, frozenset[str]]:
    """Return what each first name is short for, and what is short for it."""
    found: dict[str, set[str]] = {}
    for names, short in first_name_rows():
        for name in names:
            found.setdefault(name, set()).update(short)
        for other in short:
            found.setdefault(other, set()).update(names)
    return {name: frozenset(others) for name, others in found.items()}


@cache
def _shorts() -> dict[str, frozenset[int]]:
    """Return the lines of the list in which a name is short for others."""
    found: dict[str, set[int]] = {}
    for line, (_, short) in enumerate(first_name_rows()):
        for other in short:
            found.setdefault(other, set()).add(line)
    return {name: frozenset(lines) for name, lines in found.items()}


@cache
def first_name_rows() -> tuple[tuple[list[str], list[str]], ...]:
    """Return first names that are the same in several languages, each row with what is short for them."""
    lines = (line.partition(":") for line in listed_in("short_names"))
    return tuple((names.split(), short.split(",")) for names, _, short in lines)
