"""Other forms of names in letters without capitals, Arabic, Hebrew or Indic, which do not show who is a person.

Several words of such a name together are rare, whatever it names, so that no list of given names is needed. The surname
by itself is no form: many words of these languages are in no list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

from alu.store.calibration import DISTINCTIVE_NAME_NATS, RARE_SURNAME_NATS
from alu.store.text.languages import script
from alu.store.text.names.name_forms import NameForm
from alu.store.text.names.name_lists import words_for
from alu.store.text.names.name_rarity import name_nats, rarity

__all__ = ["caseless_forms"]

_MOST_WORDS = 6
_WITHIN = frozenset("'’׳״-")
_SCRIPTS = frozenset(
    ["ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM"]
)
_LINKS = frozenset(["بن", "بنت", "ابن", "בן", "בת"])
"""«Son of», «daughter of»."""


def caseless_forms(name: str) -> Iterator[NameForm]:
    """Yield what a name of several words in letters without capitals is also called, and of any other nothing.

    First and last word without those between, and the last word behind a title.

    Example:
        >>> from alu.store.text.names.caseless_names import caseless_forms
        >>> [form.text for form in caseless_forms("דוד משה סקרוב")], list(caseless_forms("Ada May Lark"))
        (['דוד סקרוב', 'מר סקרוב'], [])
    """
    words, letters = name.split(), script(name)
    if letters not in _SCRIPTS or not 2 <= len(words) <= _MOST_WORDS or not all(map(_is_letter, "".join(words))):
        return
    first, last = words[0], words[-1]
    if len(words) > 2:
        both = f"{first} {last}"
        yield NameForm(both, "first_last", name_nats(both) < DISTINCTIVE_NAME_NATS)
        if words[1] in _LINKS and len(words) > 3:  # «Salem, son of Karim», without the family
            own = " ".join(words[:3])
            yield NameForm(own, "first_last", name_nats(own) < DISTINCTIVE_NAME_NATS)
    titles = (title for title in words_for("caseless_titles") if script(title) == letters)
    for title in islice(titles, 1):  # it stands for all of them
        yield NameForm(f"{title} {last}", "title_surname", rarity(last) < RARE_SURNAME_NATS)


def _is_letter(sign: str) -> bool:
    """Tell whether a sign is a letter or a mark on one, which Indic vowels are."""
    return sign.isalpha() or unicodedata.category(sign).startswith("M") or sign in _WITHIN
