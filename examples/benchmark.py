"""How much of what must be forgotten does your own model tell, with alu and without?

    python examples/benchmark.py http://127.0.0.1:8000/v1 mine/ runs/mine

`mine/targets.jsonl` is what `alu targets export` writes; `mine/questions.jsonl` has lines with `question`, the true
`answer`, and the `target`'s id, or none for a question whose answer is to be kept. The last folder gets every answer,
and a report; the same command again goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from alu import Target
from alu.bench.data import Row, Source
from alu.bench.item import Item, Side, Task
from alu.bench.plan import Plan
from alu.bench.report import summary, write_report
from alu.bench.run import run
from alu.config import load_settings


class Mine:
    """A suite of one split."""

    name = "mine"
    about = "questions of your own"
    splits = ("all",)

    def load(self, source: Source, split: str) -> Task:
        """Read both files."""
        targets = tuple(map(Target.model_validate, source.rows("targets.jsonl", ("", None, ""))))
        rows = source.rows("questions.jsonl", ("", None, ""))
        items = tuple(item(number, row) for number, row in enumerate(rows))
        bare = tuple(t.model_copy(update={"facts": ()}) for t in targets)
        return Task(self.name, split, items, {"names": bare, "facts": targets})


SUITE = Mine()


def item(number: int, row: Row) -> Item:
    """Return a row as it is asked and scored."""
    about = row.get("target", "")
    side: Side = "forget" if about else "retain"
    return Item(str(number), side, side, "question", number, row["question"], row["answer"], subject=about)


def main(model: str, data: str, out: str) -> None:
    """Ask everything twice, once without alu and once with it, and print what came of it."""
    plan = Plan("__main__:SUITE", "all", ("none", "alu"), targets=("facts",))
    asyncio.run(run(plan, Path(out), load_settings(model=model, temperature=0.0), data=Path(data)))
    head, rows = summary(Path(out))
    for row in (head, *rows):
        print(*row, sep="\t")
    write_report(Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
