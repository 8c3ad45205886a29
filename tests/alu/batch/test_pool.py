"""Lines shared out to workers: each is answered once, whatever is lost; no answer of an older list counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from alu.answer import Usage
from alu.batch.copied import Copy
from alu.batch.pool import TRIES, Pool, WorkerLost
from alu.batch.run import Batch
from alu.batch.worker import LineReply
from alu.errors import AluError


@dataclass
class Listing:
    """A list whose version changes where a test says so."""

    now: int = 1
    copies: int = 0

    def version(self) -> int:
        return self.now

    def copy(self) -> Copy:
        self.copies += 1
        return Copy(self.now)


@dataclass(eq=False)
class Hand:
    """A worker that may be lost in the middle of a line, or never begin."""

    dies: Callable[[str], bool] = lambda line: False
    problem: str = ""
    begins: bool = True
    version: int = 0
    lines: list[str] = field(default_factory=list)
    gone: bool = False
    ended: str = ""

    async def load(self, copy: Copy) -> str:
        if self.gone:
            raise WorkerLost
        if not self.begins:
            await asyncio.Event().wait()
        self.version = copy.version
        return self.problem

    async def answer(self, line: str) -> LineReply:
        version = self.version
        self.lines.append(line)
        await asyncio.sleep(0.001)
        if self.gone or self.dies(line):
            self.gone = True
            raise WorkerLost
        return LineReply(version, {"question": json.loads(line)["question"], "answer": version}, Usage(calls=1))

    async def close(self) -> None:
        self.ended = "closed"

    def kill(self) -> None:
        self.ended += " killed"


def pool(*hands: Hand, listed: Listing | None = None, count: int | None = None, wait: float = 0.2) -> Pool:
    waiting = list(hands)
    return Pool(
        lambda: waiting.pop(0) if waiting else Hand(begins=False), count or len(hands), listed or Listing(), wait
    )


def asked(tmp_path: Path, n: int) -> tuple[Path, Path]:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"question": f"number {i}"}) + "\n" for i in range(n)), encoding="utf-8")
    return source, tmp_path / "out.jsonl"


async def test_a_lost_worker_loses_no_line_and_nothing_is_written_twice(tmp_path: Path) -> None:
    source, out = asked(tmp_path, 60)
    first, second = Hand(), Hand()
    first.dies = lambda line: len(first.lines) >= 10
    outcome = await Batch(pool(first, second), source, out, concurrency=8).run()
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(r["line"] for r in rows) == list(range(1, 61))
    assert (outcome.written, outcome.failed) == (60, 0)
    assert 10 <= len(first.lines) < 20
    assert len(second.lines) > 40
    assert (first.ended, second.ended) == (" killed", "closed killed")


async def test_another_worker_is_begun_in_the_place_of_a_lost_one(tmp_path: Path) -> None:
    source, out = asked(tmp_path, 20)
    hands = [Hand(dies=lambda line: "number 3" in line) if i == 0 else Hand() for i in range(2)]
    outcome = await Batch(pool(*hands, count=1, wait=5), source, out, concurrency=4).run()
    assert (outcome.written, outcome.failed) == (20, 0)
    assert len(hands[1].lines) >= 16


async def test_a_line_that_kills_its_workers_has_an_error_and_is_the_only_one(tmp_path: Path) -> None:
    source, out = asked(tmp_path, 12)
    hands = [Hand(dies=lambda line: "number 7" in line) for _ in range(TRIES + 2)]
    outcome = await Batch(pool(*hands, count=2, wait=5), source, out, concurrency=1).run()
    (bad,) = [r for r in map(json.loads, out.read_text("utf-8").splitlines()) if r.get("error")]
    assert (outcome.written, bad["question"], bad["line"]) == (12, "number 7", 8)
    assert bad["error"] == {"code": "WorkerLost", "message": f"{TRIES} workers were lost with this line"}
    await Batch(pool(Hand()), source, out).run()  # and is asked again
    assert not [r for r in map(json.loads, out.read_text("utf-8").splitlines()) if r.get("error")]


async def test_an_answer_of_an_older_list_is_asked_again() -> None:
    listed, hand = Listing(), Hand()

    def changes(line: str) -> bool:
        listed.now = 2
        return False

    hand.dies = changes
    row, usage = await pool(hand, listed=listed).answer('{"question": "x"}')
    assert (row["answer"], usage.calls) == (2, 2)  # what was asked in vain has its cost
    assert listed.copies == 2


async def test_lines_of_a_changed_list_wait_until_all_workers_have_it() -> None:
    listed, hands = Listing(), [Hand() for _ in range(3)]
    shared = pool(*hands, listed=listed)
    await asyncio.gather(*(shared.answer('{"question": "a"}') for _ in range(9)))
    listed.now = 5
    rows = await asyncio.gather(*(shared.answer('{"question": "b"}') for _ in range(9)))
    assert {row["answer"] for row, _ in rows} == {5}
    assert sum(len(h.lines) for h in hands) == 18  # nothing in vain
    assert listed.copies == 2


async def test_without_workers_the_run_ends_and_says_why() -> None:
    with pytest.raises(AluError, match="no processor"):
        await pool(Hand(problem="no processor")).answer('{"question": "x"}')
    with pytest.raises(AluError, match=r"none came within 0\.2 s"):
        await pool(Hand(begins=False)).answer('{"question": "x"}')
    with pytest.raises(AluError, match="when it began"):
        await pool(Hand(gone=True)).answer('{"question": "x"}')
    with pytest.raises(AluError, match="goes on when there is"):
        await pool(Hand(dies=lambda line: True)).answer('{"question": "x"}')


async def test_a_list_that_a_worker_cannot_take_ends_the_run() -> None:
    listed, hand = Listing(), Hand()
    shared = pool(hand, listed=listed)
    await shared.answer('{"question": "x"}')
    listed.now, hand.problem = 2, "the disk is full"
    with pytest.raises(AluError, match="the disk is full"):
        await shared.answer('{"question": "x"}')
