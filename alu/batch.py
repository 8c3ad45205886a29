"""Many questions from a file, with answers in another: resumable, bounded, and an error is its line's alone.

A line is one of OpenAI's batch lines (`custom_id`, `url`, `body`), or an object with a `question`. Answers are written
as they come, each with the number of its line; who wants them in order sorts by that.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from alu.answer import Usage
from alu.errors import AluError, InputError

if TYPE_CHECKING:
    from alu.openai import AsyncOpenAI
    from alu.unlearner import Unlearner

__all__ = ["Batch", "BatchOutcome"]

ADDRESSES = ("/v1/chat/completions", "/v1/responses")
"""What a batch line may ask for."""


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
        unlearner: models and targets.
        source: JSONL.
        out: JSONL; what is there is kept, and what it has an answer to is not asked again.
        concurrency: lines at a time.
        max_cost: US dollars after which no further line is begun; None sets no limit.
        max_tokens: tokens, of all agents, after which no further line is begun.
        progress: called with what is done and the number of lines.
    """

    unlearner: Unlearner
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
            InputError: a file cannot be read or written, or `out` belongs to another source.
        """
        from alu.openai import AsyncOpenAI

        try:
            total = sum(1 for _ in _lines(self.source))
            done = _finished(self.out, dict(_lines(self.source)) if self.out.exists() else {})
            self.outcome.kept = len(done)
            rest = ((number, line) for number, line in _lines(self.source) if number not in done)
            with self.out.open("a", encoding="utf-8") as file:
                async with aclosing(_Clients(self.unlearner, AsyncOpenAI)) as clients:
                    await _together([self._work(rest, file, clients, total) for _ in range(self.concurrency)])
        except OSError as error:
            raise InputError(f"{error.filename or self.out}: {error.strerror}") from None
        return self.outcome

    async def _work(self, rest: Iterator[tuple[int, str]], file: TextIO, clients: _Clients, total: int) -> None:
        for number, line in rest:
            if self._spent():
                self.outcome.stopped = True
                return
            reply, usage = await clients.answer(line)
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


class _Clients:
    """Answers single lines: questions by the unlearner, OpenAI's lines by its client, made when the first one comes."""

    def __init__(self, unlearner: Unlearner, make: Callable[[Unlearner], AsyncOpenAI]) -> None:
        self._unlearner = unlearner
        self._make = make
        self._client: AsyncOpenAI | None = None

    async def answer(self, line: str) -> tuple[dict[str, Any], Usage]:
        """Return what is written for a line, an error included, and what it cost."""
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError
        except (ValueError, RecursionError):
            return {"error": _error("InputError", "no JSON object")}, Usage()
        if "body" in row:
            return await self._request(row)
        try:
            answer = await self._unlearner.aask(row.get("question", ""))
        except AluError as error:
            return {**row, "answer": None, "error": _error(type(error).__name__, str(error))}, Usage()
        return {**row, "answer": answer.text, "verdict": answer.verdict}, answer.usage

    async def _request(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], Usage]:
        """Answer one of OpenAI's lines, in its form."""
        import httpx2
        import openai

        named, url = {"custom_id": row.get("custom_id")}, row.get("url", ADDRESSES[0])
        if url not in ADDRESSES or not isinstance(row["body"], dict):
            wrong = f"a batch line has a body and one of the addresses {', '.join(ADDRESSES)}"
            return {**named, "response": None, "error": _error("InputError", wrong)}, Usage()
        self._client = self._client or self._make(self._unlearner)
        asked = {**row["body"], "stream": False}
        try:
            raw = await self._client.post(url.removeprefix("/v1"), body=asked, cast_to=httpx2.Response)
        except openai.APIStatusError as error:
            raw = error.response
        body = raw.json()
        response = {"status_code": raw.status_code, "request_id": raw.headers.get("x-request-id"), "body": body}
        said = body.get("error") if raw.status_code >= 400 else None
        fault = _error(str(said.get("code")), str(said.get("message"))) if said else None
        return {**named, "response": response, "error": fault}, _usage(body)

    async def aclose(self) -> None:
        """Close the client."""
        if self._client is not None:
            await self._client.close()


def _error(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


def _usage(body: Mapping[str, Any]) -> Usage:
    """Return what a reply cost: all agents' calls, which a reply to an admin has."""
    runs = [run["usage"] for run in body.get("alu", {}).get("runs", ())]
    return Usage.total(
        Usage(u["calls"], u["prompt_tokens"], u["completion_tokens"], u["seconds"], u["cost"]) for u in runs
    )


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
            raise InputError(f"{source} is not UTF-8 text") from None


def _finished(out: Path, source: Mapping[int, str]) -> set[int]:
    """Return the lines that have an answer, and take errors and a line that was cut off out of the file.

    Raises:
        InputError: it has answers to other lines.
    """
    if not out.exists():
        return set()
    kept: dict[int, str] = {}
    for _, line in _lines(out):
        try:
            row = json.loads(line)
        except ValueError:
            row = {}
        if isinstance(row, dict) and line.endswith("\n") and row.get("error") is None and "line" in row:
            if not _answers(row, source.get(row["line"], "")):
                raise InputError(f"{out} has answers to other lines than those of the source: name another file")
            kept[row["line"]] = line
    whole = out.with_name(out.name + ".part")
    whole.write_text("".join(kept.values()), encoding="utf-8")
    os.replace(whole, out)
    return set(kept)


def _answers(row: Mapping[str, Any], line: str) -> bool:
    """Tell whether a row of the output belongs to a line of the source."""
    try:
        asked = json.loads(line)
    except ValueError:
        return False
    key = "custom_id" if "custom_id" in row else "question"
    return isinstance(asked, dict) and asked.get(key) == row.get(key)
