"""English turns as people type them on a phone, written out: «whats the capital of peru», «can u help».

Only how a turn hangs on those before it is read so; what is looked up stays as the user wrote it.
"""

from __future__ import annotations

import re

from alu.flow.asking import has_question_mark, without_opening

__all__ = ["written_out"]

_SPELT = {
    **{"whats": "what is", "wats": "what is", "wat": "what", "whos": "who is", "wheres": "where is", "hows": "how is"},
    **{"hw": "how", "u": "you", "ur": "your", "r": "are"},
}
_WORDS = re.compile(rf"(?<![\w'’/.-])(?:{'|'.join(_SPELT)})(?![\w'’/.-])|(?<=\bhow )2(?= [a-z])")
_FILLS = re.compile(r"lo{1,9}l|lmao|tbh|btw|rn|(?:ha){2,9}|xd|pl[sz]|please|thx|thanks|ty", re.I)
"""A word behind a turn, which asks without it, too."""
_ASKS = re.compile(
    r"\W*(?:what|which|who|whose|when|where|why|how"
    r"|(?:is|are|was|were|do|does|did|can|could|should|would|will) (?:i|you|we|it|there|the|an?|my|your))\b",
    re.I,
)
_POINTS = re.compile(
    r"\b(?:the(?! \w+(?: \w+)? (?:of|in|for|like)\b)|there|this|that|these|those|it|one|again)\b", re.I
)
"""What may mean something that was spoken of: «whats the number»."""
_LONGEST = 200
"""Characters; a longer turn has a subject of its own."""


def written_out(turn: str) -> str:
    """Return a turn with its words and its question mark as in careful writing; one that is long as it is.

    Example:
        >>> from alu.flow.chat_spelling import written_out
        >>> written_out("whats the capital of peru lol"), written_out("how 2 boil eggs")
        ('what is the capital of peru?', 'how to boil eggs?')
        >>> written_out("In which town?"), written_out("whats the number")
        ('In which town?', 'whats the number')
    """
    if len(turn) > _LONGEST or "\n" in turn.strip():
        return turn
    spelt = _WORDS.sub(lambda found: _SPELT.get(found.group(), "to"), turn)
    if has_question_mark(turn):
        return spelt
    bare = _without_fills(spelt)
    said = without_opening(bare)
    return bare.rstrip(" .!…") + "?" if _ASKS.match(said) and not _POINTS.search(said) else turn


def _without_fills(turn: str) -> str:
    """Return a turn without «lol» and «please» behind it; one that is nothing else as it is."""
    left = turn.rstrip()
    while " " in left and _FILLS.fullmatch(left.rpartition(" ")[2].strip(",.!")):
        left = left.rpartition(" ")[0].rstrip(" ,")
    return left if left != turn.rstrip() else turn
