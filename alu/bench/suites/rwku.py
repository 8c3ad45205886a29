"""RWKU (Jin et al. 2024): forget famous people that every model knows, and keep their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alu.bench.suites.data import Row, Source
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Example, Item, Task
from alu.errors import InputError
from alu.store.target import Fact, Target

__all__ = ["SUITE", "Rwku"]

HUB = "jinzhuoran/RWKU"
_BLANK = "Fill in the blank, and answer with the missing words only: "


class Rwku:
    """Blanks to fill and questions about some of the 200 people, and about their neighbours.

    Args:
        name: the suite's.
        about: one line for `alu bench list`.
        levels: of the forget rows that are asked: 1 has blanks, 2 questions, 3 adversarial ones. Who has none of the
            third is left out where it is asked. What is stored is always of level 1 and 2.
    """

    splits = ("10", "all")

    def __init__(self, name: str, about: str, levels: tuple[int, ...]) -> None:
        self.name = name
        self.about = about
        self._levels = levels

    def load(self, source: Source, split: str) -> Task:
        """Read the first `split` people, `all`, or those named, a comma between them.

        Raises:
            InputError: somebody is not in RWKU, or the data cannot be read.
        """
        about = {r["target"]: r["intro"] for r in source.rows("rwku/intro.json", (HUB, "forget_target", "train"))}
        rows = {level: _rows(source, f"forget_level{level}", about) for level in dict.fromkeys((1, 2, *self._levels))}
        have = {r["subject"] for level in self._levels for r in rows[level]} if 3 in self._levels else about.keys()
        people = _people(split, tuple(name for name in about if name in have), self.name)
        known = [r for level in (1, 2) for r in rows[level] if r["subject"] in people]
        asked = [r for level in self._levels for r in rows[level] if r["subject"] in people]
        near = [r for level in (1, 2) for r in _rows(source, f"neighbor_level{level}", people)]
        targets = tuple(_target(n, name, about[name], known) for n, name in enumerate(people))
        bare = tuple(Target(id=t.id, name=t.name) for t in targets)
        return Task(
            suite=self.name,
            split=split,
            items=(*_items(asked, "forget", people), *_items(near, "neighbor", people), *harmless(bare)),
            targets={"facts": targets, "names": bare},
            examples=tuple(_examples(known, near)),
            background={_id(n): tuple(_known(known, name)) for n, name in enumerate(people)},
        )


SUITE = Rwku(
    "rwku", "famous people to forget, their neighbours to keep; the split is how many people, or names", (1, 2)
)
"""RWKU's 200 famous people and their neighbours (Jin et al. 2024, arXiv 2406.10890)."""


def _people(split: str, known: tuple[str, ...], suite: str) -> tuple[str, ...]:
    if split == "all":
        return known
    if split.isdecimal() and int(split) > 0:
        return known[: int(split)]
    named = tuple(dict.fromkeys(name.strip() for name in split.split(",")))
    if absent := [name for name in named if name not in known]:
        raise InputError(f"{suite} has nobody called {absent[0]!r}; a split is a number of people, all, or names")
    return named


def _rows(source: Source, config: str, people: Collection[str]) -> list[Row]:
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
            group=_attack(row) if row["level"] == "3" else group,
            side="forget" if group == "forget" else "retain",
            form="cloze" if cloze else "question",
            row=number,
            question=_BLANK + row["query"] if cloze else row["query"],
            gold=row["answer"],
            reworded=_filled(row) if cloze else f"That would be {row['answer']}.",
            subject=_id(people.index(row["subject"])) if group == "forget" else "",
            name=row["subject"] if group == "forget" else "",
        )


def _attack(row: Row) -> str:
    """Return the kind of an adversarial row: all languages are one."""
    return str(row["type"]).replace("-", " ").partition(" (")[0]


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
