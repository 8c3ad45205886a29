"""Where a sentence ends between two words that would be a name: «after dawn. Summers are …»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from alu.store.calibration import ORDINARY_NAME_NATS
from alu.store.text.names.titles import is_title
from alu.store.text.normalise import visible
from alu.store.text.reading import Reading
from alu.store.text.vocabulary import information

__all__ = ["SentenceEnds"]

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"""[.!?…]["'”’»)\]]*(?:[ \t]+["'“‘«(\[]*)?""")
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "your",
        "my",
        "our",
        "it",
        "them",
        "all",
        "each",
        "every",
        "some",
        "both",
    }
)


class _Word(NamedTuple):
    """A word as it is written, and what is between it and the next one."""

    text: str
    behind: str
    last: bool = False
    """Another text begins behind it."""


class SentenceEnds:
    """Tells where a sentence ends behind an ordinary word: one in small letters before one with a capital letter.

    The end of a line is none, since records have one between the parts of a name. Where nobody is in play a sentence
    also ends before an ordinary word that goes on as no surname does («Thanks, James. Cook the pasta», «the grant. Page
    3»), a line before a label («Customer: Mark», «Price: 10» below it), and a name before a comma and an ordinary word
    in small letters («Bruce Lee, young and unknown»). Read when it is first asked.

    Args:
        readings: of the texts, one sentence each where they are one text.
        in_play: a target is: what looks like an end may have been put between the words of its name.
    """

    def __init__(self, readings: Sequence[Reading], in_play: bool = False) -> None:
        self._readings, self._in_play = readings, in_play

    @cached_property
    def _words(self) -> tuple[tuple[bool, bool, bool], ...]:
        """Of each word of all texts: has it a capital letter, ends a sentence behind it, does a name end there."""
        words = [word for reading in self._readings for word in _written(reading)]
        none = _Word("", "")
        followed = zip(words, [*words[1:], none], [*words[2:], none, none], strict=False)
        return tuple(
            (word.text[:1].isupper(), self._ends(word, after, then), self._goes_on_small(word, after))
            for word, after, then in followed
        )

    def within(self, first: int, last: int) -> bool:
        """Tell whether a sentence ends between words, from the number of the first to that of the last of all texts."""
        part = self._words[first : last + 1]
        return any(small or (ends and capital) for (_, ends, small), (capital, *_) in pairwise(part))

    def _goes_on_small(self, word: _Word, after: _Word) -> bool:
        """Tell whether a word with a capital letter is parted by a comma from an ordinary one without."""
        parted = word.behind == ", " and word.text[:1].isupper() and after.text.islower()
        return parted and not self._in_play and information(after.text) < ORDINARY_NAME_NATS

    def _ends(self, word: _Word, after: _Word, then: _Word) -> bool:
        """Tell whether a sentence ends behind a word; `after` and `then` are the two words that follow."""
        if len(word.text) < 2 or is_title(word.text.lower()):
            return False
        if word.text.islower() and _END.fullmatch(word.behind):
            return True
        if self._in_play or information(after.text) >= ORDINARY_NAME_NATS:
            return False
        if not word.behind.strip():
            return (word.last or "\n" in word.behind) and after.behind[:1] == ":"
        goes_on = after.behind == " " and (then.text in _DETERMINERS or then.text.isdigit())
        return goes_on and _END.fullmatch(word.behind) is not None


def _written(reading: Reading) -> Iterator[_Word]:
    """Yield the words of a text; empty ones where they are cut otherwise."""
    shown = visible(reading.text)
    spans = [m.span() for m in _WORD.finditer(shown)]
    if len(spans) != len(reading.words[0]):
        yield from (_Word("", "") for _ in reading.words[0])
        return
    ends = [*(start for start, _ in spans[1:]), len(shown)]
    for (start, end), after in zip(spans, ends, strict=False):
        yield _Word(shown[start:end], shown[end:after], last=after == len(shown))
