"""Turns that mean somebody, or something, that was spoken of before the last exchange.

They are known by what was asked of it («How old then?» behind «How old is Ada?»), by a word for its kind that
nothing since has («the film», «der Hersteller»), or by «theirs», «l'autre», «ten drugi». Other turns that refer back
are read in `alu.flow.references` and `alu.flow.group`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alu.flow.asking import without_opening
from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of
from alu.store.calibration import MAX_FOLLOW_UP_WORDS
from alu.store.text.terms import telling_stems
from alu.store.text.words import words

__all__ = ["points_back"]

_OTHER = re.compile(
    rf"{WORD_BEGIN}(?:{any_of('the_other')}){WORD_END}"
    r"|\b(?:(?:mein|dein|sein|ihr)(?:er|e|es|em|en)|(?:il|la|al|del|col) (?:mi|tu|su)[oa]"
    r"|(?:o|a|ao|do|da) (?:meu|minha|seu|sua)|mo(?:im|ją|ja|je))(?= ?[?!.]|$)",
    re.I,
)
_BETWEEN = r" ?(?:[^\W\d_]{2,20} )?"
"""What may stand between an article and its noun."""
_KIND = re.compile(
    "|".join(
        rf"{WORD_BEGIN}(?:{any_of('the_kind', la)}){_BETWEEN}({any_of('kind', la)}){WORD_END}"
        for la in ("en", "de", "fr", "es", "it", "pt", "nl")
    )
    + rf"|{WORD_BEGIN}({any_of('kind', 'pl', 'tr', 'sv')}){WORD_END}",
    re.I,
)
_STEM = 5
"""Letters, at least, by which words are one word: «roman», «romanı»."""


def points_back(turn: str, since: Sequence[str], older: Sequence[str]) -> bool:
    """Tell whether a turn means what was spoken of before the exchanges since.

    Args:
        turn: the last one of the user's.
        since: what was asked and answered since, in any order.
        older: what the user asked before.

    Example:
        >>> from alu.flow.older import points_back
        >>> since, older = ["Clam chowder for four?", "2 dozen clams"], ["Who is Ada Lark?"]
        >>> points_back("And the film, when was it made?", since, older), points_back("And for six?", since, older)
        (True, False)
    """
    asks = without_opening(turn)
    if _OTHER.search(asks):
        return True
    brief = len(asks.split()) < MAX_FOLLOW_UP_WORDS
    if brief and (telling_stems([asks]) - telling_stems(since)) & telling_stems(older):
        return True
    said = {word for text in since for word in words(text)}
    kinds = (next(filter(None, found.groups())).lower() for found in _KIND.finditer(asks))
    return any(not any(word.startswith(kind[: max(_STEM, len(kind) - 2)]) for word in said) for kind in kinds)
