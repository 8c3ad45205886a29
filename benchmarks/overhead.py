"""What alu adds to a request beside its model calls, with 10,000 facts stored.

    python -m benchmarks.overhead

A scripted model answers at once, so that the time measured is look-up, graph, gate and everything else on
the clean path; `in flight` answers 200 requests at a time with a model that takes 500 ms.
"""

from __future__ import annotations

import time

import numpy as np

from alu import Unlearner
from alu.bench.synthetic import synthetic_targets
from alu.store.store import TargetStore
from alu.testing import ScriptedModel
from benchmarks.report import write

QUESTIONS = ["How do tides work?", "Write a haiku about rain.", "What is the boiling point of water at sea level?"]
DRAFT = (
    "Tides are the rise and fall of the sea. They come from the pull of the Moon and, less so, of the Sun. "
    "Most coasts have two high tides a day. The range differs from place to place. Bays that narrow have the "
    "largest. Around new and full moon the range is greater. These are called spring tides. The weaker ones "
    "are called neap tides."
)
ROUNDS = 600


def main() -> None:
    """Measure and write the table."""
    targets = synthetic_targets(2_000, seed=1)
    facts = sum(len(t.facts) for t in targets)
    model = ScriptedModel(reply=lambda _: DRAFT)
    with Unlearner.open(TargetStore.temporary(targets), model=model) as unlearner:
        clean = [a for q in QUESTIONS for a in [unlearner.ask(q)]]
        assert all(a.usage.calls == 1 and a.text == DRAFT for a in clean), "the clean path is one call, byte for byte"
        times = np.array([_timed(unlearner, QUESTIONS[i % len(QUESTIONS)]) for i in range(ROUNDS)]) * 1000
        model.latency = 0.5
        start = time.perf_counter()
        done = sum(1 for _ in unlearner.map((QUESTIONS[i % 3] for i in range(2_000)), concurrency=200))
        rate = done / (time.perf_counter() - start)
    rows = {
        "facts stored": facts,
        "sentences in the draft": 8,
        "overhead p50, ms": round(float(np.percentile(times, 50)), 2),
        "overhead p95, ms": round(float(np.percentile(times, 95)), 2),
        "requests/s, 200 in flight, 500 ms model": round(rate, 1),
    }
    write("overhead", rows, __doc__ or "")


def _timed(unlearner: Unlearner, question: str) -> float:
    start = time.perf_counter()
    unlearner.ask(question)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
