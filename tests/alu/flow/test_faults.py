"""Faults: whatever breaks, no draft comes out, and the caller can tell."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from alu.chat import Choice, Completion, Message, Request
from alu.errors import (
    BadReply,
    ConfigError,
    InputError,
    MissingKey,
    ModelBusy,
    ModelError,
    ModelRejected,
    ModelTimeout,
    ModelUnreachable,
    StoreCorrupt,
)
from alu.prompts import refusal
from alu.store.target import Target
from tests.flow import CANARY, KEEPER, agents, unlearner

UNKNOWN = refusal("unknown")
ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
FAULTS = [
    ModelTimeout("late"),
    ModelUnreachable("gone"),
    ModelRejected("401", 401),
    ModelBusy("429", 1.0),
    ModelRejected("500", 500),
    BadReply("no"),
    RuntimeError(f"boom {CANARY}"),
    ValueError(CANARY),
]
ROOM = {"audit": "only", "rewrite": "answer", "critic": "C1"}


def failing(stage: str, fault: Exception | str) -> Callable[[Request], str | Sequence[str]]:
    """Return agents of which one fails."""
    good = agents()

    def reply(request: Request) -> str | Sequence[str]:
        if ROOM[stage] in (request.schema or {}).get("properties", {}):
            if isinstance(fault, Exception):
                raise fault
            return fault
        return good(request)

    return reply


@pytest.mark.parametrize("stage", list(ROOM))
@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: type(f).__name__)
def test_a_fault_of_an_agent_fails_closed(
    stage: str, fault: Exception, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    u, _, _ = unlearner(judge=failing(stage, fault))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")
    assert answer.usage.calls >= 1
    assert CANARY not in caplog.text + str(answer) + json.dumps(answer.as_dict()) + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "verdict",
    [
        "",
        "None",
        "None of this is safe",
        "nonetheless",
        '{"T1": {"who": "same", "leak": "none", "sentence": 0}, "only": fal',
        '{"T1": {"who": "same", "leak": "clean", "sentence": 0}, "only": false}',
        '{"T1": {"who": "same", "leak": "none", "sentence": 0, "x": 1}, "only": false}',
        '{"T1": {"who": "same", "leak": "none", "sentence": 99}, "only": false}',
        '{"T1": {"who": "same", "leak": "none", "sentence": "0"}, "only": false}',
        '{"only": false}',
        "[]",
        '{"T1": {"who": "other", "leak": "none", "sentence": 0}, "only": false} {"only": true}',
        'The text says {"T1": {"who": "other", "leak": "none", "sentence": 0}, "only": false}',
    ],
)
def test_what_is_no_verdict_is_not_taken_for_one(verdict: str) -> None:
    u, _, others = unlearner(judge=failing("audit", verdict))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")
    assert len(others.history) == 2
    assert answer.usage.calls == 3


@pytest.mark.parametrize(
    "scores",
    [
        '{"C1": {"forgotten": 9, "faithful": 5, "helpful": 5}}',
        '{"C1": {"forgotten": 5}}',
        '{"C2": {"forgotten": 5, "faithful": 5, "helpful": 5}}',
        '{"C1": {"forgotten": 5, "faithful": 5, "helpful": 5}, "C2": {"forgotten": 5, "faithful": 5, "helpful": 5}}',
        '{"C1": 5}',
    ],
)
def test_wrong_scores_fail_closed(scores: str) -> None:
    u, _, _ = unlearner(draft="The keeper kept Admiral Thunderbeak.", judge=failing("critic", scores))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")


def test_a_cut_off_verdict_is_no_verdict() -> None:
    full = '{"T1": {"who": "other", "leak": "none", "sentence": 0}, "only": false}'
    u, _, others = unlearner()
    for _ in range(2):
        others.enqueue(Completion((Choice(full, "length"),)))
    with u:
        assert u.ask(ABOUT).verdict == "failed_closed"


def test_a_verdict_is_repaired_once() -> None:
    u, _, others = unlearner(judge=agents(only=True))
    others.enqueue("I think it leaks.")
    with u:
        answer = u.ask(ABOUT)
    assert (answer.verdict, answer.usage.calls) == ("refused", 3)


@pytest.mark.parametrize("error", [ModelUnreachable("gone"), ModelTimeout("late"), MissingKey("no key")])
def test_a_failed_vanilla_call_raises(error: Exception) -> None:
    u, vanilla, _ = unlearner()
    vanilla.enqueue(error)
    with u, pytest.raises(type(error)):
        u.ask("What is the capital of France?")


@pytest.mark.parametrize(
    "error", [RuntimeError(CANARY), TimeoutError(CANARY), Completion(())], ids=lambda e: type(e).__name__
)
@pytest.mark.parametrize("question", ["What is the capital of France?", ABOUT])
def test_a_vanilla_model_that_breaks_gives_no_answer(error: Any, question: str) -> None:
    u, vanilla, others = unlearner(audit="always")
    vanilla.enqueue(error)
    with u, pytest.raises(ModelError, match="vanilla") as caught:
        u.ask(question)
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert others.history == []


def test_what_a_withheld_answer_cost_is_reported_stage_by_stage() -> None:
    topic = Target(id="locks", name="Lock bypassing", kind="topic", examples=("How is a lock picked?",))
    u, _, _ = unlearner(KEEPER, topic, judge=failing("audit", "no verdict"))
    with u:
        answer = u.ask(ABOUT)
    stated = [(s.name, s.outcome, s.usage.calls) for s in answer.stages]
    assert stated == [
        ("draft", "drafted", 1),
        ("screen", "nothing near", 1),
        ("look_up", "near", 0),
        ("audit", "unfinished", 2),
        ("fault", "BadReply", 0),
    ]
    assert (answer.verdict, answer.usage.calls) == ("failed_closed", 4)


def test_a_store_that_takes_too_long_is_no_model_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    u, vanilla, _ = unlearner()
    vanilla.latency = 1
    with u, monkeypatch.context() as broken:
        broken.setattr(u.targets, "snapshot", _raising(TimeoutError(CANARY)))
        assert u.ask(ABOUT).verdict == "failed_closed"


def test_a_configuration_error_of_a_judge_raises() -> None:
    u, _, others = unlearner()
    others.enqueue(MissingKey("set a key"))
    with u, pytest.raises(ConfigError, match="set a key"):
        u.ask(ABOUT)


@pytest.mark.parametrize("method", ["snapshot"])
@pytest.mark.parametrize("error", [StoreCorrupt("bad"), OSError(CANARY)])
def test_a_broken_store_fails_closed(method: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    u, _, _ = unlearner()
    with u, monkeypatch.context() as broken:
        broken.setattr(u.targets, method, _raising(error))
        answer = u.ask("What is the capital of France?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")


@pytest.mark.parametrize("method", ["look_up", "check", "foreign"])
def test_a_broken_look_up_fails_closed(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from alu.store.match.detector import Detector

    u, _, _ = unlearner()
    with u:
        monkeypatch.setattr(Detector, method, _raising(RuntimeError(CANARY)))
        answer = u.ask("What is the capital of France?")
    assert (answer.text, answer.verdict) == (UNKNOWN, "failed_closed")


def test_open_on_error_is_said_in_verdict_and_log(caplog: pytest.LogCaptureFixture) -> None:
    u, _, others = unlearner(draft=f"Secret {CANARY}", on_error="open")
    others.enqueue(ModelUnreachable("gone"))
    with u:
        answer = u.ask(ABOUT)
    assert (answer.text, answer.verdict) == (f"Secret {CANARY}", "bypassed")
    assert [r.levelname for r in caplog.records if r.name == "alu"] == ["ERROR"]
    assert CANARY not in caplog.text


def test_the_deadline_ends_a_hanging_judge_closed_and_a_hanging_draft_with_an_error() -> None:
    u, vanilla, others = unlearner(deadline=0.3)
    with u:
        others.latency = 30
        start = time.monotonic()
        assert u.ask(ABOUT).verdict == "failed_closed"
        vanilla.latency = 30
        with pytest.raises(ModelTimeout, match="vanilla"):
            u.ask("Hello there, how are you?")
        assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "question", ["", "  \n", "\x00\x01binary", "x" * 200_001, "half \ud83d", [], None, 5, b"Hi?", [b"Hi?"], [None]]
)
def test_a_question_that_cannot_be_asked_is_refused_before_any_call(question: Any) -> None:
    u, vanilla, _ = unlearner()
    with u, pytest.raises(InputError):
        u.ask(question)
    assert vanilla.history == []


@pytest.mark.parametrize(
    "message",
    [
        {"content": "no role"},
        {"role": "user", "content": [{"type": "text"}]},
        {"role": "user", "content": [{"type": ["text"], "text": "Hi"}]},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,x"}}]},
        {"role": "oracle", "content": "Hi"},
        Message("function", "Hi"),  # type: ignore[arg-type]
        Message("user", None),  # type: ignore[arg-type]
        {"role": ["user"], "content": "Hi"},
    ],
)
def test_a_message_needs_role_and_text(message: Any) -> None:
    u, _, _ = unlearner()
    with u, pytest.raises(InputError):
        u.ask([message, {"role": "user", "content": "Hi"}])


def test_a_message_may_be_parts_with_texts() -> None:
    u, vanilla, _ = unlearner(draft="38 metres.")
    parts = [{"type": "text", "text": "How tall"}, {"type": "text", "text": "is the tower?"}]
    with u:
        assert u.ask([{"role": "user", "content": parts}]).text == "38 metres."
        assert [m.as_dict() for m in vanilla.history[0].messages] == [{"role": "user", "content": parts}]
        named = [{"type": "text", "text": "Who is Odalys Brannigan?"}]
        assert u.ask([{"role": "user", "content": named}]).matched == ("keeper",)


def test_a_dialogue_does_not_end_with_the_assistant() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "height", "arguments": "{}"}}
    asked = [Message("user", "How tall?"), Message("assistant", "", {"tool_calls": [call]})]
    u, vanilla, _ = unlearner(draft="38 metres.")
    with u:
        with pytest.raises(InputError, match="ends with the assistant"):
            u.ask(asked)
        assert vanilla.history == []
        assert u.ask([*asked, Message("tool", "38", {"tool_call_id": "1"})]).text == "38 metres."


@pytest.mark.parametrize("context", ["one text", None, 5, [b"bytes"], ["half \ud83d"]])
def test_the_context_is_a_list_of_texts(context: Any) -> None:
    u, vanilla, _ = unlearner()
    with u, pytest.raises(InputError):
        u.ask("How tall is the tower?", context=context)
    assert vanilla.history == []


async def test_cancelling_leaves_nothing_running() -> None:
    u, vanilla, _ = unlearner()
    vanilla.latency = 30
    async with u:
        task = asyncio.create_task(u.aask("Hello?"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.05)
        assert u.pending() == 0


def _raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail
