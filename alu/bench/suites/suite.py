"""The benchmarks by name, behind one protocol."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, runtime_checkable

from alu.bench.suites.data import Source
from alu.bench.suites.item import Task
from alu.errors import InputError

__all__ = ["SUITES", "Suite", "load_suite", "load_task"]

SUITES = (
    "tofu", "tofu_languages", "wmdp", "wmdp_shots", "mmlu", "gsm8k", "wpu", "rwku", "rwku3", "lume", "knowundo", "muse",
    "own",
)  # fmt: skip
"""Names of the suites that come with alu; each is a module of this package with a `SUITE`."""


@runtime_checkable
class Suite(Protocol):
    """A benchmark: what its splits are and what one of them asks.

    One of your own is an object of a module, and runs with `alu bench run package.module:NAME`.

    Example:
        >>> from alu import Target
        >>> from alu.bench.suites.data import Source
        >>> from alu.bench.suites.item import Item, Task
        >>> from alu.bench.suites.suite import Suite
        >>> class Lighthouses:
        ...     name = "lighthouses"
        ...     about = "a keeper to forget, the sea to keep"
        ...     splits = ("all",)
        ...
        ...     def load(self, source, split):
        ...         asked = Item("row/0", "forget", "forget", "question", 0, "Who kept a gull?", "Odalys Brannigan.")
        ...         kept = Item("row/1", "sea", "retain", "question", 1, "What colour is the sea?", "Blue.")
        ...         return Task(self.name, split, (asked, kept), {"names": (Target(name="Odalys Brannigan"),)})
        >>> SUITE = Lighthouses()
        >>> isinstance(SUITE, Suite), [item.side for item in SUITE.load(Source(), "all").items]
        (True, ['forget', 'retain'])
    """

    name: str
    about: str
    """One line for `alu bench list`."""
    splits: tuple[str, ...]
    """The first one is the default."""

    def load(self, source: Source, split: str) -> Task:
        """Read `split`.

        Raises:
            InputError: there is no such split, or the data cannot be read.
        """
        ...


def load_task(name: str, source: Source, split: str) -> Task:
    """Return what the suite of that name makes of its rows.

    Raises:
        InputError: there is no such suite or split, or the data cannot be read.
    """
    suite = load_suite(name)
    try:
        return suite.load(source, split)
    except (LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError) as error:
        said = type(error).__name__
        raise InputError(f"{name} {split}: the data has other rows than this suite reads ({said})") from None


def load_suite(name: str) -> Suite:
    """Return the suite of that name, or that of another package, named as `package.module:NAME`.

    Raises:
        InputError: there is none.
    """
    place, colon, attribute = name.partition(":")
    if not colon and name not in SUITES:
        raise InputError(f"no suite {name!r}: there are {', '.join(SUITES)}; another one is named as module:NAME")
    try:
        module = import_module(place if colon else f"alu.bench.suites.{name}")
        found = getattr(module, attribute or "SUITE")
    except (ImportError, AttributeError, ValueError) as error:
        raise InputError(f"no suite at {name!r} ({type(error).__name__})") from None
    if isinstance(found, type) or not isinstance(found, Suite):
        raise InputError(f"no suite at {name!r}: it takes an object with name, about, splits and load")
    return found
