"""`alu batch` over a Ray cluster of two nodes, one of which is killed in mid-run.

    ALU_STACKS=… python -m benchmarks.batch [--lines 10000] [--concurrency 16]

Needs the environment `ray` of `.ci/stacks`. The nodes are processes of this machine with one worker each, over a copy
of a folder with 1,000 targets, in front of a stand-in for the model's server with 50 ms latency
(`benchmarks.upstream`). Questions are ordinary ones, with their answers, in turn (`benchmarks.fresh`); each fiftieth is
about a target. The second node is killed with SIGKILL at 40 % of the lines. Then one process answers a fifth of the
lines without Ray. Contextual vectors are off. Lines a second count from the first line that is written, so that
starting is not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import benchmarks.server as stand_in
from benchmarks.fresh import fresh
from benchmarks.report import write
from benchmarks.server import ABOUT, fill, upstream
from benchmarks.upstream import CANARY
from tests.stacks.ray_nodes import Nodes

STORE = "targets"
KILLED = 0.4
"""Share of the lines after which the node is killed."""
stand_in.LATENCY = 0.05

Rows = dict[str, str]


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--concurrency", type=int, default=16)
    options = parser.parse_args()
    pairs = fresh()
    questions = list(islice(cycle(p.question for p in pairs), options.lines))
    questions[::50] = [ABOUT] * len(questions[::50])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home / STORE)
        (home / "drafts.json").write_text(json.dumps(dict(pairs)), encoding="utf-8")
        with upstream("--drafts", home / "drafts.json") as (_, port):
            model, nodes = f"http://127.0.0.1:{port}/v1#m", Nodes(home)
            try:
                rows = _killed(nodes, questions, model, options.concurrency)
            finally:
                nodes.end()
            rows |= _alone(nodes, questions[: len(questions) // 5], model, options.concurrency)
    write("batch", rows, __doc__ or "")


def _killed(nodes: Nodes, questions: Sequence[str], model: str, concurrency: int) -> Rows:
    out, begun, killed = nodes.home / "cluster.jsonl", 0.0, (0.0, 0)
    command = _command(nodes, questions, out, model, concurrency)
    with nodes.start(*command, "--on", nodes.address) as process:
        while process.poll() is None:
            time.sleep(0.1)
            done = _count(out)
            begun = begun or (time.monotonic() if done else 0.0)
            if not killed[1] and done >= KILLED * len(questions):
                nodes.tell("kill")
                killed = time.monotonic(), _count(out)
        ended, said = time.monotonic(), _end(process)
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    lines = Counter(row["line"] for row in written)
    wrong = sum(row["question"] != questions[row["line"] - 1] for row in written)
    about = Counter(row["verdict"] for row in written if row["question"] == ABOUT)
    return {
        "lines asked / written / written twice / missing / with another question's answer": (
            f"{len(questions):,} / {len(written):,} / {sum(n > 1 for n in lines.values())} / "
            f"{len(questions) - len(lines)} / {wrong}"
        ),
        "lines with an error": str(sum(row.get("error") is not None for row in written)),
        "verdicts of those about a target": ", ".join(f"{verdict} {n}" for verdict, n in about.items()),
        "of these with the secret": str(sum(CANARY in str(row["answer"]) for row in written)),
        "two nodes, until one is killed, lines a second": f"{killed[1] / (killed[0] - begun):.1f}",
        f"the other alone, from line {killed[1]:,} on, lines a second": (
            f"{(len(written) - killed[1]) / (ended - killed[0]):.1f}"
        ),
        "the command said": said,
    }


def _alone(nodes: Nodes, questions: Sequence[str], model: str, concurrency: int) -> Rows:
    out, begun = nodes.home / "alone.jsonl", 0.0
    with nodes.start(*_command(nodes, questions, out, model, concurrency)) as process:
        while process.poll() is None:
            time.sleep(0.1)
            begun = begun or (time.monotonic() if _count(out) else 0.0)
        ended = time.monotonic()
        _end(process)
    return {
        f"one process without Ray, {len(questions):,} lines, lines a second": f"{_count(out) / (ended - begun):.1f}"
    }


def _command(nodes: Nodes, questions: Sequence[str], out: Path, model: str, concurrency: int) -> list[str]:
    source = out.with_suffix(".in")
    source.write_text("".join(json.dumps({"question": q}) + "\n" for q in questions), encoding="utf-8")
    places = [source.name, out.name, "--store", STORE, "--model", model]
    return ["-m", "alu", "batch", *places, "--concurrency", str(concurrency)]


def _end(process: subprocess.Popen[str]) -> str:
    """Return the last line of what a command said."""
    said = process.communicate()[1].strip()
    assert process.returncode == 0, said
    return said.splitlines()[-1]


def _count(out: Path) -> int:
    return out.read_bytes().count(b"\n") if out.exists() else 0


if __name__ == "__main__":
    main()
