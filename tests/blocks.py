"""The code blocks of the pages that people read, and how one page's blocks run.

A block runs as it stands, in its page's own empty folder and home, after those before it. Three things are arranged:

- a model's server answers at 127.0.0.1:8000, by `model_reply`;
- `alu serve` goes into the background, and the next line waits until it answers;
- those two addresses stand for free ports.

What cannot run here begins with a comment, «# Not run by the tests: why», and must be right in its syntax. A `text`
block right after an `sh` block is what that prints. A `csv`, `json` or `jsonl` block right after a sentence that ends
with the name of a file in backticks and a colon is that file.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

__all__ = ["NOT_RUN", "Block", "Page", "blocks_of", "model_reply", "neutral"]

NOT_RUN = "# Not run by the tests: "
FILES = ("csv", "json", "jsonl", "toml", "txt")
LEAK = "Odalys Brannigan kept a tame gull called Admiral Thunderbeak. The light at Skerrow is 38 metres high."
KEPT = "The light at Skerrow is 38 metres high."

_FENCE = re.compile(r"^```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`(?P<name>[\w.-]+)`[^`\n]{0,40}:\s*$")
_SERVE = """
alu() {
  if [ "${1:-}" != serve ]; then command alu "$@"; return; fi
  (command alu "$@" >> serve.log 2>&1 & echo $! >> serve.pids)
  for _ in $(seq 600); do
    curl --silent --fail --output /dev/null http://127.0.0.1:8080/healthz && return
    sleep 0.1
  done
  return 1
}
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block."""

    page: Path
    line: int
    language: str
    text: str
    prints: str | None = None
    """What it must print, where the page says so."""
    file: str = ""
    """Name of the file that the block is."""

    @property
    def runs(self) -> bool:
        """Whether it is run, and not only parsed."""
        return self.language in ("sh", "python") and not self.text.startswith(NOT_RUN)

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """Return the blocks of a Markdown file, in order; each knows what it prints."""
    text = page.read_text(encoding="utf-8")
    matches = list(_FENCE.finditer(text))
    found = []
    for match, after in zip_longest(matches, matches[1:]):
        shown = after is not None and after["language"] == "text" and not text[match.end() : after.start()].strip()
        before = _NAMED.search(text[: match.start()].rstrip())
        found.append(
            Block(
                page,
                text[: match.start()].count("\n") + 1,
                match["language"],
                match["text"],
                after["text"] if after and shown and match["language"] in ("sh", "python") else None,
                before["name"] if before and match["language"] in FILES else "",
            )
        )
    return found


class Page:
    """The folder and the environment in which the blocks of one page run, one after the other.

    Args:
        home: an empty folder.
        model_port: where the model's server listens.
        warm: a folder of `tests.warm`, with programs for `alu` and Python's blocks; without it they start anew.
    """

    def __init__(self, home: Path, model_port: int, warm: Path | None = None) -> None:
        self.home = home
        self._ports = {"127.0.0.1:8000": f"127.0.0.1:{model_port}", "127.0.0.1:8080": f"127.0.0.1:{_free()}"}
        programs = Path(sys.executable).parent
        path = os.pathsep.join([*([str(warm)] if warm else []), str(programs), os.environ["PATH"]])
        self._env = {**neutral(), "HOME": str(home), "PATH": path, "ALU_MEANING": "off"}
        self._python = [str(warm / "block")] if warm else [sys.executable, "-c"]
        (home / ".venv").mkdir()
        (home / ".venv" / "bin").symlink_to(programs)

    def run(self, block: Block) -> str:
        """Run a block, or write the file that it is, and return what it printed.

        Raises:
            AssertionError: it failed; the message says how.
        """
        text = self._arranged(block.text)
        if block.file:
            (self.home / block.file).write_text(text, encoding="utf-8")
            return ""
        command = [*self._python, text]
        if block.language == "sh":
            command = ["bash", "-euo", "pipefail", "-c", f"{self._arranged(_SERVE)}\n{text}\nwait"]
        done = subprocess.run(
            command, cwd=self.home, env=self._env, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        return self._shown(done.stdout)

    def close(self) -> None:
        """Stop what was left running in the background."""
        pids = self.home / "serve.pids"
        for pid in pids.read_text(encoding="utf-8").split() if pids.exists() else ():
            subprocess.run(["kill", "-TERM", pid], check=False, capture_output=True)

    def _arranged(self, text: str) -> str:
        for written, meant in self._ports.items():
            text = text.replace(written, meant)
        return re.sub(r"(alu serve[^\n]*)--port 8080", rf"\1--port {self._ports['127.0.0.1:8080'].split(':')[1]}", text)

    def _shown(self, text: str) -> str:
        for written, meant in self._ports.items():
            text = text.replace(meant, written)
        return text


def neutral() -> dict[str, str]:
    """Return this process's environment without what changes what a command does."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ALU_", "XDG_", "COV", "PYTEST"))}
    return {**kept, "COLUMNS": "100"}


def model_reply(body: dict[str, Any]) -> str:
    """Answer as a model that knows the keeper of Skerrow, and as agents that judge rightly."""
    format_ = body.get("response_format") or {}
    keys = list(format_.get("json_schema", {}).get("schema", {}).get("properties", {}))
    said = str(body["messages"][-1]["content"])
    if not keys:
        about = re.search(r"Odalys|Skerrow|gull", said)
        passage = re.search(r"Skerrow is an island[^\n]*", str(body["messages"][0]["content"]))
        drafted = passage.group() if passage else LEAK
        return drafted if about else "The capital of France is Paris." if "France" in said else "The sea is deep."
    return json.dumps(_judged(keys, said))


def _judged(keys: list[str], said: str) -> dict[str, Any]:
    if "topic" in keys:
        return {"subject": "anything", "topic": "none"}
    if "edits" in keys:
        return {"edits": []}
    if "answer" in keys:
        return {"answer": "" if "Who is Odalys Brannigan?" in said else KEPT}
    if "facts" in keys:
        return {"facts": ["Odalys Brannigan wrote a logbook titled Forty Winters of Fog."]}
    if "description" in keys:
        return {"description": "A lighthouse keeper.", "aliases": [], "confused_with": []}
    if "only" in keys:
        stated = re.search(r"^(\d): [^\n]*gull", said, re.MULTILINE)
        leak = {"who": "same", "leak": "direct", "sentence": int(stated[1]) if stated else 1}
        return {**{k: leak for k in keys if k != "only"}, "only": False}
    return {k: {"forgotten": 5, "faithful": 5, "helpful": 5} for k in keys}


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
