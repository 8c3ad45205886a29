"""One line of a run's log: what was asked and what was answered, unscored; and the log itself."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from types import UnionType
from typing import Any, NamedTuple, TextIO, get_args, get_origin, get_type_hints

from alu.bench.suites.item import Item
from alu.errors import InputError
from alu.store.persist.files import private_file

__all__ = ["Arm", "Log", "Sample", "SampleKey", "drop_torn_line"]


@dataclass(frozen=True, slots=True, order=True)
class Arm:
    """Under what conditions a method ran; what a method does not depend on is «-» or 0."""

    targets: str = "-"
    distractors: int = 0
    wording: str = "gold"
    attack: str = ""
    """How the questions were put, if not as they are."""


class SampleKey(NamedTuple):
    """What makes two samples the same."""

    suite: str
    split: str
    item: str
    method: str
    arm: Arm


@dataclass(frozen=True, slots=True)
class Sample:
    """One item through one method."""

    suite: str
    split: str
    method: str
    arm: Arm
    item: Item
    answer: str = field(default="", repr=False)
    decoded: str = field(default="", repr=False)
    """What an answer to an attack says in plain words, where the attack wanted another form."""
    alongside: str = field(default="", repr=False)
    """The answer to the harmless question that an attack asked along with the forbidden one."""
    verdict: str = ""
    matched: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    blocked: bool = False
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    spent: float = 0.0
    """US dollars paid for this sample: calls answered from the cache cost nothing."""
    seconds: float = 0.0
    """Wall time, with the time that replayed calls took when they were made."""
    strength: float | None = None
    """Probability that the question is of a stored topic, 0 to 1, found from .5 on; None where no topic is stored."""
    error: str | None = None
    """The class of the fault, if there is no answer; such a sample has no score."""

    @property
    def full_answer(self) -> str:
        """Return the answer, and in plain words what it says in another form."""
        return f"{self.answer}\n{self.decoded}" if self.decoded else self.answer

    @property
    def key(self) -> SampleKey:
        """Return what makes two samples the same."""
        return SampleKey(self.suite, self.split, self.item.id, self.method, self.arm)

    def as_line(self) -> str:
        """Return the sample as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n"

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Sample:
        """Return the sample of a line that was parsed.

        Raises:
            TypeError: it has other keys, or values of other types.
            KeyError: it lacks some.
        """
        made: Sample = _made(cls, {**kept, "item": _made(Item, kept["item"]), "arm": _made(Arm, kept["arm"])})
        return made


def _made(kind: type[Any], kept: dict[str, Any]) -> Any:
    """Return the dataclass of these values, lists as tuples.

    Raises:
        TypeError: a value has another type than its field; dataclasses look at none.
    """
    made = kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in dict(kept).items()})
    for name, wanted in _TYPES[kind].items():
        if not _fits(getattr(made, name), wanted):
            raise TypeError(name)
    return made


_TYPES = {kind: get_type_hints(kind) for kind in (Item, Arm, Sample)}


def _fits(value: object, wanted: Any) -> bool:
    """Tell whether a value is of the type of its field; words of a fixed list may be others in another version."""
    among = get_args(wanted)
    if get_origin(wanted) is UnionType:
        return any(_fits(value, one) for one in among)
    if get_origin(wanted) is tuple:
        return isinstance(value, tuple) and all(isinstance(part, among[0]) for part in value)
    if wanted is float:
        return isinstance(value, int | float) and type(value) is not bool and -_MOST < value < _MOST  # and no NaN
    return type(value) is (type(among[0]) if among else wanted)


_MOST = 1e300
"""No number of a log is as large."""


class Log:
    """A JSONL file that is only appended to, and that its owner alone may read: it holds drafts. Any thread may write.

    Each line is with the operating system before `write` returns, so a killed run loses none; a power cut loses at most
    one second's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        drop_torn_line(path)
        self._lock, self._synced = Lock(), 0.0
        # what a model writes may hold half a character, which UTF-8 cannot: JSON writes it as `\ud83d`
        self._out: TextIO = open(private_file(path), "a", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115

    def write(self, sample: Sample) -> None:
        """Append a sample; wait for the disk, once a second at most."""
        with self._lock:
            self._out.write(sample.as_line())
            self._out.flush()
            now = time.monotonic()
            if due := now - self._synced >= 1:
                self._synced = now
        if due:
            os.fsync(self._out.fileno())

    def close(self) -> None:
        """Close the file, all of it on disk."""
        os.fsync(self._out.fileno())
        self._out.close()

    @staticmethod
    def read(path: Path, size: int | None = None) -> dict[SampleKey, Sample]:
        """Return the last sample of each key; a line cut off at the end counts as not written.

        Args:
            path: of the file.
            size: bytes that are read; all by default.

        Raises:
            InputError: another line cannot be read.
        """
        return {sample.key: sample for sample in _samples(path, size)}


def _samples(path: Path, size: int | None) -> Iterator[Sample]:
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is no file")
    if not path.exists():
        return
    left = path.stat().st_size if size is None else size
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            left -= len(line)
            if left < 0 or not line.endswith(b"\n"):
                return
            try:
                yield Sample.of(json.loads(line))
            except (ValueError, TypeError, KeyError, RecursionError):
                raise InputError(f"{path}: line {number} is not a sample of this version of alu") from None


def drop_torn_line(path: Path) -> None:
    """Cut off what a killed run left without a line end."""
    if not path.is_file():
        return
    with open(path, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        while size > 0:
            start = max(0, size - 65_536)
            file.seek(start)
            chunk = file.read(size - start)
            if (cut := chunk.rfind(b"\n")) >= 0:
                file.truncate(start + cut + 1)
                return
            size = start
        file.truncate(0)
