"""WPU, Wikipedia Person Unlearning (Liu et al. 2024, arXiv 2407.16997): forget real people, keep what is near them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Example, Item, Task
from alu.store.target import Fact, Target

__all__ = ["SUITE", "Wpu"]

HUB = "Shiyu-Lab/Wikipedia_Person_Unlearn"
_SPLITS = (
    *(f"forget_2_{n}" for n in range(1, 6)),
    *(f"forget_20_{n}" for n in range(1, 4)),
    "forget_100",
)


class Wpu:
    """Questions about the people of a split, about other things in the same articles, and about popular people."""

    name = "wpu"
    about = "2, 20 or 100 real people to forget; things in the same article and popular people to keep"
    splits = _SPLITS

    def load(self, source: Source, split: str) -> Task:
        """Read `split` with its hard and general retain sets.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        forget, hard = _rows(source, split), _rows(source, f"{split}_hard_retain")
        general = _rows(source, "general_retain")
        titles = list(dict.fromkeys(str(r["title"]) for r in forget))
        targets = tuple(_target(forget, title, f"wpu-{n}") for n, title in enumerate(titles))
        items = (
            *_items(forget, "forget", split, titles),
            *_items(hard, "hard_retain", split, ()),
            *_items(general, "general_retain", "all", ()),
            *harmless(targets),
        )
        return Task(
            suite=self.name,
            split=split,
            items=items,
            targets={"facts": targets, "names": tuple(t.model_copy(update={"facts": ()}) for t in targets)},
            examples=tuple(_examples(forget, general)),
            background={t.id: tuple((f.question or "", f.text) for f in t.facts) for t in targets},
        )


SUITE = Wpu()
"""WPU's sets of 2, 20 and 100 people from Wikipedia (Liu et al. 2024, arXiv 2407.16997)."""


def _rows(source: Source, config: str) -> list[Row]:
    return source.rows(f"wpu/{config}.json", (HUB, config, "train"))


def _items(rows: Sequence[Row], group: str, split: str, titles: Sequence[str]) -> Iterator[Item]:
    for number, row in enumerate(rows):
        yield Item(
            id=f"{split}/{group}/{number}",
            group=group,
            side="forget" if group == "forget" else "retain",
            form="question",
            row=number,
            question=row["question"],
            gold=row["answer"],
            subject=f"wpu-{titles.index(str(row['title']))}" if titles else "",
            name=str(row["title"]) if titles else "",
        )


def _target(rows: Sequence[Row], title: str, name: str) -> Target:
    own = [r for r in rows if str(r["title"]) == title]
    return Target(id=name, name=title, facts=tuple(Fact(question=r["question"], text=r["answer"]) for r in own))


def _examples(forget: Sequence[Row], general: Sequence[Row]) -> Iterator[Example]:
    """Yield questions about the people with somebody else's answer, then popular people with the true one."""
    firsts = {row["title"]: number for number, row in reversed(list(enumerate(forget)))}
    for number in firsts.values():
        yield Example(forget[number]["question"], general[number % len(general)]["answer"], "forget", number)
    for number, row in enumerate(general[:3]):
        yield Example(row["question"], row["answer"], "retain", number)
