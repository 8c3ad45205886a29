"""LangChain and LangGraph with alu in front of a chat model of theirs.

    from langchain.agents import create_agent

    from alu import Unlearner
    from alu.langchain import GuardMiddleware

    unlearner = Unlearner.open("targets/", model="http://127.0.0.1:8000/v1")
    agent = create_agent(model, tools, middleware=[GuardMiddleware(unlearner)])

The chat model is asked apart from the callbacks, streams and traces around it, and only what was checked comes back: a
draft is in no stream, state, checkpoint or trace. A reply keeps its text and its tool calls; thoughts, pictures and
citations, which no check reads, are dropped.

- `middleware` has `GuardMiddleware` for an agent of LangChain (the extra `langchain`).
- `runnable` has `guarded`, a chat model in a chain, and `model_node`, one in a graph of LangGraph.
- `replies` checks one message, `labels` its id, name and metadata.
- `parameters` are the tools and the schemas that it answers by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alu.langchain.runnable import guarded, model_node

if TYPE_CHECKING:
    from alu.langchain.middleware import GuardMiddleware

__all__ = ["GuardMiddleware", "guarded", "model_node"]


def __getattr__(name: str) -> Any:
    """Import the middleware when it is first used: it alone needs the package `langchain`."""
    if name != "GuardMiddleware":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from alu.langchain.middleware import GuardMiddleware

    return GuardMiddleware
