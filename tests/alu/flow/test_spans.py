"""OpenTelemetry: a span a stage, under the caller's own, and no text in any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from alu.errors import ModelUnreachable
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


def test_the_server_reports_them_too(spans: InMemorySpanExporter) -> None:
    with running(draft=LEAK, otel=True) as server:
        server.ask(ABOUT)
    assert attributes(named(spans)["alu.request"])["alu.verdict"] == "rewritten"
