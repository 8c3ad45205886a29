"""Runs roles over cases: a line each in `agents.jsonl`, on disk before the next; the same call goes on."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

from alu.bench.agents.case import Half, LabelledCase, cases, targets_of
from alu.bench.agents.roles import RoleName, RoleOutcome, Workplace
from alu.bench.runner.claim import claimed
from alu.bench.runner.sample import drop_torn_line
from alu.chat import ChatModel
from alu.errors import InputError
from alu.prompts import load
from alu.store.store import TargetStore

__all__ = ["LINES", "Selection", "measure", "read_outcomes"]

LINES = "agents.jsonl"
"""File of a folder: an outcome a line."""
_PROMPTS: Mapping[RoleName, str] = {
    "flow": "audit",
    "audit": "audit",
    "narrow": "narrow",
    "edit": "edit",
    "rewrite": "rewrite",
    "critic": "critic",
    "screen": "screen",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be measured."""

    half: Half = "reporting"
    roles: tuple[RoleName, ...] = ("flow", "audit")
    kinds: tuple[str, ...] = ()
    """Kinds of cases; all where none is given."""
    limit: int | None = None
    """Cases of each kind."""
    trust: Literal["measured", "weak", "strong"] = "measured"

    def cases(self) -> list[LabelledCase]:
        """Return the cases asked for, the first `limit` of each kind."""
        seen, found = Counter[str](), list[LabelledCase]()
        for case in cases():
            if case.half != self.half or (self.kinds and case.kind not in self.kinds):
                continue
            seen[case.kind] += 1
            if self.limit is None or seen[case.kind] <= self.limit:
                found.append(case)
        return found


async def measure(
    folder: Path, model: ChatModel, asked: Selection, *, timeout: float, tell: Callable[[str], None] = lambda _: None
) -> list[RoleOutcome]:
    """Put every case to every role and return what came of it; what is in `folder` already is not asked again."""
    await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    found = list[RoleOutcome]()
    stores = TargetStore.temporary(targets_of()), TargetStore.temporary(targets_of(("topic",)))
    work = Workplace(model, *stores, timeout, asked.trust)
    try:
        with claimed(folder), _appending(folder / LINES) as out:
            done = read_outcomes(folder / LINES)
            for number, (role, case) in enumerate(pairs := _pairs(asked), 1):
                key = _key(model.name, role, case.id, asked.trust)
                if key not in done:
                    done[key] = await work.run(role, case)
                    out.write(json.dumps({"key": key, **asdict(done[key])}, ensure_ascii=False) + "\n")
                    out.flush()
                    tell(f"{number}/{len(pairs)} {role} {case.id}")
                found.append(done[key])
    finally:
        await work.close()
    return found


def read_outcomes(path: Path) -> dict[str, RoleOutcome]:
    """Return what was measured so far, by its key; a line cut off at the end counts as not written.

    Raises:
        InputError: another line cannot be read.
    """
    if not path.exists():
        return {}
    try:
        rows: Iterable[dict[str, Any]] = (json.loads(t) for t in path.read_text("utf-8").split("\n")[:-1] if t)
        return {row.pop("key"): RoleOutcome(**row) for row in rows}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(f"{path} is damaged: choose another --out") from None


def _appending(path: Path) -> TextIO:
    drop_torn_line(path)
    return open(path, "a", encoding="utf-8")


def _pairs(asked: Selection) -> Sequence[tuple[RoleName, LabelledCase]]:
    return [(role, case) for role in asked.roles for case in asked.cases()]


def _key(model: str, role: RoleName, case: str, trust: str) -> str:
    return "|".join((model, role, load(_PROMPTS[role]).hash, trust if role == "flow" else "", case))
