"""Metrics for Prometheus, by namespace: counts and times, never a text, a name or an id."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from alu.answer import Answer

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

__all__ = ["MULTIPROCESS", "Metrics"]

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client learns of the folder that processes share; read when it is imported."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


_WHOSE = "namespace"


class Metrics:
    """The counters of one process; `text` adds up those of all processes."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        own = CollectorRegistry()
        self._own = own
        times = partial(Histogram, buckets=_SECONDS, registry=own)
        self._seconds = times("alu_request_seconds", "Whole chat requests", [_WHOSE])
        self._overhead = times("alu_overhead_seconds", "Chat requests, less the vanilla model's call", [_WHOSE])
        self._stages = times("alu_stage_seconds", "Stages of the pipeline", [_WHOSE, "stage"])
        counts = partial(Counter, registry=own)
        self._requests = counts("alu_requests", "Chat requests by verdict, or error", [_WHOSE, "verdict"])
        self._outcomes = counts("alu_stage_outcomes", "What stages came to", [_WHOSE, "stage", "outcome"])
        self._calls = counts("alu_model_calls", "Calls to a model", [_WHOSE, "stage"])
        self._tokens = counts("alu_model_tokens", "Tokens read and written", [_WHOSE, "stage", "kind"])
        self._blocked = counts("alu_gate_blocks", "Texts that the release gate alone held back", [_WHOSE])
        self._version = Gauge(
            "alu_store_version",
            "Version of a namespace's targets",
            [_WHOSE],
            registry=own,
            multiprocess_mode="mostrecent",
        )
        self._places = Gauge(
            "alu_places", "Places taken and requests queued", ["kind"], registry=own, multiprocess_mode="livesum"
        )

    def answered(self, namespace: str, answers: Sequence[Answer], seconds: float, overhead: float) -> None:
        """Count one request to the targets of `namespace`."""
        self._seconds.labels(namespace).observe(seconds)
        self._overhead.labels(namespace).observe(overhead)
        for answer in answers:
            self._requests.labels(namespace, answer.verdict).inc()
            self._blocked.labels(namespace).inc(int(answer.blocked))
            for stage in answer.stages:
                self._stages.labels(namespace, stage.name).observe(stage.usage.seconds)
                self._outcomes.labels(namespace, stage.name, stage.outcome).inc()
                if stage.usage.calls:
                    self._calls.labels(namespace, stage.name).inc(stage.usage.calls)
                    self._tokens.labels(namespace, stage.name, "prompt").inc(stage.usage.prompt_tokens)
                    self._tokens.labels(namespace, stage.name, "completion").inc(stage.usage.completion_tokens)

    def failed(self, namespace: str) -> None:
        """Count a request that ended with an error."""
        self._requests.labels(namespace, "error").inc()

    def set_gauges(self, *, taken: int, queued: int, versions: dict[str, int]) -> None:
        """Set the gauges to their current values."""
        self._places.labels("taken").set(taken)
        self._places.labels("queued").set(queued)
        for namespace, version in versions.items():
            self._version.labels(namespace).set(version)

    def text(self, namespace: str | None = None) -> tuple[bytes, str]:
        """Return the metrics of all processes, of one namespace or of all and the server, and their content type."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

        whole = self._registry()
        if namespace is None:
            return generate_latest(whole), CONTENT_TYPE_LATEST
        part = CollectorRegistry()
        part.register(_Part(whole, namespace))
        return generate_latest(part), CONTENT_TYPE_LATEST

    def _registry(self) -> CollectorRegistry:
        if not os.environ.get(MULTIPROCESS):
            return self._own
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together


class _Part:
    """What the metrics of `whole` say of one namespace: nothing of the others', nor of the server."""

    def __init__(self, whole: CollectorRegistry, namespace: str) -> None:
        self._whole = whole
        self._namespace = namespace

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics with the namespace's samples alone."""
        for metric in self._whole.collect():
            metric.samples = [s for s in metric.samples if s.labels.get(_WHOSE) == self._namespace]
            yield metric
