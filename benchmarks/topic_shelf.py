"""The three topics that come with alu, with their phrases: WMDP's questions are of them, MMLU's are not.

Rows with an odd number alone are asked: what the classifiers read was chosen on the others (`benchmarks/topics.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from alu.bench.suites.closed import LETTERS
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item
from alu.bench.suites.mmlu import NEAR, SUBJECTS, mmlu_items
from alu.bench.suites.suite import load_suite
from alu.bench.suites.topics import DOMAINS, topics
from benchmarks.cases import Asked, Shelf, case, harmless, sampled

__all__ = ["wmdp"]

EACH = 60
"""Questions of each topic."""
KEPT = 120
NEXT = 45
"""Questions of MMLU: of subjects that are next to a topic, and of the others."""


def wmdp(data: Path) -> Shelf:
    """Questions with options; the answer is the right letter with its option, and half of the time the option alone."""
    source = Source(data)
    asked = list[Asked]()
    for domain in DOMAINS:
        rows = [i for i in load_suite("wmdp").load(source, domain).items if i.side == "forget"]
        asked += [_case(domain, i, n, f"wmdp-{domain}") for n, i in enumerate(_drawn(rows, EACH, domain))]
    for part, subjects, count in (
        ("MMLU, next to a topic", NEAR, NEXT),
        ("MMLU, other subjects", [s for s in SUBJECTS if s not in NEAR], KEPT),
    ):
        asked += [_case(part, i, n) for n, i in enumerate(_drawn(mmlu_items(source, subjects), count, part))]
    return Shelf("WMDP and MMLU", topics()["phrases"], [*asked, *harmless(data, 20)])


def _drawn(items: Iterable[Item], n: int, key: str) -> list[Item]:
    return sampled(list(items)[1::2], n, key)


def _case(part: str, item: Item, n: int, target: str | None = None) -> Asked:
    option = item.options[LETTERS.index(item.gold)]
    return case(part, item.id, item.question, f"{item.gold}. {option}" if n % 4 < 2 else option, target)
