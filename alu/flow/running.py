"""Runs the flow of a profile; LangGraph, which is slow to import, is imported with the first run."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from alu.flow.vault import Context

__all__ = ["is_loaded", "run_flow"]

_graphs: dict[str, Any] = {}
"""The compiled flows by profile: they hold nothing of any request."""


def is_loaded(profile: str) -> bool:
    """Tell whether a request of `profile` has run in this process."""
    return profile in _graphs


async def run_flow(context: Context) -> Mapping[str, Any]:
    """Return the state in which the flow of the profile ends, without a trace unless that is wanted."""
    profile = context.settings.profile
    graph = _graphs.get(profile) or _graphs.setdefault(profile, await asyncio.to_thread(_built, profile))
    from langsmith import tracing_context

    from alu.flow.direct import run

    with tracing_context(enabled=context.settings.tracing):
        return await run(graph, context)


def _built(profile: str) -> Any:
    if profile == "paper":
        from alu.flow.paper_graph import build as build_paper

        return build_paper()
    from alu.flow.graph import build

    return build()
