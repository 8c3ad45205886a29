"""Ordinary questions with their answers, each text once: a cache of texts that were read before is no help."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import NamedTuple

from alu.tokens import pieces

__all__ = ["DATA", "Pair", "five_sentences", "fresh"]

DATA = Path(__file__).parents[2] / "shared" / "data"
"""Where `harmless/*.jsonl` is: lines with `text` and `reply`."""
SEED = 17


class Pair(NamedTuple):
    """A question and the draft that answers it."""

    question: str
    draft: str


def fresh(data: Path = DATA) -> list[Pair]:
    """Return the pairs of all files together, shuffled with a fixed seed; no question is there twice.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    lines = [line for path in sorted((data / "harmless").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    if not lines:
        raise FileNotFoundError(f"no harmless/*.jsonl in {data}: name the folder with --data")
    rows = map(json.loads, lines)
    pairs = list({r["text"]: Pair(r["text"], r["reply"]) for r in rows if r.get("reply")}.values())
    Random(SEED).shuffle(pairs)
    return pairs


def five_sentences(pairs: list[Pair]) -> list[Pair]:
    """Return questions with drafts of five sentences of about 20 tokens, each sentence of the texts once."""
    every = (s.strip() for pair in pairs for text in pair for s in re.split(r"(?<=[.!?])\s+", text))
    some = [s for s in dict.fromkeys(every) if s.endswith(".") and "\n" not in s and 15 <= len(pieces(s)) <= 28]
    Random(SEED).shuffle(some)
    questions = [pair.question for pair in pairs if len(pieces(pair.question)) <= 40]
    return [Pair(q, " ".join(some[5 * i : 5 * i + 5])) for i, q in enumerate(questions[: len(some) // 5])]
