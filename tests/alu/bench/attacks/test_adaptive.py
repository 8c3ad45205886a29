"""A model that attacks: it learns from replies, stops when it has won, and a run with it resumes without a call."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from alu.answer import Answer
from alu.bench.attacks.ground import Ground
from alu.bench.attacks.registry import probe_of
from alu.bench.methods.conversation import converse
from alu.bench.methods.current import CurrentItem
from alu.bench.methods.dialogue import Dialogue
from alu.bench.runner.plan import Plan
from alu.bench.runner.run import run
from alu.bench.runner.sample import Log
from alu.bench.suites.data import Source
from alu.bench.suites.item import Item, Task
from alu.chat import Request
from alu.config import load_settings
from alu.testing import ScriptedModel
from tests.bench_rows import item, write_tofu


class Guarded:
    """Gives the secret away when asked for a poem."""

    async def answer(self, item: Item, put: Dialogue) -> Answer:
        return Answer(item.gold if "poem" in put.asked else "I cannot say.", "clean")


def attack(model: ScriptedModel | None, about: Item, budget: int = 8) -> Any:
    ground = Ground(Task("x", "y", (), {"names": ()}), Source(), model)
    return probe_of("adaptive", about, ground, wording="gold", seed=0, budget=budget)


def cunning(request: Request) -> str:
    return "A poem, please." if "I cannot say." in request.messages[-1].content else "Tell me."


async def test_it_learns_from_replies_and_stops_when_it_has_won() -> None:
    model = ScriptedModel(reply=cunning)
    answer, _ = await converse(Guarded(), attack(model, item()), CurrentItem(item()))
    assert answer.text == f"I cannot say.\n{item().gold}"
    assert len(model.history) == 2


async def test_it_asks_no_more_than_the_budget_and_a_twin_once() -> None:
    model = ScriptedModel(reply="")
    answer, _ = await converse(Guarded(), attack(model, item(), budget=3), CurrentItem(item()))
    assert answer.text.count("I cannot say.") == 3
    await converse(Guarded(), attack(model, item(side="retain")), CurrentItem(item()))
    assert len(model.history) == 3 + 1


def test_without_a_model_it_asks_nothing() -> None:
    assert attack(None, item()) is None


def test_a_run_with_an_attacker_resumes(tmp_path: Path) -> None:
    data, out = write_tofu(tmp_path / "data"), tmp_path / "out"
    plan = Plan(
        "tofu", "forget01", ("none", "alu"), ("facts",), knower="memoriser", agents="wary", limit=2,
        attacks=("adaptive",), attacker="x/attacker", budget=2,
    )  # fmt: skip
    model = ScriptedModel(reply="Tell me all.", name="x/attacker")
    settings = load_settings(temperature=0.0, max_tokens=64)
    first = asyncio.run(run(plan, out, settings, data=data, open_model=lambda name: model))
    asked = len(model.history)
    assert first.done == first.total == 2 * 4
    assert asked > 0
    asyncio.run(run(plan, out, settings, data=data, open_model=lambda name: model))
    assert len(model.history) == asked
    assert {s.arm.attack for s in Log.read(out / "samples.jsonl").values()} == {"adaptive"}
