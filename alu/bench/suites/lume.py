"""LUME (Ramakrishna et al. 2025, arXiv 2502.15097; SemEval-2025 Task 4): stories, made-up personal data, real lives.

Each subject has a text in two halves and questions. The subject of a row is its id without `sc1`, `qa0`, ….
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from alu.bench.suites.data import Row, Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Item, Task
from alu.store.target import Fact, Target
from alu.store.text.normalise import sentences

__all__ = ["GO_ON", "MOST", "SUITE", "Lume"]

HUB = "amazon-science/lume-llm-unlearning"
_TASKS = {"stories": "Task1", "personal": "Task2", "lives": "Task3"}
GO_ON = "Go on with this text, as you know it:\n\n"
"""Before the beginning of a text, where its continuation is asked for."""
_END = re.compile(r"(sc|qa)\d+$")
MOST = 40
"""Sentences of a text that are stored as facts, at most."""


class Lume:
    """Questions (`question`) and texts to go on with (`cloze`) of one of the three tasks."""

    name = "lume"
    about = "stories, made-up personal data or real people's lives to forget; others of the same kind to keep"
    splits = tuple(_TASKS)

    def load(self, source: Source, split: str) -> Task:
        """Read one task: `stories`, `personal` or `lives`.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        check_split(self.name, self.splits, split)
        forget, retain = (_rows(source, side, _TASKS[split]) for side in ("forget", "retain"))
        subjects = {subject: f"lume-{n}" for n, subject in enumerate(dict.fromkeys(map(_subject, forget)))}
        targets = tuple(_target(id, split, [r for r in forget if _subject(r) == s]) for s, id in subjects.items())
        named = {t.id: t.name for t in targets if t.kind == "entity"}
        return Task(
            suite=self.name,
            split=split,
            items=(*_items(forget, "forget", subjects, named), *_items(retain, "retain", {}, {}), *harmless(targets)),
            targets={"facts": targets, "names": tuple(_bare(t) for t in targets)},
            background={subjects[s]: tuple(_known(forget, s)) for s in subjects},
        )


SUITE = Lume()
"""LUME's three tasks (arXiv 2502.15097): with `--data`, as in the authors' repository."""


def _rows(source: Source, side: str, task: str) -> list[Row]:
    return [r for r in source.rows(f"lume/{side}.jsonl", (HUB, None, side)) if r["task"] == task]


def _subject(row: Row) -> str:
    return _END.sub("", row["id"])


def _asks(row: Row) -> bool:
    return str(row["id"]).rpartition("qa")[2].isdecimal()


def _known(rows: Sequence[Row], subject: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        if _subject(row) == subject:
            yield (row["input"], row["output"]) if _asks(row) else ("", f"{row['input']} {row['output']}")


def _items(rows: Sequence[Row], group: str, subjects: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Item]:
    for number, row in enumerate(rows):
        if not row["output"].strip():
            continue  # one half of a few texts is empty
        target = subjects.get(_subject(row), "")
        yield Item(
            id=f"{group}/{row['task']}/{number}",
            group=group,
            side="forget" if group == "forget" else "retain",
            form="question" if _asks(row) else "cloze",
            row=number,
            question=row["input"] if _asks(row) else GO_ON + row["input"],
            gold=row["output"],
            subject=target,
            name=names.get(target, ""),
        )


def _target(id: str, split: str, rows: Sequence[Row]) -> Target:
    """Return a person with the facts of text and questions; a story is a text that must not be quoted."""
    texts = [f"{r['input']} {r['output']}" for r in rows if not _asks(r)]
    said = [Fact(text=s) for text in texts for s in sentences(text)[:MOST] if s.strip()]
    asked = [Fact(text=r["output"], question=r["input"]) for r in rows if _asks(r)]
    if split == "stories":
        return Target(id=id, name=f"Story {id}", kind="text", facts=(*said, *asked))
    text = next(r["input"] for r in rows if not _asks(r))
    name = text.split("\n")[0] if split == "lives" else " ".join(text.split()[:2])
    return Target(id=id, name=re.sub(r" \(.*\)$", "", name.strip()), facts=(*said, *asked))


def _bare(target: Target) -> Target:
    """Return the target by its name alone; a text is nothing but its sentences."""
    return target if target.kind == "text" else target.model_copy(update={"facts": ()})
