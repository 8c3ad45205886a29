"""Every error that alu raises on purpose.

    AluError
    ├── ConfigError                 settings, flags or environment are wrong        exit 2
    │   ├── UnknownModel            no such model name, or its provider is unknown
    │   ├── MissingKey              the provider wants an API key and none is set
    │   └── MissingExtra            an optional part of alu is not installed
    ├── InputError                  a question, a file or a row cannot be used      exit 2
    │   └── TargetFileError         rows of a target file are bad (`problems`)
    ├── ModelError                  a model did not answer                          exit 3
    │   ├── ModelUnreachable        connection refused, reset, DNS
    │   ├── ModelTimeout            no answer within the call's timeout or the deadline
    │   ├── ModelBusy               rate limited or overloaded (`retry_after`)
    │   ├── ModelRejected           the server refused the request (401, 400, …)
    │   └── BadReply                the reply could not be parsed as asked
    ├── BrokenOff                   a check failed when a part of the answer had left
    └── StoreError                  the targets could not be read or written        exit 4
        ├── StoreCorrupt            list and index disagree and could not be rebuilt
        ├── StoreReadOnly           the folder or the database cannot be written
        ├── StoreLocked             another process writes for longer than we wait
        ├── StoreVersion            made by a newer alu
        ├── EmbedderMismatch        made with another embedder, or another dimension
        ├── DuplicateTarget         a target of that id or name is there already        exit 2
        └── UnknownTarget           no target of that id or name                        exit 2

Messages are shown and logged, so none contains a draft, a fact, a key or a text that a model wrote.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from types import UnionType
from typing import TypeVar

__all__ = [
    "AluError",
    "BadReply",
    "BrokenOff",
    "ConfigError",
    "DuplicateTarget",
    "EmbedderMismatch",
    "InputError",
    "MissingExtra",
    "MissingKey",
    "ModelBusy",
    "ModelError",
    "ModelRejected",
    "ModelTimeout",
    "ModelUnreachable",
    "StoreCorrupt",
    "StoreError",
    "StoreLocked",
    "StoreReadOnly",
    "StoreVersion",
    "TargetFileError",
    "UnknownModel",
    "UnknownTarget",
    "alone",
    "expect",
    "first_of",
    "message_of",
    "plainly",
    "summed",
    "where",
]

E = TypeVar("E", bound=BaseException)

FEW = 3
"""Lines up to which each says by itself what is wrong with it."""
_PLACE = re.compile(r"line (\d+): (.*)", re.DOTALL)


class AluError(Exception):
    """Base class of all errors that alu raises on purpose; `exit_code` is that of the command line."""

    exit_code = 1


class ConfigError(AluError):
    """Settings, flags or environment are invalid."""

    exit_code = 2


class UnknownModel(ConfigError):
    """No model has that name, or its provider is unknown."""


class MissingKey(ConfigError):
    """The provider requires an API key and none is set."""


class MissingExtra(ConfigError):
    """An optional part of alu is not installed; the message says which command installs it."""


class InputError(AluError):
    """A question, a file or a row cannot be used."""

    exit_code = 2


class TargetFileError(InputError):
    """Rows of a target file are bad: `problems` holds one «line N: what is wrong» each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(summed(self.problems)))


class ModelError(AluError):
    """A model did not answer."""

    exit_code = 3


class ModelUnreachable(ModelError):
    """The server could not be reached: connection refused, reset, DNS."""


class ModelTimeout(ModelError):
    """No answer came within the call's timeout or the request's deadline."""


class ModelBusy(ModelError):
    """Rate limited or overloaded; `retry_after` in seconds where the server said so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class ModelRejected(ModelError):
    """The server refused the request: `status` is its HTTP status, or None."""

    def __init__(self, message: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)


class BadReply(ModelError):
    """The reply could not be parsed as asked; the reply itself is not in the message."""


class BrokenOff(AluError):
    """A check failed after part of the answer had been released (`stream = "sentences"`); nothing follows."""


class StoreError(AluError):
    """The targets could not be read or written."""

    exit_code = 4


class StoreCorrupt(StoreError):
    """List and index disagree and the index could not be rebuilt."""


class StoreReadOnly(StoreError):
    """The folder or the database cannot be written."""


class StoreLocked(StoreError):
    """Another process has been writing for longer than alu waits."""


class StoreVersion(StoreError):
    """The store was made by a newer alu."""


class EmbedderMismatch(StoreError):
    """The store was made with another embedder, or another dimension."""


class DuplicateTarget(StoreError):
    """A target with that id or name is stored already."""

    exit_code = 2


class UnknownTarget(StoreError):
    """No target has that id or name."""

    exit_code = 2


def expect(value: object, kind: type | UnionType, said: str) -> None:
    """Check the type of an argument; the error says what is expected, and shows no value.

    Raises:
        InputError: the value has another type.

    Example:
        >>> from alu.errors import InputError, expect
        >>> try:
        ...     expect(7, str, "a name is a text")
        ... except InputError as error:
        ...     print(error)
        a name is a text, not int
    """
    if not isinstance(value, kind):
        raise InputError(f"{said}, not {type(value).__name__}")


def summed(problems: Sequence[str]) -> list[str]:
    """Return «line N: what is wrong» with what is wrong with more than a few lines said once, where it is first.

    Example:
        >>> from alu.errors import summed
        >>> summed(["line 1: name: is missing", *(f"line {n}: kind: is unknown" for n in (2, 3, 4, 7, 9))])
        ['line 1: name: is missing', 'lines 2–4, 7, 9: kind: is unknown']
    """
    found = [(int(place[1]), place[2]) if (place := _PLACE.fullmatch(p)) else (0, p) for p in problems]
    lines: dict[str, list[int]] = {}
    for line, what in found:
        lines.setdefault(what, []).append(line)
    said = []
    for problem, (line, what) in zip(problems, found, strict=True):
        if not line or len(lines[what]) <= FEW:
            said.append(problem)
        elif line == lines[what][0]:
            said.append(f"lines {_runs(lines[what])}: {what}")
    return said


def _runs(lines: Sequence[int]) -> str:
    """Return numbers of lines with those that follow on one another as «2–4»."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], line]
        else:
            runs.append([line])
    return ", ".join("–".join(map(str, run)) for run in runs)


def plainly(problem: str) -> str:
    """Return what pydantic says of a value in the words of people: «must not be empty», «must be greater than 0»."""
    said = problem.replace("Value error, ", "").replace("Input should be", "must be")
    said = said.replace("Field required", "is missing").replace("Extra inputs are not permitted", "is unknown")
    said = re.sub(r"\bString should have at least 1 character\b", "must not be empty", said)
    said = re.sub(r"\b(?:String|List|Tuple|Value) should have\b", "must have", said)
    said = re.sub(r" after validation, not \d+$", "", said)
    said = re.sub(r"\ba valid (?:list|tuple)\b", "a list", said)
    said = re.sub(r"\ba valid dictionary\b(?: or (?:instance of|object to) [\w ]+)?", "an object", said)
    return said.replace("a valid string", "a text").replace(
        "a valid number, unable to parse string as a number", "a number"
    )


def first_of(error: BaseException, kind: type[E]) -> E | None:
    """Return `error` if it is of `kind`, of a group of errors the first in it that is, at any depth; None without one.

    Example:
        >>> from alu.errors import ConfigError, InputError, ModelError, first_of
        >>> several = ExceptionGroup("several", [ModelError("busy"), ExceptionGroup("more", [InputError("empty")])])
        >>> first_of(several, InputError), first_of(several, ConfigError), first_of(ModelError("busy"), ModelError)
        (InputError('empty'), None, ModelError('busy'))
    """
    if isinstance(error, BaseExceptionGroup):
        return next((found for e in error.exceptions if (found := first_of(e, kind))), None)
    return error if isinstance(error, kind) else None


def message_of(error: Exception) -> str:
    """Return what may be shown of an error: its message, of one that is not of alu's its kind alone.

    Another library's message could hold a text that is stored, or a key.

    Example:
        >>> from alu.errors import InputError, message_of
        >>> message_of(InputError("no such file")), message_of(ValueError("Odalys Brannigan"))
        ('no such file', 'ValueError')
    """
    return str(error) if isinstance(error, AluError) else type(error).__name__


def where(error: BaseException) -> str:
    """Return the frames of `error` and of what caused it: files, lines and types, no message and no value."""
    lines = [f"{type(error).__name__}, raised in"]
    lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    causes = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    causes += [cause for cause in (error.__cause__ or error.__context__,) if cause is not None]
    return "\n".join([*lines, *map(where, causes)])


def alone(error: E) -> E:
    """Return `error` without frames, and without what it was raised from: crash reporters send what those hold.

    Example:
        >>> from alu.errors import ModelError, alone
        >>> try:
        ...     raise ModelError("no answer") from ValueError("Odalys Brannigan")
        ... except ModelError as error:
        ...     left = alone(error)
        >>> left, left.__cause__, left.__traceback__
        (ModelError('no answer'), None, None)
    """
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
