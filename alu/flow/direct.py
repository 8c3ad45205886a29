"""One run of the flow; if no target is near, without LangGraph's machinery.

The graph says what follows what: a request that goes on after these nodes runs in it, from its start, and gets from
them what they gave here (`alu.flow.fault.sealed`). A clean request is spared the time that LangGraph takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from langgraph.graph import END
from langgraph.runtime import Runtime

from alu.flow import graph as fast
from alu.flow.state import InputState, State
from alu.flow.vault import Context

__all__ = ["PROFILES", "run"]

PROFILES = frozenset({"fast"})
"""Those whose flow is `alu.flow.graph`."""


async def run(flow: Any, context: Context) -> Mapping[str, Any]:
    """Return the state that a request ends in.

    Args:
        flow: the compiled graph of the profile.
        context: of the request. With `tracing` the graph runs it, so that every step is seen.
    """
    settings, vault, runtime = context.settings, context.vault, Runtime(context=context)
    # the nodes read the question in the vault: in the state every trace and every callback would show it
    asked: InputState = {"question": ""}
    if settings.profile in PROFILES and not settings.tracing:
        vault.given["draft"] = given = await fast.draft(asked, runtime)
        state = cast("State", asked | given)
        if fast.after_draft(state) == "release":
            vault.given["release"] = given = await fast.release(state, runtime)
            ended = cast("State", {**state, **given, "stages": (*state["stages"], *given["stages"])})
            if fast.after_release(ended) == END:
                return ended
    out: Mapping[str, Any] = await flow.ainvoke(asked, context=context)
    return out
