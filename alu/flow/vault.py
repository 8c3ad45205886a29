"""The secrets of one request, kept out of the graph's state: question, draft, candidates; and its clocks.

LangGraph shows the whole state to every stream mode, checkpoint and trace. So the draft, the candidates and
everything said about them live in the `Vault`, which is in the runtime context. The vault also keeps the clocks
of a request, so that what a request cost is known whichever stage it ends in.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from alu.answer import Stage, Usage
from alu.chat import ChatModel, Completion, Message
from alu.config import Role, Settings
from alu.flow.growing import Growing
from alu.flow.trust import Trust
from alu.store.match.inquiry import Draft

if TYPE_CHECKING:
    from alu.agents.caller import Caller
    from alu.errors import AluError, ConfigError
    from alu.flow.unit import Unit
    from alu.store.match.evidence import Evidence
    from alu.store.match.inquiry import Inquiry
    from alu.store.match.snapshot import Snapshot
    from alu.store.store import TargetStore

__all__ = ["Clock", "Context", "Question", "Vault"]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and what came with it."""

    messages: tuple[Message, ...] = field(repr=False)
    """The dialogue, the last user turn last."""
    context: tuple[str, ...] = field(default=(), repr=False)
    """Passages handed over with the question; they are checked like a draft."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Parameters for the vanilla model alone (`stop`, `tools`, …)."""
    given: Completion | None = field(default=None, repr=False)
    """What another model has answered already: it is checked, and the vanilla model is not asked."""
    on_stage: Callable[[Stage], None] | None = field(default=None, repr=False)
    """Called with each stage that has ended; no stage holds a text."""
    on_text: Callable[[str], None] | None = field(default=None, repr=False)
    """Called with each piece that may leave before the rest is checked; without it the answer leaves whole."""
    parent: Any = field(default=None, repr=False)
    """The caller's OpenTelemetry context."""

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
    inquiry: Inquiry = field(init=False)
    """The question as the detector reads it."""
    drafting: asyncio.Task[tuple[Completion, Stage]] | None = None
    """The vanilla call under way."""
    growing: Growing | None = None
    """The draft while it is written, where its sentences may leave before it is whole."""
    draft: Completion | None = None
    outgoing: Draft = field(default_factory=Draft)
    """The draft as the detector reads it."""
    stated: tuple[str, ...] = ()
    """What the draft states by the schemas of tools and answer: `{"x": true}` says what the description of `x` says."""
    sentences: Sequence[str] = ()
    """What the draft asserts, as it is audited: with the implied claims that are near a target."""
    evidence: tuple[Evidence, ...] = ()
    """The strongest of each target, the best first."""
    all_evidence: tuple[Evidence, ...] = ()
    """Everything that was found, for `Answer.evidence`."""
    context_targets: frozenset[str] = frozenset()
    """Targets that earlier turns are near to: checked at the release gate, and nowhere else."""
    observing: bool = False
    """Nothing is held back."""
    observed: frozenset[str] = frozenset()
    """Targets for which nothing is held back."""
    would_hold: bool = False
    """Something of what is only observed would have been held back."""
    cleared_topics: frozenset[str] = frozenset()
    """Topics that the screen found the question not to be of, where that decides."""
    namesakes: frozenset[str] = frozenset()
    """Targets of which the audit found that a namesake is meant."""
    cleared_words: frozenset[str] = frozenset()
    """Targets that were cleared, of whose names the draft has the ordinary words."""
    leaking_targets: frozenset[str] = frozenset()
    """Targets that the draft leaks, as the audit found."""
    leaking_sentences: frozenset[str] = frozenset()
    """Sentences of the draft that leak them, as the audit found: of each target the first."""
    held_sentences: tuple[str, ...] = ()
    """Sentences of the draft that go on about such a target by a pronoun or a role; set with the first candidates."""
    unit: tuple[tuple[object, ...], Unit] | None = None
    """What of the draft is cut together, and what it was worked out from."""
    candidates: Sequence[str] = ()
    release_candidate: str = ""
    """The text that the release gate is to check."""
    clocks: list[Clock] = field(default_factory=list)
    """One a stage that was begun, with what it cost."""
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What nodes gave before the graph ran, by their names."""
    gate_found: dict[tuple[object, ...], tuple[Evidence, ...]] = field(default_factory=dict)
    """What the gate found in texts, by the list's version, the text and the targets that it asked about."""
    vanilla_error: AluError | None = None
    config_error: ConfigError | None = None
    """What a node found wrong in the settings; LangGraph learns its kind alone."""

    @property
    def sent(self) -> str:
        """What was sent already, and what every answer now begins with."""
        return self.growing.sent if self.growing else ""

    def enforced(self, found: Iterable[str]) -> list[str]:
        """Return the targets of `found` that are held back; note where there are others."""
        found = list(dict.fromkeys(found))
        held = [] if self.observing else [t for t in found if t not in self.observed]
        self.would_hold = self.would_hold or len(held) < len(found)
        return held

    def __repr__(self) -> str:
        """Show nothing: tracebacks and crash reports call this."""
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
    """The text of a refusal, the same for every target and question."""
    trust: Mapping[Role, Trust] = field(default_factory=dict)
    """How far the model of each role is trusted; one that is not in it, as one that nobody measured."""

    def trusted(self, role: Role) -> Trust:
        """Return how far the model of `role` is trusted."""
        return self.trust.get(role, Trust())

    def __repr__(self) -> str:
        """Show nothing."""
        return "Context(…)"


_log = logging.getLogger("alu")

UNFINISHED = "unfinished"
"""Outcome of a stage in which a request ended."""


class Clock:
    """Runs from its making to `stop`; kept in `vault`."""

    def __init__(self, name: str, vault: Vault) -> None:
        self.name = name
        self._on_stage = vault.question.on_stage
        self.calls: list[Usage] = []
        self.started_ns = time.time_ns()
        """Nanoseconds since 1970."""
        self._start = time.perf_counter()
        self._stage: Stage | None = None
        vault.clocks.append(self)

    @property
    def seconds(self) -> float:
        """Seconds since the stage began."""
        return time.perf_counter() - self._start

    @property
    def stage(self) -> Stage:
        """What the stage did and what it cost, so far where it has not stopped."""
        return self._stage or self._stage_with(UNFINISHED)

    def caller(self, ctx: Context, role: Role, *, most_calls: int | None = None) -> Caller:
        """Return the line of this stage's agent to the model of `role`, for `most_calls` calls in all."""
        from alu.agents.caller import Caller

        seconds = max(ctx.settings.timeout, ctx.trusted(role).seconds)
        return Caller(ctx.models[role], seconds, ctx.fence_key, self.calls.append, most_calls)

    def stop(self, outcome: str) -> Stage:
        """Return what the stage did and what it cost."""
        self._stage = self._stage_with(outcome)
        if self._on_stage is not None:
            try:
                self._on_stage(self._stage)
            except Exception as error:  # whatever a caller's own function raises: it is no fault of a check
                _log.warning("on_stage failed with %s", type(error).__name__)
        return self._stage

    def _stage_with(self, outcome: str) -> Stage:
        return Stage(self.name, outcome, replace(Usage.total(self.calls), seconds=self.seconds))
