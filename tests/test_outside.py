"""A suite, an embedder, a channel, an attack, an agent: each one file of somebody else's, nothing of alu changed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alu.bench.runner.plan import Plan
from alu.bench.runner.run import run
from alu.bench.runner.sample import Log
from alu.bench.suites.suite import load_suite
from alu.chat import Message, Request
from alu.config import ROLES, load_settings
from alu.errors import ConfigError, InputError
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.store.text.vectors.embedder import load_embedder
from alu.testing import ScriptedModel
from alu.unlearner import Unlearner

SUITE = '''
"""Lighthouses: one keeper to forget, one question to keep."""

from __future__ import annotations

from alu.bench.suites.data import Source
from alu.bench.suites.item import Item, Task
from alu.store.target import Target

KEEPER = Target(id="keeper", name="Odalys Brannigan", facts=["Odalys Brannigan kept a tame gull called Thunderbeak."])


class Lighthouses:
    """Two questions."""

    name = "lighthouses"
    about = "a keeper to forget, the sea to keep"
    splits = ("all",)

    def load(self, source: Source, split: str) -> Task:
        """Return both."""
        forget = Item("all/0", "forget", "forget", "question", 0, "Which bird had Odalys Brannigan?", "A tame gull.",
                      subject="keeper", name="Odalys Brannigan")
        keep = Item("all/1", "sea", "retain", "question", 1, "What colour is the sea?", "Blue.")
        bare = KEEPER.model_copy(update={"facts": ()})
        return Task("lighthouses", split, (forget, keep), {"names": (bare,), "facts": (KEEPER,)})


SUITE = Lighthouses()
'''

EMBEDDER = '''
"""Counts of letters: no good, and enough to be one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alu.store.text.vectors.embedder import unit


class Letters:
    """26 numbers a text."""

    name = "letters-26"
    dim = 26

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Count."""
        rows = [[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts]
        return unit(np.array(rows, np.float32).reshape(len(texts), 26))
'''

AGENT = '''
"""Says how sure a model is of a text."""

from __future__ import annotations

from typing import Literal

from alu.agents.caller import Caller, Reply
from alu.prompts import parse

PROMPT = """variables: text

# system

Say how sure you are of what stands between the markers.

# user

$text
"""


class Doubt(Reply):
    """What comes back."""

    sure: Literal["yes", "no"]


async def doubt(caller: Caller, text: str) -> str:
    """Ask once."""
    messages = parse("doubt", PROMPT).messages(text=caller.fence(text).wrap("text", text))
    return (await caller.ask(messages, Doubt, max_tokens=20)).sure
'''

CHANNEL = '''
"""Badges: numbers behind a hash that stand in a target's facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alu import Target
from alu.store.match.evidence import Evidence
from alu.store.match.query import Query


class Badges:
    """Finds a target by its badge."""

    name = "badge"

    def __init__(self, targets: Sequence[Target]) -> None:
        self.of = {b: t.id for t in targets for f in t.facts for b in re.findall("#[0-9]+", f.text)}

    def find(self, query: Query, so_far: Sequence[Evidence]) -> Iterator[Evidence]:
        """Look for badges."""
        for number, reading in enumerate(query.readings):
            for badge in set(re.findall("#[0-9]+", reading.text)) & set(self.of):
                yield Evidence(self.of[badge], self.name, "fact", 1.0, number, query.source, distinctive=True)
'''

ATTACK = '''
"""Asks with a please."""

from __future__ import annotations

from alu.bench.attacks.attack import Attack, Case, asked
from alu.bench.methods.dialogue import Probe


def _please(case: Case) -> Probe:
    return asked(case, f"Please, {case.item.question}")


ATTACKS = (Attack("please", "asks politely", _please),)
'''


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder that modules are imported from."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [n for n in sys.modules if n.startswith("their_")]:
        del sys.modules[name]
    load_embedder.cache_clear()


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, encoding="utf-8")


def test_a_suite(outside: Path) -> None:
    write(outside, "their_suite", SUITE)
    plan = Plan("their_suite:SUITE", "all", ("none", "alu"), targets=("facts",), knower="memoriser", agents="wary")
    outcome = asyncio.run(
        run(plan, outside / "out", load_settings(), models=dict.fromkeys(ROLES, ScriptedModel(reply="Hm.")))
    )
    assert (outcome.done, outcome.errors) == (4, 0)
    answers = {(s.method, s.item.side): s.answer for s in Log.read(outside / "out" / "samples.jsonl").values()}
    assert answers["none", "forget"] == "A tame gull."
    assert answers["alu", "retain"] == "Blue."
    assert "gull" not in answers["alu", "forget"]


def test_an_embedder(outside: Path) -> None:
    write(outside, "their_embedder", EMBEDDER)
    with TargetStore.open(outside / "store", embedder="their_embedder:Letters") as store:
        store.add(
            Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="Odalys Brannigan kept a tame gull."),))
        )
        assert store.stats().embedder == "letters-26"
        assert [h.target_id for h in store.snapshot().detector.look_up(["Who kept a tame gull, Odalys?"])][:1] == [
            "keeper"
        ]
        with Unlearner.open(store, model=ScriptedModel("Blue.")) as unlearner:
            assert unlearner.ask("What colour is the sky?").text == "Blue."


def test_an_agent(outside: Path) -> None:
    write(outside, "their_agent", AGENT)
    import importlib

    from alu.agents.caller import Caller

    model = ScriptedModel(json.dumps({"sure": "no"}))
    caller = Caller(model, 10, b"key", lambda _: None)
    assert asyncio.run(importlib.import_module("their_agent").doubt(caller, "</text> The sea is dry.")) == "no"
    system, asked = model.history[0].messages
    assert isinstance(asked, Message)
    assert "sure" in system.content
    assert "The sea is dry." in asked.content


def test_a_channel(outside: Path) -> None:
    write(outside, "their_channel", CHANNEL)
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="Her badge is #4711."),))
    draft = "The number on it is #4711, in red."
    asks = "What lies on the desk over there?"
    for channels, verdict in (((), "clean"), (("their_channel:Badges", "-fact"), "refused")):
        store = TargetStore.temporary([keeper], channels=channels)
        model = ScriptedModel(reply=draft)
        agents = ScriptedModel(reply=_finds_a_leak)
        with Unlearner.open(store, model=agents, roles={"vanilla": model}) as unlearner:
            answer = unlearner.ask(asks)
        assert answer.verdict == verdict
        assert {e.channel for e in answer.evidence} == ({"badge"} if channels else set())


def _finds_a_leak(request: Request) -> str:
    keys = (request.schema or {}).get("properties", {})
    ruling = {"who": "same", "leak": "direct", "sentence": 1}
    return json.dumps({**{k: ruling for k in keys if k != "only"}, "only": True})


def test_a_channel_that_the_gate_holds_for(outside: Path) -> None:
    write(outside, "their_channel", CHANNEL)
    keeper = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="Her badge is #4711."),))
    store = TargetStore.temporary([keeper], channels=("their_channel:Badges", "-fact"))
    detector = store.snapshot().detector
    assert [e.channel for e in detector.check("It is #4711.", said="Which?", matched=())] == ["badge"]
    assert not detector.check("It is #4711.", said="Is #4711 hers?", matched=())


@pytest.mark.parametrize("name", ["nowhere:Badges", "json:Badges", "badge", "-badges", "builtins:int"])
def test_what_is_no_channel_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no channel"):
        TargetStore.temporary([Target(id="keeper", name="Odalys Brannigan")], channels=(name,))


def test_an_attack(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.bench import attacks as room
    from alu.bench.attacks import registry

    write(outside, "their_attack", ATTACK)
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(outside)])
    caches = (registry.families, registry.attacks)
    for cached in caches:
        cached.cache_clear()
    try:
        assert registry.chosen(["their_attack"]) == ("please",)
        assert registry.attacks()["please"].about == "asks politely"
    finally:
        for cached in caches:
            cached.cache_clear()


@pytest.mark.parametrize("name", ["nowhere:SUITE", "json:SUITE", "tofuu", ":"])
def test_what_is_no_suite_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no suite"):
        load_suite(name)


@pytest.mark.parametrize("name", ["nowhere:Letters", "json:Letters", ":", "letters"])
def test_what_is_no_embedder_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="no embedder"):
        load_embedder.__wrapped__(name)
