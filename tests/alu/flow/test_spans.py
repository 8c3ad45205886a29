"""OpenTelemetry: a span a stage, under the caller's own, and no text in any."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from alu.cli.opening import open_unlearner
from alu.config import Settings
from alu.errors import ModelUnreachable
from alu.flow.spans import goes_nowhere, send_kept
from alu.store.store import TargetStore
from tests.flow import CANARY, KEEPER, agents, unlearner
from tests.server import ABOUT, ASK, running

LEAK = f"The gull was called Admiral Thunderbeak, {CANARY}. The tower is 38 metres tall."


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Keep all spans of the process in memory."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield kept
    provider.shutdown()


@pytest.fixture(scope="module")
def provider() -> TracerProvider:
    """Give this process a provider, as it has one for good: whoever makes a span is seen."""
    made = TracerProvider()
    trace.set_tracer_provider(made)
    return made


@pytest.fixture
def everything(provider: TracerProvider) -> Iterator[InMemorySpanExporter]:
    """Keep all spans of the process in memory, whoever makes them."""
    kept = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    yield kept
    kept.shutdown()


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_each_stage_has_a_span_under_that_of_the_request(spans: InMemorySpanExporter) -> None:
    u, _, _ = unlearner(draft=LEAK, otel=True)
    with u:
        answer = u.ask(ABOUT)
    found = named(spans)
    root = found.pop("alu.request")
    assert list(found) == [f"alu.{s.name}" for s in answer.stages]
    assert root.context
    assert root.start_time
    assert root.end_time
    assert attributes(root) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "vanilla",
        "alu.namespace": "default",
        "alu.verdict": "rewritten",
        "alu.targets": ("keeper",),
    }
    for span in found.values():
        assert span.parent
        assert span.start_time
        assert span.end_time
        assert span.parent.span_id == root.context.span_id
        assert root.start_time <= span.start_time <= span.end_time <= root.end_time
    audit = attributes(found["alu.audit"])
    assert audit["gen_ai.request.model"] == "agents"
    assert audit["alu.outcome"] == "leak"
    assert audit["gen_ai.usage.input_tokens"] > 0
    assert attributes(found["alu.release"]) == {"alu.outcome": "passed"}


@pytest.mark.parametrize("fault", [None, RuntimeError(CANARY), ModelUnreachable("gone")])
def test_no_text_is_in_any_span(spans: InMemorySpanExporter, fault: Exception | None) -> None:
    u, vanilla, others = unlearner(draft=LEAK, judge=agents(only=True), otel=True)
    if fault:
        others.enqueue(fault)
    with u:
        u.ask(f"{ABOUT} {CANARY}", context=[CANARY])
        u.check(ABOUT, LEAK)
        vanilla.enqueue(ModelUnreachable(CANARY))
        with pytest.raises(ModelUnreachable):
            u.ask(ASK)
    written = "".join(json.dumps(json.loads(span.to_json())) for span in spans.get_finished_spans())
    known = [CANARY, "Thunderbeak", "thunderbeak", "Brannigan", "brannigan", "Dunmorrow", "tower", "capital"]
    assert [t for t in known if t in written] == []
    assert KEEPER.id in written
    errors = [attributes(s).get("error.type") for s in spans.get_finished_spans() if s.name == "alu.request"]
    assert errors == [type(fault).__name__ if fault else None, None, "ModelUnreachable"]


def test_they_are_under_the_callers_own_span(spans: InMemorySpanExporter) -> None:
    u, _, _ = unlearner(draft="Fine.", otel=True)
    with u, trace.get_tracer("app").start_as_current_span("handler") as outer:
        u.ask("How are you?")
    root = named(spans)["alu.request"]
    assert root.parent
    assert root.parent.span_id == outer.get_span_context().span_id


def test_none_is_made_by_default(spans: InMemorySpanExporter) -> None:
    u, _, _ = unlearner(draft="Fine.")
    with u:
        u.ask("How are you?")
    assert spans.get_finished_spans() == ()


def test_a_processor_that_fails_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(trace, "get_tracer", broken)
    u, _, _ = unlearner(draft="Fine.", otel=True)
    with u:
        assert u.ask("How are you?").text == "Fine."
    assert "could not be made (RuntimeError)" in caplog.text
    assert CANARY not in caplog.text


def test_the_server_reports_them_under_its_callers_and_nothing_else(everything: InMemorySpanExporter) -> None:
    caller, span = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    with running(draft=LEAK, otel=True) as server:
        headers = {"traceparent": f"00-{caller}-{span}-01"}
        body = {"messages": [{"role": "user", "content": ABOUT}]}
        server.client.post(f"/v1/chat/completions?q={CANARY}", json=body, headers=headers)
        server.client.get(f"/v1/targets/{CANARY}?search={CANARY}")
        server.client.post("/v1/targets", json={"name": [CANARY]})
        called = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": CANARY, "arguments": {}}}
        server.client.post("/mcp", json=called, headers={"accept": "application/json, text/event-stream"})
    found = everything.get_finished_spans()
    assert {span.name.partition(".")[0] for span in found} == {"alu"}
    assert CANARY not in "".join(span.to_json() for span in found)
    root = named(everything)["alu.request"]
    assert attributes(root)["alu.verdict"] == "rewritten"
    assert root.parent
    assert (f"{root.parent.trace_id:032x}", f"{root.parent.span_id:016x}") == (caller, span)


@pytest.mark.parametrize("otel", [True, False])
def test_that_spans_go_nowhere_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, otel: bool
) -> None:
    monkeypatch.setattr(trace, "get_tracer_provider", trace.ProxyTracerProvider)
    settings = Settings(otel=otel, model="http://127.0.0.1:1/v1")
    open_unlearner(settings, TargetStore.temporary((KEEPER,))).close()
    assert ("opentelemetry-instrument" in capsys.readouterr().err) == otel


def test_a_provider_of_the_process_is_somewhere(everything: InMemorySpanExporter) -> None:
    assert not goes_nowhere(Settings(otel=True))


def test_a_server_that_ends_sends_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(kept, schedule_delay_millis=600_000))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    with running(draft="Fine.", otel=True) as server:
        server.ask(ASK)
        assert kept.get_finished_spans() == ()
    assert "alu.request" in named(kept)
    provider.shutdown()


def test_a_collector_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(TracerProvider):
        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            return over.wait(20)

    over, hanging = threading.Event(), Hanging()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: hanging)
    started = time.monotonic()
    send_kept(0.05)
    over.set()
    assert time.monotonic() - started < 5
