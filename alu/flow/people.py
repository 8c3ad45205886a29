"""People whom a text names."""

from __future__ import annotations

from alu.store.text.languages import language
from alu.store.text.mentions import full_names, mentions
from alu.store.text.names.first_names import is_first_name
from alu.store.text.normalise import normalise

__all__ = ["names_somebody", "people_in"]


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
