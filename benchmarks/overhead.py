"""What alu adds to a request that is about nothing stored, with texts that it has not seen before.

    OMP_NUM_THREADS=1 python -m benchmarks.overhead [--targets 1000,10000] [--requests 660] [--meaning auto] …

Every request has a question and a draft of its own, from `harmless` of the shared data: in turn through the bare openai
client, through alu in front of the same server, through alu with a model that answers at once, and through `check`,
which is given the draft. The server (`benchmarks.upstream`) is a process of its own and answers at once, too. CPU is
that of the whole process with all its threads; of alu it includes the client's. What is near a target costs model
calls, so it is counted and not timed. `in flight` answers 200 requests at a time with a model that takes 500 ms. By
words alone (`wordllama`), or with the contextual embedder (`--meaning auto`), whose vectors of the targets are made
before the first request. `--five-sentences`: drafts of five sentences of about 20 tokens, put together from
those texts, to questions of up to 40 tokens.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from alu import Unlearner
from alu.bench.synthetic import synthetic_targets
from alu.chat import ChatModel
from alu.loop import Loop
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from benchmarks.fresh import DATA, Pair, five_sentences, fresh
from benchmarks.report import write

T = TypeVar("T")

WARM = 60
"""Requests before the first that is timed."""
ARMS = (
    "bare openai client",
    "alu, everything included",
    "alu, a model that answers at once",
    "alu, a given text (`check`)",
)


class Cost(NamedTuple):
    """What one request took, in milliseconds."""

    cpu: float
    wall: float


@contextmanager
def answering(pairs: Sequence[Pair], latency: float = 0.0) -> Iterator[int]:
    """Run the stand-in for a model's server, which answers each question with its draft; yield its port."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as drafts:
        json.dump(dict(pairs), drafts)
        drafts.flush()
        command = [sys.executable, "-m", "benchmarks.upstream", "--latency", str(latency), "--drafts", drafts.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as started:
            assert started.stdout
            try:
                yield int(started.stdout.readline())
            finally:
                started.kill()


def stored(count: int, meaning: str) -> TargetStore:
    """Return a store of so many targets, whose vectors are made."""
    store = TargetStore.temporary(synthetic_targets(count, seed=1), meaning=meaning)
    if store.meaning:
        store.meaning.finish()
    return store


def added(store: TargetStore, count: int, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Measure one request after another, with `count` targets stored."""
    with answering(pairs) as port:
        costs, near = asyncio.run(_each(store, port, pairs))
    rows: dict[str, Any] = {}
    for arm, found in costs.items():
        cpu, wall = np.array(found).T
        for what, values in (("CPU", cpu), ("wall", wall)):
            p50, p95 = np.percentile(values, (50, 95))
            rows[f"{count:,} targets · {arm} · {what}, ms: mean / p50 / p95"] = (
                f"{values.mean():.2f} / {p50:.2f} / {p95:.2f}"
            )
    bare, whole = (np.mean([c.cpu for c in costs[arm]]) for arm in ARMS[:2])
    rows[f"{count:,} targets · CPU as a multiple of the bare client's"] = round(float(whole / bare), 2)
    rows[f"{count:,} targets · requests timed; near a target"] = f"{len(costs[ARMS[0]])}; {near}"
    return rows


async def _each(store: TargetStore, port: int, pairs: Sequence[Pair]) -> tuple[dict[str, list[Cost]], int]:
    """Return what each request cost each way, and how many were near a target; alu's three ways take turns."""
    from openai import AsyncOpenAI

    drafts, loop = dict(pairs), Loop(asyncio.get_running_loop())
    client = AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="none")
    models: tuple[str | ChatModel, ...] = (
        f"http://127.0.0.1:{port}/v1#m",
        ScriptedModel(reply=lambda asked: drafts.get(asked.messages[-1].content, "")),
        ScriptedModel(),
    )
    ways = [(arm, Unlearner.open(store, model=model, loop=loop)) for arm, model in zip(ARMS[1:], models, strict=True)]
    costs: dict[str, list[Cost]] = {arm: [] for arm in ARMS}
    near = 0
    for n, (question, draft) in enumerate(pairs):
        arm, unlearner = ways[n % 3]
        turn: Any = [{"role": "user", "content": question}]
        bare, _ = await _timed(client.chat.completions.create(model="m", messages=turn))
        given = arm == ARMS[-1]
        through, answer = await _timed(unlearner.acheck(question, draft) if given else unlearner.aask(question))
        near += answer.verdict != "clean"
        if answer.verdict == "clean" and n >= WARM:
            assert answer.text == draft, "what is not to be forgotten comes back byte for byte"
            costs[ARMS[0]].append(bare)
            costs[arm].append(through)
    await client.close()
    for _, unlearner in ways:
        await unlearner.models["vanilla"].aclose()
    return costs, near


async def _timed(work: Awaitable[T]) -> tuple[Cost, T]:
    cpu, wall = time.process_time(), time.perf_counter()
    done = await work
    return Cost(1e3 * (time.process_time() - cpu), 1e3 * (time.perf_counter() - wall)), done


def in_flight(store: TargetStore, count: int, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Measure how many requests a second are answered, 200 at a time, with a model that takes 500 ms."""
    drafts = dict(pairs)
    model = ScriptedModel(reply=lambda asked: drafts.get(asked.messages[-1].content, ""), latency=0.5)
    with Unlearner.open(store, model=model) as unlearner:
        unlearner.ask(pairs[0].question)
        cpu, start = time.process_time(), time.perf_counter()
        done = sum(1 for _ in unlearner.map((pair.question for pair in pairs[1:]), concurrency=200))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - start
    where = f"{count:,} targets · 200 in flight, 500 ms model"
    return {f"{where} · requests/s": round(done / wall, 1), f"{where} · CPU a request, ms": round(1e3 * cpu / done, 2)}


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", default="1000,10000", help="how many are stored, joined by commas")
    parser.add_argument("--requests", type=int, default=660, help="of alu's three ways each a third")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--meaning", choices=("off", "auto"), default="off", help="the contextual embedder")
    parser.add_argument("--out", default="overhead", help="name of the files of results")
    parser.add_argument("--five-sentences", action="store_true", help="drafts of five sentences of about 20 tokens")
    options = parser.parse_args()
    pairs = five_sentences(fresh(options.data)) if options.five_sentences else fresh(options.data)
    pairs, rows = pairs[: options.requests], dict[str, Any]()
    for count in map(int, options.targets.split(",")):
        store = stored(count, options.meaning)
        rows |= added(store, count, pairs) | in_flight(store, count, pairs)
    write(options.out, rows, __doc__ or "")


if __name__ == "__main__":
    main()
