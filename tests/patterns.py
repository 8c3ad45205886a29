"""Every compiled regular expression of the package, and texts that would take each of them long."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import alu
from alu.errors import MissingExtra

codes: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

__all__ = ["UNITS", "Found", "hostile", "patterns"]

UNITS = (
    *" \n\"“'([0aA中.-=\\%<@_:",
    *("\u0301", "a ", "A. ", "0 ", "a.", "a'", '" ', "“a", "中 ", "aa\n", "a1(“ 中\n"),
)
"""What hostile texts are made of, one of these over and over."""

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_MANY = 50
"""Repetitions from which on a part of a pattern is worth repeating in a text."""
_MOST_LEADS = 8
"""Texts that lead to the same repetition, about, that are tried."""
_MOST_BRANCHES = 12
"""Branches of a choice that are tried, about: long ones are lists of words, one of which is like the next."""


class Found(NamedTuple):
    """A pattern and how it is used."""

    where: str
    pattern: re.Pattern[Any]
    uses: tuple[Callable[[Any], Any], ...]


def patterns() -> list[Found]:
    """Return the patterns that the modules of the package hold, at any depth."""
    found: dict[str, Found] = {}
    for info in pkgutil.walk_packages(alu.__path__, "alu."):
        if info.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(info.name)
        except MissingExtra:  # of a package that CI does not have
            continue
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in vars(module).items():
            for pattern in _within(value):
                found.setdefault(pattern.pattern, Found(f"{info.name}.{name}", pattern, _uses(pattern, name, source)))
    return list(found.values())


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value, and in the tuples, dictionaries and dataclasses in it."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list | tuple | frozenset):
        for one in value:
            yield from _within(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _within(getattr(value, field.name, None))


def _uses(pattern: re.Pattern[Any], name: str, source: str) -> tuple[Callable[[Any], Any], ...]:
    """Return what its module does with a pattern; everything that searches goes on to the end of the text."""
    methods = set(re.findall(rf"\b{name}\.(\w+)\(", source)) & {"match", "fullmatch"}
    searches = bool(re.search(rf"\b{name}\.(?:search|finditer|findall|subn?|split)\(", source)) or not methods
    uses: list[Callable[[Any], Any]] = [getattr(pattern, method) for method in sorted(methods)]
    if searches:
        uses.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    return tuple(uses)


def hostile(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Yield texts of `size` characters: each unit over and over, and each long repetition of the pattern itself."""
    shapes = [("", unit, "") for unit in UNITS] + [("hi", unit, "you") for unit in (" ", "\n", "a", "A", "0", "中")]
    for before, pump in _a_few(_pumps(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))):
        shapes += [(before, pump, ""), (before, pump, "!"), ("", before + pump, ""), ("", f"{before}{pump} ", "")]
    for before, pump, after in dict.fromkeys(shapes):
        yield (before + pump * (size // len(pump)))[: size - len(after)] + after


def _a_few(pumps: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what is to be repeated behind at most some of the texts that lead to it: the words of a list are alike."""
    listed = dict[str, dict[str, None]]()
    for before, pump in pumps:
        listed.setdefault(pump, {})[before] = None
    for pump, leads in listed.items():
        yield from ((before, pump) for before in list(leads)[:: 1 + len(leads) // _MOST_LEADS])


def _pumps(parts: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what leads to each part of a pattern that may be repeated, and a text that the part takes."""
    for code, what in parts:
        if code in _REPEATS:
            least, most, body = what
            yield from ((before, text) for text in _samples(body) if most > _MANY and text)
            yield from _pumps(body, before)
            before += _sample(body) * max(least, 1)
            continue
        if code is codes.SUBPATTERN:
            yield from _pumps(what[3], before)
        elif code is codes.BRANCH:
            for branch in what[1]:
                yield from _pumps(branch, before)
        elif code in (codes.ATOMIC_GROUP, codes.ASSERT, codes.ASSERT_NOT):
            yield from _pumps(what if code is codes.ATOMIC_GROUP else what[1], before)
        before += _sample([(code, what)])


def _samples(parts: Any) -> Sequence[str]:
    """Return texts that a part takes: of a choice, one for each."""
    if len(parts) == 1 and parts[0][0] is codes.SUBPATTERN:
        return _samples(parts[0][1][3])
    if len(parts) == 1 and parts[0][0] is codes.BRANCH:
        branches = parts[0][1][1]
        return [_sample(branch) for branch in branches[:: 1 + len(branches) // _MOST_BRANCHES]]
    if len(parts) == 1 and parts[0][0] is codes.IN:
        return _characters(parts[0][1])[:6]
    return [_sample(parts)]


def _sample(parts: Any) -> str:
    """Return a short text that some parts of a pattern take, as far as that can be told."""
    text = ""
    for code, what in parts:
        if code is codes.LITERAL:
            text += chr(what)
        elif code in (codes.ANY, codes.NOT_LITERAL):
            text += "a" if what != ord("a") else "b"
        elif code is codes.IN:
            text += _characters(what)[0]
        elif code in _REPEATS:
            text += _sample(what[2]) * what[0]
        elif code is codes.SUBPATTERN:
            text += _sample(what[3])
        elif code is codes.ATOMIC_GROUP:
            text += _sample(what)
        elif code is codes.BRANCH:
            text += _sample(what[1][0])
    return text


def _characters(choices: Any) -> list[str]:
    """Return some characters of a class."""
    own = [c for code, c in choices if code is codes.LITERAL] + [c[0] for code, c in choices if code is codes.RANGE]
    tried = map(chr, dict.fromkeys([ord("a"), *own, *map(ord, " \n0A-.'\"中:(")]))
    takes = re.compile(_class(choices))
    return [c for c in tried if takes.match(c)] or ["a"]


def _class(choices: Any) -> str:
    """Return a parsed class of characters as a pattern again."""
    names = {"SPACE": r"\s", "WORD": r"\w", "DIGIT": r"\d"}
    inside = ""
    for code, what in choices:
        if code is codes.LITERAL:
            inside += re.escape(chr(what))
        elif code is codes.RANGE:
            inside += f"{re.escape(chr(what[0]))}-{re.escape(chr(what[1]))}"
        elif code is codes.CATEGORY:
            kind = names[str(what).rpartition("_")[2]]
            inside += kind.upper() if "NOT" in str(what) else kind
    negated = choices[0][0] is codes.NEGATE
    return f"[{'^' if negated else ''}{inside}]"
