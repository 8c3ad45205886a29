"""What the target store costs at 10,000 targets of 5 facts: import, opening, reading the version, changes, memory.

    python -m benchmarks.store [--targets 10000] [--facts 5]

Each step runs in a process of its own, so that memory and start are those of that step. Times are after imports.
Writes `benchmarks/results/store.json` and `.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = dict[str, Any]

ABOUT = """\
# The target store

Synthetic targets (`alu.bench.synthetic`), wordllama vectors, SQLite, one thread. Limits: import ≤ 60 s, opening
≤ 2 s, version read < 1 ms, memory ≤ 600 MB (opened and answering).
"""


def main() -> None:
    """Measure all steps and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=10_000)
    parser.add_argument("--facts", type=int, default=5)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        json.dump(STEPS[options.step](options.folder, options.targets, options.facts), sys.stdout)
        return
    from benchmarks.report import write

    with tempfile.TemporaryDirectory() as folder:
        rows: Rows = {"targets": options.targets, "facts each": options.facts}
        for step in STEPS:
            rows |= _in_its_own_process(step, Path(folder) / "store", options)
    name = "store" if options.targets == parser.get_default("targets") else f"store-{options.targets}"
    write(name, rows, ABOUT)


def _in_its_own_process(step: str, folder: Path, options: argparse.Namespace) -> Rows:
    """Run one step in a fresh process with one thread, by words alone."""
    sizes = ["--targets", str(options.targets), "--facts", str(options.facts)]
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder), *sizes]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ALU_MEANING": "off"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def _import(folder: Path, targets: int, facts: int) -> Rows:
    """Import all targets in one transaction."""
    from alu.bench.synthetic import synthetic_targets
    from alu.store.store import TargetStore

    people = synthetic_targets(targets, facts=facts, seed=1)
    reached: dict[str, float] = {}
    start, worked = time.perf_counter(), time.process_time()
    store = TargetStore.open(folder, progress=lambda what, *_: reached.update({what: time.perf_counter() - start}))
    store.add(*people)
    store.close()
    whole = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "import, s": round(whole, 1),
        "import, CPU s": round(time.process_time() - worked, 1),
        "of it embedding, s": round(reached["embedding facts"], 1),
        "import, peak memory, MB": _peak(),
        "on disk, MB": size // 2**20,
    }


def _open(folder: Path, targets: int, facts: int) -> Rows:
    """Open the store and answer, then read the version many times."""
    import alu.store.match.snapshot  # noqa: F401 - imports are not timed
    from alu.store.store import TargetStore

    start, worked = time.perf_counter(), time.process_time()
    store = TargetStore.open(folder)
    snapshot = store.snapshot()
    opened, work = time.perf_counter() - start, time.process_time() - worked
    snapshot.detector.look_up(["Who was born in Trieste and writes about bridges?"])
    answered = time.perf_counter() - start
    reads = [_seconds(store.snapshot) * 1e6 for _ in range(2000)]
    return {
        "open, s": round(opened, 2),
        "open, CPU s": round(work, 2),
        "open and first look-up, s": round(answered, 2),
        "Chroma imported": "chromadb" in sys.modules,
        "memory, MB": _now(),
        "version read p50, µs": round(statistics.median(reads)),
        "version read p95, µs": round(statistics.quantiles(reads, n=20)[-1]),
    }


def _change(folder: Path, targets: int, facts: int) -> Rows:
    """Add, replace and remove one target while another store object is running."""
    from alu.store.store import TargetStore
    from alu.store.target import Fact, Target

    store, other = TargetStore.open(folder), TargetStore.open(folder)
    store.snapshot()
    other.snapshot()
    import chromadb  # noqa: F401 - its import is not timed

    one = Target(name="Zebulon Quackenbush", facts=(Fact(text="He keeps bees on the roof of the town hall."),))
    steps: dict[str, Callable[[], object]] = {
        "add one": lambda: store.add(one),
        "next request elsewhere": other.snapshot,
        "remove one and wipe it": lambda: store.remove(one.id),
        "next request elsewhere after that": other.snapshot,
        "check": lambda: _nothing_wrong(store),
        "purge all": store.purge,
    }
    rows: Rows = {}
    for what, work in steps.items():
        worked = time.process_time()
        seconds = _seconds(work)
        rows[f"{what}, s (CPU s)"] = f"{seconds:.2f} ({time.process_time() - worked:.2f})"
    return rows


def _nothing_wrong(store: Any) -> None:
    if problems := store.check():
        raise SystemExit("\n".join(problems))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak() -> int:
    """Return the most memory this process had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _now() -> int:
    """Return the memory this process has, files that are mapped included, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


STEPS: dict[str, Callable[[Path, int, int], Rows]] = {"import": _import, "open": _open, "change": _change}

if __name__ == "__main__":
    main()
