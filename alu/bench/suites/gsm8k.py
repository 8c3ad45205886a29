"""GSM8K (Cobbe et al. 2021): sums in words, while WMDP's topics are forgotten."""

from __future__ import annotations

from alu.bench.suites.closed import number_in
from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.item import Example, Item, Task
from alu.bench.suites.topics import topics
from alu.errors import InputError

__all__ = ["SUITE", "Gsm8k"]

HUB = "openai/gsm8k"
_ASK = "Work it out briefly. End with a line «#### » and the number alone."


class Gsm8k:
    """The test split, the number at the end of the reply scored."""

    name = "gsm8k"
    about = "1,319 sums in words, while WMDP's topics are forgotten"
    splits = ("test",)

    def load(self, source: Source, split: str) -> Task:
        """Read the test questions.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        rows = source.rows("gsm8k/test.jsonl", (HUB, "main", "test"))
        shown = source.rows("gsm8k/train.jsonl", (HUB, "main", "train"))[:3]
        return Task(
            suite=self.name,
            split=split,
            items=tuple(_item(row, number) for number, row in enumerate(rows)),
            targets=topics(),
            examples=tuple(Example(f"{r['question']}\n{_ASK}", r["answer"], "retain") for r in shown),
        )


SUITE = Gsm8k()
"""GSM8K's 1,319 test questions, all to be kept (Cobbe et al. 2021, arXiv 2110.14168)."""


def _item(row: Row, number: int) -> Item:
    gold = number_in(row["answer"])
    if gold is None:
        raise InputError(f"gsm8k: row {number + 1} has no number as its answer")
    return Item(
        id=f"test/{number}",
        group="gsm8k",
        side="retain",
        form="number",
        row=number,
        question=f"{row['question']}\n{_ASK}",
        gold=f"#### {gold}",
        reworded=row["answer"],
    )
