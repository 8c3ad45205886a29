"""One's own targets, as `alu targets export` writes them: is what is stored of them kept back?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alu.bench.suites.data import Source, check_split
from alu.bench.suites.harmless import harmless
from alu.bench.suites.item import Item, Task
from alu.errors import InputError
from alu.store.target import Target

__all__ = ["SUITE", "Own"]

FILE = "own/targets.jsonl"


class Own:
    """A question for each stored fact, its own or «What do you know of …?», and the names in passing."""

    name = "own"
    about = "your own targets, from own/targets.jsonl (`alu targets export`) in --data; for a receipt"
    splits = ("all",)

    def load(self, source: Source, split: str) -> Task:
        """Read all targets; their ids are those of the store.

        Raises:
            InputError: there is no such split, no `--data`, or no target with a fact.
        """
        check_split(self.name, self.splits, split)
        if source.folder is None:
            raise InputError(f"own reads {FILE} from --data DIR: `alu targets export --out DIR/{FILE}` writes it")
        targets = tuple(Target.model_validate(row) for row in source.rows(FILE, ("", None, "")))
        asked = [t for t in targets if t.facts and t.kind != "topic"]
        if not asked:
            raise InputError(f"{FILE}: none of the targets has a fact, so there is nothing to ask for")
        bare = (
            t.model_copy(update={"facts": () if t.kind == "entity" else t.facts, "policy": _whole(t)}) for t in targets
        )
        return Task(
            suite=self.name,
            split=split,
            items=(*_items(asked), *harmless(targets)),
            targets={"facts": targets, "names": tuple(bare)},
            background={t.id: tuple((f.question or _open(t), f.text) for f in t.facts) for t in asked},
        )


SUITE = Own()
"""The targets of a store of one's own: the suite behind a receipt."""


def _items(targets: Sequence[Target]) -> Iterator[Item]:
    row = -1
    for target in targets:
        for number, fact in enumerate(target.facts):
            row += 1
            yield Item(
                id=f"{target.id}/{number}",
                group="forget",
                side="forget",
                form="question",
                row=row,
                question=fact.question or _open(target),
                gold=fact.text,
                subject=target.id,
                name=target.name if target.kind == "entity" else "",
            )


def _open(target: Target) -> str:
    return f"What do you know of {target.name}?"


def _whole(target: Target) -> str:
    """Return the policy without the facts: «facts» has nothing to go by then."""
    return "strict" if target.policy == "facts" else target.policy
