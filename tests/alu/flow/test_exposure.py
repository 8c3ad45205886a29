"""The draft is the secret: no stream, event, log, trace, repr or error of the graph shows it."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import traceback
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alu.chat import Message
from alu.errors import ConfigError, ModelError, ModelTimeout
from alu.flow import checks
from alu.flow.graph import build
from alu.flow.vault import Context, Question, Vault
from alu.prompts import refusal
from tests.flow import CANARY, agents, unlearner

ABOUT = "What was the gull of Odalys Brannigan called next to what height of the tower?"
DRAFT = f"It was {CANARY}, called Admiral Thunderbeak. The tower is 38 metres tall."
MODES: list[Any] = ["values", "updates", "debug", "tasks", "messages", "custom", "checkpoints"]


def context(u: Any, question: str = ABOUT) -> Context:
    vault = Vault(Question((Message("user", question),)))
    vault.snapshot = u.targets.snapshot()
    return Context(vault, u.targets, u.models, u.settings, secrets.token_bytes(16), refusal("unknown"), u.trust)


@pytest.mark.parametrize("mode", MODES)
async def test_no_stream_mode_shows_the_draft(mode: Any) -> None:
    u, _, _ = unlearner(draft=DRAFT)
    async with u:
        seen = [str(part) async for part in build().astream({"question": ABOUT}, context=context(u), stream_mode=mode)]
    assert CANARY not in "".join(seen)
    assert "Thunderbeak" not in "".join(seen)


async def test_no_event_shows_the_draft() -> None:
    u, _, _ = unlearner(draft=DRAFT)
    async with u:
        events = build().astream_events({"question": ABOUT}, context=context(u), version="v2")
        seen = "".join([str(e) async for e in events])
    assert "release" in seen
    assert CANARY not in seen
    assert "Thunderbeak" not in seen


async def test_no_checkpoint_holds_the_draft() -> None:
    from langgraph.checkpoint.memory import InMemorySaver

    u, _, _ = unlearner(draft=DRAFT)
    saver = InMemorySaver()
    graph = build().copy({"checkpointer": saver})
    async with u:
        await graph.ainvoke({"question": ABOUT}, {"configurable": {"thread_id": "1"}}, context=context(u))
    kept = str(saver.storage) + str(saver.writes) + str(saver.blobs)
    assert "38 metres" in kept
    assert CANARY not in kept
    assert "Thunderbeak" not in kept


async def test_all_stream_modes_at_once_show_no_secret() -> None:
    u, _, _ = unlearner(draft=DRAFT, merge=2, judge=agents(answers=("The tower is 38 metres tall.", "It is tall.")))
    async with u:
        stream = build().astream({"question": ""}, context=context(u), stream_mode=MODES, subgraphs=True)
        seen = "".join([repr(part) async for part in stream])
    assert "compose" in seen
    assert CANARY not in seen
    assert "Thunderbeak" not in seen
    assert ABOUT not in seen


def test_a_fault_of_a_check_hands_on_no_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> Any:
        raise ConfigError("the judge's key is missing")

    monkeypatch.setattr(checks, "detect_in_draft", broken)
    u, _, _ = unlearner(draft=DRAFT)
    with u, pytest.raises(ConfigError) as fault:
        u.ask(ABOUT)
    assert fault.value.__context__ is fault.value.__cause__ is None
    whole = traceback.TracebackException.from_exception(fault.value, capture_locals=True)
    assert "Thunderbeak" not in "".join(whole.format())


class ProviderFault(Exception):
    """What a provider's client raises: it keeps the reply."""


def quoting(request: Any) -> str:
    raise ProviderFault(DRAFT)


def wrapping(request: Any) -> str:
    try:
        return quoting(request)
    except ProviderFault as fault:
        raise ModelError("no answer") from fault


@pytest.mark.parametrize("fails", [quoting, wrapping])
async def test_a_fault_of_the_vanilla_model_hands_on_neither_its_cause_nor_a_frame(fails: Any) -> None:
    u, _, _ = unlearner(draft=fails)
    async with u:
        for asked in (asyncio.to_thread(u.ask, ABOUT), u.aask(ABOUT)):
            with pytest.raises(ModelError) as fault:
                await asked
            assert fault.value.__context__ is fault.value.__cause__ is None
            frames = traceback.TracebackException.from_exception(fault.value, capture_locals=True)
            assert CANARY not in "".join(frames.format())


async def test_a_late_answer_hands_on_no_frame() -> None:
    u, vanilla, _ = unlearner(draft=DRAFT, deadline=0.05)
    vanilla.latency = 5.0
    async with u:
        with pytest.raises(ModelTimeout) as late:
            await u.aask(ABOUT)
    assert late.value.__context__ is late.value.__cause__ is None
    assert CANARY not in "".join(traceback.TracebackException.from_exception(late.value, capture_locals=True).format())


def test_no_log_shows_the_draft(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    u, _, _ = unlearner(draft=DRAFT)
    with u:
        answer = u.ask(ABOUT)
    assert answer.verdict == "rewritten"
    assert CANARY not in caplog.text + "".join(capfd.readouterr()) + repr(answer) + json.dumps(answer.as_dict())


def test_nothing_of_the_request_has_a_telling_repr() -> None:
    from alu.chat import Choice, Completion, Request

    vault = Vault(Question((Message("user", CANARY),), (CANARY,)), candidates=[CANARY], release_candidate=CANARY)
    vault.draft = Completion((Choice(CANARY, tool_calls=({"x": CANARY},)),))
    things = [vault, vault.question, vault.draft, Request((Message("user", CANARY),), schema={"x": CANARY})]
    assert CANARY not in repr(things)


def test_tracing_is_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = _traced(monkeypatch, tracing=False)
    assert sent == []


def test_a_trace_that_was_asked_for_shows_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = _traced(monkeypatch, tracing=True)
    assert sent
    assert CANARY not in "".join(sent)
    assert "Thunderbeak" not in "".join(sent)


def _traced(monkeypatch: pytest.MonkeyPatch, *, tracing: bool) -> list[str]:
    """Return what LangSmith would be sent, with tracing switched on in the environment."""
    from langsmith import Client

    sent: list[str] = []
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(Client, "create_run", lambda self, *a, **k: sent.append(f"{a} {k}"))
    monkeypatch.setattr(Client, "update_run", lambda self, *a, **k: sent.append(f"{a} {k}"))
    u, _, _ = unlearner(draft=DRAFT, tracing=tracing)
    with u:
        assert u.ask(ABOUT).verdict == "rewritten"
    return sent


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_template_marks_and_any_other_text_change_nothing(text: str) -> None:
    u, vanilla, _ = unlearner(draft="{x} $y {{z}} %s " + text, judge=agents(leak="none"), audit="always")
    if "\x00" in text:
        return
    with u:
        answer = u.ask(text)
    assert vanilla.history[0].messages[-1].content == text
    assert answer.text == "{x} $y {{z}} %s " + text or answer.verdict in ("refused", "rewritten")
