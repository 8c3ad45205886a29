"""Asked from within somebody else's graph, or traced: callbacks, streams and LangSmith see no draft and no fact."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypedDict

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import FakeListChatModel
from langgraph.graph import START, StateGraph

from alu.answer import Answer, Stage
from alu.chat import Choice, Completion, Request
from alu.errors import ConfigError
from alu.flow import paper_graph
from alu.flow.fault import Fault
from alu.flow.graph import build
from alu.isolation import carried, isolated
from alu.loop import Loop
from alu.store.store import TargetStore
from alu.unlearner import Unlearner
from tests.canary_probe import stated
from tests.collector import collecting
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.hostile_node import ABOUT, DRAFT, SCENARIOS, context, quoting

ROOT = Path(__file__).parents[3]
REWRITE = "The tower is 38 metres tall."
MODES: list[Any] = ["values", "updates", "debug", "tasks", "messages", "custom", "checkpoints"]
SECRETS = (CANARY, "Thunderbeak", "Forty Winters", "Dunmorrow")


class Listener(BaseCallbackHandler):
    """Hears all that callbacks are called with."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.errors: list[str] = []

    def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
        self.heard.append(repr((inputs, kwargs)))

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        self.heard.append(repr((outputs, kwargs)))

    def on_chain_error(self, error: BaseException, **kwargs: Any) -> None:
        self.errors.append(str(error))
        self.heard.append(stated(error))

    def on_chat_model_start(self, serialized: Any, messages: Any, **kwargs: Any) -> None:
        self.heard.append(repr((messages, kwargs)))

    def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.heard.append(repr((response, kwargs)))

    @property
    def all(self) -> str:
        """All of it, errors with their chains and the values in their frames."""
        return "\n".join(self.heard)


class Wrapped:
    """A `ChatModel` made of a LangChain model, which reports to whatever callbacks it finds in its context."""

    name = "wrapped"

    def __init__(self, says: Callable[[Request], Any]) -> None:
        self._says = says
        self.said: list[str] = []

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        text = self._says(request)
        words = [(m.role, m.content) for m in request.messages]
        self.said.append(str((await FakeListChatModel(responses=[text]).ainvoke(words)).content))
        return Completion((Choice(self.said[-1], "stop"),))

    async def aclose(self) -> None:
        """Nothing is open."""


class Parent(TypedDict):
    """State of a graph that somebody built around alu."""

    answer: str


async def watched(u: Unlearner) -> tuple[str, str, Answer]:
    """Ask from a node of a parent graph; return its streams, its events and callbacks, and the answer."""
    answers: list[Answer] = []

    async def node(state: Parent) -> dict[str, str]:
        answers.append(await u.aask(ABOUT))
        return {"answer": answers[-1].text}

    graph = StateGraph(Parent).add_node("node", node).add_edge(START, "node").compile()
    listener = Listener()
    stream = graph.astream({"answer": ""}, {"callbacks": [listener]}, stream_mode=MODES, subgraphs=True)
    streamed = "".join([repr(part) async for part in stream])
    events = graph.astream_events({"answer": ""}, {"callbacks": [listener]}, version="v2")
    seen = "".join([repr(event) async for event in events])
    assert listener.heard
    return streamed, seen + listener.all, answers[-1]


def hidden(seen: str) -> None:
    assert [s for s in SECRETS if s in seen] == []


@pytest.fixture(params=["own", "lent"])
async def loop(request: pytest.FixtureRequest) -> Loop | None:
    return Loop(asyncio.get_running_loop()) if request.param == "lent" else None


@pytest.mark.parametrize("profile", ["fast", "paper"])
@pytest.mark.filterwarnings("ignore:profile paper")
async def test_an_audit_that_quotes_its_prompt_shows_nothing_to_the_graph_around_it(
    profile: str, loop: Loop | None
) -> None:
    quoted: list[str] = []
    u, _, _ = unlearner(draft=DRAFT, judge=quoting(ValueError, quoted), loop=loop, profile=profile)
    async with u:
        streamed, heard, answer = await watched(u)
    assert CANARY in quoted[0]
    assert (answer.verdict, answer.stages[-1]) == ("failed_closed", Stage("fault", "ValueError"))
    hidden(streamed + heard)
    assert "ValueError" not in streamed + heard
    assert "'audit'" not in streamed + heard


async def test_drafts_of_langchain_models_stay_out_of_the_callbacks_around_them(loop: Loop | None) -> None:
    vanilla, others = Wrapped(lambda _: DRAFT), Wrapped(agents())
    u = Unlearner.open(
        TargetStore.temporary([KEEPER]), model=others, roles={"vanilla": vanilla}, loop=loop, trust="strong"
    )
    async with u:
        streamed, heard, answer = await watched(u)
    assert (answer.text, answer.verdict) == (REWRITE, "rewritten")
    assert vanilla.said == [DRAFT] * 2
    assert len(others.said) == 8
    hidden(streamed + heard)
    assert REWRITE in streamed
    assert REWRITE in heard


@pytest.mark.parametrize("graph", [build(), paper_graph.build()], ids=lambda g: str(g.name))
@pytest.mark.parametrize("kind", [ValueError, ConfigError, ExceptionGroup])
async def test_the_flows_own_callbacks_learn_the_kind_of_a_fault_alone(graph: Any, kind: type[Exception]) -> None:
    listener, quoted = Listener(), list[str]()
    u, _, _ = unlearner(draft=DRAFT, judge=quoting(kind, quoted))
    async with u:
        with pytest.raises(Fault) as fault:
            await graph.ainvoke({"question": ""}, {"callbacks": [listener]}, context=context(u))
    expected = "KeyError" if kind is ExceptionGroup else kind.__name__
    assert CANARY in quoted[0]
    assert (str(fault.value), set(listener.errors)) == (expected, {expected})
    assert fault.value.__cause__ is fault.value.__context__ is None
    hidden(listener.all)


async def test_no_callback_of_the_flow_reaches_a_model_within_a_node() -> None:
    listener = Listener()
    u = Unlearner.open(
        TargetStore.temporary([KEEPER]),
        model=Wrapped(agents()),
        roles={"vanilla": Wrapped(lambda _: DRAFT)},
        trust="strong",
    )
    async with u:
        await build().ainvoke({"question": ""}, {"callbacks": [listener]}, context=context(u))
    assert REWRITE in listener.all
    hidden(listener.all)


def test_wrong_settings_of_an_agent_are_reported_as_they_are() -> None:
    u, _, others = unlearner(draft=DRAFT)
    others.enqueue(ConfigError("the judge's key is missing"))
    with u, pytest.raises(ConfigError, match="the judge's key is missing") as wrong:
        u.ask(ABOUT)
    assert wrong.value.__cause__ is wrong.value.__context__ is None


RUN = "import sys; from tests.hostile_node import main; main(*sys.argv[1:])"


@pytest.mark.parametrize("tracing", ["on", "off"])
def test_what_is_posted_to_a_tracing_server_holds_no_fact_and_no_draft(tracing: str) -> None:
    with collecting() as (collector, came):
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "LANG"))},
            **{"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "x", "LANGSMITH_ENDPOINT": collector},
            **{"ALU_MEANING": "off"},
        }
        command = [sys.executable, "-c", RUN, tracing]
        ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == list(SCENARIOS.values())
    posted = b"".join(came).decode("latin-1")
    assert bool(came) == (tracing == "on")
    if tracing == "on":
        assert '"draft"' in posted
        assert [kind for kind in SCENARIOS.values() if kind not in posted] == []
    hidden(posted + ran.stderr)


SEEN: ContextVar[str] = carried(ContextVar("seen"))
UNSEEN: ContextVar[str] = ContextVar("unseen", default="nothing")


@pytest.mark.parametrize("way", ["same loop", "own loop", "sync"])
async def test_only_variables_that_are_carried_come_along(way: str) -> None:
    async def read() -> tuple[str, str]:
        read = SEEN.get("unset"), UNSEEN.get()
        SEEN.set("changed")
        return read

    loop = Loop(asyncio.get_running_loop() if way == "same loop" else None)

    async def ask() -> tuple[str, str]:
        return await (asyncio.to_thread(loop.run, read()) if way == "sync" else loop.arun(read()))

    assert await ask() == ("unset", "nothing")
    SEEN.set("this")
    UNSEEN.set("that")
    assert await ask() == ("this", "nothing")
    assert (SEEN.get(), UNSEEN.get()) == ("this", "that")
    loop.close()


async def test_to_cancel_whoever_waits_cancels_isolated_work() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    waiting = asyncio.create_task(isolated(work()))
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()
