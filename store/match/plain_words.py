"""Words of a target's name that stand in a text as the ordinary words that they are: «the robin and the wren».

They say nothing of Robin Wren, whom the channels of names find where he is named. Nothing else is shared by such a text
and a fact that begins with his name, so it must not count as repeating the fact.
"""

from __future__ import annotations

import re
from functools import lru_cache

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.target import Target
from alu.store.text.terms import stem, telling_stems, terms
from alu.store.text.vocabulary import information

__all__ = ["without_plain_words"]

_OF_SOMEBODY = re.compile(
    r"\b(?:\w{0,12}names?|named|initials?|call(?:s|ed)?|known|mrs?|ms|miss|who|whom|whose|someone|somebody|person|people|man|woman"
    r"|boy|girl|famil(?:y|ies)|born|(?:s?he|him|his|hers?|they|them|their|i|me|my|you|your))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w@.'’-])[a-z]{3,24}(?![\w@'’-])")


def without_plain_words(text: str, target: Target, asked: str = "") -> str:
    """Return `text` without the ordinary words, in small letters, that are of the names of `target` and of no fact.

    In a text without a capital letter a name has none either, and a word that a fact has in small letters is its own.
    What speaks of somebody or of names may tell this one in small letters, and so may what answers a question that has
    a telling word of a fact: there all stay.

    Args:
        text: any.
        target: whose names.
        asked: the question that the text answers.

    Example:
        >>> from alu import Target
        >>> from alu.store.match.plain_words import without_plain_words
        >>> warden = Target(name="Robin Wren", facts=["Robin Wren was born in Tarn."])
        >>> without_plain_words("The robin and the wren sing in Tarn.", warden)
        'The   and the   sing in Tarn.'
        >>> without_plain_words("where was robin born?", warden)
        'where was robin born?'
    """
    if target.kind != "entity" or not any(map(str.isupper, text)) or _OF_SOMEBODY.search(f"{asked}\n{text}"):
        return text
    if not (own := _ordinary((target.name, *target.aliases))):
        return text
    found = [m for m in _WORD.finditer(text) if stem(m[0]) in own]
    if not found:
        return text
    if telling_stems([asked]) & (telling_stems(_said(target)) - own):
        return text
    told = {stem(m[0]) for said in _said(target) for m in _WORD.finditer(said)}
    for match in reversed([m for m in found if stem(m[0]) not in told]):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def _said(target: Target) -> list[str]:
    """Return what is stored of a target besides its names."""
    return [target.description, *(text for fact in target.facts for text in (fact.text, fact.question or ""))]


@lru_cache(maxsize=4096)
def _ordinary(names: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words of names that are ordinary ones; none where the names are written small."""
    words = [w for name in names if not name.islower() for w in terms(name)]
    return frozenset(stem(w) for w in words if information(w) < UNKNOWN_WORD_NATS)
