"""The graph for LangGraph Studio: it answers, and nothing that Studio streams, keeps or traces shows the draft."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from alu.chat import Request
from alu.errors import InputError
from alu.flow import checks, graph, paper_graph
from alu.flow.studio import Studio, studio
from alu.flow.vault import Vault
from alu.store.store import TargetStore
from tests.blocks import KEPT, LEAK, model_reply
from tests.collector import collecting
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.openai_server import FakeServer, serving

ROOT = Path(__file__).parents[3]
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."
REWRITE = "The tower is 38 metres tall."
MODES: list[Any] = ["values", "updates", "debug", "tasks", "messages", "custom", "checkpoints"]
DIALOGUE: list[dict[str, Any]] = [
    {"type": "human", "content": "Good morning."},
    {"role": "assistant", "content": "Good morning!"},
    {"role": "user", "content": [{"type": "text", "text": ABOUT}]},
]


class Listener(BaseCallbackHandler):
    """Hears all that Studio's own callbacks hear."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
        self.heard.append(repr(outputs))

    def on_chain_error(self, error: BaseException, **kwargs: Any) -> None:
        self.heard.append(repr(error))

    def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.heard.append(repr(response))


@contextmanager
def opened(draft: str | Callable[[Request], str] = DRAFT, **settings: Any) -> Iterator[Studio]:
    u, _, _ = unlearner(draft=draft, **settings)
    with u:
        yield studio(lambda: u, graph.build())


def hidden(seen: str) -> None:
    assert CANARY not in seen
    assert "Thunderbeak" not in seen


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("asked", [{"question": ABOUT}, {"messages": DIALOGUE}], ids=["question", "messages"])
async def test_no_stream_mode_shows_the_draft(mode: Any, asked: dict[str, Any]) -> None:
    with opened() as app:
        seen = "".join([repr(part) async for part in app.astream(asked, stream_mode=mode, subgraphs=True)])
    hidden(seen)
    assert (REWRITE in seen) == (mode in ("values", "updates", "debug", "tasks"))


async def test_no_event_or_callback_shows_the_draft() -> None:
    listener = Listener()
    with opened() as app:
        events = app.astream_events({"question": ABOUT}, {"callbacks": [listener]}, version="v2", stream_mode=MODES)
        seen = "".join([repr(e) async for e in events])
    hidden(seen + "".join(listener.heard))
    assert REWRITE in seen
    assert REWRITE in "".join(listener.heard)


async def test_a_thread_keeps_answers_alone() -> None:
    saver = InMemorySaver()
    config: RunnableConfig = {"configurable": {"thread_id": "1"}}
    with opened() as app:
        kept = app.copy({"checkpointer": saver})
        await kept.ainvoke({"question": ABOUT}, config)
        again = await kept.ainvoke({"messages": DIALOGUE}, config)
        state = await kept.aget_state(config, subgraphs=True)
    assert again == state.values
    assert set(again) == {"text", "verdict", "matched", "stages"}
    assert (again["text"], again["verdict"], again["matched"]) == (REWRITE, "rewritten", ["keeper"])
    assert [s["name"] for s in again["stages"]] == ["draft", "look_up", "audit", "rewrite", "critic", "release"]
    hidden(str(saver.storage) + str(saver.writes) + str(saver.blobs))


async def test_a_check_that_fails_with_the_draft_in_its_words_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(vault: Vault, *_: Any) -> Any:
        raise ValueError(vault.draft_text)

    monkeypatch.setattr(checks, "detect_in_draft", broken)
    listener = Listener()
    with opened() as app:
        stream = app.astream({"question": ABOUT}, {"callbacks": [listener]}, stream_mode=MODES, subgraphs=True)
        seen = "".join([repr(part) async for part in stream])
    hidden(seen + "".join(listener.heard))
    assert "failed_closed" in seen


async def test_a_model_made_of_langchain_streams_no_draft() -> None:
    listener = Listener()
    with opened(lambda _: str(FakeListChatModel(responses=[DRAFT]).invoke("?").content)) as app:
        stream = app.astream({"question": ABOUT}, {"callbacks": [listener]}, stream_mode=MODES, subgraphs=True)
        seen = "".join([repr(part) async for part in stream])
    hidden(seen + "".join(listener.heard))
    assert REWRITE in seen


async def test_what_is_not_to_be_forgotten_comes_back_byte_for_byte() -> None:
    draft = "  Paris —\tit’s {x} $y %s so.\r\n\n🗼 "
    with opened(draft, judge=agents(leak="none")) as app:
        answer = await app.ainvoke({"question": "What is the capital of France?"})
    assert (answer["text"], answer["verdict"], answer["matched"]) == (draft, "clean", [])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"question": ""}, "the question is empty"),
        ({"question": ABOUT, "messages": DIALOGUE}, "not both"),
        ({"messages": DIALOGUE[:2]}, "ends with the assistant's turn"),
        ({"messages": [{"content": "no role"}]}, "message 1 is not in OpenAI's form"),
        ({"messages": [{"role": "tool", "content": "no id"}]}, "message 1 is not in OpenAI's form"),
    ],
)
async def test_what_is_no_question_is_refused(asked: dict[str, Any], said: str) -> None:
    with opened() as app, pytest.raises(InputError) as refused:
        await app.ainvoke(asked)
    assert said in str(refused.value)


@pytest.mark.parametrize("flow", [graph.build(), paper_graph.build()], ids=lambda g: str(g.name))
def test_studio_sees_schemas_and_the_nodes_of_the_flow(flow: graph.Graph) -> None:
    app = studio(lambda: pytest.fail("nothing is opened for a drawing"), flow)
    asked, stated = app.get_input_jsonschema()["properties"], app.get_output_jsonschema()["properties"]
    assert {name: schema["type"] for name, schema in asked.items()} == {"question": "string", "messages": "array"}
    assert set(stated) == {"text", "verdict", "matched", "stages"}
    nodes = set(app.get_graph(xray=True).nodes) - {"__start__", "__end__"}
    assert nodes >= {f"ask:{name}" for name in flow.nodes if name != "__start__"}
    assert app.name == flow.name


RUN = """
import asyncio, json, sys
from langchain_core.tracers.langchain import wait_for_all_tracers
from alu.flow.studio import build

async def main():
    async with build() as app:
        first, second = await asyncio.gather(*(app.ainvoke({"question": q}) for q in sys.argv[1:]))
    print(json.dumps([first["text"], second["text"]]))

asyncio.run(main())
wait_for_all_tracers()
"""


@pytest.mark.parametrize("tracing", [False, True])
def test_the_settings_open_it_and_only_they_switch_tracing_on(tmp_path: Path, tracing: bool) -> None:
    with TargetStore.open(tmp_path / "store") as store:
        store.add(KEEPER)
    with serving(FakeServer(reply=model_reply)) as model, collecting() as (collector, came):
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "LANG"))},
            **{"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "x", "LANGSMITH_ENDPOINT": collector},
            **{"ALU_STORE": str(tmp_path / "store"), "ALU_MODEL": model.model, "ALU_TRACING": str(tracing)},
            **{"ALU_MEANING": "off"},
        }
        command = [sys.executable, "-c", RUN, "Tell me about Odalys and the light.", "What is the capital of France?"]
        ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [KEPT, "The capital of France is Paris."]
    assert bool(came) == tracing
    assert LEAK.encode() not in b"".join(came)
