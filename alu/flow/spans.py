"""OpenTelemetry spans of a request and its stages: ids, verdicts, tokens and times, never a text.

Attributes are those of the conventions for generative AI, written out, since OpenTelemetry has deprecated its
constants. Spans are made when the request has ended: nothing that runs within it can add to them. Where they go is up
to the tracer provider of the process; without one they go nowhere.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from alu.answer import Answer, Stage
from alu.chat import ChatModel
from alu.config import Role, Settings
from alu.errors import MissingExtra

if TYPE_CHECKING:
    from alu.flow.vault import Clock, Vault

__all__ = ["goes_nowhere", "parent_of_spans", "report_spans", "send_kept", "under"]

_log = logging.getLogger("alu")

_ROLES: Mapping[str, Role] = {
    "draft": "vanilla",
    "screen": "audit",
    "audit": "audit",
    "rewrite": "rewrite",
    "compose": "rewrite",
    "critic": "critic",
}
"""Whose model a stage asks."""
LAST = 5.0
"""Seconds that the last spans of a server may take to be sent."""


def parent_of_spans(settings: Settings) -> Any:
    """Return the caller's context, in which its own span is, since the flow runs in another; None where none is wanted.

    Raises:
        MissingExtra: OpenTelemetry is not installed.
    """
    if not settings.otel:
        return None
    try:
        from opentelemetry import context
    except ImportError:
        raise MissingExtra("the setting otel needs OpenTelemetry: pip install opentelemetry-sdk") from None
    return context.get_current()


@contextmanager
def under(headers: Mapping[str, str]) -> Iterator[None]:
    """Run the block as a part of the trace that `headers` name (`traceparent`), if they name one."""
    from opentelemetry import context
    from opentelemetry.propagate import extract

    token = context.attach(extract(headers))
    try:
        yield
    finally:
        context.detach(token)


def goes_nowhere(settings: Settings) -> bool:
    """Tell whether spans are wanted, and this process has no tracer provider that would send them anywhere."""
    if parent_of_spans(settings) is None:
        return False
    from opentelemetry.trace import ProxyTracerProvider, get_tracer_provider

    return isinstance(get_tracer_provider(), ProxyTracerProvider)


def send_kept(seconds: float = LAST) -> None:
    """Send what the tracer provider still keeps: a server that is ended by a signal runs nothing at its exit.

    A collector that does not answer is waited for until `seconds` are over.
    """
    from opentelemetry.trace import get_tracer_provider

    flush = getattr(get_tracer_provider(), "force_flush", None)
    if flush is not None:
        sending = threading.Thread(target=flush, daemon=True)
        sending.start()
        sending.join(seconds)


def report_spans(
    vault: Vault, settings: Settings, models: Mapping[Role, ChatModel], namespace: str, ended: Answer | str
) -> None:
    """Make the spans of a request that has ended, with an answer or with the kind of its fault, if they are wanted."""
    if not settings.otel or not vault.clocks:
        return
    try:
        _report(vault, models, namespace, ended)
    except Exception as error:  # whatever a span processor raises: it changes no answer
        _log.warning("the spans of a request could not be made (%s)", type(error).__name__)


def _report(vault: Vault, models: Mapping[Role, ChatModel], namespace: str, ended: Answer | str) -> None:
    from opentelemetry.trace import SpanKind, get_tracer, set_span_in_context

    clocks, tracer = vault.clocks, get_tracer("alu")
    whole: dict[str, Any] = {"gen_ai.operation.name": "chat", "gen_ai.request.model": models["vanilla"].name}
    whole["alu.namespace"] = namespace
    fault = ended if isinstance(ended, str) else next((s.outcome for s in ended.stages if s.name == "fault"), "")
    if isinstance(ended, Answer):
        whole |= {"alu.verdict": ended.verdict, "alu.targets": list(ended.matched)}
    if fault:
        whole["error.type"] = fault
    start, parent = min(c.started_ns for c in clocks), vault.question.parent
    root = tracer.start_span("alu.request", parent, SpanKind.SERVER, whole, start_time=start)
    for clock in clocks:
        stage = clock.stage
        named = _attributes(stage, models)
        inner = set_span_in_context(root, parent)
        kind = SpanKind.CLIENT if stage.usage.calls else SpanKind.INTERNAL
        span = tracer.start_span(f"alu.{stage.name}", inner, kind, named, start_time=clock.started_ns)
        span.end(_end(clock))
    root.end(max(_end(clock) for clock in clocks))


def _attributes(stage: Stage, models: Mapping[Role, ChatModel]) -> dict[str, Any]:
    named: dict[str, Any] = {"alu.outcome": stage.outcome}
    if not stage.usage.calls:
        return named
    return named | {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": models[_ROLES[stage.name]].name,
        "gen_ai.usage.input_tokens": stage.usage.prompt_tokens,
        "gen_ai.usage.output_tokens": stage.usage.completion_tokens,
        "alu.calls": stage.usage.calls,
    }


def _end(clock: Clock) -> int:
    return clock.started_ns + round(clock.stage.usage.seconds * 1e9)
