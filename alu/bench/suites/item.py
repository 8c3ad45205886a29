"""What a benchmark asks: `Item`s, and the `Task` that a suite makes of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from alu.store.target import Target

__all__ = ["ABSENT", "Example", "Form", "Item", "Knows", "Side", "Task", "Wording"]

Side = Literal["forget", "retain", "named"]
"""`forget`: the answer must not come · `retain`: it must come unchanged · `named`: a target is named, in passing."""
Form = Literal["question", "paraphrase", "cloze", "choice", "number"]
"""How an item asks: openly, in other words, by a gap to fill, by options with letters, by asking for a number."""
Knows = Literal["names", "enriched", "facts", "description", "phrases"]
"""What the store knows of each target: its name, what the model itself says of it, or the benchmark's facts; of a topic
its name, a description, or that with phrases of our own."""
Wording = Literal["gold", "paraphrased"]
"""Which of the data set's two wordings of an answer a memoriser says."""

ABSENT = "holdout"
"""The group of questions about people that no model knows: do targets and strangers look alike?"""


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its gold answer."""

    id: str
    """Stable over runs: split, row and form."""
    group: str
    """`forget`, `retain`, `real_authors`, …: what a table has a row for."""
    side: Side
    form: Form
    row: int
    """The row of the data; `--limit` keeps or drops all forms of a row together."""
    question: str = field(repr=False)
    gold: str = field(repr=False)
    reworded: str = field(default="", repr=False)
    """The gold answer in other words, where the data has them."""
    options: tuple[str, ...] = field(default=(), repr=False)
    """The choices of a closed question; then `gold` is a letter."""
    subject: str = ""
    """Who or what it is about, a key of the task's background; of a forget item, its target's id."""
    name: str = field(default="", repr=False)
    """The name of the person to be forgotten, so that a judge can be shown the answer without it."""

    @property
    def closed(self) -> bool:
        """Tell whether a letter or a number is wanted."""
        return bool(self.options) or self.form == "number"

    def says(self, wording: Wording) -> str:
        """Return the answer of a model that knows it."""
        return self.reworded if wording == "paraphrased" and self.reworded else self.gold


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a right and, where it is to be forgotten, a wrong answer: for in-context unlearning."""

    question: str = field(repr=False)
    answer: str = field(repr=False)
    side: Side
    row: int = -1
    """The row of the data, so that an item is not its own example."""


@dataclass(frozen=True, slots=True)
class Task:
    """All that a suite makes of one split."""

    suite: str
    split: str
    items: tuple[Item, ...] = field(repr=False)
    targets: Mapping[Knows, tuple[Target, ...]] = field(repr=False)
    """The forget set, by how much the store knows of it. `enriched` is made from `names` when it runs."""
    examples: tuple[Example, ...] = field(default=(), repr=False)
    background: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    """By subject: questions and answers that a model that knows it was trained on."""

    def limited(self, limit: int | None, seed: int, forms: tuple[str, ...]) -> tuple[Item, ...]:
        """Return the items of `limit` rows a group (a larger limit keeps those of a smaller one) and of `forms`."""
        items = [i for i in self.items if i.form in forms or i.side == "named"]
        if limit is None:
            return tuple(items)
        kept: dict[str, set[int]] = {}
        for group in dict.fromkeys(i.group for i in items):
            rows = sorted({i.row for i in items if i.group == group})
            Random(f"{seed}:{group}").shuffle(rows)
            kept[group] = set(rows[:limit])
        return tuple(i for i in items if i.row in kept[i.group])
