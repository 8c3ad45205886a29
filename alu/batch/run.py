"""Answers many questions from a file into another: resumable, bounded, and an error concerns its line only.

A line is one of OpenAI's batch lines (`custom_id`, `url`, `body`), or an object with a `question`. Answers are written
as they come, each with the number of its line; who wants them in order sorts by that.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager, aclosing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from filelock import FileLock, Timeout

from alu.errors import InputError

if TYPE_CHECKING:
    from alu.answer import Usage

__all__ = ["Answers", "Batch", "BatchOutcome"]


class Answers(Protocol):
    """What answers single lines; closed when the run is over."""

    async def answer(self, line: str) -> tuple[dict[str, Any], Usage]:
        """Return what is written for a line, an error of its own included, and what it cost.

        Raises:
            AluError: no line can be answered any more.
        """
        ...

    async def aclose(self) -> None:
        """End what was begun."""
        ...


@dataclass(slots=True)
class BatchOutcome:
    """What a run came to."""

    written: int = 0
    """Lines that were answered in this run."""
    failed: int = 0
    """Of them, those with an error."""
    kept: int = 0
    """Lines that an earlier run had answered."""
    cost: float = 0.0
    """US dollars, as far as prices are known."""
    tokens: int = 0
    stopped: bool = False
    """A limit was reached before the end."""


@dataclass(slots=True)
class Batch:
    """One run over a file.

    Args:
        answers: `Here`, in this process, or `Pool`, on a cluster.
        source: JSONL.
        out: JSONL; what is there is kept, and what it has an answer to is not asked again.
        concurrency: lines at a time.
        max_cost: US dollars after which no further line is begun; None sets no limit.
        max_tokens: tokens, of all agents, after which no further line is begun.
        progress: called with what is done and the number of lines.
    """

    answers: Answers
    source: Path
    out: Path
    concurrency: int = 16
    max_cost: float | None = None
    max_tokens: int | None = None
    progress: Callable[[int, int], None] = lambda done, total: None
    outcome: BatchOutcome = field(default_factory=BatchOutcome, init=False)

    async def run(self) -> BatchOutcome:
        """Answer what has no answer yet.

        Raises:
            InputError: a file cannot be read or written, `out` is something else than answers to `source`, or another
                run writes to it.
            AluError: no line can be answered any more; what was written stays.
        """
        try:
            total = sum(1 for _ in _lines(self.source))
            if not self.out.parent.is_dir():
                raise InputError(f"{self.out.parent}: no such folder for the answers")
            if self.out.is_dir():
                raise InputError(f"{self.out} is a folder: name a file for the answers")
            if self.out.exists() and self.out.samefile(self.source):
                raise InputError(f"{self.out} is the file with the questions: name another one for the answers")
            with self._alone():
                await self._answer_all(total)
        except Timeout:
            raise InputError(f"another run writes to {self.out}: wait for its end, or name another file") from None
        except OSError as error:
            raise InputError(f"{error.filename or self.out}: {error.strerror}") from None
        return self.outcome

    def _alone(self) -> AbstractContextManager[object]:
        """Return what keeps other runs from writing to the same file; a pipe and a device are somebody else's."""
        if self.out.exists() and not self.out.is_file():
            return nullcontext()
        return FileLock(self.out.with_name(f".{self.out.name}.lock"), timeout=0)

    async def _answer_all(self, total: int) -> None:
        """Answer what has no answer yet; nobody else writes to the file meanwhile."""
        done = _finished(self.out, dict(_lines(self.source)) if self.out.is_file() else {})
        self.outcome.kept = len(done)
        rest = ((number, line) for number, line in _lines(self.source) if number not in done)
        with self.out.open("a", encoding="utf-8") as file:
            async with aclosing(self.answers):
                await _together([self._work(rest, file, total) for _ in range(self.concurrency)])

    async def _work(self, rest: Iterator[tuple[int, str]], file: TextIO, total: int) -> None:
        for number, line in rest:
            if self._spent():
                self.outcome.stopped = True
                return
            reply, usage = await self.answers.answer(line)
            file.write(json.dumps({**reply, "line": number}) + "\n")
            file.flush()
            self.outcome.written += 1
            self.outcome.failed += reply.get("error") is not None
            self.outcome.cost += usage.cost or 0.0
            self.outcome.tokens += usage.prompt_tokens + usage.completion_tokens
            self.progress(self.outcome.kept + self.outcome.written, total)

    def _spent(self) -> bool:
        limits = ((self.outcome.cost, self.max_cost), (self.outcome.tokens, self.max_tokens))
        return any(limit is not None and spent >= limit for spent, limit in limits)


async def _together(work: list[Coroutine[Any, Any, None]]) -> None:
    """Run all of it; the first error ends the rest, and is raised as it is."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, numbered from 1.

    Raises:
        InputError: it is no text.
    """
    with source.open(encoding="utf-8-sig") as file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
        except UnicodeDecodeError:
            raise InputError(f"{source} is not UTF-8 text (line {_undecodable(source)})") from None


def _undecodable(source: Path) -> int:
    """Return the number of the first line that is not UTF-8."""
    with source.open("rb") as file:
        return next((n for n, line in enumerate(file, 1) if line.decode(errors="ignore").encode() != line), 0)


def _finished(out: Path, source: Mapping[int, str]) -> set[int]:
    """Return the lines that have an answer, and take errors and a line that was cut off out of the file.

    Raises:
        InputError: it has answers to other lines, or lines that are no answers.
    """
    if not out.is_file():  # a pipe and a device have no answers of an earlier run, and their end may never come
        return set()
    kept: dict[int, str] = {}
    dropped = False
    for _, line in _lines(out):
        row = _row(line, out)
        if row is None or row.get("error") is not None or not line.endswith("\n"):
            dropped = True
            continue
        if not _answers(row, source.get(row["line"], "")):
            raise InputError(f"{out} has answers to other lines than those of the source: name another file")
        kept[row["line"]] = line
    if dropped:
        whole = out.resolve()  # what a link leads to
        part = whole.with_name(f"{whole.name}.part")
        part.write_text("".join(kept.values()), encoding="utf-8")
        os.replace(part, whole)
    return set(kept)


def _row(line: str, out: Path) -> dict[str, Any] | None:
    """Return a line of an output, None where it was cut off.

    Raises:
        InputError: it is none.
    """
    try:
        row = json.loads(line)
    except ValueError:
        row = None
        if line.startswith("{") and not line.endswith("\n"):
            return None
    if isinstance(row, dict) and isinstance(row.get("line"), int):
        return row
    raise InputError(f"{out} has lines that are no answers of a batch: name another file")


def _answers(row: Mapping[str, Any], line: str) -> bool:
    """Tell whether a row of the output belongs to a line of the source."""
    try:
        asked = json.loads(line)
    except ValueError:
        return False
    key = "custom_id" if "custom_id" in row else "question"
    return isinstance(asked, dict) and asked.get(key) == row.get(key)
