"""What a shelf is made of: cases, each a probe whose right target, if any, is known, drawn with a fixed seed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from alu.bench.methods.dialogue import Probe, Turn
from alu.bench.suites.item import Item, Side
from alu.store.target import Fact, Target
from alu.store.text.normalise import normalise

__all__ = [
    "SEED",
    "UNTOLD",
    "Asked",
    "Row",
    "Shelf",
    "array",
    "asks",
    "case",
    "harmless",
    "lines",
    "sampled",
    "sentences",
    "unnamed",
]

T = TypeVar("T")
Row = dict[str, Any]

SEED = 11
UNTOLD = "I don't know."


@dataclass(frozen=True, slots=True)
class Asked:
    """One probe, and the set that it counts in. Of the forget side, its item's subject is the right target's id."""

    part: str
    probe: Probe = field(repr=False)

    @property
    def target(self) -> str | None:
        """The right target; None where nothing may be found."""
        return self.probe.item.subject if self.probe.item.side == "forget" else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Targets that are stored together, and what is asked of them."""

    group: str
    targets: Sequence[Target] = field(repr=False)
    asked: Sequence[Asked] = field(repr=False)


def case(part: str, n: int | str, question: str, gold: str, target: str | None = None, say: str = "") -> Asked:
    """Return a question as a case.

    Args:
        part: the set that it counts in.
        n: what tells it from others of the set.
        question: what is asked.
        gold: the secret.
        target: id of the right target; None where nothing may be found.
        say: what the model answers, if it is not `gold`.
    """
    side: Side = "forget" if target else "retain"
    item = Item(f"{part}/{n}", part, side, "question", 0, question, gold, subject=target or "")
    return Asked(part, Probe(item, (Turn(question, say or gold),)))


def sampled(rows: Iterable[T], n: int, key: str) -> list[T]:
    """Return `n` rows at most, always the same of the same rows and `key`."""
    listed = list(rows)
    return listed if len(listed) <= n else Random(f"{SEED}:{key}").sample(listed, n)


def unnamed(asked: Iterable[Asked], targets: Sequence[Target]) -> list[Asked]:
    """Return the cases in which no stored name stands, nor a stored surname with a capital."""
    names = [normalise(t.name) for t in targets]
    last = {t.name.split()[-1] for t in targets}

    def clear(one: Asked) -> bool:
        text = " ".join(s for turn in one.probe.turns for s in (turn.ask, turn.say))
        return last.isdisjoint(re.findall(r"[A-Z][\w'-]+", text)) and not any(n in normalise(text) for n in names)

    return [one for one in asked if clear(one)]


def lines(path: Path) -> list[Row]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def array(path: Path) -> Any:
    """Return what is in a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def sentences(text: str) -> list[Fact]:
    """Return the sentences of a text as facts, without those of a word or two and without what asks to forget it."""
    parts = (s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text))
    return [Fact(text=s) for s in parts if len(s.split()) > 3 and not s.startswith("Please forget")]


def asks(row: Row) -> bool:
    """Tell whether a row of LUME is a question; the others are texts to go on with."""
    return re.search(r"qa\d+$", row["id"]) is not None


def harmless(data: Path, each: int) -> list[Asked]:
    """Return ordinary prompts with their replies, at most `each` of every kind."""
    return [
        case("harmless", f"{path.stem}/{n}", row["text"], row.get("reply") or UNTOLD)
        for path in sorted((data / "harmless").glob("*.jsonl"))
        for n, row in sampled(enumerate(lines(path)), each, path.stem)
    ]
