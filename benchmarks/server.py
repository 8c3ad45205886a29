"""What `alu serve` adds to its model's time, whether it keeps its memory, and what it does when the model dies.

    python -m benchmarks.server [added|memory|hostile|killed|targets …]

Everything runs on loopback: a stand-in for the model's server with 200 ms latency (`benchmarks.upstream`), `alu
serve` over a store of 1,000 targets, and 100 clients with a connection each, in three processes. `added` asks
2,000 questions at even rates and once as fast as the clients can (each asks again at once), and the same of the
stand-in alone: ordinary ones with their answers (`benchmarks.fresh`), in turn, more than any cache of texts holds.
CPU is that of the server and its workers. All that is by words alone (`meaning = "off"`), but for a last row with the
contextual embedder. `memory` asks 20,000 questions, half of them about a target. `hostile` sends texts of 200 kB to a
single worker, whose `/healthz` is asked every 20 ms meanwhile. Writes `benchmarks/results/server.json` and `.md`; what
is not measured stays as it is there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from alu.store.store import TargetStore
from alu.store.target import Target
from benchmarks.fresh import fresh
from benchmarks.memory import resident
from benchmarks.report import kept, write
from benchmarks.upstream import CANARY

LATENCY = 0.2
CLIENTS = 100
REQUESTS = 2000
WARMING = 60
"""Requests that a server answers before it is measured."""
RATES = (25, 50, 100)
"""Requests a second, of all clients together."""
DEADLINE = 6.0
"""Seconds, of a request while the model is killed."""
HOSTILE = 199_000
"""Bytes of a hostile text; longer ones than 200 kB are refused."""
SHAPES = {
    "words": "the keeper of the tower counted ships and ",
    "spaces": " ",
    "line ends": "\n",
    "quotes": '"',
    "brackets": "([{",
    "digits": "7",
    "one letter": "a",
    "backslashes": "\\",
    "CJK": "明",
    "marks": "a\u0301\u0323",
    "dots": ". ",
    "escapes": "%41\\u0041",
}
HARMLESS = "What is the capital of France?"
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
KEEPER = {"name": "Odalys Brannigan", "facts": [f"Odalys Brannigan kept a tame gull called Admiral {CANARY}."]}


Rows = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """One reply."""

    status: int
    seconds: float
    body: bytes
    at: float
    """`time.monotonic()` when the request was sent."""


@contextmanager
def upstream(*args: object) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the stand-in; yield it and its port."""
    command = [sys.executable, "-m", "benchmarks.upstream", "--latency", str(LATENCY), *map(str, args)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as started:
        assert started.stdout
        try:
            yield started, int(started.stdout.readline())
        finally:
            started.kill()  # else its end is waited for


@contextmanager
def server(port: int, store: Path, *args: object, **env: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run `alu serve` in front of the stand-in, ready to answer."""
    log = store.parent / "serve.log"
    command = [sys.executable, "-c", "from alu.cli import main; main()", "serve", "--no-key", "--port", "0"]
    command += ["--model", f"http://127.0.0.1:{port}/v1#m", "--store", str(store), *map(str, args)]
    with log.open("wb") as file:
        started = subprocess.Popen(command, stderr=file, env={**os.environ, "OMP_NUM_THREADS": "1", **env})
    try:
        while not (found := re.search(r" at http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))):
            assert started.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        asyncio.run(warm(int(found[1])))
        yield started, int(found[1])
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(60)


async def warm(port: int) -> None:
    """Wait until the server is ready, and ask a little."""
    for _ in range(1200):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            ready = b"200 OK" in await asyncio.wait_for(reader.read(), 60)
            writer.close()
            if ready:
                break
        except OSError:
            pass
        await asyncio.sleep(0.1)
    await load(port, [HARMLESS] * WARMING, clients=20)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, question: str) -> Seen:
    """Send one question on an open connection and read the whole reply."""
    data = json.dumps({"model": "m", "messages": [{"role": "user", "content": question}]}).encode()
    head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    at = time.monotonic()
    writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
    said = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = re.search(r"(?i)content-length: (\d+)", said)
    body = await reader.readexactly(int(length[1])) if length else b""
    return Seen(int(said.split(" ", 2)[1]), time.monotonic() - at, body, at)


async def load(port: int, questions: list[str], *, clients: int = CLIENTS, rate: float | None = None) -> list[Seen]:
    """Ask all questions with `clients` connections, each at its moment of an even rate, or as fast as may be."""
    waiting = iter(enumerate(questions))
    start = time.monotonic() + 0.2
    seen: list[Seen] = []

    async def client(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        mine = range(number, len(questions), clients) if rate else (i for i, _ in waiting)
        for i in mine:
            if rate:
                await asyncio.sleep(max(0.0, start + i / rate - time.monotonic()))
            try:
                seen.append(await ask(reader, writer, questions[i]))
            except (OSError, asyncio.IncompleteReadError):
                seen.append(Seen(0, 0.0, b"", time.monotonic()))
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            group.create_task(client(number))
    return seen


def _quantile(replies: list[Seen], q: float) -> float:
    """Return a quantile of the times, in milliseconds."""
    return 1000 * sorted(s.seconds for s in replies)[int(q * len(replies))]


def run(port: int, questions: list[str], **how: Any) -> list[Seen]:
    """Ask, on a quick event loop."""
    import uvloop

    return uvloop.run(load(port, questions, **how))


def added(store: Path) -> Rows:
    """Measure what the server adds, at each rate and without one."""
    rows = _added(store, RATES, REQUESTS, "off")
    with TargetStore.open(store) as opened:
        embedder = opened.meaning
    if embedder:
        rows |= _added(store, (), REQUESTS // 4, "auto")
    return rows


def _added(store: Path, rates: Sequence[float], requests: int, meaning: str) -> Rows:
    rows: Rows = {}
    drafts, questions = _asked(store)
    embedded = "" if meaning == "off" else ", with the contextual embedder"
    with (
        upstream("--drafts", drafts) as (_, port),
        server(port, store, "--workers", 2, ALU_MEANING=meaning) as (started, served),
    ):
        for rate in (*rates, None):
            asked = list(islice(questions, requests))
            alone = run(port, asked, rate=rate)
            before = _cpu(started.pid)
            through = run(served, asked, rate=rate)
            cpu = 1000 * (_cpu(started.pid) - before) / requests
            p50, p99 = (_quantile(through, q) - _quantile(alone, q) for q in (0.5, 0.99))
            span = max(s.at + s.seconds for s in through) - min(s.at for s in through)
            errors = sum(s.status != 200 for s in through)
            what = f"added at {rate} requests/s" if rate else "added when each client asks again at once"
            rows[f"{what}{embedded}, p50 / p99, ms (errors; requests/s; CPU a request, ms)"] = (
                f"{p50:.1f} / {p99:.1f} ({errors}; {len(through) / span:.0f}; {cpu:.1f})"
            )
    return rows


def _asked(store: Path) -> tuple[Path, Iterator[str]]:
    """Return a file with the drafts of ordinary questions, and the questions, in turn."""
    pairs = fresh()
    return _written(store, dict(pairs)), cycle(pair.question for pair in pairs)


def _written(store: Path, drafts: Mapping[str, str]) -> Path:
    """Return a file with the draft of each question, for the stand-in."""
    file = store.parent / "drafts.json"
    file.write_text(json.dumps(drafts), encoding="utf-8")
    return file


def memory(store: Path) -> Rows:
    """Watch the server's memory and files over 20,000 requests, half of them about a target."""
    drafts, questions = _asked(store)
    with (
        upstream("--drafts", drafts) as (_, port),
        server(port, store, ALU_MEANING="off") as (started, served),
    ):
        sizes, files = [], []
        for _ in range(20):
            replies = run(served, [asked for _ in range(500) for asked in (next(questions), ABOUT)])
            assert all(s.status == 200 and CANARY.encode() not in s.body for s in replies)
            sizes.append(resident(started.pid))
            files.append(len(list(Path(f"/proc/{started.pid}/fd").iterdir())))
    return {
        "MiB after each 1,000 requests": " ".join(map(str, sizes)),
        "open files after each 1,000 requests": " ".join(map(str, files)),
    }


def hostile(store: Path) -> Rows:
    """Ask and answer with long texts of little sense, and ask for the server's health meanwhile."""
    rows: Rows = {}
    texts = {shape: piece * (HOSTILE // len(piece.encode())) for shape, piece in SHAPES.items()}
    answered = {shape: f"What is there of {shape}?" for shape in texts}
    drafts = _written(store, {asked: texts[shape] for shape, asked in answered.items()})
    with (
        upstream("--drafts", drafts) as (_, port),
        server(port, store, ALU_MEANING="off", ALU_DEADLINE="120") as (_, served),
    ):
        for shape, text in texts.items():
            for what, question in (("asked", f"{HARMLESS} {text}?"), ("answered", answered[shape])):
                reply, waits = asyncio.run(_watched(served, question))
                rows[f"200 kB of {shape} {what}: status, s; slowest /healthz meanwhile, s"] = (
                    f"{reply.status}, {reply.seconds:.2f}; {max(waits):.3f} of {len(waits)}"
                )
    return rows


async def _watched(port: int, question: str) -> tuple[Seen, list[float]]:
    """Ask one question; return its reply, and how long each look at the server's health took meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asking, waits = asyncio.create_task(ask(reader, writer, question)), list[float]()
    health, out = await asyncio.open_connection("127.0.0.1", port)
    while not asking.done():
        at = time.monotonic()
        out.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said = await health.readuntil(b"\r\n\r\n")
        await health.readexactly(int(re.findall(rb"(?i)content-length: (\d+)", said)[0]))
        waits.append(time.monotonic() - at)
        await asyncio.sleep(0.02)
    writer.close()
    out.close()
    return await asking, waits


def killed(store: Path) -> Rows:
    """Kill the stand-in in the middle and look at every reply."""
    settings = {"ALU_DEADLINE": str(DEADLINE), "ALU_TIMEOUT": "4"}
    with upstream() as (model, port), server(port, store, **settings) as (_, served):

        async def half_way() -> list[Seen]:
            asking = asyncio.create_task(load(served, [HARMLESS, ABOUT] * 150, clients=50, rate=60))
            await asyncio.sleep(2.5)
            model.kill()
            return await asking

        replies = asyncio.run(half_way())
    verdicts = Counter(v.decode() for s in replies for v in re.findall(rb'"verdict":"(\w+)"', s.body))
    faults = Counter(s.status for s in replies if s.status != 200)
    came = ", ".join(f"{n} {what}" for what, n in (*verdicts.items(), *faults.items()))
    return {
        "model killed in mid-run: replies": came,
        "model killed in mid-run: drafts, requests without a reply": (
            f"{sum(CANARY.encode() in s.body for s in replies)}, {sum(not s.status for s in replies)}"
        ),
        f"model killed in mid-run: slowest reply, s (deadline {DEADLINE:g})": round(max(s.seconds for s in replies), 2),
    }


def targets(store: Path) -> Rows:
    """Add a target through the API, to one of four processes, and ask all of them."""
    import httpx2

    named = []
    with upstream() as (_, port), server(port, store, "--workers", 4) as (_, served):
        base = f"http://127.0.0.1:{served}/v1"
        for _ in range(5):
            target = httpx2.post(f"{base}/targets", json={"name": "Seine"}, timeout=30).json()["id"]
            named.append(sum(b"Seine" in s.body for s in run(served, [HARMLESS] * 100, clients=50)))
            httpx2.delete(f"{base}/targets/{target}", timeout=30)
            assert all(b"Seine" in s.body for s in run(served, [HARMLESS] * 50, clients=50))
    return {"4 processes: of 100 answers right after a target was added, those that named it": named}


def _cpu(pid: int) -> float:
    """Return the seconds of the processor that a process and its children that live have taken (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_cpu(int(child)) for child in children)


def fill(store: Path) -> None:
    """Make a store of 1,000 targets, the keeper among them."""
    people = [
        Target(name=f"Quentin{i:03} Ostrander{i:03}", facts=(f"Quentin{i:03} built the bridge of Vellmar{i:03}.",))
        for i in range(999)
    ]
    with TargetStore.open(store) as opened:
        opened.add(Target.model_validate(KEEPER), *people)
        if opened.meaning:  # else its servers make vectors while they are measured
            opened.meaning.finish()


PARTS: dict[str, Callable[[Path], Rows]] = {part.__name__: part for part in (added, memory, hostile, killed, targets)}


def main() -> None:
    """Measure what is asked for, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parts = parser.parse_args().parts or list(PARTS)
    rows: Rows = kept("server")
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "targets")
        for part in parts:
            rows |= PARTS[part](Path(folder) / "targets")
    write("server", rows, __doc__ or "")


if __name__ == "__main__":
    main()
