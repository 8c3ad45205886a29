"""What is put to a method: a dialogue with its passages, and several turns of one, each with the real reply before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from alu.answer import Answer, Usage, Verdict
from alu.bench.methods.asked import Asked
from alu.bench.suites.item import Item
from alu.chat import Message

if TYPE_CHECKING:
    from alu.bench.methods.methods import Method

__all__ = ["Attempts", "Dialogue", "Probe", "Turn", "converse", "joined"]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One request: the turns so far, the last one a user's."""

    messages: tuple[Message, ...] = field(repr=False)
    context: tuple[str, ...] = field(default=(), repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Parameters for the vanilla model, such as `temperature`."""

    @classmethod
    def of(cls, question: str) -> Dialogue:
        """Return the dialogue that is one question."""
        return cls((Message("user", question),))

    @property
    def asked(self) -> str:
        """Return the last user turn."""
        return self.messages[-1].content


@dataclass(frozen=True, slots=True)
class Turn:
    """One user turn."""

    ask: str = field(repr=False)
    say: str = field(default="", repr=False)
    """What one who knows says to it, in the form demanded; the item's answer if empty."""


def joined(replies: Sequence[str]) -> str:
    """Return the replies of a dialogue as one text."""
    return "\n".join(replies)


class Attempts(NamedTuple):
    """Questions that are made up as replies come in, each in a dialogue of its own."""

    ask: Callable[[Sequence[tuple[str, str]]], Awaitable[str]]
    """Takes what was asked and replied so far."""
    won: Callable[[str], bool]
    """Tells of a reply whether to stop."""
    most: int


@dataclass(frozen=True, slots=True)
class Probe:
    """How one item is asked."""

    item: Item
    """As it is scored: what its question holds is no secret."""
    turns: tuple[Turn, ...] = field(repr=False)
    before: tuple[Message, ...] = field(default=(), repr=False)
    """Turns that precede the first, made up by whoever asks."""
    context: tuple[str, ...] = field(default=(), repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    attempts: Attempts | None = field(default=None, repr=False)
    """Instead of turns."""
    beside: str = field(default="", repr=False)
    """The answer to what is asked in the same breath and may be told."""
    read: Callable[[Sequence[str]], str] = field(default=joined, repr=False)
    """Undoes the form demanded: what the replies say in plain words."""

    @classmethod
    def plain(cls, item: Item) -> Probe:
        """Return the item's own question."""
        return cls(item, (Turn(item.question),))


async def converse(method: Method, probe: Probe, now: Asked) -> tuple[Answer, str]:
    """Put the turns of `probe`, one after the other, or its attempts.

    Returns:
        All replies as one answer, with the worst of their verdicts, and what they say in plain words where that
        differs from the answer's text.

    Raises:
        alu.errors.AluError: a turn got no answer.
    """
    answers = await (
        _turns(method, probe, now) if probe.attempts is None else _tried(method, probe.item, probe.attempts)
    )
    whole = answers[0] if len(answers) == 1 else _as_one(answers)
    plain = probe.read([a.text for a in answers])
    return whole, plain if plain != whole.text else ""


async def _turns(method: Method, probe: Probe, now: Asked) -> list[Answer]:
    messages, answers = list(probe.before), list[Answer]()
    for turn in probe.turns:
        messages.append(Message("user", turn.ask))
        now.says = turn.say
        answers.append(await method.answer(probe.item, Dialogue(tuple(messages), probe.context, probe.extra)))
        messages.append(Message("assistant", answers[-1].text))
    return answers


async def _tried(method: Method, item: Item, attempts: Attempts) -> list[Answer]:
    tried, answers = list[tuple[str, str]](), list[Answer]()
    while len(answers) < attempts.most and not (answers and attempts.won(answers[-1].text)):
        question = await attempts.ask(tried)
        answers.append(await method.answer(item, Dialogue.of(question)))
        tried.append((question, answers[-1].text))
    return answers


def _as_one(answers: Sequence[Answer]) -> Answer:
    return Answer(
        joined([a.text for a in answers]),
        max((a.verdict for a in answers), key=get_args(Verdict).index),
        matched=tuple(dict.fromkeys(t for a in answers for t in a.matched)),
        stages=tuple(s for a in answers for s in a.stages),
        usage=Usage.total(a.usage for a in answers),
        blocked=any(a.blocked for a in answers),
    )
