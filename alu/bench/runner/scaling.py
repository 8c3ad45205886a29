"""What a request costs as the forget set grows: the same prompts through the whole pipeline at each size.

Everything but the models is real. Each size is filled by one process and asked by another, so that memory and
start are those of a process that serves.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from alu.bench.methods.knower import tokens_in
from alu.bench.report.interval import percentile
from alu.errors import InputError, StoreError

if TYPE_CHECKING:
    from alu.chat import Request
    from alu.store.match.snapshot import Snapshot
    from alu.store.store import TargetStore
    from alu.store.target import Target

__all__ = ["DRAFT", "ON_DISK", "Job", "Size", "ask_store", "child", "fill_store", "scaling"]

ON_DISK = 10_000
"""Targets up to which the store is a folder; above it is in memory, for Chroma takes minutes to fill."""

DRAFT = (
    "Tides are the rise and fall of the sea. They come from the pull of the Moon and, less so, of the Sun. "
    "Most coasts have two high tides a day. The range differs from place to place. Bays that narrow have the "
    "largest. Around new and full moon the range is greater. These are called spring tides. The weaker ones "
    "are called neap tides."
)
"""What the vanilla model says, whatever it is asked: eight sentences."""

TOUCHING = 0.05
"""Share of the prompts that are about a target."""
FOUND, LEFT_ALONE = 300, 700
"""Prompts about a target, and about nobody stored, that the detector alone is measured on."""
NEAREST = 8
"""Hits among which the right target must be: those that the agents see."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is measured at one size."""

    targets: int
    facts: int
    prompts: int
    seed: int
    smallest: int
    """The smallest size: its targets are in every size, and the prompts are about them."""
    folder: str
    """Where the store and the prompts are kept meanwhile."""


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size. Tokens are four characters each, memory in MB of 2^20 bytes."""

    targets: int
    facts: int
    """Of all targets."""
    on_disk: bool
    """Whether the store was a folder; else it was built in the memory of the process that asked."""
    requests: int
    audited: int
    """Requests with something near, which the agents saw; the others took the clean path."""
    failed_closed: int
    calls: float
    """Model calls, mean of all requests."""
    calls_clean: int
    """Most calls of any request on the clean path."""
    calls_audited: float
    prompt_tokens: float
    """In all prompts of a request, mean of all requests."""
    prompt_tokens_clean: float
    prompt_tokens_audited: float
    longest_agent_prompt: int
    """Tokens."""
    overhead_p50_ms: float
    """Wall time of a request; the scripted models answer at once."""
    overhead_p95_ms: float
    overhead_cpu_p95_ms: float
    look_up_p50_ms: float
    """Wall time of looking up the question and the draft's eight sentences."""
    look_up_p95_ms: float
    recall: float
    """Share of prompts about a target that have it among the eight nearest."""
    false_flags: float
    """Share of prompts about nobody stored that are near to a target."""
    memory_mb: float
    """Peak of the process that asks; with a store in memory, of building it too."""
    import_s: float
    """Importing the targets into an empty store."""
    open_s: float | None
    """Opening the store that is there, until it can be looked up in."""
    start_s: float
    """Python's imports of pipeline and store."""
    first_answer_s: float
    """The first request after opening."""


def scaling(
    sizes: Sequence[int], *, facts: int, prompts: int, seed: int, tell: Callable[[str], None]
) -> Iterator[Size]:
    """Measure one size after the other, the smallest first.

    Args:
        sizes: how many targets, each from 1.
        facts: facts of each target.
        prompts: requests at each size.
        seed: of targets and prompts.
        tell: called with a line on what is under way.

    Raises:
        InputError: there is no size, or one below 1.
        StoreError: a process of its own failed.
    """
    if not sizes or min(sizes) < 1:
        raise InputError("--targets: write numbers from 1 with a comma between them")
    return _each(sorted(set(sizes)), facts, prompts, seed, tell)


def _each(sizes: Sequence[int], facts: int, prompts: int, seed: int, tell: Callable[[str], None]) -> Iterator[Size]:
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="alu-scaling-") as folder:
            job = Job(size, facts, prompts, seed, sizes[0], folder)
            filled: dict[str, Any] = {}
            if size <= ON_DISK:
                tell(f"{size:,} targets: importing")
                filled = _apart("fill", job)
            tell(f"{size:,} targets: {'asking' if filled else 'building in memory and asking'}")
            yield Size(**filled, **_apart("ask", job))


def _apart(step: str, job: Job) -> dict[str, Any]:
    """Run a step in a process of its own, with one thread in numpy unless the environment says otherwise."""
    code = "from alu.bench.runner.scaling import child; child()"
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **os.environ}
    order = json.dumps({"step": step, "job": asdict(job)})
    done = subprocess.run(
        [sys.executable, "-c", code], input=order, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    if done.returncode:
        raise StoreError(f"measuring {job.targets:,} targets ended with exit code {done.returncode}")
    return dict(json.loads(done.stdout))


def child() -> None:
    """Run the step that stdin names and write what it measured to stdout."""
    order = json.load(sys.stdin)
    step = {"fill": fill_store, "ask": ask_store}[order["step"]]
    json.dump(step(Job(**order["job"])), sys.stdout)


def fill_store(job: Job) -> dict[str, Any]:
    """Import the targets into a new store in the job's folder, and keep the prompts in that folder too."""
    from alu.store.store import TargetStore

    targets = _targets(job)
    start = time.perf_counter()
    with TargetStore.open(Path(job.folder) / "store") as store:
        store.add(*targets)
    return {"import_s": _seconds(start)}


def ask_store(job: Job) -> dict[str, Any]:
    """Open the store, or build it in memory where none was filled, and measure everything."""
    start = time.perf_counter()
    for name in ("alu.flow.graph", "alu.store.match.snapshot", "alu.store.store"):
        import_module(name)
    measured: dict[str, Any] = {"targets": job.targets, "facts": job.targets * job.facts, "start_s": _seconds(start)}
    from alu.store.store import TargetStore

    home = Path(job.folder) / "store"
    measured["on_disk"] = home.exists()
    start = time.perf_counter()
    if home.exists():
        store = TargetStore.open(home, create=False)
        store.snapshot()
        measured["open_s"] = _seconds(start)
    else:
        store, measured["import_s"] = _in_memory(job)
        measured["open_s"] = None
    asked = json.loads((Path(job.folder) / "prompts.json").read_text(encoding="utf-8"))
    measured |= _asked(store, asked["asked"])
    with store:
        measured |= _looked(store.snapshot(), asked)
    return measured | {"memory_mb": _peak()}


def _in_memory(job: Job) -> tuple[TargetStore, float]:
    """Return a store without files, and the seconds until it could be looked up in."""
    from alu.store.store import TargetStore

    targets = _targets(job)
    start = time.perf_counter()
    store = TargetStore.temporary(targets)
    store.snapshot().detector.look_up([DRAFT])
    return store, _seconds(start)


def _targets(job: Job) -> list[Target]:
    """Make the targets up, and keep their prompts in the job's folder: another process may ask them."""
    from alu.bench.synthetic import synthetic_targets

    targets = synthetic_targets(job.targets, facts=job.facts, seed=job.seed)
    _write_prompts(job, targets)
    return targets


def _write_prompts(job: Job, targets: Sequence[Target]) -> None:
    """Write the prompts: those asked are the same at each size, those looked up are not."""
    from alu.bench.synthetic import synthetic_prompts

    asked = synthetic_prompts(targets[: job.smallest], job.prompts, seed=job.seed + 3, touching=TOUCHING)
    found = synthetic_prompts(targets, FOUND, seed=job.seed + 1, touching=1)
    alone = synthetic_prompts(targets, LEFT_ALONE, seed=job.seed + 2, touching=0)
    prompts = {
        "asked": [p.text for p in asked],
        "found": [[p.text, p.target_id] for p in found],
        "alone": [p.text for p in alone],
    }
    (Path(job.folder) / "prompts.json").write_text(json.dumps(prompts), encoding="utf-8")


def _asked(store: TargetStore, prompts: Sequence[str]) -> dict[str, Any]:
    """Ask every prompt of the whole pipeline. Audits find a leak in every second one that they see."""
    from alu.bench.methods.scripted import ruled
    from alu.testing import ScriptedModel
    from alu.unlearner import Unlearner

    leaks = True
    vanilla = ScriptedModel(name="vanilla", reply=lambda _: DRAFT)
    agents = ScriptedModel(name="agents", reply=lambda request: ruled(request, leaks=leaks))
    unlearner = Unlearner.open(store, model=agents, roles={"vanilla": vanilla}, profile="fast", audit="near")
    start = time.perf_counter()
    unlearner.ask("Hello?")
    first = _seconds(start)
    requests: list[_Request] = []
    for number, prompt in enumerate(prompts):
        leaks = number % 2 == 0
        vanilla.history.clear()
        agents.history.clear()
        start, worked = time.perf_counter(), time.process_time()
        answer = unlearner.ask(prompt)
        wall, cpu = time.perf_counter() - start, time.process_time() - worked
        drafts, judged = list(map(_tokens, vanilla.history)), list(map(_tokens, agents.history))
        requests.append(_Request(drafts, judged, answer.verdict == "failed_closed", wall * 1e3, cpu * 1e3))
    return {"first_answer_s": first, **_summed(requests)}


@dataclass(frozen=True, slots=True)
class _Request:
    """One request: tokens of each prompt, and milliseconds."""

    drafts: Sequence[int]
    judged: Sequence[int]
    failed: bool
    wall: float
    cpu: float

    @property
    def calls(self) -> int:
        return len(self.drafts) + len(self.judged)

    @property
    def tokens(self) -> int:
        return sum(self.drafts) + sum(self.judged)


def _tokens(request: Request) -> int:
    return sum(tokens_in(m.content) for m in request.messages)


def _summed(requests: Sequence[_Request]) -> dict[str, Any]:
    clean, audited = [r for r in requests if not r.judged], [r for r in requests if r.judged]
    walls = [r.wall for r in requests]
    return {
        "requests": len(requests),
        "audited": len(audited),
        "failed_closed": sum(r.failed for r in requests),
        "calls": _mean([r.calls for r in requests]),
        "calls_clean": max((r.calls for r in clean), default=0),
        "calls_audited": _mean([r.calls for r in audited]),
        "prompt_tokens": _mean([r.tokens for r in requests]),
        "prompt_tokens_clean": _mean([r.tokens for r in clean]),
        "prompt_tokens_audited": _mean([r.tokens for r in audited]),
        "longest_agent_prompt": max((t for r in audited for t in r.judged), default=0),
        "overhead_p50_ms": round(percentile(walls, 0.5), 2),
        "overhead_p95_ms": round(percentile(walls, 0.95), 2),
        "overhead_cpu_p95_ms": round(percentile([r.cpu for r in requests], 0.95), 2),
    }


def _looked(stored: Snapshot, prompts: dict[str, Any]) -> dict[str, Any]:
    """Measure the look-up alone: its time on what is asked, and what it finds and flags."""
    from alu.store.text.normalise import sentences

    draft, times = sentences(DRAFT), []
    for question in prompts["asked"]:
        start = time.perf_counter()
        stored.detector.look_up([question])
        stored.detector.look_up(draft, answers=question)
        times.append(1e3 * (time.perf_counter() - start))
    found = [
        target in [h.target_id for h in stored.detector.look_up([text])[:NEAREST]] for text, target in prompts["found"]
    ]
    flagged = [bool(stored.detector.look_up([text])) for text in prompts["alone"]]
    return {
        "look_up_p50_ms": round(percentile(times, 0.5), 2),
        "look_up_p95_ms": round(percentile(times, 0.95), 2),
        "recall": fmean(found),
        "false_flags": fmean(flagged),
    }


def _mean(values: Sequence[int]) -> float:
    return round(fmean(values), 3) if values else 0.0


def _seconds(start: float) -> float:
    return round(time.perf_counter() - start, 3)


def _peak() -> float:
    """Return the most memory this process had, in MB; on Linux without that of its parent process."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line)
        if "VmHWM" in lines:
            return round(int(lines["VmHWM"].split()[0]) / 1024, 1)
    import resource

    unit = 2**20 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
