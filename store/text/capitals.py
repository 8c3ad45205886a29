"""Whether a word is written as a name is."""

from __future__ import annotations

import re

from alu.store.text.normalise import variants, visible

__all__ = ["is_written_small"]

_WORD = re.compile(r"[^\W_]+")


def is_written_small(word: str, text: str) -> bool:
    """Tell whether a word, normalised or in Latin letters, begins with a small letter wherever `text` has it.

    Of a text without capital letters, or that holds the word only in disguise, nothing is said.

    Example:
        >>> from alu.store.text.capitals import is_written_small
        >>> is_written_small("rodo", "Patirtis rodo."), is_written_small("rodo", "Jono Rodo")
        (True, False)
    """
    shown = visible(text)
    if not any(map(str.isupper, shown)):
        return False
    seen = [m.group() for m in _WORD.finditer(shown)]
    own = [written for written in dict.fromkeys(seen) if word in variants(written)]
    return bool(own) and all(written[0].islower() for written in own)
