"""What the graph carries, and what it must not carry.

LangGraph shows the whole state to every stream mode, checkpoint and trace. So the state holds ids, verdicts
and text that may be shown; the draft, the candidates and everything said about them live in the `Vault`,
which is in the runtime context.
"""

from __future__ import annotations

import asyncio
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from alu.answer import Stage, Verdict
from alu.chat import ChatModel, Completion, Message
from alu.config import Role, Settings

if TYPE_CHECKING:
    from alu.errors import AluError
    from alu.flow.clock import Clock
    from alu.store.match.evidence import Hit
    from alu.store.match.snapshot import Snapshot
    from alu.store.store import TargetStore

__all__ = ["Context", "InputState", "OutputState", "Plan", "Question", "State", "Vault"]

Plan = Literal["release", "audit", "rewrite", "critic", "refuse", "end"]
"""What comes next: a node of the graph, `refuse` (release withholds), or `end` (the text is final)."""


class InputState(TypedDict):
    """What a run starts with."""

    question: str
    """The last user turn."""


class OutputState(TypedDict):
    """What a run ends with: an answer."""

    text: str
    """The released text."""
    verdict: Verdict
    matched: tuple[str, ...]
    """Ids of the targets that question or draft touch."""
    blocked: bool
    """The release gate held back a text that the agents had let pass."""
    stages: Annotated[tuple[Stage, ...], operator.add]


class State(InputState, OutputState, total=False):
    """What the nodes hand on; all of it may be shown."""

    plan: Plan
    """What is to be done next."""
    closed: bool
    """The question wants a letter, a number or a yes, so nothing can be rewritten."""
    tries: int
    """Rewrites asked for so far."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and what came with it."""

    messages: tuple[Message, ...] = field(repr=False)
    """The dialogue, the last user turn last."""
    context: tuple[str, ...] = field(default=(), repr=False)
    """Passages handed over with the question; they are checked like a draft."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Parameters for the vanilla model alone (`stop`, `tools`, …)."""

    @property
    def text(self) -> str:
        """The last user turn: what the user is taken to have said."""
        return self.said[-1]

    @property
    def size(self) -> int:
        """Characters that are looked up before the draft is."""
        return sum(len(m.content) for m in self.messages) + sum(map(len, self.context))

    @property
    def said(self) -> list[str]:
        """The user turns, the last one last."""
        return [m.content for m in self.messages if m.role == "user"]


@dataclass(slots=True, repr=False)
class Vault:
    """The secrets of one request. Never in the state, a log, an error or a `repr`."""

    question: Question
    snapshot: Snapshot = field(init=False)
    """The store as it is enforced: set when the run starts, replaced by a newer one at the release gate."""
    drafting: asyncio.Task[tuple[Completion, Stage]] | None = None
    """The vanilla call under way."""
    draft: Completion | None = None
    asserted: tuple[str, ...] = ()
    """The draft's text and what its tool calls say, as they would leave."""
    sentences: Sequence[str] = ()
    """What the draft asserts, as it is looked up and audited."""
    hits: tuple[Hit, ...] = ()
    """One a target, the best first."""
    in_play: frozenset[str] = frozenset()
    """Targets that earlier turns are near to: the gate keeps an eye on them, nothing more."""
    closed: bool = False
    """The draft says nothing without its question: a letter, a number, a yes."""
    alleged: tuple[str, ...] = ()
    """What it asserts where its question stands elsewhere: in the system prompt, an earlier turn, a tool."""
    namesakes: frozenset[str] = frozenset()
    """Targets whose name is meant for somebody else, as the audit found."""
    leaking: frozenset[str] = frozenset()
    """Targets that the draft leaks, as the audit found."""
    telling: frozenset[str] = frozenset()
    """Sentences of the draft that leak them, as the audit found: of each target the first."""
    candidates: Sequence[str] = ()
    pending: str = ""
    """The text that the release gate is to check."""
    clocks: list[Clock] = field(default_factory=list)
    """One a stage that was begun, with what it cost."""
    vanilla_error: AluError | None = None

    def __repr__(self) -> str:
        """Show nothing."""
        return "Vault(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """What the nodes of one run work with."""

    vault: Vault
    store: TargetStore
    models: Mapping[Role, ChatModel]
    settings: Settings
    fence_key: bytes
    withheld: str
    """What stands for an answer that is withheld, the same for every target and question."""

    def __repr__(self) -> str:
        """Show nothing."""
        return "Context(…)"
