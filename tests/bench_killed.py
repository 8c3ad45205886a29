"""A run that a test kills: `python -m tests.bench_killed DATA OUT`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from alu.bench.runner.plan import Plan
from alu.bench.runner.run import run
from alu.chat import ChatModel, Completion, Request
from alu.config import ROLES, Role, load_settings
from alu.testing import ScriptedModel


class Counting(ScriptedModel):
    """Notes every call in a file, so that calls of a killed process are counted too."""

    def __init__(self, path: Path) -> None:
        super().__init__(reply=_reply, latency=0.01)
        self._path = path

    async def complete(self, request: Request, *, timeout: float | None = None) -> Completion:
        completion = await super().complete(request, timeout=timeout)
        self._note(json.dumps([m.as_dict() for m in request.messages]) + "\n")
        return completion

    def _note(self, line: str) -> None:
        with open(self._path, "a", encoding="utf-8") as out:
            out.write(line)


def _reply(request: Request) -> str:
    said = request.messages[-1].content
    return "No." if "Answer yes or no" in said else f"An answer of {len(said)} letters."


def main(data: Path, out: Path) -> None:
    """Run two methods over everything, 2 at a time."""
    plan = Plan("tofu", "forget01", ("none", "filter-input"), concurrency=2)
    model = Counting(out.with_suffix(".calls"))
    models: dict[Role, ChatModel] = dict.fromkeys(ROLES, model)
    asyncio.run(run(plan, out, load_settings(temperature=0.0), data=data, models=models))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
