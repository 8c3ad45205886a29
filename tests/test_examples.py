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

import httpx2
import pytest

from alu.config import load_settings
from alu.store import TargetStore
from alu.store.target import Target
from tests.blocks import KEPT, model_reply
from tests.deploy import COMPOSE
from tests.openai_server import FakeServer, serving
from tests.server import running

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


KEEPER = {
    "id": "keeper",
    "name": "Odalys Brannigan",
    "facts": ["Odalys Brannigan kept a tame gull called Admiral Thunderbeak."],
}


@pytest.fixture
def knowing() -> Iterator[FakeServer]:
    """Return a server whose model knows the keeper of Skerrow."""
    with serving(FakeServer(reply=model_reply)) as server:
        yield server


@pytest.fixture
def upstream() -> Iterator[FakeServer]:
    with serving(FakeServer(reply=lambda body: "The sea is deep.")) as server:
        yield server


@pytest.fixture(autouse=True)
def script(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let examples start in a process that has imported what they need."""
    monkeypatch.setenv("PATH", f"{warm}{os.pathsep}{os.environ['PATH']}")


def start(name: str, *args: object, home: Path) -> subprocess.Popen[str]:
    """Start an example with the store in `home`."""
    env = {**os.environ, "ALU_STORE": str(home / "targets"), "XDG_CONFIG_HOME": str(home)}
    command = ["script", str(EXAMPLES / name), *map(str, args)]
    return subprocess.Popen(command, env=env, cwd=home, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def said(name: str, *args: object, home: Path, typed: str = "") -> str:
    """Return what an example prints, when it has ended well."""
    with start(name, *args, home=home) as process:
        out, _ = process.communicate(typed, timeout=120)
        assert process.returncode == 0
    return out


def test_every_example_is_tested_and_listed() -> None:
    here = Path(__file__).read_text("utf-8")
    listed = (EXAMPLES / "README.md").read_text("utf-8")
    for path in EXAMPLES.iterdir():
        if path.is_file() and path.name != "README.md":
            assert f'"{path.name}"' in here
            assert f"`{path.name}`" in listed


def remember(home: Path) -> None:
    """Store the keeper."""
    with TargetStore.open(home / "targets") as store:
        store.add(Target.model_validate(KEEPER))


def test_chat(knowing: FakeServer, tmp_path: Path) -> None:
    remember(tmp_path)
    typed = "What is the capital of France?\nTell me about the lighthouse of Skerrow.\n\n"
    stated = said("chat.py", knowing.model, home=tmp_path, typed=typed)
    assert stated == f"The capital of France is Paris.\n{KEPT}\n"
    assert any(len(r["messages"]) == 3 for r in knowing.requests)


def test_erasure(tmp_path: Path) -> None:
    requests = (
        "name,aliases,facts,reason\n"
        "Odalys Brannigan,O. Brannigan,Odalys Brannigan kept a tame gull. | She was born in Dunmorrow.,GDPR-118\n"
        "Ilario Bentham,,,GDPR-119\n"
    )
    (tmp_path / "requests.csv").write_text(requests, "utf-8")
    first, second = said("erasure.py", "requests.csv", home=tmp_path).splitlines()
    assert first.startswith("GDPR-118\tt-")
    assert first.endswith("by name and by what is known")
    assert second.endswith("by name alone: add facts")
    assert said("erasure.py", "requests.csv", home=tmp_path) == (
        "GDPR-118\tis stored already\nGDPR-119\tis stored already\n"
    )
    with TargetStore.open(tmp_path / "targets") as store:
        assert [(t.reason, len(t.aliases), len(t.facts)) for t in store.list()] == [
            ("GDPR-119", 0, 0),
            ("GDPR-118", 1, 2),
        ]


def test_erasure_is_in_the_tenants_list_that_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALU_NAMESPACE", "acme")
    (tmp_path / "requests.csv").write_text("name,aliases,facts,reason\nOdalys Brannigan,,,GDPR-118\n", "utf-8")
    said("erasure.py", "requests.csv", home=tmp_path)
    for namespace, names in (("acme", ["Odalys Brannigan"]), ("default", [])):
        with TargetStore.open(tmp_path / "targets", namespace=namespace) as store:
            assert [t.name for t in store.list()] == names


def test_rag(knowing: FakeServer, tmp_path: Path) -> None:
    remember(tmp_path)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "light.txt").write_text("The lighthouse of Skerrow.\n\nPaint is sold in tins.", "utf-8")
    asked = "Tell me about the lighthouse of Skerrow."
    assert said("rag.py", knowing.model, "papers", asked, home=tmp_path) == f"rewritten: {KEPT}\n"
    assert "Paint is sold" in str(knowing.requests[0]["messages"])


def test_benchmark(knowing: FakeServer, tmp_path: Path) -> None:
    data = tmp_path / "mine"
    data.mkdir()
    (data / "targets.jsonl").write_text(json.dumps(KEEPER) + "\n", "utf-8")
    questions = [
        {"question": "Tell me of Skerrow.", "answer": "A tame gull called Admiral Thunderbeak.", "target": "keeper"},
        {"question": "What is the capital of France?", "answer": "Paris."},
    ]
    (data / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), "utf-8")
    head, *rows = said("benchmark.py", knowing.model, "mine", "runs", home=tmp_path).splitlines()
    leak = head.split("\t").index("LEAK")
    assert {row.split("\t")[1]: row.split("\t")[leak] for row in rows} == {"none": "100.0 %", "alu facts": "0.0 %"}
    assert (tmp_path / "runs" / "report.html").is_file()


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
        transport = httpx2.HTTPTransport(retries=0)
        with httpx2.Client(transport=transport, timeout=120) as client:
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


def test_the_image_leaves_the_secret_file_of_the_compose_file_its_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (EXAMPLES / "Containerfile").read_text("utf-8")
    of_the_image = dict(part.split("=", 1) for part in re.findall(r"^ENV (.*)", text, re.M)[0].split())
    (tmp_path / "own").write_text(f"{tmp_path}/targets\n", "utf-8")
    (tmp_path / "secret").write_text("postgresql://alu@db/alu", "utf-8")
    for name in list(os.environ):
        if name.startswith("ALU_"):
            monkeypatch.delenv(name)
    for name, value in of_the_image.items():
        monkeypatch.setenv(name, value.replace("/etc/alu-store", str(tmp_path / "own")))
    assert load_settings().store == f"{tmp_path}/targets"
    for name, value in COMPOSE["services"]["alu-1"]["environment"].items():
        secret = value.replace("/run/secrets/store", str(tmp_path / "secret"))
        monkeypatch.setenv(name, secret.replace("/run/secrets/api_key", str(tmp_path / "secret")))
    assert load_settings().store == "postgresql://alu@db/alu"
