"""`/mcp` of a server and `alu mcp`, by the client of the package `mcp`, in the protocol's old form and its new one."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from alu.cli import mcp as command
from alu.errors import MissingExtra, ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from alu.store.store import TargetStore
from tests.blocks import KEPT, model_reply
from tests.blocks import LEAK as LIGHTHOUSE
from tests.cli import Shell
from tests.flow import CANARY, KEEPER, agents
from tests.openai_server import FakeServer
from tests.openai_server import serving as model_serving
from tests.server import ABOUT, Server, body, running

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import httpx2
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

UNKNOWN = refusal("unknown")
LEAK = f"The keeper had a gull called Admiral Thunderbeak. {CANARY}."
OPEN = ["check"]
ALL = ["check", "detect", "targets_list", "targets_add", "targets_remove"]
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("detect", {"text": "Who was Odalys Brannigan?"}),
    ("targets_list", {}),
    ("targets_add", {"name": "Ilario Bentham"}),
    ("targets_remove", {"id": "keeper"}),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with running(judge=agents(only=True)) as started:
        yield started


@asynccontextmanager
async def over_http(server: Server, key: str = "", mode: str = "auto") -> AsyncIterator[Client]:
    """Connect to a server's `/mcp`."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    address = f"http://127.0.0.1:{server.port}/mcp"
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(address, http_client=http), mode=mode) as client,
    ):
        yield client


async def call(client: Client, tool: str, /, **arguments: Any) -> Any:
    """Return what a tool gives, which is the same as an object and as text; of an error its words."""
    result = await client.call_tool(tool, arguments)
    (said,) = result.content
    assert said.type == "text"
    if result.is_error:
        return said.text
    assert json.loads(said.text) == result.structured_content
    return result.structured_content


def key_of(server: Server, role: Any) -> str:
    """Make a key."""
    return KeyRing(server.unlearner.targets.database).add(role, role)[1]


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_harmless_text_passes_byte_for_byte(server: Server, mode: str) -> None:
    text = "  Paris, \tof course \U0001f600.\r\n\u200b" * 30
    async with over_http(server, mode=mode) as client:
        found = await call(client, "check", text=text, question="What is the capital of France?")
    assert found == {"action": "passed", "text": text}
    assert (server.vanilla.history, server.others.history) == ([], [])


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_what_is_to_be_forgotten_does_not_pass(server: Server, mode: str) -> None:
    key = key_of(server, "user")
    async with over_http(server, key, mode) as client:
        assert await call(client, "check", text=LEAK, question=ABOUT) == {"action": "changed", "text": UNKNOWN}
        assert server.vanilla.history == []


async def test_a_short_text_is_read_with_its_question_and_the_dialogue_before_it(server: Server) -> None:
    before = [{"role": "user", "content": "Who was Odalys Brannigan?"}, {"role": "assistant", "content": "A keeper."}]
    async with over_http(server) as client:
        built = await call(client, "check", text="1874", question="When was the tower built?")
        born = await call(client, "check", text="1931", question="In which year was she born?", dialogue=before)
    assert (built["action"], born) == ("passed", {"action": "changed", "text": UNKNOWN})


async def test_a_check_that_fails_withholds_the_text(server: Server) -> None:
    server.others.enqueue(ModelUnreachable("gone"))
    async with over_http(server) as client:
        assert await call(client, "check", text=LEAK, question=ABOUT) == {"action": "changed", "text": UNKNOWN}


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_an_ordinary_key_learns_nothing_of_targets(server: Server, mode: str) -> None:
    async with over_http(server, key_of(server, "user"), mode) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == OPEN
        errors = []
        for name, arguments in [*CALLS, ("no_such_tool", {})]:
            with pytest.raises(MCPError) as raised:
                await client.call_tool(name, arguments)
            errors.append((raised.value.error.code, raised.value.error.message, raised.value.error.data))
    assert len(set(errors)) == 1
    assert [target.id for target in server.unlearner.targets.list()] == ["keeper"]


async def test_an_admin_adds_a_target_which_is_enforced_at_once_and_removes_it(server: Server) -> None:
    async with over_http(server, key_of(server, "admin")) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ALL
        assert (await call(client, "check", text="Ilario Bentham kept bees."))["action"] == "passed"
        assert await call(client, "detect", text="How deep is the sea?") == {"flagged": False, "targets": []}
        added = await call(client, "targets_add", name="Ilario Bentham", facts=["He kept bees."], reason="GDPR-9")
        assert (await call(client, "check", text="Ilario Bentham kept bees."))["action"] == "changed"
        listed = await call(client, "targets_list", search="ilario")
        found = await call(client, "detect", text="What did Ilario Bentham keep?")
        assert await call(client, "targets_remove", id=added["id"]) == added
        assert (await call(client, "check", text="Ilario Bentham kept bees."))["action"] == "passed"
    assert [(row["name"], row["facts"], row["reason"]) for row in listed["data"]] == [("Ilario Bentham", 1, "GDPR-9")]
    assert [(target["id"], target["name"]) for target in found["targets"]] == [(added["id"], "Ilario Bentham")]
    assert [event.who for event in server.unlearner.targets.history()][-2:] == ["admin", "admin"]


async def test_a_name_in_everybodys_questions_is_refused(server: Server) -> None:
    async with over_http(server) as client:
        said = await call(client, "targets_add", name="the")
    assert said.endswith("(`alu targets add --force` keeps it all the same)")
    assert [target.id for target in server.unlearner.targets.list()] == ["keeper"]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("check", {}, "text: "),
    ("check", {"text": 7}, "text: "),
    ("check", {"text": CANARY, "txet": CANARY}, "txet: "),
    ("check", {"text": CANARY, "dialogue": [{"role": "nobody", "content": CANARY}]}, "dialogue.0.role: "),
    ("check", {"text": CANARY, "question": " "}, "the question is empty"),
    ("check", {"text": "x" * 400_001}, "longer"),
    ("detect", {"text": "x" * 200_001}, "text: "),
    ("targets_add", {"name": ""}, "name: "),
    ("targets_add", {"name": KEEPER.name}, "there already"),
    ("targets_remove", {"id": "nobody"}, "no target"),
]


@pytest.mark.parametrize(("name", "arguments", "said"), BAD)
async def test_what_cannot_be_done_is_said_without_a_text(
    server: Server, name: str, arguments: dict[str, Any], said: str
) -> None:
    async with over_http(server) as client:
        stated = await call(client, name, **arguments)
    assert said in stated
    assert CANARY not in stated


def test_half_a_character_is_an_error(server: Server) -> None:
    """Sent by hand, since no client of MCP can."""
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    params = {"name": "check", "arguments": {"text": "half \ud83d"}, "_meta": meta}
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": "tools/call",
        "Mcp-Name": "check",
    }
    reply = server.client.post("/mcp", content=message, headers=headers).json()
    assert reply["result"]["isError"]
    assert "half a character" in reply["result"]["content"][0]["text"]


def test_nobody_gets_in_without_a_key_or_by_another_method(server: Server) -> None:
    key_of(server, "user")
    assert server.client.post("/mcp", json={}).status_code == 401
    assert server.client.post("/mcp", json={}, headers={"Authorization": "Bearer alu-none"}).status_code == 401
    assert server.client.get("/mcp").status_code == 405


async def test_calls_count_against_the_keys_rate() -> None:
    with running(options={"rate": 1}) as server:
        statuses = [server.client.post("/mcp", json={}).status_code for _ in range(2)]
        assert server.client.post("/v1/chat/completions", json=body()).status_code == 429
    assert statuses == [400, 429]


@asynccontextmanager
async def over_stdio(shell: Shell, model: str, *options: str) -> AsyncIterator[Client]:
    """Start `alu mcp` as a client does."""
    script = "from alu.cli import main; main()"
    args = ["-c", script, "mcp", "--model", model, "--store", str(shell.store), *options]
    env = {
        "ALU_TRUST": "strong",
        "ALU_MEANING": "off",
        "XDG_CONFIG_HOME": str(shell.home),
        "PYTHONPATH": ":".join(sys.path),
    }
    async with Client(StdioServerParameters(command=sys.executable, args=args, env=env)) as client:
        yield client


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with model_serving(FakeServer(reply=model_reply)) as served:
        yield served


async def test_a_program_starts_alu_mcp_and_learns_nothing_of_targets(shell: Shell, model: FakeServer) -> None:
    with TargetStore.open(shell.store) as store:
        store.add(KEEPER)
    async with over_stdio(shell, model.model) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == OPEN
        found = await call(client, "check", text=LIGHTHOUSE, question="Tell me about the lighthouse of Skerrow.")
        same = await call(client, "check", text="\u00e9 \U0001f600\r\n", question="What is the capital of France?")
        with pytest.raises(MCPError):
            await client.call_tool("targets_list", {})
    assert found == {"action": "changed", "text": KEPT}
    assert same == {"action": "passed", "text": "\u00e9 \U0001f600\r\n"}


async def test_with_admin_it_may_change_them(shell: Shell, model: FakeServer) -> None:
    async with over_stdio(shell, model.model, "--admin") as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ALL
        added = await call(client, "targets_add", name="Ilario Bentham")
        assert (await call(client, "check", text="Ilario Bentham kept bees."))["action"] == "changed"
    with TargetStore.open(shell.store) as store:
        assert [target.id for target in store.list()] == [added["id"]]


def test_without_a_store_it_does_not_begin(shell: Shell, model: FakeServer) -> None:
    done = shell.run("mcp", "--model", model.model)
    assert done.exit_code == 4
    assert "alu: " in done.stderr


def test_without_the_extra_the_error_names_it(
    server: Server, shell: Shell, model: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("mcp", "alu.server.mcp.stdio"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(MissingExtra, match=r"alu\[mcp\]"):
        command.mcp(model=model.model)
    reply = server.client.post("/mcp", json={})
    assert (reply.status_code, "alu[mcp]" in reply.json()["error"]["message"]) == (404, True)
