"""The values of a program's expressions: variables, joined and sliced texts, characters by number.

Nothing is run. A line that assigns, prints or returns an expression of literals and earlier variables is worked
out by itself, in Python or in what of JavaScript, Ruby or PHP looks like it: parts that are out of order come together.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from alu.store.readability import MAX_PROGRAM_CHARACTERS, MAX_PROGRAM_STEPS, MAX_PROGRAM_VALUE

__all__ = ["Evaluated", "evaluated"]

_HINT = re.compile(
    r"[\w\])\"']\s{0,8}\+=?\s{0,8}[\w\"'(\[$]|\bchr\(|fromCharCode|\.join\(|\[[^\[\]:\n]{0,60}:[^\[\]\n]{0,60}\]|\bf[\"']|\$\{|%\s{0,8}\(|\.format\("
)
_SIGNS = ("+", "[", "%", "${", "chr(", "fromCharCode", ".join(", 'f"', "f'", ".format(")
"""What every hint has one of, and most texts none."""
_LINE = re.compile(
    r"^\s*(?:(?:let|const|var|final|local|my|auto|string|String|char)\s+)?[$@]?(?P<name>[A-Za-z_]\w*)\s*(?P<add>\+?)=(?!=)\s*(?P<value>.+)$"
    r"|^\s*(?:print|puts|echo|return|console\.log|System\.out\.println|printf|yield)\b\s*(?P<shown>.+)$"
)
_TEMPLATE = re.compile(r"`([^`']*)`")
_BRACED = re.compile(r"\$\{(\w+)\}")
_PADS = re.compile(r"%[^a-zA-Z%]{0,40}(?:\d{4}|\*)")
"""A field of `%` that may be filled up to any length: with a width or a precision of four digits, or a variable one."""
_REACHES = re.compile(r"[.\[]|:[^{}]{0,40}(?:\d{4}|\{)")
"""What `format` may not have: a field that reads attributes, or one that may be filled up to any length."""

Value = str | int | list[Any] | dict[Any, Any]


class Evaluated(NamedTuple):
    """What the expressions of a text come to."""

    texts: tuple[str, ...] = ()
    """What does not stand in it already."""
    all: bool = True
    """Nothing was left out because it takes too long."""


@lru_cache(maxsize=64)
def evaluated(text: str) -> Evaluated:
    r"""Return the texts that the expressions in `text` come to.

    Example:
        >>> from alu.store.text.hidden.program import evaluated
        >>> evaluated("b = 'born'\na = 'Oslo'\nprint('was ' + b + ' in ' + a[:4])").texts
        ('was born in Oslo',)
    """
    if not any(sign in text for sign in _SIGNS) or not _HINT.search(text):
        return Evaluated()
    if len(text) > MAX_PROGRAM_CHARACTERS:
        return Evaluated(all=False)
    known: dict[str, Value] = {}
    found, steps = dict[str, None](), iter(range(MAX_PROGRAM_STEPS))
    for statement in _statements(text):
        for value in _texts(_stated(statement, known, steps)):
            if len(value) > 3 and value not in text:
                found[value] = None
    return Evaluated(tuple(found), next(steps, None) is not None)


def _statements(text: str) -> Iterator[str]:
    """Yield the lines of a program, those within brackets joined, and parts between semicolons by themselves."""
    pending = ""
    for line in text.splitlines():
        pending = f"{pending} {line.strip()}".strip()
        if sum(map(pending.count, "([{")) > sum(map(pending.count, ")]}")) and len(pending) < MAX_PROGRAM_VALUE:
            continue
        yield from (part for part in re.split(r";(?=\s*[\w$])", pending) if part.strip())
        pending = ""
    if pending:
        yield pending


def _stated(statement: str, known: dict[str, Value], steps: Iterator[int]) -> Value | None:
    match = _LINE.match(statement)
    if match is None:
        return None
    value = _worked_out((match["value"] or match["shown"] or "").strip("; \t"), known, steps)
    if match["name"] and value is not None:
        old = known.get(match["name"])
        if match["add"] and isinstance(old, str) and isinstance(value, str):
            value = (old + value)[:MAX_PROGRAM_VALUE]
        known[match["name"]] = value
    return value


def _worked_out(expression: str, known: Mapping[str, Value], steps: Iterator[int]) -> Value | None:
    expression = _BRACED.sub(r"{\1}", _TEMPLATE.sub(r"f'\1'", expression.replace("String.fromCharCode", "chr")))
    expression = re.sub(r"\$(?=[A-Za-z_])", "", expression)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an escape that Python does not know
            tree = ast.parse(expression, mode="eval")
        found: Value = _Program(known, steps).value(tree.body)
    except (SyntaxError, ValueError, TypeError, LookupError, RecursionError, MemoryError, OverflowError):
        return None
    return found


def _texts(value: Value | None) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        yield " ".join(value)


def _size(value: Any) -> int:
    """Return how many characters and elements a value has, those of its elements too."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_size(k) + _size(v) for k, v in value.items())
    return len(value) + sum(map(_size, value)) if isinstance(value, list) else 0


class _Program:
    """Works out the value of an expression, by the kind of its node.

    Args:
        known: the variables so far.
        steps: yields a number for each element that comprehensions may still be worked out for.

    Raises:
        ValueError: a value is longer than `MAX_PROGRAM_VALUE`, elements within elements counted, or it takes too long.
    """

    def __init__(self, known: Mapping[str, Value], steps: Iterator[int]) -> None:
        self._known, self._steps = known, steps
        self._kinds: dict[type[ast.expr], Callable[[Any], Any]] = {
            ast.Constant: lambda n: n.value if isinstance(n.value, str | int) else str(n.value),
            ast.Name: lambda n: self._known[n.id],
            ast.BinOp: self._operation,
            ast.JoinedStr: lambda n: "".join(str(self.value(v)) for v in n.values),
            ast.FormattedValue: lambda n: self.value(n.value),
            ast.List: lambda n: [self.value(e) for e in n.elts],
            ast.Tuple: lambda n: [self.value(e) for e in n.elts],
            ast.Dict: lambda n: {self.value(k): self.value(v) for k, v in zip(n.keys, n.values, strict=True) if k},
            ast.Subscript: lambda n: self.value(n.value)[self._place(n.slice)],
            ast.UnaryOp: lambda n: -self.value(n.operand),
            ast.Call: self._call,
            ast.ListComp: self._each,
            ast.GeneratorExp: self._each,
        }

    def value(self, node: ast.expr) -> Any:
        """Return the value of a node; a KeyError where it is of another kind, or needs what is not known."""
        found = self._kinds[type(node)](node)
        if _size(found) > MAX_PROGRAM_VALUE:
            raise ValueError("too long")
        return found

    def _place(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Slice):
            return self.value(node)
        parts = (node.lower, node.upper, node.step)
        return slice(*(self.value(p) if p else None for p in parts))

    def _operation(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add):
            # JavaScript joins what Python refuses to
            return left + right if type(left) is type(right) else f"{left}{right}"
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mod) and isinstance(left, str) and not _PADS.search(left):
            return left % (tuple(right) if isinstance(right, list) else right)
        raise KeyError(type(node.op).__name__)

    def _each(self, node: ast.ListComp | ast.GeneratorExp) -> list[Any]:
        first = node.generators[0]
        name = first.target.id if isinstance(first.target, ast.Name) else ""
        return [self._element(node.elt, name, v) for v in list(self.value(first.iter))]

    def _element(self, node: ast.expr, name: str, value: Any) -> Any:
        if next(self._steps, None) is None:
            raise ValueError("too many steps")
        return _Program({**self._known, name: value}, self._steps).value(node)

    def _call(self, node: ast.Call) -> Any:
        given = [self.value(a) for a in node.args]
        if isinstance(node.func, ast.Name):
            return self._built_in(node.func.id, given)
        if not isinstance(node.func, ast.Attribute):
            raise KeyError("call")
        return _method(self.value(node.func.value), node.func.attr, given)

    @staticmethod
    def _built_in(name: str, given: list[Any]) -> Any:
        if name == "chr":
            return "".join(chr(n) for n in given)
        if name == "print":
            return " ".join(map(str, given))
        kinds: dict[str, Callable[[Any], Any]] = {
            "str": str,
            "ord": ord,
            "int": int,
            "len": len,
            "list": list,
            "sorted": sorted,
            "bytes": lambda v: "".join(map(chr, v)),
            "reversed": lambda v: list(v)[::-1],
        }
        return kinds[name](*given)


def _method(of: Any, name: str, given: list[Any]) -> Any:
    if name == "join":
        # Python's `glue.join(parts)` and JavaScript's `parts.join(glue)`
        return (
            of.join(map(str, given[0])) if isinstance(of, str) else str(given[0] if given else ",").join(map(str, of))
        )
    if name in ("reverse", "reversed") and isinstance(of, list):
        return of[::-1]
    if name in ("concat", "append") and given:
        return of + given[0]
    texts = {"upper", "lower", "title", "capitalize", "strip", "replace", "split", "format"}
    aliases = {"toUpperCase": "upper", "toLowerCase": "lower", "trim": "strip"}
    name = aliases.get(name, name)
    if name not in texts or not isinstance(of, str) or (name == "format" and _REACHES.search(of)):
        raise KeyError(name)
    if name == "split" and given == [""]:
        return list(of)
    return getattr(of, name)(*given)
