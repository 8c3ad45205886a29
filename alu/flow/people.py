"""People that a text names."""

from __future__ import annotations

import re

from alu.flow.gender import fits
from alu.flow.subject import is_german
from alu.store.text.languages import language
from alu.store.text.mentions import full_names, mentions
from alu.store.text.names.first_names import is_first_name
from alu.store.text.names.person_names import person_in
from alu.store.text.normalise import normalise, visible

__all__ = ["names_a_person", "names_somebody", "people_in"]

_ARTICLE = re.compile(r"\b(?:the|der|die|das|dem|den|des|le|la|el|il|het)\s{1,3}$", re.I)


def names_a_person(text: str, feminine: bool | None = None, *, known: bool | None = None) -> bool:
    """Tell whether a text has a name that is shaped like a person's, and no article before it: «the Eiffel Tower».

    Args:
        text: any.
        feminine: «she» means the person named, or «he»; None for either.
        known: it begins with a first name; None for where nouns have capital letters: not «Hauptstadt von Norwegen».
    """
    known, seen = is_german(text) if known is None else known, visible(text)
    for name in full_names(seen):
        if not person_in(name) or _ARTICLE.search(seen, 0, max(0, seen.find(name))):
            continue
        first = normalise(name).split()[0]
        if fits(first, feminine) if is_first_name(first) else not known:
            return True
    return False


def names_somebody(text: str) -> bool:
    """Tell whether a text names somebody: where nouns have capital letters, too, by a known first name alone.

    Example:
        >>> from alu.flow.people import names_somebody
        >>> german = "Das bekannteste Modell fördert 40 Liter in der Minute aus 60 Metern Tiefe."
        >>> names_somebody("She met Ada Lark."), names_somebody(german)
        (True, False)
    """
    return bool(mentions(text).people) and (language(text) in ("en", None) or bool(people_in(text)))


def people_in(text: str) -> set[str]:
    """Return the names in a text that begin with a known first name: «Welche Krankheit» is nobody's."""
    return {name for name in full_names(text) if any(map(is_first_name, normalise(name).split()[:1]))}
