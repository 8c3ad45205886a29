"""The question and the draft of a request, as the detector reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from alu.store.calibration import MAX_BRIEF_WORDS, MAX_FOLLOW_UP_WORDS
from alu.store.text.bare_questions import bare_questions
from alu.store.text.closed_answer import assertion, derives, knows_nothing
from alu.store.text.descriptions import undescribed
from alu.store.text.reading import Reading, read
from alu.store.text.words import word_count

__all__ = ["Draft", "Inquiry"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The last user turn, what of the dialogue counts for it, and the passages that came with it.

    `alu.flow.dialogue.inquiry_of` makes one of a dialogue; a single text is `Inquiry(text)`.
    """

    text: str = field(repr=False)
    """The last user turn."""
    thread: str | None = field(default=None, repr=False)
    """The turns that it follows up on and itself; None where it speaks for itself."""
    stands_alone: bool = True
    """It asks something of its own, so that its answer belongs to no other question."""
    earlier: tuple[str, ...] = field(default=(), repr=False)
    """What else the model was sent: tools, the turns before the question, the system prompt, in this order."""
    statements: tuple[str, ...] = field(default=(), repr=False)
    """What earlier closed replies («Yes.», «B», «1931») asserted, each with its question."""
    replies: str = field(default="", repr=False)
    """The brief replies so far, a line each: a name may be given a letter a turn."""
    passages: tuple[str, ...] = field(default=(), repr=False)
    """What the question is to be answered from; read like a draft."""
    followed: tuple[str, ...] = field(default=(), repr=False)
    """The turns of `thread` before the question, which say by themselves who is meant."""
    meant: tuple[str, ...] = field(default=(), repr=False)
    """What of `earlier` names the question's referent: whoever is named there is asked about."""
    maybe_meant: tuple[str, ...] = field(default=(), repr=False)
    """What of it may: others are named there, too, or in the question."""
    may_follow: bool = False
    """It is too brief to be sure that it stands alone: an audit reads the turns before, too."""
    unanswered: tuple[str, ...] = field(default=(), repr=False)
    """What of `earlier` may have asked what a closed reply answers: nothing that the dialogue has gone on from."""

    describes: bool = True
    """It may describe somebody by works: it was not read without these yet."""
    whole: bool = True
    """It is as the user wrote it: none of its questions by itself."""

    @property
    def audited(self) -> str:
        """What an audit reads as the question: with the turns before it where only who reads them can tell."""
        return (self.thread if self.may_follow else None) or self.subject

    @property
    def reading(self) -> Reading:
        """The reading of the last user turn."""
        return read(self.text)

    @property
    def subject(self) -> str:
        """What is asked about: the question, with the turns that it follows up on where it asks nothing of its own."""
        return (None if self.stands_alone else self.thread) or self.text

    @property
    def referent_context(self) -> str:
        """The text by which it is settled who is meant: decoded, with the turns before where it names nobody."""
        follows = read(self.thread or self.text)
        plain = read(follows.plain)
        return plain.text if plain.mentions.runs else "\n".join([plain.text, *self.earlier])

    def plainer(self, without: Collection[str] = ()) -> Iterator[Inquiry]:
        """Yield the same with a plainer last turn: each of its questions alone, or no titles by which it describes.

        Args:
            without: names of steps that are left out.
        """
        if self.whole and "bare" not in without:
            yield from (replace(self._asking(asks), whole=False) for asks in bare_questions(self.text))
        if self.describes and "description" not in without and (asks := undescribed(self.text)) != self.text:
            yield replace(self._asking(asks), describes=False)

    def _asking(self, asks: str) -> Inquiry:
        return replace(self, text=asks, thread=self.thread and self.thread.replace(self.text, asks))

    def implied(self, reply: str) -> tuple[str, ...]:
        """Return what a closed reply asserts where its question is elsewhere: a system prompt, an earlier turn, a tool.

        Nothing where the last turn asks something of its own; what is shorter than a question belongs to the thread.
        """
        if self.stands_alone:
            return ()
        asked = (t for t in self.unanswered if word_count(t) >= MAX_FOLLOW_UP_WORDS)
        return tuple(claim for text in asked if (claim := assertion(text, reply)) is not None)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer asserts, sentence by sentence."""

    texts: tuple[str, ...] = field(default=(), repr=False)
    """Its text and what its tool calls say, as they would leave."""
    sentences: tuple[str, ...] = field(default=(), repr=False)
    """What it asserts, decoded, as it is looked up and audited."""
    parts: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    """The same sentences by what they are of: each text, and each that hides in it, as the release gate reads them."""
    needs_question: bool = False
    """It says nothing without its question: a letter, a number, a yes."""
    implied_claims: tuple[str, ...] = field(default=(), repr=False)
    """What it then asserts where its question is elsewhere."""

    @classmethod
    def of(cls, inquiry: Inquiry, text: str, tool_calls: tuple[str, ...] = ()) -> Draft:
        """Read an answer.

        Args:
            inquiry: what it answers.
            text: of the answer.
            tool_calls: what its tool calls say, each as a text.
        """
        reply = read(text).plain
        statement = assertion(inquiry.text, reply)
        brief = word_count(reply) <= MAX_BRIEF_WORDS
        alone = statement is None and brief and not tool_calls and not knows_nothing(inquiry.text, reply)
        if alone and derives(inquiry.subject):
            statement = f"{inquiry.subject} {reply}"
        asserted = (statement or text, *tool_calls)
        parts = tuple(part for t in asserted for part in read(t).parts)
        implied = inquiry.implied(reply) if statement is not None else ()
        return cls((text, *tool_calls), tuple(chain.from_iterable(parts)), parts, statement is not None, implied)
