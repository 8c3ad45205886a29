"""A stored text in passages, by which it is found where it is told in other words."""

from __future__ import annotations

from collections.abc import Sequence

from alu.store.calibration import PASSAGE_WORDS
from alu.store.text.normalise import sentences
from alu.store.text.words import word_count

__all__ = ["passages"]


def passages(texts: Sequence[str]) -> Sequence[str]:
    """Return the sentences of a text that is given in parts, brief ones together with those that follow.

    A brief sentence by itself is in many texts: «Section 7», «return False», «Good morning!».

    Example:
        >>> from alu.store.text.passages import passages
        >>> passages(["He waited. Nobody came.", "The ferry had left an hour before he reached the quay. It was dark."])
        ['He waited. Nobody came. The ferry had left an hour before he reached the quay. It was dark.']
    """
    found, left = list[str](), list[str]()
    for sentence in (one for text in texts for one in sentences(text)):
        left.append(sentence)
        if sum(map(word_count, left)) >= PASSAGE_WORDS:
            found.append(" ".join(left))
            left = []
    if left:
        rest = " ".join(left)
        found = [*found[:-1], f"{found[-1]} {rest}"] if found else [rest]
    return found
