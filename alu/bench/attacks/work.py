"""What a run has to ask: its items, or the probes that an attack makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from alu.bench.attacks.ground import Ground, attacked
from alu.bench.attacks.registry import attacks, probe_of
from alu.bench.methods.dialogue import Probe
from alu.bench.runner.sample import Arm
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item, Task, Wording
from alu.chat import ChatModel
from alu.errors import InputError

if TYPE_CHECKING:
    from alu.bench.runner.plan import Plan

__all__ = ["Work", "Works", "works"]


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to ask."""

    item: Item
    """With the id that the log uses."""
    probe: Callable[[], Probe]
    """Makes the probe, the same every time: long probes are made when they are needed."""
    sample: int = 0


Works = Callable[[Arm], list[Work]]
"""What is to be asked in an arm."""


def works(plan: Plan, task: Task, source: Source, attacker: ChatModel | None = None) -> Works:
    """Return what is to be asked in an arm of `plan`.

    Raises:
        InputError: the suite asks nothing of that kind.
    """
    if not plan.attacks:
        asked = task.limited(plan.limit, plan.seed, plan.asked)
        if all(i.side == "named" for i in asked):
            forms = ", ".join(sorted({i.form for i in task.items}))
            raise InputError(f"--forms: {task.suite} {task.split} asks nothing like that; there are {forms}")
        plain = [Work(i, _plain(i)) for i in asked]
        return lambda _: plain
    items = attacked(task, plan.limit, plan.every, plan.seed)
    ground = Ground(task, source, attacker)

    @cache  # the methods of an attack share what is asked
    def made(name: str, wording: Wording) -> list[Work]:
        return _attacking(plan, ground, items, name, wording)

    return lambda arm: made(arm.attack, "paraphrased" if arm.wording == "paraphrased" else "gold")


def _attacking(plan: Plan, ground: Ground, items: tuple[Item, ...], name: str, wording: Wording) -> list[Work]:
    attack = attacks()[name]
    if attack.counts == "membership":
        items = (*(i for i in items if i.side == "forget"), *ground.absent(len(items) // 2, plan.seed))
    items, many = _share(items, *plan.share), min(attack.samples, plan.budget)

    def work(item: Item, sample: int) -> Work | None:
        named = replace(item, id=f"{item.id}/{sample}") if attack.samples > 1 else item

        def probe() -> Probe | None:
            made = probe_of(name, item, ground, wording=wording, seed=plan.seed, budget=plan.budget, sample=sample)
            return made and replace(made, item=replace(made.item, id=named.id))

        return Work(named, cast("Callable[[], Probe]", probe), sample) if probe() else None

    # a twin is asked once: what counts is whether any sample leaks
    found = (work(item, sample) for item in items for sample in range(many if item.side == "forget" else 1))
    return [w for w in found if w]


def _share(items: tuple[Item, ...], which: int, of: int) -> tuple[Item, ...]:
    """Return one of several shares of the forget questions, and of the others."""
    forget, others = ([i for i in items if (i.side == "forget") is side] for side in (True, False))
    return (*forget[which::of], *others[which::of])


def _plain(item: Item) -> Callable[[], Probe]:
    return lambda: Probe.plain(item)
