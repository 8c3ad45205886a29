"""What hostile texts and broken parts do to alu: time, and whether anything leaks, is lost or stays broken.

    python -m benchmarks.faults [gate|damaged|dropped …] [--targets 10000]

`gate`: processor time of the detector and the release gate by words alone, with synthetic targets stored, for drafts
that name many of them or one again and again. `damaged`: a file of a copy of a store's derived index is overwritten,
cut, swapped or emptied, 100 times; each copy is read, written, checked and purged, in processes of which none may
abort. `dropped`: all connections of a server to its PostgreSQL are terminated 200 times while it is asked of a target.
Writes `benchmarks/results/faults.json` and `.md`; what is not measured stays as it is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import numpy as np

from alu.bench.synthetic import synthetic_targets
from alu.store.match.detector import Detector
from alu.store.match.inquiry import Draft, Inquiry
from alu.store.store import TargetStore
from alu.store.target import Target
from benchmarks.report import kept, write
from benchmarks.server import ABOUT, KEEPER, server, upstream
from benchmarks.upstream import CANARY

Rows = dict[str, Any]
NAMED = (10, 50, 200)
REPEATED = 10_000
DAMAGES, DAMAGES_AT_ONCE = 100, 25
DROPS = 200


def gate(count: int) -> Rows:
    """Measure the detector and the gate over drafts that name many targets, or one many times."""
    targets = synthetic_targets(count, seed=1)
    rows: Rows = {}
    with TargetStore.temporary(targets, meaning="off") as store:  # else vectors are made meanwhile
        detector = store.snapshot().ready().detector
        drafts = {f"names {n} targets": " ".join(f"Then came {t.name}." for t in targets[7::41][:n]) for n in NAMED}
        drafts[f"says one name {REPEATED:,} times"] = f"{targets[7].name} " * REPEATED
        for what, text in drafts.items():
            looked, checked = _timed(detector, text, [t.id for t in targets if t.name in text])
            rows[f"{count:,} targets · a draft that {what}: look-up / gate, CPU ms"] = f"{looked:.0f} / {checked:.0f}"
    return rows


def _timed(detector: Detector, text: str, named: Sequence[str]) -> tuple[float, float]:
    """Return the processor time of looking a draft up, and of the gate, in milliseconds."""
    asked = Inquiry("Who came?")
    draft = Draft.of(asked, text, ())
    found = detector.check(text, said=asked.text, matched=named)
    assert {e.target_id for e in found} >= {*named}, "what is named is held"
    return (
        _fastest(lambda: detector.draft(asked, draft, detector.question(asked))),
        _fastest(lambda: detector.check(text, said=asked.text, matched=named)),
    )


def _fastest(work: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time of some runs, in milliseconds; the first warms up."""
    took = []
    for _ in range(times + 1):
        before = time.process_time()
        work()
        took.append(1000 * (time.process_time() - before))
    return min(took[1:])


def damaged(_count: int) -> Rows:
    """Damage copies of a store, and count the processes that end otherwise than they should."""
    came = aborted = 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, DAMAGES, DAMAGES_AT_ONCE):
            command = [sys.executable, "-m", "tests.damage", folder, str(first), str(first + DAMAGES_AT_ONCE)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            aborted += done.returncode != 0
            came += sum(line.startswith("survived") for line in done.stdout.splitlines()) * DAMAGES_AT_ONCE
    return {
        f"{DAMAGES} damaged indexes: read, written, checked, purged without a loss; processes that ended in a fault": (
            f"{came}; {aborted}"
        )
    }


def dropped(_count: int) -> Rows:
    """Terminate a server's connections to its database over and over while it is asked about a target."""
    import psycopg

    statuses, healed, leaks, drops = Counter[int](), list[float](), 0, 0
    with tempfile.TemporaryDirectory() as folder, _database() as url:
        with TargetStore.open(url) as store:
            store.add(Target.model_validate(KEEPER))
        log = Path(folder) / "unused"  # the last of two stores counts
        with upstream() as (_started, port), server(port, log, "--store", url) as (_, served):
            base = f"http://127.0.0.1:{served}"
            with (
                psycopg.connect(url, autocommit=True) as connection,
                httpx2.Client(base_url=base, timeout=60) as client,
            ):
                for _round in range(DROPS):
                    drops += len(connection.execute(_TERMINATE).fetchall())
                    began = time.monotonic()
                    answer = client.post("/v1/chat/completions", json=_question(ABOUT))
                    leaks += CANARY in answer.text
                    statuses[answer.status_code] += 1
                    while client.get("/readyz").status_code != 200:
                        time.sleep(0.01)
                    healed.append(time.monotonic() - began)
    answers = ", ".join(f"{n} × {status}" for status, n in statuses.items())
    return {
        f"{DROPS} times all connections to PostgreSQL dropped: connections; answers; leaks": (
            f"{drops}; {answers}; {leaks}"
        ),
        "answered and ready after a drop, 0.2 s of the model included, p50 / slowest, s": (
            f"{np.median(healed):.2f} / {max(healed):.2f}"
        ),
    }


@contextmanager
def _database() -> Iterator[str]:
    """Run a PostgreSQL server in a folder of its own; yield its URL."""
    from tests.postgres import Server

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (home := Path(folder) / "postgres").mkdir()
        database = Server(home)
        try:
            yield database.url
        finally:
            database.stop()


def _question(content: str) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": content}]}


_TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
PARTS: dict[str, Callable[[int], Rows]] = {"gate": gate, "damaged": damaged, "dropped": dropped}


def main() -> None:
    """Measure what is asked for, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--targets", type=int, default=10_000, help="how many are stored for `gate`")
    options = parser.parse_args()
    rows: Rows = kept("faults")
    for part in options.parts or PARTS:
        rows |= PARTS[part](options.targets)
        write("faults", rows, __doc__ or "")


if __name__ == "__main__":
    main()
