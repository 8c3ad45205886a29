"""The flow of the ALU paper, a straight line, with our prompts or its authors': `--profile paper`, for benchmarks.

    draft ──► audit ──► erase ──► critic ──► compose

No look-up, no early exit, no release gate: every question costs all agents, and the composer's text goes
out unchecked. Where the audit finds nothing the draft takes the place of all rewrites, as in the reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol, cast

from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime

from alu.agents import paper
from alu.agents.caller import Caller
from alu.agents.published import published
from alu.flow.drafting import drafted
from alu.flow.fault import sealed
from alu.flow.graph import Graph
from alu.flow.state import InputState, OutputState, State
from alu.flow.vault import Clock, Context

__all__ = ["build"]


class _Agents(Protocol):
    async def audit(self, caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> bool: ...

    async def erase(self, caller: Caller, question: str, draft: str, subjects: Sequence[str]) -> tuple[str, ...]: ...

    async def critic(
        self, caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]
    ) -> tuple[int, ...]: ...

    async def compose(
        self, caller: Caller, question: str, candidates: Sequence[str], subjects: Sequence[str]
    ) -> str: ...


@sealed
async def draft(state: InputState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask the vanilla model."""
    _, stage = await drafted(runtime.context)
    return {"matched": (), "stages": (stage,)}


@sealed
async def audit(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask whether question or draft leak a subject of the whole list."""
    ctx, clock = runtime.context, Clock("audit", runtime.context.vault)
    caller = clock.caller(ctx, "audit")
    leaks = await _agents(ctx).audit(caller, ctx.vault.question.text, ctx.vault.draft_text, _subjects(ctx))
    return {"plan": "rewrite" if leaks else "critic", "stages": (clock.stop("leak" if leaks else "no leak"),)}


@sealed
async def erase(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask for k rewrites; where nothing leaks, the draft itself k times."""
    ctx, vault = runtime.context, runtime.context.vault
    if state["plan"] == "critic":
        vault.candidates = (vault.draft_text,) * paper.CANDIDATES
        return {"stages": ()}
    clock = Clock("rewrite", vault)
    caller = clock.caller(ctx, "rewrite")
    vault.candidates = await _agents(ctx).erase(caller, vault.question.text, vault.draft_text, _subjects(ctx))
    return {"stages": (clock.stop("rewritten"),)}


@sealed
async def critic(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Rate the rewrites and keep the best, or none."""
    ctx, vault, clock = runtime.context, runtime.context.vault, Clock("critic", runtime.context.vault)
    caller = clock.caller(ctx, "critic")
    ratings = await _agents(ctx).critic(caller, vault.question.text, vault.candidates, _subjects(ctx))
    vault.candidates = paper.accepted(vault.candidates, ratings)
    return {"stages": (clock.stop("safe" if vault.candidates else "unsafe"),)}


@sealed
async def compose(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Merge the kept rewrites and return the result as it is, or refuse."""
    ctx, vault, clock = runtime.context, runtime.context.vault, Clock("compose", runtime.context.vault)
    if not vault.candidates:
        return {
            "text": ctx.withheld,
            "verdict": "refused",
            "stages": (clock.stop("withheld"),),
        }
    caller = clock.caller(ctx, "rewrite")
    text = await _agents(ctx).compose(caller, vault.question.text, vault.candidates, _subjects(ctx))
    verdict = "clean" if text == vault.draft_text else "rewritten"
    return {"text": text, "verdict": verdict, "stages": (clock.stop("merged"),)}


@cache
def build() -> Graph:
    """Return the compiled graph; it holds nothing of any request."""
    graph = StateGraph(State, context_schema=Context, input_schema=InputState, output_schema=OutputState)
    graph.add_sequence([draft, audit, erase, critic, compose])
    graph.add_edge(START, "draft")
    return graph.compile(name="alu-flow")


def _agents(ctx: Context) -> _Agents:
    """Return the agents in our words, or in those of ALU's authors where the settings name a copy of them."""
    return published(ctx.settings.paper_prompts) if ctx.settings.paper_prompts else cast("_Agents", paper)


def _subjects(ctx: Context) -> list[str]:
    return [t.name for t in ctx.vault.snapshot.targets.values()]
