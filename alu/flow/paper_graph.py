"""The flow as ALU publishes it, a straight line: `--profile paper`, for benchmarks only.

    draft ──► audit ──► erase ──► critic ──► compose

No look-up, no early exit, no release gate: every question costs all agents, and the composer's text goes
out unchecked. Where the audit finds nothing the draft takes the place of all rewrites, as in the reference.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime

from alu.agents import paper
from alu.flow import checks
from alu.flow.drafting import drafted
from alu.flow.fault import sealed
from alu.flow.graph import Graph
from alu.flow.state import InputState, OutputState, State
from alu.flow.vault import Clock, Context

__all__ = ["build"]


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
    leaks = await paper.audit(caller, ctx.vault.question.text, checks.draft_text(ctx.vault), _subjects(ctx))
    return {"plan": "rewrite" if leaks else "critic", "stages": (clock.stop("leak" if leaks else "no leak"),)}


@sealed
async def erase(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask for k rewrites; where nothing leaks, the draft itself k times."""
    ctx, vault = runtime.context, runtime.context.vault
    if state["plan"] == "critic":
        vault.candidates = (checks.draft_text(vault),) * paper.CANDIDATES
        return {"stages": ()}
    clock = Clock("rewrite", vault)
    caller = clock.caller(ctx, "rewrite")
    vault.candidates = await paper.erase(caller, vault.question.text, checks.draft_text(vault), _subjects(ctx))
    return {"stages": (clock.stop("rewritten"),)}


@sealed
async def critic(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Rate the rewrites and keep the best, or none."""
    ctx, vault, clock = runtime.context, runtime.context.vault, Clock("critic", runtime.context.vault)
    caller = clock.caller(ctx, "critic")
    ratings = await paper.critic(caller, vault.question.text, vault.candidates, _subjects(ctx))
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
    text = await paper.compose(caller, vault.question.text, vault.candidates, _subjects(ctx))
    verdict = "clean" if text == checks.draft_text(vault) else "rewritten"
    return {"text": text, "verdict": verdict, "stages": (clock.stop("merged"),)}


@cache
def build() -> Graph:
    """Return the compiled graph; it holds nothing of any request."""
    graph = StateGraph(State, context_schema=Context, input_schema=InputState, output_schema=OutputState)
    graph.add_sequence([draft, audit, erase, critic, compose])
    graph.add_edge(START, "draft")
    return graph.compile(name="alu-paper")


def _subjects(ctx: Context) -> list[str]:
    return [t.name for t in ctx.vault.snapshot.targets.values()]
