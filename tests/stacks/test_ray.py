"""`alu batch --on`: a real Ray cluster of two nodes, one of which is killed in mid-run."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from alu.prompts import refusal
from alu.store.store import TargetStore
from tests.blocks import model_reply
from tests.flow import KEEPER
from tests.openai_server import FakeServer, serving
from tests.server import ABOUT
from tests.stacks.environments import python_of
from tests.stacks.ray_nodes import Nodes

UNKNOWN = refusal("unknown")


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Nodes]:
    with TargetStore.open(tmp_path / "targets") as store:
        store.add(KEEPER)
    started = Nodes(tmp_path)
    yield started
    started.end()


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=model_reply)) as server:
        yield server


def batch(nodes: Nodes, model: FakeServer, where: str, *more: str) -> subprocess.Popen[str]:
    places = ["in.jsonl", "out.jsonl", "--store", "targets", "--model", model.model, "--on", where]
    return nodes.start("-m", "alu", "batch", *places, *more)


def test_a_node_is_killed_and_no_line_is_lost_or_written_twice(nodes: Nodes, model: FakeServer) -> None:
    questions = [ABOUT if i % 10 == 0 else f"How deep is sea {i}?" for i in range(300)]
    (nodes.home / "in.jsonl").write_text("".join(json.dumps({"question": q}) + "\n" for q in questions), "utf-8")
    out, model.delay = nodes.home / "out.jsonl", 0.03
    with batch(nodes, model, nodes.address, "--concurrency", "8") as process:
        until = time.monotonic() + 120
        while process.poll() is None and (not out.exists() or out.read_text("utf-8").count("\n") < 60):
            assert time.monotonic() < until
            time.sleep(0.05)
        nodes.tell("kill")
        _, said = process.communicate(timeout=180)
    assert process.returncode == 0, said
    assert said == "alu: 300 lines answered, 0 of them with an error, 0 kept; " + said.partition("kept; ")[2]
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(r["line"] for r in rows) == list(range(1, 301))
    assert all(r["question"] == questions[r["line"] - 1] for r in rows)
    assert {r["answer"] for r in rows if r["question"] == ABOUT} == {UNKNOWN}
    assert "Thunderbeak" not in out.read_text("utf-8")
    asked = Counter(body["messages"][-1]["content"] for body in model.requests)
    assert sum(n > 1 for q, n in asked.items() if q.startswith("How")) <= 8  # what the node had


def test_a_run_without_workers_ends_and_the_same_command_goes_on(nodes: Nodes, model: FakeServer) -> None:
    rows = [{"custom_id": f"c{i}", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [
        {"role": "user", "content": f"How deep is sea {i}?"}]}} for i in range(40)]  # fmt: skip
    (nodes.home / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    with batch(nodes, model, nodes.client, "--max-tokens", "60", "--concurrency", "2") as process:
        _, said = process.communicate(timeout=180)
    assert (process.returncode, "stopped at the limit" in said) == (1, True), said
    nodes.tell("kill")
    nodes.tell("back")
    with batch(nodes, model, nodes.client) as process:
        _, said = process.communicate(timeout=180)
    assert process.returncode == 0, said
    written = [json.loads(line) for line in (nodes.home / "out.jsonl").read_text("utf-8").splitlines()]
    assert sorted(str(r["custom_id"]) for r in written) == sorted(str(r["custom_id"]) for r in rows)
    assert {r["response"]["status_code"] for r in written} == {200}


def test_no_cluster_is_an_error_of_one_line(model: FakeServer, tmp_path: Path) -> None:
    python = str(python_of("ray"))
    (tmp_path / "in.jsonl").write_text('{"question": "x"}\n', "utf-8")
    TargetStore.open(tmp_path / "targets").close()
    for address in ("127.0.0.1:1", "ray://127.0.0.1:1", "nowhere", ""):
        command = [python, "-m", "alu", "batch", "in.jsonl", "out.jsonl", "--store", "targets", "--on", address]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "no Ray cluster answers" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
