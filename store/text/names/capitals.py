"""Whether a word is written like a name."""

from __future__ import annotations

import re
from functools import lru_cache

from alu.store.text.normalise import variants, visible

__all__ = ["is_written_small"]

_WORD = re.compile(r"[^\W_]+")


def is_written_small(word: str, text: str) -> bool:
    """Tell whether a word, normalised or in Latin letters, begins with a small letter wherever `text` has it.

    Of a text without capital letters, or that holds the word only in disguise, nothing is said.

    Example:
        >>> from alu.store.text.names.capitals import is_written_small
        >>> is_written_small("rodo", "Patirtis rodo."), is_written_small("rodo", "Jono Rodo")
        (True, False)
    """
    return word in _small(text)


@lru_cache(maxsize=64)
def _small(text: str) -> frozenset[str]:
    """Return the words that begin with a small letter wherever a text has them, in one pass for all of them."""
    shown = visible(text)
    if not any(map(str.isupper, shown)):
        return frozenset()
    small: dict[str, bool] = {}
    for written in dict.fromkeys(m.group() for m in _WORD.finditer(shown)):
        for word in variants(written):
            small[word] = small.get(word, True) and written[0].islower()
    return frozenset(word for word, always in small.items() if always)
