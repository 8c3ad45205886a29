"""Names in other alphabets or without diacritics («Juergen», «Lidiya Yusifova»), and in Russian cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from anyascii import anyascii

from alu.store.text.inflection import inflected
from alu.store.text.languages import script

__all__ = ["SPELT_OUT", "in_other_letters", "respelt"]

SPELT_OUT = ("CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
"""Scripts whose letters have Latin ones of their own; of others `anyascii` gives no name that anybody writes."""
_RESPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "đ": "dj"})


def in_other_letters(
    given: Sequence[str], family: str, *, cases: bool
) -> Iterator[tuple[Literal["respelt", "transliterated", "inflected"], str]]:
    """Yield a name as it is written in other letters, and in other cases where it has `cases`; none in plain ones."""
    whole = " ".join((*given, family))
    if whole.isascii():
        return
    yield "respelt", respelt(whole)
    letters = script(whole)
    if letters in SPELT_OUT:
        for written in (whole, f"{given[0]} {family}"):
            yield "transliterated", anyascii(written).replace("'", "")
    if letters == "CYRILLIC" and cases:
        yield from (("inflected", form) for form in inflected(given, family))
        yield from (("inflected", form) for form in inflected(given[:1], family))


def respelt(text: str) -> str:
    """Return a text as those write it who have no marks on letters: «Juergen» for «Jürgen»."""
    return text if text.isascii() else "".join(map(_respelt, text))


def _respelt(char: str) -> str:
    found = char.lower().translate(_RESPELT)
    return found.capitalize() if char.isupper() else found
