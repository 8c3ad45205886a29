"""Ordinary questions with their answers, each text once: a cache of texts that were read before is no help."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import NamedTuple

__all__ = ["DATA", "Pair", "fresh"]

DATA = Path(__file__).parents[2] / "shared" / "data"
"""Where `harmless/*.jsonl` is: lines with `text` and `reply`."""
SEED = 17


class Pair(NamedTuple):
    """A question and the draft that answers it."""

    question: str
    draft: str


def fresh(data: Path = DATA, count: int | None = None) -> list[Pair]:
    """Return up to `count` pairs from all files together, shuffled with a fixed seed; no question is there twice.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    lines = [line for path in sorted((data / "harmless").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    if not lines:
        raise FileNotFoundError(f"no harmless/*.jsonl in {data}: name the folder with --data")
    rows = map(json.loads, lines)
    pairs = list({r["text"]: Pair(r["text"], r["reply"]) for r in rows if r.get("reply")}.values())
    Random(SEED).shuffle(pairs)
    return pairs[:count]
