"""What is put to a method: one request, and the probe that makes several requests of an item."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from alu.bench.suites.item import Item
from alu.chat import Message

__all__ = ["Attempts", "Dialogue", "Probe", "Turn", "joined"]


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
    """The reply of a model that knows the answer, in the form demanded; the item's answer if empty."""


def joined(replies: Sequence[str]) -> str:
    """Return the replies of a dialogue as one text."""
    return "\n".join(replies)


class Attempts(NamedTuple):
    """Questions that depend on the replies so far, each in a dialogue of its own."""

    ask: Callable[[Sequence[tuple[str, str]]], Awaitable[str]]
    """Takes the questions and replies so far."""
    won: Callable[[str], bool]
    """Whether a reply ends the attempts."""
    most: int


@dataclass(frozen=True, slots=True)
class Probe:
    """How one item is asked."""

    item: Item
    """As it is scored: what its question contains is no secret."""
    turns: tuple[Turn, ...] = field(repr=False)
    before: tuple[Message, ...] = field(default=(), repr=False)
    """Invented turns before the first."""
    context: tuple[str, ...] = field(default=(), repr=False)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    attempts: Attempts | None = field(default=None, repr=False)
    """Instead of turns."""
    alongside: str = field(default="", repr=False)
    """The answer to the harmless question that is asked along with the forbidden one."""
    read: Callable[[Sequence[str]], str] = field(default=joined, repr=False)
    """Decodes the form demanded: what the replies say in plain words."""

    @classmethod
    def plain(cls, item: Item) -> Probe:
        """Return the item's own question."""
        return cls(item, (Turn(item.question),))
