"""`langgraph dev`, in an environment of its own: its protobuf is not the one of the project's."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from filelock import FileLock
from platformdirs import user_cache_path

from tests.processes import until

__all__ = ["Studio", "environment", "running"]

ROOT = Path(__file__).parents[1]
SERVER = "langgraph-cli[inmem]>=0.4,<0.5"
UV = Path(sys.executable).with_name("uv")


@dataclass(frozen=True)
class Studio:
    """A server that runs, with the folder that it keeps its threads in."""

    http: httpx2.Client
    folder: Path

    def streamed(self, asked: Mapping[str, Any], thread: str, graph: str = "alu") -> str:
        """Return all that a run streams in every mode, as it comes over HTTP."""
        body = {
            "assistant_id": graph,
            "input": asked,
            "stream_mode": ["values", "updates", "debug", "tasks", "checkpoints", "messages", "custom", "events"],
            "stream_subgraphs": True,
        }
        return self.http.post(f"/threads/{thread}/runs/stream", json=body).raise_for_status().text

    def thread(self) -> str:
        """Return a new thread's id."""
        return str(self.post("/threads", {})["thread_id"])

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return what a POST answers."""
        return self.http.post(path, json=body).raise_for_status().json()

    def get(self, path: str) -> Any:
        """Return what a GET answers."""
        return self.http.get(path).raise_for_status().json()


def environment() -> Path:
    """Return a Python with the server and what alu needs; skip where it is not there and no registry is reached.

    It is made once for each set of requirements, in the user's cache: 720 MB, a minute, or 16 s where uv has the parts.
    """
    wants = [SERVER, *tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]]
    name = hashlib.sha256(json.dumps([sys.version, wants]).encode()).hexdigest()[:16]
    home = user_cache_path("alu") / "studio" / name
    home.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(home.with_suffix(".lock")):
        if not (home / "complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            _uv("venv", "--python", sys.executable, home)
            made = _uv("pip", "install", "--python", home / "bin" / "python", *wants)
            if made.returncode and not _reached():
                pytest.skip(f"no registry is reached: {made.stderr[-200:]}")
            assert made.returncode == 0, made.stderr
            (home / "complete").touch()
    return home / "bin" / "python"


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Studio]:
    """Run the repository's `langgraph.json` on a free port, with its state and its log in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "LANG", "COV", "PYTEST"))}
    env = {**kept, "PYTHONPATH": str(ROOT), "LANGGRAPH_CLI_NO_ANALYTICS": "1", "ALU_MEANING": "off", **settings}
    shutil.copy(ROOT / "langgraph.json", folder)
    command = [str(environment()), "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
            until(lambda: _ready(process, http, folder))
            yield Studio(http, folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _ready(process: subprocess.Popen[bytes], http: httpx2.Client, folder: Path) -> bool:
    assert process.poll() is None, (folder / "log").read_text("utf-8")
    try:
        return http.get("/ok").status_code == 200
    except httpx2.TransportError:
        return False


def _reached() -> bool:
    """Tell whether one small package could be installed now."""
    python = ("--python", sys.executable)
    return not _uv("pip", "install", "--dry-run", "--no-cache", "--reinstall", *python, "iniconfig").returncode


def _uv(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(UV), *map(str, args)], capture_output=True, text=True, check=False)
