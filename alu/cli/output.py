"""What the commands write: data to stdout, messages and progress to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from alu.errors import InputError

__all__ = [
    "at_terminal",
    "confirmed",
    "counted",
    "note",
    "plain",
    "put",
    "put_answer",
    "put_json",
    "put_table",
    "table",
    "tame",
]

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
"""Characters that a terminal obeys, and what shows them (U+2400–2421)."""
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def put_answer(text: str) -> None:
    """Write what a model said, and a line end, to stdout: at a terminal so that it cannot steer it, else as it is."""
    put(tame(text) if sys.stdout.isatty() else text)


def tame(text: str) -> str:
    """Return `text` with the characters that a terminal obeys, but for line ends and tabs, as pictures of them."""
    return text.translate(_PICTURES)


def put(text: str) -> None:
    """Write `text` as it is, and a line end, to stdout."""
    sys.stdout.write(text + "\n")


def put_json(value: Any) -> None:
    """Write `value` to stdout as JSON for people and programs."""
    put(json.dumps(value, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """Write a line for people to stderr."""
    sys.stderr.write(tame(message) + "\n")
    sys.stderr.flush()


def plain(value: object) -> str:
    """Return `value` as one line without control characters, so that a name cannot steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in str(value)).strip()


def counted(number: float, noun: str, nouns: str = "") -> str:
    """Return a number of things: «1 target», «1,000 targets»; `nouns` is the plural that no «s» makes."""
    shown = f"{int(number):,}" if number == int(number) else f"{number:g}"
    return f"{shown} {noun}" if number == 1 else f"{shown} {nouns or f'{noun}s'}"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return lines with aligned columns under `header`."""
    cells = [list(header), *([plain(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]


def put_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table to stdout."""
    put("\n".join(table(header, rows)))


def at_terminal() -> bool:
    """Tell whether a person can be asked: stdin is a terminal."""
    return sys.stdin.isatty()


def confirmed(question: str, *, yes: bool) -> bool:
    """Ask a yes/no question, unless the user said `yes` beforehand.

    Raises:
        InputError: stdin is no terminal, so that nobody can be asked.
    """
    if yes:
        return True
    if not at_terminal():
        raise InputError("this is confirmed first, and there is no terminal to ask at: add --yes")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
