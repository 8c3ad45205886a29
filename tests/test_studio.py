"""`langgraph dev` runs the repository's graphs to their end, and tells nobody what is to be forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alu.prompts import refusal
from alu.store.store import TargetStore
from tests.blocks import model_reply
from tests.collector import collecting
from tests.flow import CANARY, KEEPER
from tests.langgraph_server import Studio, environment, running
from tests.openai_server import FakeServer, serving
from tests.stores import files_with

pytestmark = [pytest.mark.studio, pytest.mark.timeout(900)]

ABOUT = "Who is Odalys Brannigan?"
HARMLESS = "What is the capital of France?"
PARIS = "  Paris —\tit’s {x} $y %s so.\r\n\n🗼 "
STAGES = ["draft", "look_up", "audit", "rewrite", "release"]


def reply(body: dict[str, Any]) -> str:
    """Answer as the model of the documentation, with the canary in what leaks."""
    said = str(body["messages"][-1]["content"])
    if said == HARMLESS and "response_format" not in body:
        return PARIS
    return model_reply(body).replace("Admiral Thunderbeak", f"Admiral Thunderbeak, {CANARY}")


def last_values(streamed: str) -> dict[str, Any]:
    """Return the last `values` event of a stream."""
    found = [part for part in streamed.replace("\r\n", "\n").split("\n\n") if part.startswith("event: values\n")]
    values: dict[str, Any] = json.loads(found[-1].partition("\ndata: ")[2].partition("\n")[0])
    return values


def kept(studio: Studio, thread: str) -> str:
    """Return all that the server says of a thread."""
    state = studio.get(f"/threads/{thread}/state?subgraphs=true")
    history = studio.post(f"/threads/{thread}/history", {"limit": 50})
    return json.dumps([state, history, studio.get(f"/threads/{thread}"), studio.get(f"/threads/{thread}/runs")])


def check(studio: Studio) -> str:
    """Ask in every way, and return all that came over HTTP."""
    thread = studio.thread()
    clean = studio.streamed({"question": HARMLESS}, thread)
    assert last_values(clean)["text"] == PARIS
    assert last_values(clean)["verdict"] == "clean"
    about = studio.streamed({"messages": [{"type": "human", "content": ABOUT}]}, thread)
    answer = last_values(about)
    assert (answer["text"], answer["verdict"], answer["matched"]) == (refusal("unknown"), "refused", ["keeper"])
    assert [s["name"] for s in answer["stages"]] == STAGES
    wrong = studio.streamed({"question": ABOUT, "messages": [{"role": "user", "content": ABOUT}]}, thread)
    assert '"error":"InputError"' in wrong  # its words are in the log alone
    paper = studio.streamed({"question": ABOUT}, studio.thread(), "alu-flow")
    assert last_values(paper)["text"] == refusal("unknown")
    return clean + about + wrong + paper + kept(studio, thread)


def drawn(studio: Studio) -> None:
    """Check what Studio needs in order to show a graph and its form."""
    (found,) = studio.post("/assistants/search", {"graph_id": "alu"})
    schemas = studio.get(f"/assistants/{found['assistant_id']}/schemas")
    assert set(schemas["input_schema"]["properties"]) == {"question", "messages"}
    assert set(schemas["output_schema"]["properties"]) == {"text", "verdict", "matched", "stages"}
    nodes = studio.get(f"/assistants/{found['assistant_id']}/graph?xray=true")["nodes"]
    assert {n["id"] for n in nodes} >= {f"ask:{name}" for name in ("draft", "audit", "rewrite", "critic", "release")}


def test_langgraph_dev_answers_and_shows_no_draft(tmp_path: Path) -> None:
    environment()
    with TargetStore.open(tmp_path / "store") as store:
        store.add(KEEPER)
    home = tmp_path / "studio"
    home.mkdir()
    with serving(FakeServer(reply=reply)) as model, collecting() as (collector, came):
        settings = {
            **{"ALU_STORE": str(tmp_path / "store"), "ALU_MODEL": model.model, "LOG_LEVEL": "DEBUG"},
            **{"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "x", "LANGSMITH_ENDPOINT": collector},
        }
        with running(home, **settings) as studio:
            drawn(studio)
            seen = check(studio)
        drafts = [r for r in model.requests if "response_format" not in r]
    assert len(drafts) == 3
    assert CANARY not in seen
    assert "Thunderbeak" not in seen
    assert files_with(home, refusal("unknown"))
    assert files_with(home, CANARY) == files_with(home, "Thunderbeak") == []
    assert [c for c in came if c.startswith(b"/runs") or ABOUT.encode() in c or CANARY.encode() in c] == []
