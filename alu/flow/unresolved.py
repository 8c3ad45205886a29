"""What a turn leaves open: a «she», «it» or «that» that means nobody, and nothing, in the turn itself.

A pronoun means what stands before it, if anything does that it may mean; in the clause that begins a sentence «it» and
«that» mean what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alu.flow.asking import asking, first_clause
from alu.flow.group import means_a_group
from alu.flow.new_subject import tells_a_subject
from alu.flow.references import means_a_person
from alu.flow.word_lists import any_of

__all__ = ["is_unresolved", "leaves_a_group_open"]

_THING = re.compile(r"\b(?:it|its|itself|they|them|their|theirs)\b", re.I)
_POINTER = re.compile(
    r"\b(?:this|that|these|those|(?:the )?same|else)(?=\W*$|[,.;:?!])"
    r"|(?:^\W*|\b(?:is|was|are|were|if|whether|because|say|think|know|and|but) )(?:this|that|these|those)"
    r" (?:is|was|are|were|mean|means|true)\b",
    re.I,
)
"""What points to something by itself: «that», and not «the one that» or «that book»."""
_ANY_POINTER = re.compile(r"\b(?:this|that|these|those|same|else)\b", re.I)
_BOUND = re.compile(
    r"\b(?!(?:does|from|with|into|than|about|over|what|when|where|know|tell)\b)[a-z]{4,} that (?=\w+(?:s|ed|t)\b)"
    r"|\b(?:famous|known|noted|renowned|celebrated|named) for (?:its|their|his|her)\b"
    r"|\bso that\b|\bit takes?\b|\bit(?:['’]s| is| was) (?:\w+ ){0,2}(?:that|to|for)\b"
    r"|\b(?:is|was|does|will) it (?:rain|snow|take|cost)\b|\bwhat (?:time|day|date|year|month|season) is it\b"
    r"|(?<=\w) (?:and|or|with|by|for) (?:its|their)\b",
    re.I,
)
"""A pronoun that means what is before it, or nothing: «an accident that occurred», «it is hard to»."""
_INTRODUCED = re.compile(r"\b(?:an?|each|every|any|some|all|my|our|one|two|three|several|many|\d[\d.,]{0,12}) \w", re.I)
"""Something of which a clause speaks first, so that «its» may mean it: «a firm and its staff»."""
_INTRODUCED_ONE = re.compile(r"\b(?:an?|each|every|any|some|all|my|our|one|\d[\d.,]{0,12}) \w", re.I)
"""The same of one thing: «how many pages does it have»."""
_OF_IT = re.compile(r"\b(?:an?|any|some|one) (?:\w+ ){1,2}(?:to|of|about|on|in|for|from|by|with) $", re.I)
"""What is introduced as something of «it»: «a sequel to it»."""
_THERE = re.compile(r"(?<=\w )there(?= (?:now|today|these days|at all|too|anymore|currently)\b|\W*$)", re.I)
_THERE_ELSEWHERE = re.compile(rf"(?<=\w )(?:{any_of('there')})(?=\W*$|\s)", re.I)
"""The same in other languages than English."""
_AT = re.compile(rf"\b(?:{any_of('preposition')}) \w", re.I)
_SOMEWHERE = re.compile(r"\b(?:in|at|to|from|near|into|inside|visit|visiting|around|on) \w", re.I)
"""What names a place that «there» may mean."""
_NO_PLACE = re.compile(r"\b(?:is|are|was|were|be|been|will|out|up|hi|hello|hey) $", re.I)
"""Behind what «there» is no place: «How many are there?», «Hello there»."""
_COUNT = re.compile(r"\bhow many \w{1,30} (?:are|is|were|was|lie|lay)(?: there)? (?=between |among )", re.I)
"""What is counted, and so is nothing that «them» behind it may mean."""


@lru_cache(maxsize=64)
def is_unresolved(turn: str) -> bool:
    """Tell whether a turn has a pronoun in what it asks that means nothing in the turn.

    Example:
        >>> from alu.flow.unresolved import is_unresolved
        >>> is_unresolved("Where was she born, by the way?"), is_unresolved("What is the last chapter of it about?")
        (True, True)
        >>> is_unresolved("Which of the two is older?"), is_unresolved("How many years are between them?")
        (True, True)
        >>> is_unresolved("Ada has six eggs. How many does she need for two cakes?")
        False
        >>> is_unresolved("Write a function that takes a list and returns it sorted.")
        False
    """
    brings = len(turn.split("\n", 1)) > 1 or ": " in turn  # «this sentence» may be the one behind it
    asks = _COUNT.sub(" ", turn)
    return means_a_person(asks) or leaves_a_group_open(turn) or any(_is_open(one, brings) for one in _begins_with(asks))


@lru_cache(maxsize=64)
def leaves_a_group_open(turn: str) -> bool:
    """Tell whether a turn speaks of several together, none of them named in it before: «Which of the two …?»."""
    return any(map(means_a_group, _begins_with(turn)))


def _begins_with(turn: str) -> Iterator[str]:
    """Yield the sentences that ask something before any tells a subject, and the one that does."""
    for one, asks in asking(turn):
        if asks:
            yield one
        if tells_a_subject(one):
            return


def _points_to_a_place(sentence: str) -> bool:
    """Tell whether a «there» means a place, or a firm, that its sentence does not name: «Who works there?»."""
    there = _THERE.search(sentence)
    before = sentence[: there.start()] if there else ""
    elsewhere = _THERE_ELSEWHERE.search(sentence)
    if elsewhere and not _AT.search(sentence[: elsewhere.start()]):
        return True
    return bool(there) and not _SOMEWHERE.search(before) and not _NO_PLACE.search(before)


def _introduces(before: str, pronoun: str) -> bool:
    """Tell whether a clause has spoken of something that a pronoun may mean: not of what it is a part of, or many."""
    before = _OF_IT.sub("", before)
    return bool((_INTRODUCED if pronoun.lower().startswith("th") else _INTRODUCED_ONE).search(before))


def _is_open(sentence: str, brings: bool) -> bool:
    """Tell whether «it» or «that» means nothing in a sentence, nor what its turn `brings` along."""
    if _points_to_a_place(sentence):
        return True
    clause = _BOUND.sub(" ", first_clause(sentence) or sentence)
    thing, other = _THING.search(clause), _ANY_POINTER.search(clause)
    if thing and not _introduces(clause[: thing.start()], thing[0]):
        return not (brings and tells_a_subject(clause[: thing.start()]))  # «the given code and rewrite it»
    return bool(_POINTER.search(clause) or (other and not brings and not tells_a_subject(clause[: other.start()])))
