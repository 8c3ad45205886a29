"""How long alu takes to start: `alu --help`, `import alu`, `alu demo`, and `alu ask` up to its first model call.

    python -m benchmarks.startup [--runs 7] [--facts 10000]

`alu ask` runs against a server on loopback, with a store of 10,000 facts, and is compared with a bare
`python -c "import langgraph.graph, openai"`. Runs of all five alternate, so that what else the machine does
touches all of them. Writes `benchmarks/results/startup.json` and `.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.report import circumstances

RESULTS = Path(__file__).parent / "results"
FACTS_EACH = 5
LIMITS = {"alu --help": 0.4, "import alu": 0.3, "alu demo": 3.0}
"""Seconds, whole process."""
RATIO = 1.2
"""`alu ask` up to its first model call, over the bare import."""
BARE = "import langgraph.graph, openai"
SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zo",
    "lin",
    "mar",
    "ten",
)
PLACES = ("harbour", "valley", "station", "library", "garden", "bridge", "theatre", "market", "school", "river")


class Cost(NamedTuple):
    """What a process took, in seconds."""

    wall: float
    cpu: float


class Probe:
    """A model server that notes what a process had taken when its first request came in."""

    def __init__(self) -> None:
        self.pid = 0
        self.started = 0.0
        self.cost: Cost | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.model = f"http://127.0.0.1:{self._http.server_address[1]}/v1#fake"

    def note(self) -> None:
        """Keep the cost so far."""
        if self.cost is None:
            self.cost = Cost(time.perf_counter() - self.started, _cpu_of(self.pid))


def _cpu_of(pid: int) -> float:
    """Return the CPU seconds of a running process (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _handler(probe: Probe) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            probe.note()
            self.rfile.read(int(self.headers["Content-Length"]))
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Yes."}}
            body = {"id": "x", "object": "chat.completion", "created": 0, "model": "fake", "choices": [choice]}
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Handler


def make_store(folder: Path, facts: int) -> None:
    """Store `facts` made-up facts, five a target, from a fixed seed."""
    from alu.store.store import TargetStore
    from alu.store.target import Target

    chance = random.Random(7)

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=3)).capitalize()

    def fact(name: str) -> str:
        return f"{name} wrote {word()} {word()} near the {chance.choice(PLACES)} of {word()}."

    names = [f"{word()} {word()}" for _ in range(facts // FACTS_EACH)]
    targets = [
        Target(id=f"t-{i}", name=n, facts=[fact(n) for _ in range(FACTS_EACH)])
        for i, n in enumerate(dict.fromkeys(names))
    ]
    with TargetStore.open(folder) as store:
        store.add(*targets)
        store.snapshot()


def whole(command: list[str], env: dict[str, str]) -> Cost:
    """Return what a whole process takes."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - start, cpu)


def to_first_call(command: list[str], env: dict[str, str], probe: Probe) -> Cost:
    """Return what a process takes up to its first request to the model."""
    probe.cost, probe.started = None, time.perf_counter()
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        probe.pid = process.pid
    cost: Cost | None = probe.cost  # set by the server's thread
    if process.returncode or cost is None:
        raise SystemExit(f"alu ask left with {process.returncode} or called no model")
    return cost


def measure(runs: int, facts: int) -> dict[str, list[Cost]]:
    """Return what each run took: one round to warm the file cache up, then `runs` that alternate."""
    alu = [sys.executable, "-c", "from alu.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "targets")
        make_store(store, facts)
        env = {**os.environ, "ALU_STORE": str(store), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # who starts alu twice has it compiled
        probe = Probe()
        ask = [*alu, "ask", "How far is the moon?", "--model", probe.model]
        costs: dict[str, list[Cost]] = {}
        for turn in range(runs + 1):
            found = {
                "alu --help": whole([*alu, "--help"], env),
                "import alu": whole([sys.executable, "-c", "import alu"], env),
                "alu demo": whole([*alu, "demo"], env),
                "bare import": whole([sys.executable, "-c", BARE], env),
                "alu ask to first call": to_first_call(ask, env, probe),
            }
            for name, cost in found.items() if turn else ():
                costs.setdefault(name, []).append(Cost(*(round(x, 4) for x in cost)))
    return costs


def report(costs: dict[str, list[Cost]], facts: int, load: float) -> dict[str, Any]:
    """Return all figures with what they were taken on."""
    wall = {name: statistics.median(c.wall for c in runs) for name, runs in costs.items()}
    cpu = {name: statistics.median(c.cpu for c in runs) for name, runs in costs.items()}
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": circumstances()["command"],
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "load": {"before": load, "after": os.getloadavg()[0]},
        "versions": {
            "python": platform.python_version(),
            **{p: version(p) for p in ("alu", "typer", "langgraph", "openai", "pydantic", "numpy", "sqlalchemy")},
        },
        "facts": facts,
        "runs": {name: [c._asdict() for c in runs] for name, runs in costs.items()},
        "median": {name: {"wall": wall[name], "cpu": cpu[name]} for name in costs},
        "ratio": {
            kind: round(medians["alu ask to first call"] / medians["bare import"], 3)
            for kind, medians in (("wall", wall), ("cpu", cpu))
        },
        "limits": {**LIMITS, "ratio": RATIO},
    }


def markdown(figures: dict[str, Any]) -> str:
    """Return the table for people."""
    limits = {**{n: f"≤ {s} s" for n, s in LIMITS.items()}, "alu ask to first call": f"≤ {RATIO} × bare import"}
    rows = []
    for name, runs in figures["runs"].items():
        median, walls = figures["median"][name], [run["wall"] for run in runs]
        rows.append(
            f"| {name} | {median['wall']:.3f} | {min(walls):.3f} – {max(walls):.3f} | {median['cpu']:.3f} "
            f"| {limits.get(name, '')} |"
        )
    load, ratio = figures["load"], figures["ratio"]
    return "\n".join(
        [
            "# Start-up",
            "",
            f"{figures['date']} · {figures['machine']} · load {load['before']:.1f} before, {load['after']:.1f} after · "
            f"{figures['facts']} facts stored · {len(runs)} runs, alternating · `{figures['command']}`",
            "",
            ", ".join(f"{name} {number}" for name, number in figures["versions"].items()),
            "",
            "| | median s | range s | CPU s (median) | goal |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"`alu ask` to the first model call is {ratio['wall']} × the bare `{BARE}` by the clock and "
            f"{ratio['cpu']} × in CPU time (medians).",
            "",
        ]
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--facts", type=int, default=10_000)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    figures = report(measure(options.runs, options.facts), options.facts, load)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "startup.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    (RESULTS / "startup.md").write_text(markdown(figures), encoding="utf-8")
    print(markdown(figures))


if __name__ == "__main__":
    main()
