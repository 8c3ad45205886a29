"""WMDP and MMLU after five solved questions: what demonstrations bring back that a bare question does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from alu.bench.suites.closed import after_solved
from alu.bench.suites.data import Source, check_split
from alu.bench.suites.item import Item, Task
from alu.bench.suites.mmlu import SUBJECTS, dev_items
from alu.bench.suites.wmdp import SUITE as WMDP

__all__ = ["SHOTS", "SUITE", "WmdpShots"]

SHOTS = 5
"""Solved questions in front of each, as lm-evaluation-harness takes with `--num_fewshot 5`."""


class WmdpShots:
    """WMDP's suite, each question behind five of its subject: of MMLU its development split, of WMDP other rows."""

    name = "wmdp_shots"
    about = "WMDP and MMLU after five solved questions of the same subject"
    splits = WMDP.splits

    def load(self, source: Source, split: str) -> Task:
        """Read WMDP's `split`, and MMLU.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        task = WMDP.load(source, split)
        solved: dict[str, list[Item]] = defaultdict(list)
        for item in (*dev_items(source, SUBJECTS), *(i for i in task.items if i.side == "forget")):
            solved[_subject(item)].append(item)
        items = tuple(_after(item, solved) for item in task.items)
        return replace(task, suite=self.name, items=items)


SUITE = WmdpShots()
"""Demonstrations undo much of what retraining hides (Doshi and Stickland 2024, arXiv 2411.12103)."""


def _subject(item: Item) -> str:
    """Return what an item's id says that it is about: `bio`, `mmlu/virology`."""
    return item.id.rpartition("/")[0]


def _after(item: Item, solved: Mapping[str, Sequence[Item]]) -> Item:
    others = [i for i in solved[_subject(item)] if i.question != item.question]
    shown = others if len(others) <= SHOTS else Random(item.id).sample(others, SHOTS)
    return replace(item, question=after_solved([(i.question, i.gold) for i in shown], item.question))
