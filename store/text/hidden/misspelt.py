"""Words with two neighbouring letters swapped («wirting»), corrected if a text has many of them."""

from __future__ import annotations

import re

from alu.store.calibration import UNKNOWN_WORD_NATS
from alu.store.readability import MIN_MISSPELT, MISSPELT_SHARE
from alu.store.text.vocabulary import information

__all__ = ["spelt_right"]

_LONG = re.compile(r"(?<![^\W_])[^\W\d_]{4,20}(?![^\W_])")


def spelt_right(text: str) -> str:
    """Return `text` with its misspelt words put right, where there are several and few others that nobody knows.

    Example:
        >>> from alu.store.text.hidden.misspelt import spelt_right
        >>> spelt_right("She is konwn for wirting about the oecan.")
        'She is known for writing about the ocean.'
        >>> spelt_right("She is konwn for writing about the ocean.")
        'She is konwn for writing about the ocean.'
    """
    unknown = {word for word in set(_LONG.findall(text)) if information(word) >= UNKNOWN_WORD_NATS}
    if len(unknown) < MIN_MISSPELT:
        return text
    right = {word: found for word in unknown if (found := _right(word))}
    if len(right) < max(MIN_MISSPELT, MISSPELT_SHARE * len(unknown)):
        return text
    return _LONG.sub(lambda m: right.get(m.group(), m.group()), text)


def _right(word: str) -> str | None:
    """Return the most frequent word that two swapped letters make of one, but for its first; None for none."""
    swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
    nats, found = min((information(one), one) for one in swapped)
    return found if nats < UNKNOWN_WORD_NATS else None
