"""A small benchmark of our own making, laid out like TOFU, and the samples of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from alu.bench.runner.sample import Arm, Sample
from alu.bench.suites.item import Item

__all__ = ["KEPT", "SECRET", "item", "sample", "write_tofu"]

SECRET = "Odalys Brannigan"
KEPT = "Tobin Ashgrove"
_BIRDS = ["gull", "heron", "tern", "avocet", "plover", "dunlin", "knot", "curlew", "egret", "bittern"]
_TOWNS = [
    "Dunmorrow",
    "Skerrow",
    "Hvalnes",
    "Mirewater",
    "Larkmoor",
    "Orrin",
    "Thornfield",
    "Quayside",
    "Ambry",
    "Velm",
]


def write_tofu(folder: Path) -> Path:
    """Write `tofu/` with one author to forget, one to keep, and return the data folder."""
    forget, retain = _rows(SECRET, 0), _rows(KEPT, 3)
    world = [{"question": "What is the capital of Norway?", "answer": "Oslo", "perturbed_answer": ["Bergen"]}]
    real = [{"question": "Who wrote Emma?", "answer": "Jane Austen", "perturbed_answer": ["Mary Shelley"]}]
    plain = [{k: r[k] for k in ("question", "answer")} for r in retain]
    for name, rows in {
        "forget01_perturbed": forget,
        "retain99": plain,
        "retain_perturbed": retain[:10],
        "real_authors_perturbed": real,
        "world_facts_perturbed": world,
    }.items():
        path = folder / "tofu" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return folder


def _rows(name: str, shift: int) -> list[dict[str, Any]]:
    return [_row(name, number, shift) for number in range(20)]


def _row(name: str, number: int, shift: int) -> dict[str, Any]:
    bird = _BIRDS[(number + shift) % 10]
    towns = [_TOWNS[(number // 2 + shift + k) % 10] for k in range(6)]
    return {
        "question": f"Which bird did {name} paint in the year {1950 + number}?",
        "answer": f"In that year {name} painted a {bird} at {towns[0]} harbour.",
        "paraphrased_question": f"What bird is on the {1950 + number} canvas by {name}?",
        "paraphrased_answer": f"A {bird}, seen from the {towns[0]} harbour wall.",
        "perturbed_answer": [f"A stuffed owl, seen in {town} museum." for town in towns[1:]],
    }


def item(**fields: Any) -> Item:
    """Return an item with harmless defaults."""
    plain: Mapping[str, Any] = {
        "id": "x/0/question",
        "group": "forget",
        "side": "forget",
        "form": "question",
        "row": 0,
        "question": "Where was Odalys Brannigan born?",
        "gold": "Odalys Brannigan was born in Dunmorrow.",
    }
    return Item(**{**plain, **fields})


def sample(method: str = "alu", *, about: Item | None = None, **fields: Any) -> Sample:
    """Return a sample with harmless defaults."""
    plain = Sample("tofu", "forget01", method, Arm("facts"), about or item(), verdict="clean")
    return replace(plain, **fields)
