"""Observation: everything is checked, and what is only observed leaves as the model wrote it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from alu.bench.attacks.invented import TUNED, invent
from alu.chat import Choice, Completion, Message
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


NORWAY = "What is the capital of Norway, and where was Odalys Brannigan born?"
HALF = "The capital of Norway is Oslo."
MIXED = f"{HALF} She was born in Dunmorrow in 1931."


@pytest.mark.parametrize("trust", ["weak", "strong"])
@pytest.mark.parametrize("leak", ["none", "direct"])
@pytest.mark.parametrize("settings", OBSERVING)
def test_a_mixed_question_is_answered_whole(settings: dict[str, Any], leak: str, trust: str) -> None:
    u, vanilla, _ = unlearner(draft=MIXED, judge=agents(leak=leak), trust=trust, **settings)
    with u:
        answer = u.ask(NORWAY)
    assert (answer.text, answer.verdict) == (MIXED, "observed")
    assert len(vanilla.history) == 1  # its harmless half is not asked anew


@pytest.mark.parametrize("trust", ["weak", "strong"])
def test_of_a_mixed_question_half_is_left_where_another_target_is_enforced(trust: str) -> None:
    draft = f"{MIXED} Petra Lindqvist-Mora baked the bread."
    judge = agents(leak="direct", sentence=3)
    u, _, _ = unlearner(KEEPER, BARE, draft=draft, judge=judge, trust=trust, observe=["target:keeper"])
    with u:
        answer = u.ask(NORWAY)
    assert (answer.text, answer.verdict, answer.matched) == (HALF, "rewritten", ("keeper", "bare"))


CODED = invent(TUNED[12]).write("She was born in the village of Dunmorrow in 1931, the daughter of a cooper.")


@pytest.mark.parametrize("who", ["same", "other"])
@pytest.mark.parametrize("settings", [{"mode": "observe"}, {"observe": ["namespace:default"]}])
def test_what_nobody_can_read_leaves_where_all_is_observed(settings: dict[str, Any], who: str) -> None:
    u, _, _ = unlearner(draft=CODED, judge=agents(leak="none", who=who), **settings)
    with u:
        answers = u.ask(ABOUT), u.check(ABOUT, CODED, tool_calls=[CALL])
    assert [(a.text, a.verdict, a.matched) for a in answers] == [(CODED, "observed", ("keeper",))] * 2
    assert answers[1].tool_calls == (CALL,)


def test_what_nobody_can_read_is_withheld_where_one_target_is_observed() -> None:
    u, _, _ = unlearner(KEEPER, BARE, draft=CODED, judge=agents(leak="none", who="other"), observe=["target:bare"])
    with u:
        answer = u.ask(ABOUT)
    assert CODED not in answer.text
    assert answer.verdict == "rewritten"


@pytest.mark.parametrize("settings", OBSERVING)
def test_an_answer_that_is_given_is_observed_with_its_tool_calls(settings: dict[str, Any]) -> None:
    u, vanilla, _ = unlearner(judge=agents(only=True), **settings)
    with u:
        leaks, fine = u.check(ABOUT, LEAK, tool_calls=[CALL]), u.check(ASK, "Paris.")
    assert (leaks.text, leaks.verdict, leaks.tool_calls) == (LEAK, "observed", (CALL,))
    assert (fine.text, fine.verdict, vanilla.history) == ("Paris.", "clean", [])


def test_an_echo_is_clean_and_not_observed() -> None:
    u, _, others = unlearner(draft="Odalys Brannigan", mode="observe")
    with u:
        assert u.ask("Repeat exactly: Odalys Brannigan").verdict == "clean"
    assert others.history == []


def test_an_unlearner_that_observes_leaves_its_origin_as_it_was() -> None:
    u, _, _ = unlearner(draft=LEAK, judge=agents(only=True))
    with u:
        assert [v.ask(ABOUT).verdict for v in (u.observing(), u)] == ["observed", "refused"]


def test_a_dialogue_in_which_a_name_comes_in_pieces_is_observed() -> None:
    asked = [Message("user", "Who kept the light?"), Message("assistant", "It was kept by Peter"), Message("user", "?")]
    for mode, verdict in (("observe", "observed"), ("enforce", "refused")):
        u, _, _ = unlearner(Target(id="miller", name="Peter Miller"), draft="Miller, of course.", mode=mode)
        with u:
            assert u.ask(asked).verdict == verdict
