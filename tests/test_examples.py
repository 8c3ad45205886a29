"""Every example does what it says, as a process of its own against a model's server on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.openai_server import FakeServer, serving
from tests.server import running

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture
def upstream() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=lambda body: "The sea is deep.")) as server:
        yield server


def start(name: str, *args: object, home: Path) -> subprocess.Popen[str]:
    """Start an example with an empty store."""
    env = {**os.environ, "ALU_STORE": str(home / "targets"), "XDG_CONFIG_HOME": str(home)}
    command = [sys.executable, str(EXAMPLES / name), *map(str, args)]
    return subprocess.Popen(command, env=env, cwd=home, text=True, stdout=subprocess.PIPE)


def said(name: str, *args: object, home: Path) -> str:
    """Return what an example prints, when it has ended well."""
    with start(name, *args, home=home) as process:
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
    return out


def test_every_example_is_tested_and_listed() -> None:
    here = Path(__file__).read_text("utf-8")
    listed = (EXAMPLES / "README.md").read_text("utf-8")
    for path in EXAMPLES.iterdir():
        if path.is_file() and path.name != "README.md":
            assert f'"{path.name}"' in here
            assert f"`{path.name}`" in listed


def test_pipeline(upstream: FakeServer, tmp_path: Path) -> None:
    lines = said("pipeline.py", upstream.model, "How deep is the sea?", home=tmp_path).splitlines()
    assert lines[:3] == ["The sea is deep.", "clean", "  draft: drafted"]


def test_batch(upstream: FakeServer, tmp_path: Path) -> None:
    questions = [{"id": i, "question": f"How deep is sea {i}?"} for i in range(20)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, questions)), "utf-8")
    said("batch.py", upstream.model, "in.jsonl", "out.jsonl", home=tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert rows == [{**q, "answer": "The sea is deep.", "verdict": "clean"} for q in questions]


def test_langchain(tmp_path: Path) -> None:
    pytest.importorskip("langchain_openai", reason="langchain-openai is not installed")
    with running(draft="The sea is deep.") as server:
        assert said("langchain_chain.py", server.url, "the sea", home=tmp_path) == "The sea is deep.\n"
        assert [m.content for m in server.vanilla.history[0].messages] == ["Answer in three sentences.", "the sea?"]


def test_proxy(upstream: FakeServer, tmp_path: Path) -> None:
    with start("proxy.py", upstream.model, 0, home=tmp_path) as process:
        assert process.stdout
        base = process.stdout.readline().strip()
        asked = {"messages": [{"role": "user", "content": "How deep is the sea?"}]}
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(transport=transport, timeout=120) as client:
            reply = client.post(f"{base}/chat/completions", json=asked).json()  # the port is taken, so this waits
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert reply["choices"][0]["message"]["content"] == "The sea is deep."


def test_containerfile() -> None:
    """No container engine may be there: look that each step is one, and that what it names exists."""
    text = (EXAMPLES / "Containerfile").read_text("utf-8")
    steps = [s for s in re.sub(r"\\\n", " ", text).splitlines() if s and not s.startswith("#")]
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {s.split()[0] for s in steps} <= known
    copied = {name for s in steps if re.match(r"COPY (?!--)", s) for name in s.split()[1:-1]}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "agents", "prompts", "store", "alu"}
    assert all((ROOT / name).exists() for name in copied)
    assert sum(s.startswith("FROM") for s in steps) == 2
    for step in (s for s in steps if s.startswith(("ENTRYPOINT", "CMD"))):
        json.loads(step.split(None, 1)[1])
    json.loads(next(s for s in steps if s.startswith("HEALTHCHECK")).split(None, 2)[2])
    served = json.loads(steps[-1].split(None, 1)[1])
    help_text = subprocess.run(
        [sys.executable, "-c", "from alu.cli import main; main()", *served, "--help"], capture_output=True, text=True
    )
    assert help_text.returncode == 0
    assert steps.index("USER alu") > max(i for i, s in enumerate(steps) if s.startswith("RUN"))
