"""Words of a turn that point to something said before: «the next three words», «the previous question»."""

from __future__ import annotations

import re

from alu.flow.word_lists import WORD_BEGIN, WORD_END, any_of

__all__ = ["points"]

_POINTS = re.compile(
    r"\b(next|continue|go on|rest|remaining|previous|prior|above|earlier|before|more|questions?|statements?|claims?"
    r"|options?|answers?|repl(?:y|ies)|letters?|words?|lines?|parts?|the system|tools?"
    r"|(?:first|second|third|last)(?=\W*$|[,.;:?!]| (?:or|and|in|of|is|was|one)\b))\b",
    re.I,
)
"""Words of a turn that may point to something said before; of one that names something, they are words like others."""
_POINTS_BACK = re.compile(
    r"\b(?:previous|prior(?! to)|continue|go on|remaining|said|told|mentioned|asked|system (?:prompt|message)"
    r"|instructions?|letters? (?:of|in|is|are|does|do)|(?:question|statement|claim|option|answer|line|part|word)s?"
    r" (?:number|no|one|two|three|four|five|#?\d)|(?:next|first|second|third|fourth|last|other|each|which|what|how many"
    r"|your|my|the|a|an|any) (?:\w+ )?(?:letters?|words?|lines?|questions?|statements?|claims?|options?|answers?"
    r"|repl(?:y|ies)|digits?|syllables?|initials?|ones?))\b",
    re.I,
)
"""What points to something said before, whatever else is named."""
_PARTS = re.compile(
    rf"{WORD_BEGIN}(?:{any_of('parts')}){WORD_END}|{any_of('parts_unspaced')}|^\W*(?:{any_of('at_least')}){WORD_END}",
    re.I,
)
"""The same in other languages: «Wenigstens die letzten vier Ziffern?»."""
_ANSWER_FORM = re.compile(
    r"(?<=[.?!:\n)])\s{0,3}(?:please )?(?:answer|reply|respond|choose|pick|select)(?: (?:with|by|in|only|just|the|a|one"
    r"|single|capital|correct|right|letter|word|number|option|answer|choice|yes|no|or|of|briefly)){1,12}[.!]?\s{0,3}$",
    re.I,
)
"""In what form a turn wants its answer, said at its end."""
_NAMED = re.compile(r"(?<=[\w,;:] )[\"“«‘']?[^\W\d_a-z][^\W\d_]{2,}")
"""A word with a capital letter within a sentence."""


def points(turn: str, first: str) -> bool:
    """Tell whether a turn points to something said before: also by a word for it, where it names nothing else."""
    asks = _ANSWER_FORM.sub("", turn)
    return bool(_POINTS_BACK.search(asks) or _PARTS.search(asks) or (_POINTS.search(asks) and not _NAMED.search(first)))
