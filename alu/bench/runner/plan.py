"""What a run is asked to do, checked before anything runs, and the cells that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple, get_args

from alu.bench.attacks.registry import chosen
from alu.bench.methods.knower import Knower
from alu.bench.methods.methods import METHODS
from alu.bench.methods.scripted import Agents
from alu.bench.runner.sample import Arm
from alu.bench.suites.distractors import MOST
from alu.bench.suites.item import Form, Knows, Task, Wording
from alu.errors import InputError

__all__ = ["Cell", "Plan"]


class Cell(NamedTuple):
    """One method under one set of conditions."""

    method: str
    arm: Arm


@dataclass(frozen=True, slots=True)
class Plan:
    """A run as it was asked for.

    Raises:
        InputError: a name is unknown, or a method has no meaning under these conditions.
    """

    suite: str
    split: str
    methods: tuple[str, ...] = ("none", "alu")
    targets: tuple[str, ...] = ()
    """Arms: what the store knows of the targets; all that the suite has, if empty."""
    distractors: tuple[int, ...] = (0,)
    wordings: tuple[str, ...] = ("gold",)
    forms: tuple[str, ...] = ()
    """Forms of question; if empty all, but TOFU's forced choice, which costs six calls a question."""
    knower: Knower = "none"
    agents: Agents = "model"
    limit: int | None = None
    seed: int = 0
    concurrency: int = 4
    attacks: tuple[str, ...] = ()
    """The attacks that reword the questions; the questions as they are, if empty."""
    budget: int = 64
    """The most requests that an attack makes of one question."""
    attacker: str | None = None
    """The name of a model that attacks too."""
    every: int = 1
    """Attack every n-th forget row."""
    share: tuple[int, int] = (0, 1)
    """Which of how many equal shares of what is attacked, from 0."""
    remember: bool = False
    """Find nothing twice in the same text: of the times that are kept, none is then that of a request by itself."""
    max_cost: float | None = field(default=None)
    """US dollars, for the whole folder."""

    def __post_init__(self) -> None:
        _known("--methods", self.methods, tuple(METHODS))
        _known("--targets", self.targets, get_args(Knows))
        _known("--wording", self.wordings, get_args(Wording))
        _some("--methods", self.methods)
        _some("--wording", self.wordings)
        _some("--distractors", self.distractors)
        _known("--forms", self.forms, get_args(Form))
        if self.attacks:
            chosen(self.attacks)
        if not 0 <= self.share[0] < self.share[1]:
            raise InputError(f"share {self.share[0]} of {self.share[1]}: they are counted from 0")
        if min(self.distractors, default=0) < 0 or min(self._counts) < 1:
            raise InputError("--distractors, --limit, --concurrency, --budget and --every take positive numbers")
        if max(self.distractors, default=0) > MOST:
            raise InputError(f"--distractors: there are names for {MOST:,} made-up people at most")
        self._sensible()

    @property
    def _counts(self) -> tuple[int, ...]:
        return 1 if self.limit is None else self.limit, self.concurrency, self.budget, self.every

    def _sensible(self) -> None:
        """Refuse plans that would run but measure nothing."""
        unprompted = [m for m in self.methods if METHODS[m].prompted and self.knower == "memoriser"]
        if unprompted:
            raise InputError(f"{', '.join(unprompted)}: a memoriser reads no prompt; use --knower context or none")
        unjudged = [m for m in self.methods if METHODS[m].judged and self.agents != "model"]
        if unjudged:
            raise InputError(f"{', '.join(unjudged)}: works by a model's judgement; use --agents model")
        if "paraphrased" in self.wordings and self.knower != "memoriser":
            raise InputError("--wording paraphrased is what a memoriser says; use --knower memoriser")

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the forms that are asked."""
        left_out = "choice" if self.suite == "tofu" else ""
        return self.forms or tuple(form for form in get_args(Form) if form != left_out)

    def cells(self, task: Task) -> tuple[Cell, ...]:
        """Return what is to be run, `none` first because others are compared with it.

        Raises:
            InputError: the suite has no such arm.
        """
        offered = _offered(task)
        arms = self.targets or offered
        if absent := [t for t in arms if t not in offered]:
            raise InputError(f"{task.suite} has no arm --targets {absent[0]}: there are {', '.join(offered)}")
        ordered = sorted(dict.fromkeys(self.methods), key=list(METHODS).index)
        conditions = [Arm(*a) for a in product(arms, self.distractors, self.wordings, self.attacks or ("",))]
        return tuple(dict.fromkeys(cell for m in ordered for cell in _cells(m, conditions)))


def _cells(method: str, arms: list[Arm]) -> Iterator[Cell]:
    """Yield the arms that differ to `method`."""
    reads = METHODS[method].reads
    for arm in arms:
        wording = "-" if method in ("never-knew", "refuse-all") else arm.wording
        if reads == "nothing":
            yield Cell(method, Arm("-", 0, wording, arm.attack))
        else:
            yield Cell(method, Arm("names" if reads == "names" else arm.targets, arm.distractors, wording, arm.attack))


def _offered(task: Task) -> tuple[str, ...]:
    """Return the arms: topics cannot be enriched, a model is not asked for a list of what is dangerous."""
    entities = any(t.kind == "entity" for t in task.targets["names"])
    return ("names", "enriched", "facts") if entities else tuple(task.targets)


def _known(flag: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    if unknown := [g for g in given if g not in known]:
        raise InputError(f"{flag}: no {unknown[0]!r}; there are {', '.join(known)}")


def _some(flag: str, given: tuple[object, ...]) -> None:
    if not given:
        raise InputError(f"{flag}: name at least one")
