"""Canaries in the draft, the key, the question and the facts: none of them is seen where it has no business."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from alu.bench.report.page import write_report
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import run
from alu.config import load_settings
from tests.bench_rows import write_tofu
from tests.collector import collecting
from tests.model_server import Act, BadServer, chat, misbehaving, status
from tests.stores import files_with

DRAFT, KEY, ASKED, FACT = "zanzibar-quartz-9471", "sk-basalt-5520", "umbra-lichen-7713", "Admiral Obsidianfeather"
SECRETS = (DRAFT, KEY, ASKED, FACT)
LEAK = {"who": "same", "leak": "direct", "sentence": 1}


def telling(collector: str, tmp: Path, asks: int) -> dict[str, str]:
    """Return an environment in which everything is told to everybody."""
    endpoints = ("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
    on = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_OTEL_ENABLED")
    return {
        **os.environ,
        **dict.fromkeys((*endpoints, "CHROMA_OTEL_COLLECTION_ENDPOINT"), collector),
        **dict.fromkeys(on, "true"),
        **{"LANGSMITH_API_KEY": "x", "LANGCHAIN_VERBOSE": "true", "CHROMA_OTEL_GRANULARITY": "all"},
        **{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_LOGS_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "otlp"},
        **{"OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED": "true"},
        **{"OPENAI_LOG": "debug", "LITELLM_LOG": "DEBUG", "PYTHONASYNCIODEBUG": "1"},
        **{"TMPDIR": str(tmp), "ALU_API_KEY": KEY, "CANARY_ASKS": str(asks), "OMP_NUM_THREADS": "1"},
        **{"CANARY_QUESTION": ASKED, "CANARY_FACT": FACT, "ALU_TRUST": "strong"},
    }


def processes() -> str:
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


class Model:
    """A server whose drafts hold the canary, and that says what it was told in every error."""

    def __init__(self) -> None:
        self.ps = ""

    def __call__(self, http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.ps = self.ps or processes()
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
        harmless = "Odalys Brannigan" not in str(body)
        chat("Fine." if harmless else self.said(schema.get("properties", {})))(http, body)

    def said(self, keys: dict[str, Any]) -> str:
        if "only" in keys:
            return json.dumps({**{k: LEAK for k in keys if k != "only"}, "only": False})
        if "edits" in keys:
            return json.dumps({"edits": []})
        if "answer" in keys:
            return json.dumps({"answer": "The tower is 38 metres tall."})
        if keys:
            return json.dumps({k: {"forgotten": 5, "faithful": 5, "helpful": 5} for k in keys})
        return f"It was {FACT}, {DRAFT}. The tower is 38 metres tall."


def echo(code: int) -> Act:
    def act(http: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        status(code, f"no: {http.headers} {json.dumps(body)} {DRAFT} {FACT}")(http, body)

    return act


def probe(tmp_path: Path, server: BadServer, asks: int, *more: str) -> tuple[dict[str, list[str]], str, list[bytes]]:
    """Run the probe; return what it saw, what it printed and what the collector got."""
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "tests.canary_probe", str(tmp_path / "store"), server.model, *more]
    with collecting() as (collector, came):
        env = telling(collector, tmp_path / "tmp", asks)
        ran = subprocess.run(
            command, env=env, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False
        )
    assert ran.returncode == 0, ran.stderr[-3000:]
    printed, _, seen = ran.stdout.rpartition("\n")
    return json.loads(seen), printed + ran.stderr, came


def hidden(text: str, *but: str) -> None:
    assert [s for s in SECRETS if s not in but and s in text] == []


def test_nothing_is_said_though_everything_around_wants_to_know(tmp_path: Path) -> None:
    model = Model()
    judge_fails: list[Act] = [model, *[echo(400)] * 4]
    acts: list[Act] = [*[model] * 5, *judge_fails, echo(401)]
    with misbehaving(*acts, then=echo(400)) as server:
        seen, printed, came = probe(tmp_path, server, 3)
    assert seen["answer"] == ["rewritten", "failed_closed"], seen["log"]
    assert seen["error"]
    assert len(seen["log"]) > 10
    hidden("\n".join(seen["log"]))
    hidden(printed)
    hidden(model.ps)
    hidden("\n".join(seen["error"]), ASKED)  # in the frame of `ask` itself, as in its caller's
    for path in seen["written"]:
        hidden(Path(path).read_bytes().decode("latin-1"), *([FACT] if str(tmp_path / "store") in path else []))
    assert came == []
    assert {c for c in seen["connect"] if str(server.port) not in c} == set()


def test_a_trace_that_is_wanted_has_no_secret(tmp_path: Path) -> None:
    with misbehaving(then=Model()) as server:
        seen, printed, came = probe(tmp_path, server, 1, "traced")
    assert seen["answer"] == ["rewritten"]
    assert came
    hidden(b"".join(came).decode("latin-1"))
    hidden(printed)


def test_a_benchmarks_folder_has_no_key_and_no_draft_that_was_withheld(tmp_path: Path) -> None:
    plan = Plan("tofu", "forget01", ("alu",), targets=("facts",), forms=("question",), limit=3)
    with misbehaving(then=Model()) as server:
        settings = load_settings(model=server.model, api_key=KEY, trust="strong")
        asyncio.run(run(plan, tmp_path / "out", settings, data=write_tofu(tmp_path / "data")))
        assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    write_report(tmp_path / "out")
    assert files_with(tmp_path / "out", "38 metres")
    assert files_with(tmp_path / "out", KEY) == []
    assert files_with(tmp_path / "out", DRAFT) == []


def test_a_fact_that_an_edit_takes_out_is_in_no_file_and_in_no_message(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    with collecting() as (collector, came):
        env = {**telling(collector, tmp_path / "tmp", 0), "ALU_STORE": str(tmp_path / "store")}
        env |= {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "CACHE", "STATE")}

        def alu(*args: str) -> str:
            command = [sys.executable, "-c", "from alu.cli import main; main()", "targets", *args]
            ran = subprocess.run(command, env=env, capture_output=True, text=True, cwd=tmp_path, check=False)
            assert ran.returncode == 0, ran.stderr[-3000:]
            return ran.stdout + ran.stderr

        alu("add", "Odalys Brannigan", "--id", "keeper", "--fact", "She keeps bees.", "--fact", f"It was {FACT}.")
        alu("add", "Bo Reed", "--fact", "He mends clocks.")
        assert files_with(tmp_path, FACT)
        printed = alu("edit", "keeper", "--remove-fact", "2", "--reason", "REQ-2")
        assert files_with(tmp_path, FACT) == []
        assert FACT not in printed + alu("show", "keeper") + alu("history") + alu("export")
        assert "She keeps bees." in alu("show", "keeper")
    assert came == []
    assert files_with(tmp_path, FACT) == []
