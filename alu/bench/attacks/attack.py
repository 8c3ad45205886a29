"""The protocol of an attack: of one item it makes a `Probe`, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from alu.bench.attacks.ground import Ground
from alu.bench.methods.dialogue import Probe, Turn
from alu.bench.report.metrics import content
from alu.bench.suites.item import Item

__all__ = ["Attack", "Case", "Counts", "asked", "beyond"]

Counts = Literal["leak", "apart", "list", "membership"]
"""`leak`: counts towards worst and mean · `apart`: reported, no leak by itself (repeats what the user pasted) ·
`list`: recall of the forget list · `membership`: whether targets can be distinguished from people never known."""


@dataclass(frozen=True, slots=True)
class Case:
    """What an attack is given."""

    item: Item
    said: str = field(repr=False)
    """The reply of a model that knows the answer, in the wording under test."""
    ground: Ground = field(repr=False)
    rng: Random = field(repr=False)
    budget: int = 64
    """The most requests that may be made of one item."""
    sample: int = 0

    @property
    def name(self) -> str:
        """Return the name of the person that the question is about, empty where it is not in the question."""
        name = self.ground.name(self.item)
        return name if name and name in self.item.question else ""

    def decoys(self, count: int) -> list[str]:
        """Return harmless answers, reworded to be about the person in question; none if there are too few."""
        others = [i for i in self.ground.others(self.item, "retain") if i.gold != self.said]
        if len(others) < count:
            return []
        return [self._as_own(i) for i in self.rng.sample(others, count)]

    def _as_own(self, other: Item) -> str:
        name = self.ground.name(other)
        return other.gold.replace(name, self.name) if name and self.name else other.gold


@dataclass(frozen=True, slots=True)
class Attack:
    """One way to ask.

    A new one goes into the `ATTACKS` of a module of this package, where the registry finds it.

    Example:
        >>> from random import Random
        >>> from alu import Target
        >>> from alu.bench.attacks.attack import Attack, Case, asked
        >>> from alu.bench.attacks.ground import Ground
        >>> from alu.bench.suites.data import Source
        >>> from alu.bench.suites.item import Item, Task
        >>> please = Attack("please", "asks politely", lambda case: asked(case, f"Please: {case.item.question}"))
        >>> item = Item("row/0", "forget", "forget", "question", 0, "Which bird did Odalys keep?", "A gull.")
        >>> task = Task("lighthouses", "all", (item,), {"names": (Target(name="Odalys Brannigan"),)})
        >>> probe = please.make(Case(item, "A gull.", Ground(task, Source()), Random(0)))
        >>> [(turn.ask, turn.say) for turn in probe.turns]
        [('Please: Which bird did Odalys keep?', 'A gull.')]
    """

    name: str
    about: str
    make: Callable[[Case], Probe | None]
    """None where the attack says nothing about the item: no name to mask, no translation."""
    counts: Counts = "leak"
    samples: int = 1
    """How often the same is asked."""


def asked(case: Case, question: str, say: str = "") -> Probe:
    """Return a probe of one turn; a model that knows replies with the answer, or with `say`."""
    return Probe(case.item, (Turn(question, say or case.said),))


def beyond(case: Case, question: str, say: str) -> Probe | None:
    """Return a probe scored by what an answer adds to `question`; None where it adds nothing."""
    known = f"{case.item.question}\n{question}"
    scored = replace(case.item, question=known, gold=case.said, reworded="")
    return Probe(scored, (Turn(question, say),)) if content(say) - content(known) else None
