"""The flow in LangGraph Studio: `langgraph dev` runs it with the store and model of alu's settings.

    question or messages ──► ask ──► text, verdict, matched, stages
                              └ drawn with the nodes of the flow in it

Studio streams, keeps and traces whatever a graph's nodes return and raise. So its graph has one node, `ask`, which
calls `Unlearner.aask`: that is isolated (`alu.isolation`), so that no callback, stream or checkpointer of Studio
reaches the flow, and of a fault within a check only the refusal comes back. The flow's own nodes are drawn inside
`ask`; how they went is in `stages`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from typing import Annotated, Any, Literal, TypeAlias

from langchain_core.messages import convert_to_openai_messages
from langgraph.channels import EphemeralValue
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langsmith import tracing_context

from alu.answer import Verdict
from alu.errors import InputError
from alu.flow import graph as fast
from alu.flow import paper_graph as paper
from alu.loop import Loop
from alu.unlearner import Unlearner

__all__ = ["Asked", "Shown", "Studio", "build", "build_paper", "studio"]

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """What Studio hands in: a question or a dialogue. Neither is kept, so that a thread's next run begins anew."""

    question: Annotated[str, EphemeralValue] = field(default="", repr=False)
    messages: Annotated[list[dict[str, Any]], EphemeralValue] = field(default_factory=list, repr=False)
    """Messages in OpenAI's or LangChain's form, the user's last."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What Studio shows, streams and keeps of an answer."""

    text: str = field(default="", repr=False)
    verdict: Verdict = "refused"
    matched: list[str] = field(default_factory=list)
    """Ids of the targets that the question or the draft touched."""
    stages: list[dict[str, Any]] = field(default_factory=list)
    """The steps of the flow, as `alu ask --json` prints them."""


Studio: TypeAlias = CompiledStateGraph[Shown, None, Any, Shown]
"""A compiled graph that Studio may run: a question in, an answer out."""


def studio(opened: Callable[[], Unlearner], drawn: CompiledStateGraph[Any, Any, Any, Any]) -> Studio:
    """Return a graph that asks an unlearner.

    Args:
        opened: returns the unlearner; called in a thread, in every run.
        drawn: the flow that the unlearner runs, drawn inside the node.
    """

    async def ask(state: Asked) -> dict[str, Any]:
        unlearner = await asyncio.to_thread(opened)
        answer = await unlearner.aask(_question(state))
        shown = answer.as_dict()
        return {f.name: shown[f.name] for f in fields(Shown)}

    graph = StateGraph(Shown, input_schema=Asked, output_schema=Shown)
    graph.add_node("ask", ask)
    graph.add_edge(START, "ask")
    compiled = graph.compile(name=drawn.name)
    compiled.nodes["ask"].subgraphs = (drawn,)
    return compiled


@asynccontextmanager
async def build() -> AsyncIterator[Studio]:
    """Lend the graph for one run in Studio, untraced: what LangSmith sees is up to the setting `tracing` alone."""
    with tracing_context(enabled=False):
        yield _built("fast")


@asynccontextmanager
async def build_paper() -> AsyncIterator[Studio]:
    """Lend ALU's flow, which has no release gate, for one run in Studio; untraced, too."""
    with tracing_context(enabled=False):
        yield _built("paper")


@cache
def _built(profile: Literal["fast", "paper"]) -> Studio:
    return studio(lambda: _opened(profile), fast.build() if profile == "fast" else paper.build())


def _opened(profile: Literal["fast", "paper"]) -> Unlearner:
    """Return the unlearner of the settings, one for all runs; first runs that come together wait for each other."""
    with _opening:  # the cache alone would let two runs open the store twice
        return _open(profile)


@cache
def _open(profile: Literal["fast", "paper"]) -> Unlearner:
    loop = Loop()
    loop.run(_unwatched())
    return Unlearner.open(profile=profile, loop=loop)


async def _unwatched() -> None:
    """Let this thread wait for files and processes, which `langgraph dev` forbids in every event loop.

    The rule is for the server's own loop: a model that is started in alu's thread, or a file that is read there, holds
    up nobody, and would end in a refusal. The mark is the one by which `blockbuster` lets its own calls pass.
    """
    with suppress(ImportError, AttributeError):
        import_module("blockbuster.blockbuster")._skip.value = True


def _question(asked: Asked) -> str | list[dict[str, Any]]:
    """Return what is asked.

    Raises:
        InputError: both are given, or a message has neither form.
    """
    if not asked.messages:
        return asked.question
    if asked.question:
        raise InputError("give a question or messages, not both")
    return [_message(number, message) for number, message in enumerate(asked.messages, 1)]


def _message(number: int, message: Any) -> dict[str, Any]:
    try:
        (converted,) = convert_to_openai_messages([message], text_format="string")
    except (KeyError, TypeError, ValueError, NotImplementedError):  # what LangChain raises, with the text in it
        form = "in OpenAI's form or in LangChain's: a role or a type, and content"
        raise InputError(f"message {number} is not {form}") from None
    return dict(converted)
