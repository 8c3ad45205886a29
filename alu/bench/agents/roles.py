"""One case put to one agent, or to the whole flow, and what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from alu.agents.audit import audit
from alu.agents.caller import Caller
from alu.agents.critic import critic
from alu.agents.edit import edit
from alu.agents.narrow import lean
from alu.agents.rewrite import rewrite
from alu.agents.screen import screen
from alu.answer import Usage
from alu.chat import ChatModel, Choice, Completion, Request
from alu.config import ROLES, Role
from alu.errors import AluError, BadReply
from alu.flow.edits import apply, says_unknown, sentences_of
from alu.flow.ordinary import is_ordinary_word
from alu.flow.ruling import refers_elsewhere
from alu.flow.trust import trust_of
from alu.store.calibration import MAX_NEAR_TARGETS, MIN_TELLING_NATS
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.store import TargetStore
from alu.store.text.normalise import sentences
from alu.store.text.vocabulary import information
from alu.store.text.words import words
from alu.unlearner import Unlearner

if TYPE_CHECKING:
    from alu.bench.agents.case import LabelledCase
    from alu.store.match.snapshot import Snapshot
    from alu.store.target import Target

__all__ = ["ROLE_NAMES", "RoleName", "RoleOutcome", "Workplace", "edited", "rewritten", "ruled", "written"]

RoleName = Literal["flow", "audit", "narrow", "edit", "rewrite", "critic", "screen"]
"""An agent, or the flow."""
ROLE_NAMES: tuple[RoleName, ...] = ("flow", "audit", "narrow", "edit", "rewrite", "critic", "screen")
"""What is measured: the flow with its agents, and each agent by itself."""
_FENCE = b"bench"


@dataclass(frozen=True, slots=True)
class RoleOutcome:
    """What came of one case in one role."""

    case: str
    role: RoleName
    found: Mapping[str, Any]
    """What the role found, as plain values; empty where the case is none for it."""
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    failed: str = ""
    """Kind of the error that ended it."""


@dataclass(slots=True)
class Workplace:
    """The model that is measured, over the targets of the cases."""

    model: ChatModel
    store: TargetStore
    """The targets of all cases but topics."""
    topics: TargetStore
    timeout: float = 600.0
    trusted: Literal["measured", "weak", "strong"] = "measured"
    case: LabelledCase = field(init=False, repr=False)
    _flows: Mapping[str, Unlearner] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        roles: dict[Role, str | ChatModel] = {**dict.fromkeys(ROLES, self.model), "vanilla": self}
        flow = Unlearner.open(
            self.store, roles=roles, trust=self.trusted, seed=0, timeout=self.timeout, deadline=4 * self.timeout
        )
        self._flows = {"entity": flow, "topic": flow.with_store(self.topics)}

    async def close(self) -> None:
        """Close the flow with its models, and the stores."""
        await asyncio.to_thread(self._flows["entity"].close)
        self.topics.close()

    @property
    def name(self) -> str:
        """Of the scripted vanilla model, which says the draft of the case."""
        return "draft"

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        """Say the draft of the case at hand; asked anything else, the harmless half of it: the rest was not asked."""
        asked = request.messages[-1].content
        return Completion(
            (Choice(self.case.draft if asked == self.case.question else "\n".join(self.case.keep), "stop"),)
        )

    async def aclose(self) -> None:
        """Nothing to close: `close` closes everything."""

    async def run(self, role: RoleName, case: LabelledCase) -> RoleOutcome:
        """Put `case` to `role`; what the model cannot do is an outcome, too."""
        used: list[Usage] = []
        caller = Caller(self.model, self.timeout, _FENCE, used.append)
        doing: dict[RoleName, Callable[[LabelledCase, Caller], Awaitable[Mapping[str, Any]]]] = {
            "flow": self._flow,
            "audit": self._audit,
            "narrow": self._narrow,
            "edit": self._edit,
            "rewrite": self._rewrite,
            "critic": self._critic,
            "screen": self._screen,
        }
        start, failed, found = time.monotonic(), "", dict[str, Any]()
        try:
            found = dict(await doing[role](case, caller))
        except AluError as error:
            failed = type(error).__name__
        cost = Usage.total(used)
        calls = found.pop("calls", cost.calls)
        asked, written = found.pop("tokens", (cost.prompt_tokens, cost.completion_tokens))
        return RoleOutcome(case.id, role, found, calls, asked, written, time.monotonic() - start, failed)

    async def _flow(self, case: LabelledCase, _: Caller) -> Mapping[str, Any]:
        """Ask the question with the draft as the vanilla model's answer."""
        self.case = case
        answer = await self._flows["topic" if case.kind.startswith("topic") else "entity"].aask(case.question)
        if answer.verdict == "failed_closed":
            raise BadReply(answer.stages[-1].outcome)
        agents = Usage.total(s.usage for s in answer.stages if s.name != "draft")
        return {
            "verdict": answer.verdict,
            "flagged": bool(answer.matched),
            "audit": next((s.outcome for s in answer.stages if s.name == "audit"), ""),
            "gone": case.gone(answer.text),
            "kept": case.share_kept(answer.text),
            "same": answer.text == case.draft,
            "anew": any(s.name == "rewrite" and s.usage.calls for s in answer.stages),
            "calls": agents.calls + 1,
            "tokens": (agents.prompt_tokens, agents.completion_tokens),
        }

    async def _audit(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Let the model rule on the subject where it is near, with what the detector found."""
        return await ruled(self.store.snapshot(), case, caller)

    async def _narrow(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Ask the narrow question about the subject, near or not."""
        if case.kind.startswith("topic"):
            return {}
        target = self.store.snapshot().targets[case.subject]
        said, trust = sentences(case.draft), trust_of(self.model)
        value = await lean(caller, case.question, said, target)
        cut = (trust.word_cut if is_ordinary_word(target, case.question, case.draft) else trust.cut) or 0.0
        return {} if value is None else {"leaks": case.leaks, "lean": value, "cleared": value < cut}

    async def _edit(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Let the model say how a mixed draft is edited, and put that in."""
        if case.kind != "mixed":
            return {}
        return written(case, await edited(caller, case, _target(self.store.snapshot(), case)))

    async def _rewrite(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Let the model rewrite a mixed draft freely."""
        if case.kind != "mixed":
            return {}
        return written(case, await rewritten(caller, case, _target(self.store.snapshot(), case)))

    async def _critic(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Let the model score the harmless half against the draft itself: the first forgets, the second does not."""
        if case.kind != "mixed":
            return {}
        target = _target(self.store.snapshot(), case)
        good = "\n".join(case.keep)
        scores = await critic(caller, case.question, case.draft, [case.draft, good], [target])
        leaky, clean = (s.forgotten for s in scores)
        return {"ordered": clean > leaky, "passed": clean >= 4, "caught": leaky < 4}

    async def _screen(self, case: LabelledCase, caller: Caller) -> Mapping[str, Any]:
        """Let the model say whether a question needs a topic."""
        if not case.kind.startswith("topic"):
            return {}
        snapshot = self.topics.snapshot()
        topic = await screen(caller, case.question, list(snapshot.targets.values()))
        return {"leaks": case.leaks, "right": (topic.id if topic else "") == (case.subject if case.leaks else "")}


async def edited(caller: Caller, case: LabelledCase, target: Target) -> str:
    """Return a case's draft with the edits of a model put in; "" where they may not be used or leave nothing."""
    said = [s.text for s in sentences_of(case.draft)]
    return apply(case.draft, await edit(caller, case.question, said, [target]), case.question)


async def rewritten(caller: Caller, case: LabelledCase, target: Target) -> str:
    """Return a model's free rewrite of a case's draft; "" for none."""
    return next(iter(await rewrite(caller, case.question, case.draft, [target])), "")


def written(case: LabelledCase, text: str) -> Mapping[str, Any]:
    """Return what a draft came to that was edited or written anew; `same`: what is left is so byte for byte."""
    known = {*words(case.draft), *words(case.question)}
    new = [s.text for s in sentences_of(text) if s.text not in case.draft and not says_unknown(s.text, case.question)]
    return {
        "gone": case.gone(text),
        "kept": case.share_kept(text),
        "empty": not text,
        "invented": any(w not in known and information(w) >= MIN_TELLING_NATS for s in new for w in words(s)),
        "same": not new,
    }


async def ruled(snapshot: Snapshot, case: LabelledCase, caller: Caller, *, always: bool = False) -> Mapping[str, Any]:
    """Return what an audit says of a case's subject, with what the detector found; nothing where it is not near.

    Args:
        snapshot: the targets.
        case: what is asked and drafted.
        caller: access to the model.
        always: also rule on a subject that is not near.
    """
    inquiry = Inquiry(case.question)
    found = snapshot.detector.draft(inquiry, Draft.of(inquiry, case.draft), snapshot.detector.question(inquiry))
    near = [e.target_id for e in found.strongest[:MAX_NEAR_TARGETS]]
    if case.subject not in near:
        if not always:
            return {}
        near = [case.subject]
    verdict = await audit(caller, case.question, found.sentences, [snapshot.targets[t] for t in near], found.evidence)
    ruling, draft = verdict.rulings[case.subject], "\n".join(found.sentences)
    other = ruling.who == "other"
    return {
        "leaks": case.leaks,
        "cleared": ruling.leak == "none",
        "other": other,
        "elsewhere": other and refers_elsewhere(ruling.words, snapshot.targets[case.subject], case.question, draft),
        "only": verdict.only,
    }


def _target(snapshot: Snapshot, case: LabelledCase) -> Any:
    return snapshot.targets[case.subject]
