"""Lists for reading names: given names, surnames, nicknames, titles, particles (sources: `data/NOTICE`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

__all__ = ["european_names", "listed_in", "short_forms", "words_for"]

_DATA = Path(__file__).parents[1] / "data"


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Return what each given name is short for or is shortened to; from `nicknames` (Northern et al., Apache-2.0)."""
    found: dict[str, list[str]] = {}
    for line in listed_in("nicknames"):
        name, _, short = line.partition(":")
        for other in short.split(","):
            found.setdefault(name, []).append(other)
            found.setdefault(other, []).append(name)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


@cache
def european_names() -> frozenset[str]:
    """Return given names of Europe, in small letters without marks; of our own lists."""
    longer = (name for line in listed_in("short_names") for name in line.partition(":")[0].split())
    return frozenset((*longer, *words_for("more_given")))


@cache
def words_for(what: str) -> dict[str, None]:
    """Return the words of one part of `name_words.toml`, in order."""
    return dict.fromkeys(_name_words()[what].split())


@cache
def _name_words() -> dict[str, str]:
    return tomllib.loads((_DATA / "name_words.toml").read_text(encoding="utf-8"))


@cache
def listed_in(name: str) -> dict[str, None]:
    """Return the lines of a list, in order."""
    return dict.fromkeys((_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines())
