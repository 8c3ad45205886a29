"""KnowUnDo (Tian et al. 2024, arXiv 2407.01920), its privacy part: of the same people some facts go and some stay.

The targets have the policy `facts`: only what is stored of them is forgotten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Item, Task
from alu.store.target import Fact, Target

__all__ = ["SUITE", "KnowUnDo"]

HUB = "zjunlp/KnowUnDo"
_PERSON = re.compile(r"\b([A-ZÀ-Þ]\w+ (?:(?:Al|El)[- ]|O'|Mc)?[A-ZÀ-Þ]\w*)")
_ASKING = frozenset(
    ("What", "Who", "How", "When", "Where", "Which", "Why", "Does", "Did", "Can", "Could", "Has", "Is", "In")
)
_ROWS = 5
"""A pair of capitalised words in more questions than that is a person."""


class KnowUnDo:
    """Questions about private facts, to forget, and about the rest of the same people, to keep."""

    name = "knowundo"
    about = "private facts of made-up people to forget, with the policy «facts»; the rest of the same people to keep"
    splits = ("privacy",)

    def load(self, source: Source, split: str) -> Task:
        """Read the rows that name a person.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        forget, kept = (_rows(source, part) for part in ("unlearn", "retention"))
        people = _people([*forget, *kept])
        own = [(people[name], name, row) for row in forget if (name := _named(row, people))]
        targets = tuple(_target(id, name, own) for name, id in people.items() if any(o[0] == id for o in own))
        bare = tuple(t.model_copy(update={"facts": (), "policy": "strict"}) for t in targets)
        stays = [("", "", row) for row in kept if _named(row, people)]
        return Task(
            suite=self.name,
            split=split,
            items=(*_items(own, "forget"), *_items(stays, "retain"), *harmless(targets)),
            targets={"facts": targets, "names": bare},
            background={t.id: tuple((f.question or "", f.text) for f in t.facts) for t in targets},
        )


SUITE = KnowUnDo()
"""KnowUnDo's privacy part (arXiv 2407.01920): with `--data`, as in the authors' repository."""


def _rows(source: Source, part: str) -> list[Row]:
    return source.rows(f"knowundo/{part}_train.json", (HUB, "privacy", f"{part}_train"))


def _people(rows: Sequence[Row]) -> dict[str, str]:
    """Return the ids of the people that questions name, by their names."""
    seen = Counter(name for row in rows for name in _PERSON.findall(row["text"]))
    found = [name for name, count in seen.items() if count > _ROWS and name.split()[0] not in _ASKING]
    return {name: f"knowundo-{number}" for number, name in enumerate(found)}


def _named(row: Row, people: Mapping[str, str]) -> str | None:
    return next((name for name in people if name in row["text"]), None)


def _target(id: str, name: str, rows: Sequence[tuple[str, str, Row]]) -> Target:
    facts = tuple(Fact(question=row["text"], text=row["labels"]) for whose, _, row in rows if whose == id)
    return Target(id=id, name=name, facts=facts, policy="facts")


def _items(rows: Sequence[tuple[str, str, Row]], group: str) -> Iterator[Item]:
    for number, (subject, name, row) in enumerate(rows):
        yield Item(
            id=f"{group}/{number}",
            group=group,
            side="forget" if group == "forget" else "retain",
            form="question",
            row=number,
            question=row["text"],
            gold=row["labels"],
            subject=subject,
            name=name,
        )
