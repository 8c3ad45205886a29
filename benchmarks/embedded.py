"""What llama.cpp's settings are worth to a flagged request on this machine: each against the bare server.

    python -m benchmarks.embedded --model FILE.gguf [--n 8] [--only NAME...]

A request is one draft of 48 tokens and two audits by the narrow question, over cases of the agents' benchmark, so no
text comes twice. Every setting has a server of its own; the bare one runs first and last, which shows the drift of the
machine. Writes `benchmarks/results/embedded.json` and `.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from alu.agents.brief import entry
from alu.bench.agents.case import LabelledCase, cases, targets_of
from alu.models.embedded import CONTEXT, SLOTS
from alu.prompts import load
from benchmarks.memory import resident
from benchmarks.report import kept, write

ABOUT = """\
# Settings of the embedded server

One flagged request: a draft of 48 tokens, then two narrow audits, whose fixed part (about 600 tokens) a prompt cache
can hold. Seconds are means over texts that differ; «four at once» is the time until four clients have had one request
each; «cached» are prompt tokens of an audit that were not computed again.
"""
DRAFT = 48
"""Tokens that the vanilla agent writes."""
TARGETS = {target.id: target for target in targets_of()}


@dataclass(frozen=True)
class Variant:
    """A name, and what differs from the settings that alu ships."""

    name: str
    order: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, int] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    busy: int = 0
    """Other processes that keep a core busy each."""


BARE = {"cache_ram_mib": 0}
"""What the others are compared with: no prompt is kept whose slot another one took."""
SPIN = {"OMP_WAIT_POLICY": "ACTIVE"}
VARIANTS = (
    Variant("bare", settings=BARE),
    Variant("flash attention on", settings={**BARE, "flash_attn_type": 1}),
    Variant("flash attention off", settings={**BARE, "flash_attn_type": 0}),
    Variant("batch 256", settings={**BARE, "n_ubatch": 256}),
    Variant("batch 1024", settings={**BARE, "n_ubatch": 1024}),
    Variant("threads spin", settings=BARE, environment=SPIN),
    Variant("one thread", order={"threads": 1}, settings=BARE),
    Variant("one slot", order={"slots": 1}, settings=BARE),
    Variant("two slots", order={"slots": 2}, settings=BARE),
    Variant("shipped: old prompts kept, 256 MiB"),
    Variant("another process has a core", settings=BARE, busy=1),
    Variant("another process has a core; one thread", order={"threads": 1}, settings=BARE, busy=1),
    Variant("another process has a core; threads spin", settings=BARE, environment=SPIN, busy=1),
    Variant("two other processes", settings=BARE, busy=2),
    Variant("two other processes; one thread", order={"threads": 1}, settings=BARE, busy=2),
    Variant("bare, again", settings=BARE),
)


def main() -> None:
    """Measure every variant and write the table."""
    if sys.argv[1:] == ["--child"]:
        _child()
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--n", type=int, default=8, help="requests a variant")
    parser.add_argument("--only", nargs="*", help="names of settings; the others stay as they were measured")
    options = parser.parse_args()
    asked = [case for case in cases() if case.language == "en" and case.draft and case.subject in TARGETS]
    asked = asked[:: len(asked) // (options.n + 5)][: options.n + 5]
    rows = kept("embedded") | {"model": options.model.name}
    for variant in (v for v in VARIANTS if not options.only or v.name in options.only):
        rows[variant.name] = f"{_measured(variant, options.model, asked)}, n {options.n}"
        print(variant.name, rows[variant.name], flush=True)
    write("embedded", rows, ABOUT)


def _measured(variant: Variant, model: Path, asked: Sequence[LabelledCase]) -> str:
    """Return what one variant took, as a line."""
    order = {"path": str(model), "key": "benchmark", "context": CONTEXT, "slots": SLOTS, "threads": os.cpu_count()}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.embedded", "--child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"OMP_WAIT_POLICY": "PASSIVE", **os.environ, **variant.environment},
    )
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(variant.busy)]
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps({**order, **variant.order, "settings": dict(variant.settings)}).encode() + b"\n")
        process.stdin.flush()
        address = json.loads(process.stdout.readline())["address"]
        headers = {"Authorization": "Bearer benchmark"}
        with httpx.Client(base_url=address, headers=headers, timeout=600) as client:
            _request(client, asked[0])  # reads the file and fills the cache with the fixed part
            taken = [_request(client, case) for case in asked[:-4]][1:]
            start = time.perf_counter()
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(lambda case: _request(client, case), asked[-4:]))
            together = time.perf_counter() - start
        memory = resident(process.pid)
    finally:
        for one in (process, *others):
            one.kill()
            one.wait()
    drafts, audits, cached = zip(*taken, strict=True)
    return (
        f"draft {statistics.mean(drafts):.1f} s, audit {statistics.mean(audits):.2f} s "
        f"(cached {statistics.mean(cached):.0f}), four at once {together:.0f} s, {memory} MiB"
    )


def _request(client: httpx.Client, case: LabelledCase) -> tuple[float, float, float]:
    """Return the seconds of the draft, those of an audit, and the audit's cached tokens."""
    start = time.perf_counter()
    _post(client, [{"role": "user", "content": case.question}], max_tokens=DRAFT)
    drafted = time.perf_counter() - start
    shown = entry(TARGETS[case.subject], case.question)
    cached, audited = 0, 0.0
    for draft in (case.draft, f"Well: {case.draft}"):
        messages = load("narrow").messages(entry=shown, question=case.question, draft=draft)
        start = time.perf_counter()
        written = [{"role": m.role, "content": m.content} for m in messages]
        reply = _post(client, written, max_tokens=1, logprobs=True, top_logprobs=10)
        audited += (time.perf_counter() - start) / 2
        cached += reply["timings"].get("cache_n", 0) / 2
    return drafted, audited, cached


def _post(client: httpx.Client, messages: list[Any], **more: Any) -> dict[str, Any]:
    reply = client.post("/v1/chat/completions", json={"messages": messages, "temperature": 0, **more})
    reply.raise_for_status()
    return dict(reply.json())


def _child() -> None:
    """Serve like `alu.models.llama_server`, with other settings."""
    import xllamacpp

    from alu.models.llama_server import settings

    out = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    order = json.loads(sys.stdin.readline())
    params = settings(order)
    for name, value in order["settings"].items():
        old = getattr(params, name)
        setattr(params, name, type(old)(value))
    server = xllamacpp.Server(params)
    os.write(out, json.dumps({"address": server.listening_address}).encode() + b"\n")
    sys.stdin.read()


if __name__ == "__main__":
    main()
