"""Whether a text declines: says that it does not know, or will not say."""

from __future__ import annotations

import re

__all__ = ["declines"]

_DECLINES = re.compile(
    r"\b(?:i (?:(?:do|ca|could|wo|was)n't|(?:do|can|could|will|was) not|cannot|apologi[sz]e)\b"
    r"|i(?:'m| am) (?:unable|not (?:able|sure|aware)|sorry|afraid)"
    r"|i have no|no (?:specific |further |available |public(?:ly available)? )?(?:information|data|record|details?)\b"
    r"|(?:is|are|was|were|has|have|does)(?:n't| not) (?:\w+ )?(?:known|available|specified|mentioned|provided|enough"
    r"|exist|any information)|not familiar|unknown|cannot (?:provide|assist|answer|help|determine)"
    r"|unable to (?:provide|find|assist|answer|help)|as an ai\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?]\s|\n")
_SHORT = 30
"""Words: a longer text says more than that it declines."""


def declines(text: str) -> bool:
    """Tell whether a short text declines in its first sentence."""
    # models write both forms of the apostrophe
    first = _SENTENCE.split(text.strip().replace("’", "'"), maxsplit=1)[0]
    return len(text.split()) <= _SHORT and bool(_DECLINES.search(first))
