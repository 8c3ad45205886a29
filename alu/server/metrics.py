"""What Prometheus is told: counts and times, never a text, a name or an id."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alu.answer import Answer

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

__all__ = ["MULTIPROCESS", "Metrics"]

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client learns of the folder that processes share; read when it is imported."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


class Metrics:
    """The counters of one process; `text` adds up those of all processes."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        own = CollectorRegistry()
        self._own = own
        self._requests = Counter("alu_requests", "Chat requests by verdict, or error", ["verdict"], registry=own)
        self._seconds = Histogram("alu_request_seconds", "Whole chat requests", buckets=_SECONDS, registry=own)
        self._overhead = Histogram(
            "alu_overhead_seconds", "Chat requests, less the vanilla model's call", buckets=_SECONDS, registry=own
        )
        self._stages = Histogram(
            "alu_stage_seconds", "Stages of the pipeline", ["stage"], buckets=_SECONDS, registry=own
        )
        self._outcomes = Counter("alu_stage_outcomes", "What stages came to", ["stage", "outcome"], registry=own)
        self._calls = Counter("alu_model_calls", "Calls to a model", ["stage"], registry=own)
        self._tokens = Counter("alu_model_tokens", "Tokens read and written", ["stage", "kind"], registry=own)
        self._blocked = Counter("alu_gate_blocks", "Texts that the release gate alone held back", registry=own)
        self._version = Gauge(
            "alu_store_version",
            "Version of a namespace's targets",
            ["namespace"],
            registry=own,
            multiprocess_mode="mostrecent",
        )
        self._places = Gauge(
            "alu_places", "Places taken and requests queued", ["kind"], registry=own, multiprocess_mode="livesum"
        )

    def answered(self, answers: Sequence[Answer], seconds: float, overhead: float) -> None:
        """Count one request."""
        self._seconds.observe(seconds)
        self._overhead.observe(overhead)
        for answer in answers:
            self._requests.labels(answer.verdict).inc()
            self._blocked.inc(int(answer.blocked))
            for stage in answer.stages:
                self._stages.labels(stage.name).observe(stage.usage.seconds)
                self._outcomes.labels(stage.name, stage.outcome).inc()
                if stage.usage.calls:
                    self._calls.labels(stage.name).inc(stage.usage.calls)
                    self._tokens.labels(stage.name, "prompt").inc(stage.usage.prompt_tokens)
                    self._tokens.labels(stage.name, "completion").inc(stage.usage.completion_tokens)

    def failed(self) -> None:
        """Count a request that ended with an error."""
        self._requests.labels("error").inc()

    def stands(self, *, taken: int, queued: int, versions: dict[str, int]) -> None:
        """Note how things stand now."""
        self._places.labels("taken").set(taken)
        self._places.labels("queued").set(queued)
        for namespace, version in versions.items():
            self._version.labels(namespace).set(version)

    def text(self) -> tuple[bytes, str]:
        """Return the metrics of all processes, and their content type."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry()), CONTENT_TYPE_LATEST

    def _registry(self) -> CollectorRegistry:
        if not os.environ.get(MULTIPROCESS):
            return self._own
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together
