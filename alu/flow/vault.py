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
from typing import TYPE_CHECKING, Any, TypeVar, cast

from alu.answer import Stage, Usage
from alu.chat import ChatModel, Completion, Message
from alu.config import Role, Settings
from alu.flow.growing import Growing
from alu.flow.trust import Trust
from alu.store.match.inquiry import Draft

if TYPE_CHECKING:
    from alu.agents.caller import Caller
    from alu.errors import AluError, ConfigError
    from alu.store.match.evidence import Evidence
    from alu.store.match.inquiry import Inquiry
    from alu.store.match.snapshot import Snapshot
    from alu.store.store import TargetStore

__all__ = ["Clock", "Context", "Question", "Vault"]

T = TypeVar("T")
_log = logging.getLogger("alu")
_UNFINISHED = "unfinished"
"""Outcome of a stage in which a request ended."""


@dataclass(frozen=True, slots=True)
class Question:
    """The input of a request: the dialogue and what came with it."""

    messages: tuple[Message, ...] = field(repr=False)
    """The dialogue, which ends with the last user turn."""
    context: tuple[str, ...] = field(default=(), repr=False)
    """Passages sent with the question; they are checked like a draft."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Further parameters of the vanilla call (`stop`, `tools`, …)."""
    given: Completion | None = field(default=None, repr=False)
    """An answer of another model to be checked; then the vanilla model is not called."""
    on_stage: Callable[[Stage], None] | None = field(default=None, repr=False)
    """Called after each stage; stages contain no text."""
    on_text: Callable[[str], None] | None = field(default=None, repr=False)
    """Called with each piece released before the rest is checked; without it the answer is released as a whole."""
    parent: Any = field(default=None, repr=False)
    """The caller's OpenTelemetry context."""

    @property
    def text(self) -> str:
        """The last user turn."""
        return self.said[-1]

    @property
    def size(self) -> int:
        """Characters that are looked up before the draft is."""
        return sum(len(m.content) for m in self.messages) + sum(map(len, self.context))

    @property
    def is_bare(self) -> bool:
        """Whether its text is all that was sent."""
        return len(self.messages) == 1 and not self.context and not self.extra

    @property
    def asked_at(self) -> int:
        """The place of the last user turn among the messages; behind it stand calls of tools, and what these gave."""
        return max((i for i, m in enumerate(self.messages) if m.role == "user"), default=0)

    @property
    def others(self) -> list[Message]:
        """The messages but for the last user turn."""
        last = self.asked_at
        return [m for i, m in enumerate(self.messages) if i != last]

    @property
    def said(self) -> list[str]:
        """The user turns, in order."""
        return [m.content for m in self.messages if m.role == "user"]


@dataclass(slots=True, repr=False)
class Vault:
    """The secrets of one request. They never appear in the state, a log, an error or a `repr`."""

    question: Question
    snapshot: Snapshot = field(init=False)
    """The enforced targets: set when the run starts, replaced by a newer snapshot at the release gate."""
    inquiry: Inquiry = field(init=False)
    """The question as the detector reads it."""
    drafting: asyncio.Task[tuple[Completion, Stage]] | None = None
    """The vanilla call in progress."""
    growing: Growing | None = None
    """The draft while it is streamed, if its sentences may be released early."""
    draft: Completion | None = None
    outgoing: Draft = field(default_factory=Draft)
    """The draft as the detector reads it."""
    stated: tuple[str, ...] = ()
    """Statements of the draft by schemas of tools and answer: `{"x": true}` states what the description of `x` says."""
    sentences: Sequence[str] = ()
    """The assertions of the draft as the audit reads them, including implied claims that are near a target."""
    evidence: tuple[Evidence, ...] = ()
    """The strongest evidence for each target, best first."""
    all_evidence: tuple[Evidence, ...] = ()
    """All evidence, for `Answer.evidence`."""
    passed_over: frozenset[str] = frozenset()
    """Targets named in a text that came with the question, whose other sentences are what the draft is drawn from."""
    cleared_by_code: frozenset[str] = frozenset()
    """Those of them that need no model."""
    not_asked: frozenset[str] = frozenset()
    """Targets that such a text names, and neither question nor draft; a strong model may clear them."""
    context_targets: frozenset[str] = frozenset()
    """Targets near earlier turns; no audit is asked about them."""
    gone_on: bool = False
    """Whether the draft is about another subject, which the last turn goes on to by name."""
    introduction: str = ""
    """The words of such a draft that say of what kind its subject is."""
    observing: bool = False
    """Whether the whole request is only observed."""
    observed: frozenset[str] = frozenset()
    """Targets that are only observed."""
    would_hold: bool = False
    """Whether something would have been held back if it were not only observed."""
    cleared_topics: frozenset[str] = frozenset()
    """Topics that the screen ruled out, if its ruling counts."""
    namesakes: frozenset[str] = frozenset()
    """Targets for which the audit ruled that a namesake is meant."""
    cleared_words: frozenset[str] = frozenset()
    """Cleared targets whose names occur in the draft as ordinary words."""
    leaking_targets: frozenset[str] = frozenset()
    """Targets that the draft leaks, according to the audit."""
    leaking_sentences: frozenset[str] = frozenset()
    """Sentences of the draft that leak them, according to the audit; the first for each target."""
    held_sentences: tuple[str, ...] = ()
    """Sentences that refer to such a target by a pronoun or a role; set with the first candidates."""
    candidates: Sequence[str] = ()
    release_candidate: str = ""
    """The text to be checked by the release gate."""
    clocks: list[Clock] = field(default_factory=list)
    """One clock for each stage that was started."""
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Results of nodes that ran before the graph, by name."""
    worked_out: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """Results that several steps need, by what they were worked out from; see `once`."""
    vanilla_error: AluError | None = None
    config_error: ConfigError | None = None
    """A configuration error raised by a node, of which LangGraph learns only the class."""

    @property
    def sent(self) -> str:
        """The part of the draft that was released already; every answer now begins with it."""
        return self.growing.sent if self.growing else ""

    @property
    def draft_text(self) -> str:
        """The draft's text."""
        return self.draft.text if self.draft else ""

    @property
    def held_text(self) -> str:
        """The part of the draft's text that was not released yet."""
        return self.draft_text[len(self.sent) :].lstrip()

    def without_introduction(self, text: str) -> str:
        """Return a text without the words that say of what kind the next subject is."""
        return text.replace(self.introduction, "", 1)

    def is_enforced(self, target_id: str) -> bool:
        """Tell whether a target is enforced, and not only observed."""
        return not self.observing and target_id not in self.observed

    def enforced(self, found: Iterable[str]) -> list[str]:
        """Return the targets of `found` that are enforced; record whether others were left out as observed."""
        found = list(dict.fromkeys(found))
        held = list(filter(self.is_enforced, found))
        self.would_hold = self.would_hold or len(held) < len(found)
        return held

    def once(self, what: Callable[..., T], known: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what `make` gives, worked out once for `known`, which is all that the result of `what` depends on."""
        key = what, *known
        if key not in self.worked_out:
            self.worked_out[key] = make()
        return cast("T", self.worked_out[key])

    def __repr__(self) -> str:
        """Show nothing: tracebacks and crash reports call this."""
        return "Vault(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """The runtime context of one run, shared by its nodes."""

    vault: Vault
    store: TargetStore
    models: Mapping[Role, ChatModel]
    settings: Settings
    fence_key: bytes
    withheld: str
    """The text of a refusal, the same for every target and question."""
    trust: Mapping[Role, Trust] = field(default_factory=dict)
    """Trust in the model of each role; a missing role counts as unmeasured."""

    def trusted(self, role: Role) -> Trust:
        """Return how far the model of `role` is trusted."""
        return self.trust.get(role, Trust())

    def __repr__(self) -> str:
        """Show nothing."""
        return "Context(…)"


class Clock:
    """Measures a stage from its creation to `stop`; kept in the vault."""

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
        """The stage with its usage, up to now if it has not stopped."""
        return self._stage or self._stage_with(_UNFINISHED)

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
