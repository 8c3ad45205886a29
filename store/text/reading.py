"""`Reading`: everything derived from one text, each part computed once, on first use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from alu.store.text.cells import cells
from alu.store.text.hidden.decode import ciphers, decoded, plain, unread
from alu.store.text.kept import kept
from alu.store.text.mentions import Mentions, mentions, quotations
from alu.store.text.normalise import sentences, variants
from alu.store.text.terms import word_list

__all__ = ["Reading", "Sentence", "read"]


class Sentence(NamedTuple):
    """A sentence of a text, and where it is."""

    text: str
    start: int
    """Characters before it."""


class Reading:
    """What one text holds, without any target. Immutable; any number of threads may use it.

    Args:
        text: as it was written.

    Example:
        >>> from alu.store.text.reading import read
        >>> [s.start for s in read("She left. It rained.").sentences]
        [0, 10]
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order; long ones in windows that overlap."""
        found, at = list[Sentence](), 0
        for text in sentences(self.text):
            start = self.text.find(text, at)
            found.append(Sentence(text, start))
            at = start + 1
        return tuple(found)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells of its tables and the values of its data that are long enough to say something by themselves."""
        return cells(self.text)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Its normalised form first, then that in Latin letters where it has others."""
        return variants(self.text)

    @cached_property
    def words(self) -> tuple[list[str], ...]:
        """The words of each form."""
        return tuple(word_list(form) for form in self.forms)

    @cached_property
    def before(self) -> Mapping[str, Collection[tuple[str, ...]]]:
        """The word or two before each word of its normalised form, each pair once, in order."""
        found, words = dict[str, dict[tuple[str, ...], None]](), self.words[0]
        for at, word in enumerate(words[1:], start=1):
            found.setdefault(word, {})[tuple(words[max(0, at - 2) : at])] = None
        return found

    @cached_property
    def turned(self) -> tuple[list[str], ...]:
        """The words of its normalised form with the alphabet turned by 13, mirrored, and read from its end."""
        # a letter stays a letter, so that the words begin and end where they did
        return tuple(text.split() for text in ciphers(" ".join(self.words[0])))

    @cached_property
    def mentions(self) -> Mentions:
        """The names, titles and years in it."""
        return mentions(self.text)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """The plain texts that hide in it: encoded, in a cipher, spelt out, between labels."""
        return decoded(self.text)

    @cached_property
    def plain(self) -> str:
        """The text with all that is encoded in it in plain words."""
        return plain(self.text)

    @cached_property
    def unread(self) -> bool:
        """Whether more hides in it than `hidden` holds: its silence then proves nothing."""
        return unread(self.text)

    @cached_property
    def quotations(self) -> list[str]:
        """What is in quotes in its plain form and is longer than a title."""
        return quotations(self.plain)

    @cached_property
    def parts(self) -> list[tuple[str, ...]]:
        """Its sentences, and those of each text that hides in it."""
        return [tuple(sentences(t)) for t in (self.text, *self.hidden)]

    @cached_property
    def everything(self) -> list[str]:
        """The sentences of it and of all that hides in it."""
        return [*chain.from_iterable(self.parts)]


@kept(512)
def read(text: str) -> Reading:
    """Return the reading of `text`; short ones are kept, since one request asks for the same sentences again."""
    return Reading(text)
