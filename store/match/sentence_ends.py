"""Where a sentence ends between two words that would be a name: «after dawn. Summers are …»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

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
    def _words(self) -> tuple[tuple[bool, bool], ...]:
        """Whether each word of all texts has a capital letter, and whether a sentence ends behind it."""
        found: list[tuple[bool, bool]] = []
        for reading in self._readings:
            shown = visible(reading.text)
            spans = [m.span() for m in _WORD.finditer(shown)]
            if len(spans) != len(reading.words[0]):  # cut otherwise: nothing is known of it
                found += [(False, False)] * len(reading.words[0])
                continue
            behind = [*(start for start, _ in spans[1:]), len(shown)]
            found += [
                (shown[start].isupper(), _ends(shown, start, end, after))
                for (start, end), after in zip(spans, behind, strict=False)
            ]
        return tuple(found)

    def within(self, first: int, last: int) -> bool:
        """Tell whether a sentence ends between words, from the number of the first to that of the last of all texts."""
        part = self._words[first : last + 1]
        return any(ends and capital for (_, ends), (capital, _) in pairwise(part))


def _ends(text: str, start: int, end: int, after: int) -> bool:
    word = text[start:end]
    return word.islower() and len(word) > 1 and _END.fullmatch(text, end, after) is not None and not is_title(word)
