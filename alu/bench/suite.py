"""The benchmarks by name, behind one protocol."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from alu.bench.data import Source
from alu.bench.item import Task
from alu.errors import InputError

__all__ = ["SUITES", "Suite", "load_suite"]

SUITES = ("tofu", "wmdp", "mmlu", "gsm8k", "wpu", "rwku")


class Suite(Protocol):
    """A benchmark: what its splits are and what one of them asks."""

    name: str
    about: str
    """One line for `alu bench ls`."""
    splits: tuple[str, ...]
    """The first one is the default."""

    def load(self, source: Source, split: str) -> Task:
        """Read `split`.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        ...


def load_suite(name: str) -> Suite:
    """Return the suite of that name.

    Raises:
        InputError: there is none.
    """
    if name not in SUITES:
        raise InputError(f"no suite {name!r}: there are {', '.join(SUITES)}")
    return cast("Suite", import_module(f"alu.bench.{name}").SUITE)
