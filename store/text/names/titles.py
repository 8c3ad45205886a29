"""Titles before a surname: «Mr», «Sra.», «профессор», and in other grammatical cases «Herrn», «pana»."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from anyascii import anyascii

from alu.store.text.languages import script
from alu.store.text.names.name_lists import words_for
from alu.store.text.words import words

__all__ = ["is_declined_title", "is_title", "titles_before"]

_LATIN, _CYRILLIC = "titles", "cyrillic_titles"


def is_title(word: str) -> bool:
    """Tell whether `word`, normalised, comes before a surname: «mr», «professor», «frau», «доктор», «herrn»."""
    return word in _read(_LATIN, _CYRILLIC, "other_titles", "declined_titles", "caseless_titles")


def is_declined_title(word: str) -> bool:
    """Tell whether `word`, normalised, is a title in another case: «pana», «herrn», «господину»."""
    return word in _read("declined_titles")


def titles_before(surname: str) -> Iterable[str]:
    """Return the titles that make a form of a surname in these letters; none of other scripts than two."""
    which = {"LATIN": _LATIN, "CYRILLIC": _CYRILLIC}.get(script(surname) or "")
    return words_for(which) if which else ()


@cache
def _read(*lists: str) -> frozenset[str]:
    listed = [title for which in lists for title in words_for(which)]
    # a text in Cyrillic is read in Latin letters, too
    return frozenset(word for title in listed for form in (title, anyascii(title)) for word in words(form))
