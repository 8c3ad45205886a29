"""Names of characters and places of a work: a question about the Cheshire Cat is about its book.

A work is distinguished from a person by its description («a novel about a girl in a land of nonsense»). The names that
its facts hold, and that are hardly written elsewhere, are forms of its name. Known for English descriptions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from alu.store.calibration import DISTINCTIVE_NAME_NATS, SURNAME_NATS, UNKNOWN_WORD_NATS, WORLD_NAME_NATS
from alu.store.text.mentions import full_names
from alu.store.text.normalise import visible
from alu.store.text.vocabulary import information
from alu.store.text.words import words

__all__ = ["WorldName", "is_work", "world_names"]

_WORKS = """novel novels novella book books series serial saga trilogy story stories tale tales fable comic comics manga
    film films movie movies franchise game games videogame play musical opera epic poem show sitcom anime cartoon"""
_LINKS = "of by about in set from that which who with for on and"
_NOUNS, _BEHIND = frozenset(_WORKS.split()), frozenset(_LINKS.split())
_MAKERS = re.compile(
    r"\b(?:author|novelist|screenwriter|written by|wrote the|creat(?:ed|or)|published|publisher|illustrat(?:ed|or)|"
    r"directed by|produced by|starring|starred|actors?|actress(?:es)?|portray(?:s|ed)|played by|voiced|filmed|"
    r"adapt(?:ed|ation)|translat(?:ed|ions?|or)|(?:film|book|novel|series|story) (?:is|was|were)"
    r"|(?:film|roman[zo]*|romance|novela|libro|livre|livro|buch) (?:von|di|d['’]|de|del|da|do)"
    r"|regie|geschrieben|gedreht|verfilmt|erschienen|spielt die|réalisé|écrit|tourné|paru|interprét|dirett\w*|girat\w*"
    r"|interpretat\w*|scritt\w*|pubblicat\w*|dirigid\w*|rodad\w*|escrit\w*|publicad\w*|interpretad\w*)\b"
)
"""A fact with one of these speaks of those who made the work; they are not of its world."""
_STOP = re.compile(r"[,.;:()\n–—]")
_WORD = re.compile(r"[^\W\d_]+(?:['’‐-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDS = re.compile(r"(?:^|[.!?:;…]\s*|[\"“«‘]\s*)$")
_MOST, _RECURRING = 200, 2
_BRIEF = 3
"""Words up to which an answer in capital letters is a name, and no sentence."""


class WorldName(NamedTuple):
    """A name of the world of a work."""

    text: str
    rare: bool
    """It is hardly written elsewhere; one that others bear too («Alice») means the work only where it is asked for."""


def is_work(description: str) -> bool:
    """Tell whether a description is that of a work: «a novel about a wizard», and not «a film studio»."""
    head = list(takewhile(lambda w: w not in _BEHIND, words(_STOP.split(description[:200], maxsplit=1)[0])))
    return bool(head) and head[-1] in _NOUNS


def world_names(name: str, description: str, facts: Iterable[tuple[str, str]]) -> tuple[WorldName, ...]:
    """Return the names of the world of a work, each once, the most frequent first; none of what is no work.

    Whole names count where they are distinctive, and single words where they are hardly written elsewhere. Of common
    ones those of the work's name count, and those that two facts hold.

    Args:
        name: of the work.
        description: of the work.
        facts: what is asked, "" where nothing is, and what is so.

    Example:
        >>> from alu.store.text.names.world_names import world_names
        >>> facts = [("Who grins at the Duchess of Thunderbeak?", "Gullwing")]
        >>> [found.text for found in world_names("Salt Tale", "a novel about a girl", facts)]
        ['Thunderbeak', 'Gullwing']
    """
    if not is_work(description):
        return ()
    held = [fact for fact in facts if not _MAKERS.search(" ".join(fact).lower())]
    found = Counter(one for fact in held for one in dict.fromkeys(n for text in fact for n in _names(visible(text))))
    own = set(name.split())
    kept = (one for one, times in found.most_common() if _is_rare(one) or times >= _RECURRING or one.text in own)
    return tuple(kept)[:_MOST]


def _is_rare(one: WorldName) -> bool:
    """Tell whether a name that stands there once is hardly written elsewhere: «Thunderbeak», and not «Plum»."""
    return one.rare and (" " in one.text or min(map(information, words(one.text))) >= UNKNOWN_WORD_NATS)


def _names(text: str) -> Iterator[WorldName]:
    for run in full_names(text):
        whole = _POSSESSIVE.sub("", run)
        if sum(map(information, words(whole))) >= DISTINCTIVE_NAME_NATS and not _opens_with_common(whole):
            yield WorldName(whole, True)
    written = list(_WORD.finditer(text))
    brief = len(written) <= _BRIEF and all(m.group()[0].isupper() for m in written)
    for match in written:
        word = _POSSESSIVE.sub("", match.group())
        nats = min(map(information, words(word)), default=0.0)
        opens = not brief and _ENDS.search(text, max(0, match.start() - 3), match.start())
        if word[:1].isupper() and nats >= (UNKNOWN_WORD_NATS if opens else SURNAME_NATS):
            yield WorldName(word, nats >= WORLD_NAME_NATS)


def _opens_with_common(run: str) -> bool:
    """Tell whether a run begins with a word of the sentence («Does Ahab»)."""
    return information(run.split()[0].lower()) < SURNAME_NATS
