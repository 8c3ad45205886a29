"""What the workers of `alu serve` take of memory at 100,000 targets, the first of them and each further one.

    python -m benchmarks.workers [--targets 100000] [--facts 1] [--store FOLDER]

Starts the server with one, two and three workers in front of a model that stands in for a real one, asks each time,
and sums what the processes have, of what they share an equal part (PSS). Writes `benchmarks/results/workers.json` and
`.md`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.memory import proportional
from benchmarks.report import write
from benchmarks.server import server, upstream

ABOUT = """\
# The memory of workers

Synthetic targets (`alu.bench.synthetic`), wordllama vectors, SQLite, `alu serve --workers N`, ready and asked. MB, of
what processes share an equal part (PSS). Limits: 600 for the first worker, 250 for each further one, which is what the
third takes: the second brings a parent, too. Where the store has no files a process that ends works them out first.
"""
_WORKERS = (1, 2, 3)


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=100_000)
    parser.add_argument("--facts", type=int, default=1)
    parser.add_argument("--store", type=Path, help="a store that is there, of so many targets")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or _made(Path(folder) / "store", options.targets, options.facts)
        found = {workers: _measured(store, workers) for workers in _WORKERS}
    rows: dict[str, Any] = {"targets": options.targets, "facts each": options.facts}
    for workers, (seconds, sizes) in found.items():
        rows[f"{workers} at once, MB"] = " + ".join(map(str, sizes))
        rows[f"{workers} at once, ready after, s"] = round(seconds, 1)
    first, *_, fewer, most = (sum(found[workers][1]) for workers in (_WORKERS[0], *_WORKERS[-2:]))
    rows |= {"the first worker, MB": first, "each further one, MB": most - fewer}
    write("workers", rows, ABOUT)


def _made(folder: Path, targets: int, facts: int) -> Path:
    from alu.bench.synthetic import synthetic_targets
    from alu.store.store import TargetStore

    with TargetStore.open(folder, meaning="off") as store:
        store.add(*synthetic_targets(targets, facts=facts, seed=1))
    return folder


def _measured(store: Path, workers: int) -> tuple[float, list[int]]:
    """Return after how many seconds all are ready and were asked, and what each has; of several the parent first."""
    start = time.monotonic()
    with upstream() as (_, port), server(port, store, "--workers", workers, ALU_MEANING="off") as (started, _):
        seconds = time.monotonic() - start
        time.sleep(2)
        sizes = [proportional(pid) for pid in (started.pid, *_children(started.pid))]
    return seconds, sizes


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    # what multiprocessing keeps next to spawned workers to clean up after them is no worker
    return [pid for pid in map(int, listed.split()) if b"resource_tracker" not in _command(pid)]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


if __name__ == "__main__":
    main()
