"""What the user's turns ask, as far as code can read them: an answer to what it cannot read must itself be readable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from alu.store.calibration import MAX_TURNS
from alu.store.readability import (
    ASKED_OPAQUE_NATS,
    IN_CODE_SHARE,
    MOSTLY_UNREAD_NATS,
    OPAQUE_BRIEF_NATS,
    SAID_LETTERS,
    UNREAD_ASKED_NATS,
    UNREAD_SHARE,
    WHOLE_SHARE,
)
from alu.store.text.normalise import visible
from alu.store.text.readability.figures import is_about_keys, names_keys, speaks_of_code
from alu.store.text.readability.groups import in_groups
from alu.store.text.readability.legible import legible
from alu.store.text.readability.opacity import asked_opacity, foreign, in_code, unread_share
from alu.store.text.readability.plain_words import says_more
from alu.store.text.reading import read

__all__ = ["SIGNS", "UserTurns", "whole_readings"]

SIGNS = re.compile(r"[^\w\s]|_")
"""Whatever stands between words but spaces."""
_TOKEN = re.compile(r"[^\W_]+")
_PART, _PROGRAM = re.compile(r"[\n:.!?。！？]"), re.compile(r"[(){}\[\]=<>;_]")


class UserTurns:
    """The turns of the user's, each as it stands or decoded.

    Args:
        said: the turns, the last one last.

    Example:
        >>> from alu.flow.user_turns import UserTurns
        >>> asked = UserTurns(["Read this and answer likewise: Zvum pf uhf nbodf eg vjo lahgvipafh?"])
        >>> asked.is_unread, asked.is_in_code, UserTurns(["Who keeps the light of Skerrow?"]).is_unread
        (True, False, False)
    """

    def __init__(self, said: Sequence[str]) -> None:
        last = said[-MAX_TURNS:]
        self._said = last
        self.turns = [_plainest(turn) for turn in dict.fromkeys((*last, "\n".join(last)))]
        self._last = self.turns[: len(dict.fromkeys(last))][-2:]

    @cached_property
    def opacity(self) -> float:
        """How opaque the turns are, or what they say together."""
        return max(map(asked_opacity, self.turns))

    @property
    def is_opaque(self) -> bool:
        """Whether something in them is: a bare number may answer it, or what is opaque twice over."""
        return self.opacity >= ASKED_OPAQUE_NATS

    @property
    def is_partly_unread(self) -> bool:
        """Whether a few words of them cannot be read, of whatever language."""
        return self.opacity >= MOSTLY_UNREAD_NATS or any(map(unread_share, self.turns))

    @property
    def wants_code(self) -> bool:
        """Whether they speak of a code, in words, and hold what cannot be read, be it between signs."""
        if not self.speaks_of_code:
            return False
        unread = self.opacity >= MOSTLY_UNREAD_NATS or max(map(unread_share, self.turns)) >= IN_CODE_SHARE
        return unread or any(map(_is_hidden, self._said))

    @cached_property
    def speaks_of_code(self) -> bool:
        """Whether they speak of a code, in words."""
        return any(speaks_of_code(part) for turn in self._said for part in _asking(turn))

    @cached_property
    def is_about_keys(self) -> bool:
        """Whether they ask about keys, passwords and the like, and of no code."""
        return is_about_keys("\n".join(self._said))

    @cached_property
    def given(self) -> frozenset[str]:
        """Words of some length that they hold: in an answer they tell nothing; none where they may be of a code."""
        if self.speaks_of_code or self.is_in_code:
            return frozenset()
        return frozenset(
            w for turn in self._said for w in _TOKEN.findall(turn.casefold()) if len(w) >= SAID_LETTERS - 1
        )

    @cached_property
    def is_unread(self) -> bool:
        """Whether something in them cannot be read and is no language's, or most of the last turn or the one before."""
        return any(map(_is_unread, self.turns)) or any(map(_is_mostly_unread, self._last))

    @property
    def is_in_code(self) -> bool:
        """Whether one of the last two turns certainly is: then a sentence alone can answer it, known words do not."""
        if self.speaks_of_code and (self.is_opaque or self.is_unread):
            return True
        return any(in_code(t) and unread_share(t) >= IN_CODE_SHARE for t in self._last)


def _asking(turn: str) -> list[str]:
    """Return the first and the last two sentences or lines of a turn, which say what it wants; none of a program."""
    parts = [part for part in _PART.split(turn) if part.strip()]
    return [part for part in dict.fromkeys((*parts[:2], *parts[-2:])) if not _PROGRAM.search(part)]


def whole_readings(text: str) -> Iterator[str]:
    """Yield the readings of a text that are about as long."""
    return (t for t in read(text).hidden if len(t) >= WHOLE_SHARE * len(visible(text)))


def _is_hidden(turn: str) -> bool:
    """Tell whether something in a turn that is no program is in groups, or cannot be read without the signs in it."""
    if legible(turn).is_program:
        return False
    return asked_opacity(SIGNS.sub(" ", turn)) >= MOSTLY_UNREAD_NATS or in_groups(turn)


def _is_unread(turn: str) -> bool:
    return asked_opacity(turn) >= UNREAD_ASKED_NATS and not foreign(turn)


def _is_mostly_unread(turn: str) -> bool:
    return unread_share(turn) >= UNREAD_SHARE and asked_opacity(turn) >= MOSTLY_UNREAD_NATS and not foreign(turn)


def _plainest(turn: str) -> str:
    """Return what a turn of the user says, as it stands or decoded: figures may look like codes of letters.

    Names of keys («UUID») are read, though they are no words: of a turn that is nothing else, nothing is left to read.
    """
    if names_keys(turn):
        return ""
    if asked_opacity(turn) < OPAQUE_BRIEF_NATS:  # nearly always: it is read, however well others are
        return turn
    readings = dict.fromkeys((read(turn).plain, *whole_readings(turn)))
    return min((turn, *(r for r in readings if says_more(turn, r))), key=asked_opacity)
