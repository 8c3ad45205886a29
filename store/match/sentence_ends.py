"""Where a sentence ends between two words that would be a name: «after dawn. Summers are …»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from alu.store.text.normalise import visible
from alu.store.text.reading import Reading
from alu.store.text.titles import is_title

__all__ = ["SentenceEnds"]

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"""[.!?…]["'”’»)\]]*(?:[ \t]+["'“‘«(\[]*)?""")


class SentenceEnds:
    """Tells where a sentence ends behind an ordinary word: one in small letters before one with a capital letter.

    The end of a line is none, since records have one between the parts of a name. Read when it is first asked.

    Args:
        readings: of the texts.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    @cached_property
    def _gaps(self) -> tuple[bool, ...]:
        """Whether a sentence ends behind each word of all texts."""
        found: list[bool] = []
        for reading in self._readings:
            shown = visible(reading.text)
            words = list(_WORD.finditer(shown))
            if len(words) != len(reading.words[0]):  # cut otherwise: nothing is known of it
                found += [False] * len(reading.words[0])
                continue
            for at, word in enumerate(words):
                end = words[at + 1].start() if at + 1 < len(words) else len(shown)
                found.append(_ends(shown, word.start(), word.end(), end))
        return tuple(found)

    @cached_property
    def _capitals(self) -> tuple[bool, ...]:
        """Whether each word of all texts has a capital letter."""
        found: list[bool] = []
        for reading in self._readings:
            words = [m.group()[0].isupper() for m in _WORD.finditer(visible(reading.text))]
            found += words if len(words) == len(reading.words[0]) else [False] * len(reading.words[0])
        return tuple(found)

    def within(self, first: int, last: int) -> bool:
        """Tell whether a sentence ends between words, from the number of the first to that of the last of all texts."""
        return any(self._gaps[at] and self._capitals[at + 1] for at in range(first, last))


def _ends(text: str, start: int, end: int, after: int) -> bool:
    word = text[start:end]
    return word.islower() and len(word) > 1 and _END.fullmatch(text, end, after) is not None and not is_title(word)
