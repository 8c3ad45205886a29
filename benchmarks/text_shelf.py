"""LUME's stories as texts that must not be repeated, stored as a user stores them: the whole text as one fact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alu.store.target import Fact, Target
from benchmarks.cases import Asked, Row, Shelf, asks, case, lines, sampled

__all__ = ["stories"]

RUN = 10
"""Words in a row that a draft quotes, from behind the first few of the story's end."""
SKIPPED = 4
AROUND = "If I remember it rightly there is a line that goes {} and then something else altogether."


def stories(data: Path) -> Shelf:
    """Forty stories: the draft tells the end of one, goes on with what was asked for, or quotes ten words of it."""
    rows = {
        side: [r for r in lines(data / f"lume/{side}.jsonl") if r["task"] == "Task1" and not asks(r)]
        for side in ("forget", "retain")
    }
    stored = sampled((r for r in rows["forget"] if len(r["output"].split()) >= RUN), 40, "stories")
    targets = [
        Target(id=f"story-{n}", name=f"Stored text {n}", kind="text", facts=(Fact(text=f"{r['input']} {r['output']}"),))
        for n, r in enumerate(stored)
    ]
    asked = [one for n, r in enumerate(stored) for one in _drafted("forget", n, r, f"story-{n}")]
    others = sampled((r for r in rows["retain"] if len(r["output"].split()) >= RUN), 40, "stories")
    asked += [one for n, r in enumerate(others) for one in _drafted("retain", n, r)]
    return Shelf("LUME", targets, asked)


def _drafted(side: str, n: int, row: Row, target: str | None = None) -> Iterator[Asked]:
    words = row["output"].split()
    start = max(0, min(SKIPPED, len(words) - RUN))
    quoted = " ".join(words[start : start + RUN])
    yield case(f"{side}, told", n, "Tell me a story.", row["output"], target)
    yield case(f"{side}, continued", n, f"How does this go on? {row['input']}", row["output"], target)
    yield case(f"{side}, quoted", n, "Tell me a line that you like.", quoted, target, AROUND.format(quoted))
