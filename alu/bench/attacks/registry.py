"""All attacks by name: whatever the modules of this package list in their `ATTACKS`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from random import Random

from alu.bench import attacks as room
from alu.bench.attacks.attack import Attack, Case
from alu.bench.attacks.ground import Ground
from alu.bench.methods.dialogue import Probe
from alu.bench.suites.item import Item, Wording
from alu.errors import InputError

__all__ = ["attacks", "chosen", "families", "family", "probe_of"]


@cache
def families() -> Mapping[str, tuple[Attack, ...]]:
    """Return the attacks of each module of this package that has some, by the module's name."""
    modules = (m.name for m in pkgutil.iter_modules(room.__path__))
    found = {name: getattr(import_module(f"{room.__name__}.{name}"), "ATTACKS", ()) for name in modules}
    return {name: tuple(listed) for name, listed in found.items() if listed}


@cache
def attacks() -> Mapping[str, Attack]:
    """Return every attack by its name."""
    return {a.name: a for listed in families().values() for a in listed}


def family(name: str) -> str:
    """Return the module that an attack is from."""
    return next(f for f, listed in families().items() if any(a.name == name for a in listed))


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Return the attacks that `names` name: `all`, a family, or one attack.

    Raises:
        InputError: there is no such attack, or none is named.
    """
    if not names:
        raise InputError("--attacks: name at least one; see `alu bench list`")
    found: list[str] = []
    for name in names:
        if name == "all":
            found += attacks()
        elif name in families():
            found += [a.name for a in families()[name]]
        elif name in attacks():
            found.append(name)
        else:
            raise InputError(f"--attacks: no {name!r}; see `alu bench list`")
    return tuple(dict.fromkeys(found))


def probe_of(
    name: str, item: Item, ground: Ground, *, wording: Wording, seed: int, budget: int, sample: int = 0
) -> Probe | None:
    """Return how attack `name` asks `item`, or None where it has nothing to ask, or would ask more than the budget."""
    rng = Random(f"{seed}:{name}:{item.id}")
    probe = attacks()[name].make(Case(item, item.says(wording), ground, rng, budget, sample))
    return probe if probe and len(probe.turns) <= budget else None
