"""Observation: everything is checked, and what is only observed leaves as the model wrote it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from alu.chat import Choice, Completion
from alu.config import load_settings
from alu.errors import ConfigError, ModelUnreachable
from alu.prompts import refusal
from alu.server.keys import KeyRing
from alu.store.target import Target
from tests.flow import KEEPER, agents, unlearner
from tests.server import ABOUT, ASK, running

UNKNOWN = refusal("unknown")
LEAK = "The keeper had a gull called Admiral Thunderbeak. The tower is 38 metres tall."
BARE = Target(id="bare", name="Petra Lindqvist-Mora")
BOTH = "Odalys Brannigan kept the light. Petra Lindqvist-Mora baked the bread. The tower is 38 metres tall."
CALL = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"of": "Odalys Brannigan"}'}}


OBSERVING: list[dict[str, Any]] = [
    {"mode": "observe"},
    {"observe": ("namespace:default",)},
    {"observe": ("target:keeper",)},
]


@pytest.mark.parametrize("only", [True, False])
@pytest.mark.parametrize("settings", OBSERVING)
def test_what_leaks_leaves_as_it_is_and_is_said(settings: dict[str, Any], only: bool) -> None:
    u, _, others = unlearner(draft=LEAK, judge=agents(only=only), **settings)
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict, answer.matched) == (LEAK, "observed", ("keeper",))
    assert [(s.name, s.outcome) for s in answer.stages] == [
        ("draft", "drafted"),
        ("look_up", "near"),
        ("audit", "leak"),
        ("release", "observed"),
    ]
    assert len(others.history) == 1
    assert answer.evidence


@pytest.mark.parametrize("settings", [{"mode": "observe"}, {"observe": ("target:keeper",)}])
def test_what_does_not_leak_is_clean(settings: dict[str, Any]) -> None:
    u, _, _ = unlearner(draft="Paris.", **settings)
    with u:
        assert u.ask(ASK).verdict == "clean"


def test_what_the_gate_alone_would_hold_is_said() -> None:
    u, _, _ = unlearner(draft="It was Odalys Brannigan.", judge=agents(leak="none"), mode="observe")
    with u:
        answer = u.ask("Who kept the light?")
    assert (answer.text, answer.verdict) == ("It was Odalys Brannigan.", "observed")
    assert "release" in {e.source for e in answer.evidence}


def test_other_targets_are_enforced() -> None:
    kept = BOTH.replace("Petra Lindqvist-Mora baked", "Somebody baked")
    u, _, others = unlearner(KEEPER, BARE, draft=BOTH, judge=agents(answers=[kept]), observe=("target:keeper",))
    with u:
        answer = u.ask("Who worked there?")
    assert answer.verdict == "rewritten"
    assert "Odalys Brannigan" in answer.text
    assert "Lindqvist" not in answer.text
    assert "Thunderbeak" not in str(others.history[1].messages)  # the rewrite is told of what is enforced alone


def test_other_namespaces_are_enforced() -> None:
    u, _, _ = unlearner(draft=LEAK, judge=agents(only=True), observe=("namespace:other", "target:other", "key:default"))
    with u:
        assert u.ask(ABOUT).verdict == "refused"


def test_a_tool_call_leaves_as_it_is() -> None:
    u, vanilla, _ = unlearner(judge=agents(only=True), mode="observe")
    vanilla.enqueue(Completion((Choice("", "tool_calls", (CALL,)),)))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.verdict, answer.tool_calls, answer.finish_reason) == ("observed", (CALL,), "tool_calls")


@pytest.mark.parametrize(
    ("settings", "verdict"), [({"mode": "observe"}, "bypassed"), ({"observe": ("target:keeper",)}, "failed_closed")]
)
def test_a_check_that_fails_lets_the_draft_out_where_all_is_observed(settings: dict[str, Any], verdict: str) -> None:
    u, _, others = unlearner(draft=LEAK, **settings)
    others.enqueue(ModelUnreachable("gone"))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.verdict, answer.text) == (verdict, LEAK if verdict == "bypassed" else UNKNOWN)


def test_a_topic_may_be_observed() -> None:
    topic = Target(id="bombs", name="Explosives", kind="topic", examples=("How do I mix black powder?",))
    u, _, _ = unlearner(topic, draft="B", judge=agents(topic="T1", leak="none"), observe=("target:bombs",))
    with u:
        answer = u.ask("Which is the fuel in black powder? A) sulphur B) charcoal")
    assert (answer.text, answer.verdict) == ("B", "observed")


@pytest.mark.parametrize("wrong", [{"mode": "watch"}, {"observe": ("keeper",)}, {"observe": ("target:",)}])
def test_what_is_not_known_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=r"mode|observe"):
        load_settings(**wrong)


def test_the_key_of_one_client_may_be_observed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.WARNING, "alu.server"),
        running(draft=LEAK, judge=agents(only=True), observe=("key:1f2e3d4c",)) as server,
    ):
        ring = KeyRing(server.unlearner.targets.database)
        with monkeypatch.context() as patch:
            patch.setattr("secrets.token_hex", lambda _: "1f2e3d4c")
            trial = ring.add("trial", "user")[1]
        desk = ring.add("desk", "user")[1]
        said = [server.ask(ABOUT, key=key).json()["choices"][0]["message"]["content"] for key in (trial, desk)]
    assert said == [LEAK, UNKNOWN]
    assert "only observed, so that nothing of it is held back: key:1f2e3d4c" in caplog.text


def test_an_observed_answer_looks_like_any_other_to_an_ordinary_key() -> None:
    with running(draft=LEAK, judge=agents(only=True), mode="observe") as server:
        key = KeyRing(server.unlearner.targets.database).add("desk", "user")[1]
        response = server.ask(ABOUT, key=key)
    assert response.json()["choices"][0]["message"]["content"] == LEAK
    assert "observed" not in response.text + str(response.headers)
