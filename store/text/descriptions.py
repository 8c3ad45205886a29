"""Definite descriptions: «the actor from 'The Salt Ledger'» means somebody, by a calling and by a work.

«A beekeeper in Tarn who was born in 1931» means somebody, too, by a calling, a place and a year of birth.

Known for English. What asks who it is («Who is the actor from …?»), or says what is played («She played the queen of
…»), speaks of nobody that is known already, so it describes nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from alu.store.calibration import DESCRIBED_NATS, KEPT_READING_CHARACTERS, MAX_DESCRIPTION
from alu.store.text.biography import fields_of_work, is_calling
from alu.store.text.mentions import QUOTED
from alu.store.text.normalise import visible
from alu.store.text.terms import terms
from alu.store.text.vocabulary import information

__all__ = ["Description", "descriptions"]

_OPENS = re.compile(r"\bt(?:he|his|hat)\s+|(?:^|[.!?]\s+)T(?:he|his|hat)\s+|\b(?P<any>[Aa]n?)\s+")
_NOBODY = re.compile(
    r"\b(?:(?:who|he|she|you|they|name|me|play(?:s|ed|ing)?|portray(?:s|ed|ing)?|as)\s+(?:is\s|was\s|were\s|are\s)?|"
    r"name\s+of\s|be(?:en|ing)?\s|bec[ao]m(?:e|es|ing)\s)$",
    re.IGNORECASE,
)
"""What stands before a description of somebody that nobody knows yet, or of a part that is played."""
_NOBODY_REACH = 20
_MOST_NOUNS = 3
_ENDS = re.compile(r"[?!;:\n]|\.\s|,\s(?!who|born|known|famous|famed|celebrated|and\s)|\s(?:than|or|versus|vs)\b")
_BORN = re.compile(r"\bborn\s(?:in\s|on\s)?(?:[\w,]{1,12}\s){0,3}?([12]\d{3})\b")
_CAPITALS = re.compile(r"(?<![\w'’])[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:\s[^\W\d_a-zß-öø-ÿ][\w’'-]*)*")
_LINKS = "a an of from in by on at to with for and or that who which whose is was did does has had"
"""What a noun is not behind, so that the calling is the noun that the article belongs to."""
_ANYBODY = """star person man woman celebrity icon host hostess artist personality idol creator founder leader owner
    winner champion"""
"""Words for a person of any calling."""
_OFFICES = frozenset({"rule"})
"""The field of callings that one person has after another: «the president of the United States» is no certain one."""
_AFTER, _GENERAL = frozenset(_LINKS.split()), frozenset(_ANYBODY.split())


class Description(NamedTuple):
    """Somebody by a calling, and by the names and titles that it has to do with."""

    fields: frozenset[str]
    """The fields of work of the calling; none where it may be of any."""
    titles: tuple[tuple[str, ...], ...]
    """The words of each of those names and titles, at least one, in order, and the year of birth; the last may belong
    to what follows."""
    whole: bool = False
    """All of it has to fit: «a painter», not «the painter»."""

    @property
    def nats(self) -> float:
        """What the names and titles tell together."""
        return sum(information(word) for title in self.titles for word in title)


def descriptions(text: str) -> tuple[Description, ...]:
    """Return the definite descriptions of people in a text, each once.

    Example:
        >>> from alu.store.text.descriptions import descriptions
        >>> descriptions("Where did the violinist behind 'Salt Waltz' study?")
        (Description(fields=frozenset({'music'}), titles=(('salt', 'waltz'),), whole=False),)
        >>> descriptions("Who is the violinist behind 'Salt Waltz'?")
        ()
    """
    return _descriptions(text) if len(text) <= KEPT_READING_CHARACTERS else _descriptions.__wrapped__(text)


@lru_cache(maxsize=1024)
def _descriptions(text: str) -> tuple[Description, ...]:
    return tuple(dict.fromkeys(_found(visible(text))))


def _found(text: str) -> Iterator[Description]:
    for opening in _OPENS.finditer(text):
        at, rest = opening.start(), text[opening.end() : opening.end() + MAX_DESCRIPTION]
        end = _ENDS.search(rest)
        phrase = rest[: end.start()] if end else rest
        if _has_no_title(phrase) or _NOBODY.search(text, max(0, at - _NOBODY_REACH), at):
            continue
        bare, born = QUOTED.sub("", phrase), _BORN.search(phrase)
        calling = _calling(bare)
        if not born and (opening["any"] or calling is None):
            continue
        fields = frozenset[str]() if calling is None or calling in _GENERAL else fields_of_work(calling)
        titles = tuple(_titles(_BORN.sub(",", phrase)))
        if titles and calling is None:  # one that no list has: then its words have to be stored
            titles = (_nouns(bare), *titles) if _nouns(bare) else ()
        found = Description(fields, (*titles, (born[1],)) if born else titles, bool(opening["any"]))
        if titles and found.nats >= DESCRIBED_NATS:
            yield found


def _has_no_title(phrase: str) -> bool:
    """Tell at once of most phrases that no name and no title is in them, without which they describe nobody."""
    return phrase.isascii() and phrase.islower() and '"' not in phrase and "'" not in phrase


def _calling(phrase: str) -> str | None:
    nouns = (w.strip(",'’") for w in takewhile(lambda w: w not in _AFTER, phrase.split()))
    return next((w for w in nouns if w.islower() and (w in _GENERAL or _is_own_calling(w))), None)


def _nouns(phrase: str) -> tuple[str, ...]:
    """Return the words, in small letters, that the article belongs to: «piano tuner» of «piano tuner in Leeds»."""
    nouns = list(takewhile(lambda w: w not in _AFTER, phrase.split()))
    return tuple(terms(" ".join(nouns))) if 0 < len(nouns) <= _MOST_NOUNS and all(map(str.islower, nouns)) else ()


def _is_own_calling(word: str) -> bool:
    return is_calling(word) and fields_of_work(word) != _OFFICES


def _titles(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the names and titles of a phrase, in its order."""
    quoted = [(m.start(), m[m.lastindex or 1]) for m in QUOTED.finditer(phrase)]
    bare = QUOTED.sub(lambda m: "," * len(m.group()), phrase)
    capitals = [(m.start(), m.group()) for m in _CAPITALS.finditer(bare)]
    yield from (found for _, text in sorted([*quoted, *capitals]) if (found := terms(text)))
