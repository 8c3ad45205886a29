"""RWKU (Jin et al. 2024): forget famous people that every model knows, and keep their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.bench.suites.data import Row, Source
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Example, Item, Task
from alu.errors import InputError
from alu.store.target import Fact, Target

__all__ = ["SUITE", "Rwku"]

HUB = "jinzhuoran/RWKU"
_BLANK = "Fill in the blank, and answer with the missing words only: "


class Rwku:
    """Level 1 (a blank to fill) and level 2 (questions) about some of the 200 people, and about their neighbours."""

    name = "rwku"
    about = "famous people to forget, their neighbours to keep; the split is how many people, or names"
    splits = ("10", "all")

    def load(self, source: Source, split: str) -> Task:
        """Read the first `split` people, `all`, or those named, a comma between them.

        Raises:
            InputError: somebody is not in RWKU, or the data cannot be read.
        """
        about = {r["target"]: r["intro"] for r in source.rows("rwku/intro.json", (HUB, "forget_target", "train"))}
        people = _people(split, tuple(about))
        asked = [r for level in (1, 2) for r in _rows(source, f"forget_level{level}", people)]
        near = [r for level in (1, 2) for r in _rows(source, f"neighbor_level{level}", people)]
        targets = tuple(_target(n, name, about[name], asked) for n, name in enumerate(people))
        bare = tuple(Target(id=t.id, name=t.name) for t in targets)
        return Task(
            suite=self.name,
            split=split,
            items=(*_items(asked, "forget", people), *_items(near, "neighbor", people), *harmless(bare)),
            targets={"facts": targets, "names": bare},
            examples=tuple(_examples(asked, near)),
            background={_id(n): tuple(_known(asked, name)) for n, name in enumerate(people)},
        )


SUITE = Rwku()
"""RWKU's 200 famous people and their neighbours (Jin et al. 2024, arXiv 2406.10890)."""


def _people(split: str, known: tuple[str, ...]) -> tuple[str, ...]:
    if split == "all":
        return known
    if split.isdecimal() and int(split) > 0:
        return known[: int(split)]
    named = tuple(dict.fromkeys(name.strip() for name in split.split(",")))
    if absent := [name for name in named if name not in known]:
        raise InputError(f"rwku has nobody called {absent[0]!r}; a split is a number of people, all, or names")
    return named


def _rows(source: Source, config: str, people: Sequence[str]) -> list[Row]:
    rows = source.rows(f"rwku/{config}.json", (HUB, config, "test"))
    return [row for row in rows if row["subject"] in people]


def _id(person: int) -> str:
    return f"rwku-{person}"


def _known(rows: Sequence[Row], name: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row["subject"] == name:
            yield ("", _filled(row)) if "___" in row["query"] else (row["query"], row["answer"])


def _items(rows: Sequence[Row], group: str, people: Sequence[str]) -> Iterator[Item]:
    for number, row in enumerate(rows):
        cloze = "___" in row["query"]
        yield Item(
            id=f"{group}/{row['subject']}/{row['level']}/{number}",
            group=group,
            side="forget" if group == "forget" else "retain",
            form="cloze" if cloze else "question",
            row=number,
            question=_BLANK + row["query"] if cloze else row["query"],
            gold=row["answer"],
            reworded=_filled(row) if cloze else f"That would be {row['answer']}.",
            subject=_id(people.index(row["subject"])) if group == "forget" else "",
            name=row["subject"] if group == "forget" else "",
        )


def _filled(row: Row) -> str:
    return str(row["query"].replace("___", row["answer"]))


def _target(number: int, name: str, about: str, rows: Sequence[Row]) -> Target:
    facts = [Fact(text=answer, question=question or None) for question, answer in _known(rows, name)]
    described = about.removeprefix(f"Please forget {name}.").strip()
    return Target(id=_id(number), name=name, description=described, facts=tuple(facts))


def _examples(asked: Sequence[Row], near: Sequence[Row]) -> Iterator[Example]:
    """Yield questions about the people with a neighbour's answer, then neighbours with the true one."""
    questions = [(n, r) for n, r in enumerate(asked) if "___" not in r["query"]]
    others = [(n, r) for n, r in enumerate(near) if "___" not in r["query"]]
    for (number, row), (_, other) in zip(questions[:3], others[-3:], strict=False):
        yield Example(row["query"], other["answer"], "forget", number)
    for number, row in others[:3]:
        yield Example(row["query"], row["answer"], "retain", number)
