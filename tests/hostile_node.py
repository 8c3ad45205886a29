"""Agents whose exceptions quote their prompts, and a process that asks them with LangSmith switched on: `main`."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Mapping
from typing import Any

from alu.chat import Choice, Completion, Message, Request
from alu.errors import ConfigError
from alu.flow.vault import Context, Question, Vault
from alu.prompts import refusal
from alu.store.store import TargetStore
from alu.unlearner import Unlearner
from tests.flow import CANARY, KEEPER, agents, unlearner

__all__ = ["ABOUT", "DRAFT", "SCENARIOS", "context", "main", "quoting"]

ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."

SCENARIOS: Mapping[str, str] = {
    "audit": "ValueError",
    "cause": "RuntimeError",
    "config": "ConfigError",
    "langchain": "rewritten",
    "check": "LookupError",
}
"""What goes wrong, and the kind of fault, or the verdict, that `main` prints; what breaks the process is last."""


def context(u: Unlearner) -> Context:
    """Return the context of a run of one of the flow's graphs."""
    vault = Vault(Question((Message("user", ABOUT),)))
    vault.snapshot = u.targets.snapshot()
    return Context(vault, u.targets, u.models, u.settings, secrets.token_bytes(16), refusal("unknown"), u.trust)


def quoting(kind: type[Exception], quoted: list[str]) -> Callable[[Request], str]:
    """Return agents that raise `kind` with their whole prompt in its text, and note that text."""

    def reply(request: Request) -> str:
        quoted.append("\n".join(m.content for m in request.messages))
        if kind is ExceptionGroup:
            raise ExceptionGroup(quoted[-1], [KeyError(quoted[-1]), ValueError(quoted[-1])])
        if kind is RuntimeError:
            try:
                raise ValueError(quoted[-1])
            except ValueError as cause:
                raise RuntimeError("it broke") from cause
        raise kind("the judge's key is missing") if kind is ConfigError else kind(quoted[-1])

    return reply


def main(tracing: str) -> None:
    """Ask once in each scenario; print a line each, what goes wrong in it. Raises whatever is not expected."""
    from langchain_core.tracers.langchain import wait_for_all_tracers

    for scenario in SCENARIOS:
        with _opened(scenario, tracing == "on") as u:
            try:
                answer = u.ask(ABOUT)
            except ConfigError as error:
                came_to = type(error).__name__
            else:
                came_to = answer.stages[-1].outcome if answer.verdict == "failed_closed" else answer.verdict
        sys.stdout.write(f"{came_to}\n")
    wait_for_all_tracers()


def _opened(scenario: str, tracing: bool) -> Unlearner:
    if scenario == "langchain":
        models: dict[str, Any] = {"model": _LangChain(agents()), "roles": {"vanilla": _LangChain(lambda _: DRAFT)}}
        return Unlearner.open(TargetStore.temporary([KEEPER]), **models, tracing=tracing, trust="strong")
    if scenario == "check":
        _break_a_check()
    kind = {"audit": ValueError, "cause": RuntimeError, "config": ConfigError}.get(scenario)
    return unlearner(draft=DRAFT, judge=quoting(kind, []) if kind else None, tracing=tracing)[0]


def _break_a_check() -> None:
    from alu.flow import clearing

    def broken(vault: Vault) -> Any:
        raise LookupError(f"{KEEPER.facts} {vault.draft_text}")

    clearing.presumed_targets = broken


class _LangChain:
    """A `ChatModel` made of a LangChain model, which traces itself where LangSmith is on."""

    name = "langchain"

    def __init__(self, says: Callable[[Request], Any]) -> None:
        self._says = says

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        from langchain_core.language_models import FakeListChatModel

        model = FakeListChatModel(responses=[self._says(request)])
        reply = await model.ainvoke([(m.role, m.content) for m in request.messages])
        return Completion((Choice(str(reply.content), "stop"),))

    async def aclose(self) -> None:
        """Nothing is open."""
