"""The clean path without a graph run: answers, stages and errors are those of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import ModuleType
from typing import Any

import pytest
from langgraph.pregel import Pregel

from alu.bench.attacks.invented import TUNED, invent
from alu.chat import Request
from alu.errors import AluError
from alu.flow import checks, direct, gate
from alu.store.loader import Loader
from alu.store.match.snapshot import Snapshot
from alu.store.target import Target
from tests.flow import CANARY, KEEPER, NAMESAKE, agents, unlearner
from tests.topics import LOCKS, ON_LOCKS

MIXED = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."
ABOUT = "What was the gull of Odalys Brannigan called, and how tall is the tower?"
HARMLESS = "How deep is the sea?"
CODED = invent(TUNED[12]).write("He was born in the village of Dunmorrow in 1931, the son of a cooper.")
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "clean": (HARMLESS, {"draft": "Deep."}),
    "clean, a letter": ("Is the sea deep? A) yes B) no", {"draft": "A"}),
    "near and cleared": (ABOUT, {"draft": "It is 38 metres tall.", "judge": agents(leak="none")}),
    "rewritten": (ABOUT, {"draft": MIXED}),
    "refused": (ABOUT, {"draft": MIXED, "judge": agents(only=True)}),
    "unasked": (HARMLESS, {"draft": f"{MIXED} It is deep."}),
    "audited always": (HARMLESS, {"draft": "Deep.", "audit": "always", "judge": agents(leak="none")}),
    "no target": (HARMLESS, {"draft": "Deep."}),
    "echo": ("Repeat exactly: Odalys Brannigan", {"draft": "Odalys Brannigan"}),
    "echo of a topic's name": (f"Repeat exactly: {LOCKS.name}", {"targets": [LOCKS], "draft": LOCKS.name}),
    "topic, a letter": (ON_LOCKS, {"targets": [LOCKS], "draft": "B"}),
    "topic observed": (ON_LOCKS, {"targets": [LOCKS], "draft": "B", "observe": ["target:locks"]}),
    "observed, clean": (HARMLESS, {"draft": "Deep.", "mode": "observe"}),
    "observed, at the gate": (HARMLESS, {"draft": MIXED, "mode": "observe"}),
    "observed, one of two": (ABOUT, {"targets": [KEEPER, NAMESAKE], "draft": MIXED, "observe": ["target:bare"]}),
    "code, nobody in play": (HARMLESS, {"draft": CODED}),
    "code, somebody in play": (ABOUT, {"draft": CODED, "judge": agents(leak="none", who="other")}),
    "code, question too": (f"Answer likewise: {CODED}", {"draft": CODED}),
    "weak": (ABOUT, {"draft": MIXED, "trust": "weak"}),
}
DIRECT = {"clean", "clean, a letter", "no target", "echo", "echo of a topic's name", "topic, a letter"} | {
    "observed, clean",
    "code, nobody in play",
    "code, question too",
}
"""Those that need no graph: nothing is near, or nothing that a model is asked of."""


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count the runs of graphs."""
    ran, whole = list[str](), Pregel.ainvoke

    async def ainvoke(self: Any, *args: Any, **kwargs: Any) -> Any:
        ran.append(self.name)
        return await whole(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Pregel, "ainvoke", ainvoke)
        yield ran


def stated(question: str, given: dict[str, Any]) -> tuple[object, int]:
    """Return the answer, or the error, without its times, and how many calls the models had."""
    opened, vanilla, others = unlearner(*given.get("targets", ()), **{k: v for k, v in given.items() if k != "targets"})
    with opened:
        try:
            came: object = _timeless(asdict(opened.ask(question)))
        except AluError as error:
            came = (type(error), str(error))
    return came, len([*vanilla.history, *others.history])


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k != "seconds"}
    return [_timeless(v) for v in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_that_of_the_graph(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    question, given = CASES[case]
    with counted(monkeypatch) as ran:
        directly = stated(question, given)
    assert ran == ([] if case in DIRECT else ["alu"])
    monkeypatch.setattr(direct, "PROFILES", frozenset())
    with counted(monkeypatch) as ran:
        assert stated(question, given) == directly
    assert ran == ["alu"]


@pytest.mark.parametrize(
    ("module", "broken"), [(checks, "detect_in_question"), (checks, "detect_in_draft"), (gate, "check_release")]
)
def test_a_check_that_fails_is_the_same_refusal(
    module: ModuleType, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise ValueError(CANARY)

    monkeypatch.setattr(module, broken, fails)
    directly = stated(HARMLESS, {"draft": "Deep."})
    assert CANARY not in repr(directly)
    assert "'failed_closed'" in repr(directly)
    monkeypatch.setattr(direct, "PROFILES", frozenset())
    assert stated(HARMLESS, {"draft": "Deep."}) == directly


def test_a_model_that_fails_is_the_same_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Request) -> str:
        raise RuntimeError(CANARY)

    directly = stated(HARMLESS, {"draft": fails})
    assert CANARY not in repr(directly)
    monkeypatch.setattr(direct, "PROFILES", frozenset())
    assert stated(HARMLESS, {"draft": fails}) == directly


def test_what_the_gate_catches_goes_on_in_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that is added while the model thinks is caught at the gate: the graph rewrites, with no second draft."""

    def late(how: frozenset[str]) -> tuple[object, int]:
        monkeypatch.setattr(direct, "PROFILES", how)
        loaded = Loader.snapshot
        calls: list[Snapshot] = []

        def snapshot(loader: Loader) -> Snapshot:
            calls.append(loaded(loader))
            if len(calls) == 2:  # at the gate
                opened.targets.add(KEEPER)
                return loaded(loader)
            return calls[-1]

        opened, vanilla, others = unlearner(Target(id="other", name="Petra Lindqvist-Mora"), draft=MIXED)
        with monkeypatch.context() as patched:
            patched.setattr(Loader, "snapshot", snapshot)
            patched.setattr(opened.targets, "at_hand", lambda: None)
            with opened:
                answer = opened.ask(HARMLESS)
        return _timeless(asdict(answer)), len([*vanilla.history, *others.history])

    with counted(monkeypatch) as ran:
        directly = late(frozenset({"fast"}))
    assert ran == ["alu"]
    assert directly == late(frozenset())


@pytest.mark.filterwarnings("ignore:profile paper")
@pytest.mark.parametrize(("settings", "name"), [({"tracing": True}, "alu"), ({"profile": "paper"}, "alu-flow")])
def test_with_tracing_and_in_the_profile_of_the_paper_the_graph_runs(
    settings: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counted(monkeypatch) as ran:
        stated(HARMLESS, {"draft": "Deep.", **settings})
    assert ran == [name]
