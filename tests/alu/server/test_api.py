"""The OpenAPI document, and requests made up from it by schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from alu.server.keys import KeyRing
from tests.server import Server, running

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(draft="Paris.") as started:
        yield started


def test_every_operation_answers_as_its_document_says(server: Server) -> None:
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    api = schemathesis.openapi.from_url(f"http://127.0.0.1:{server.port}/openapi.json")
    headers = {"Authorization": f"Bearer {KeyRing(server.unlearner.targets.database).add('boss', 'admin')[1]}"}
    asked = set()
    for found in api.get_all_operations():
        operation = found.ok()
        asked.add(operation.label)

        @settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def answers(case: Any) -> None:
            # a schema cannot say that a user turn must hold a text, or that a name must be a new one
            case.call_and_validate(headers=headers, timeout=30, excluded_checks=[positive_data_acceptance])

        answers()
    assert len(asked) == 31


def test_every_operation_is_documented(server: Server) -> None:
    document = httpx2.get(f"http://127.0.0.1:{server.port}/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/chat/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/guard",
        "/beta/litellm_basic_guardrail_api",
        "/v1/models",
        "/v1/models/{model_id}",
        "/v1/key",
        "/v1/targets",
        "/v1/targets/examine",
        "/v1/calibration",
        "/v1/targets/history",
        "/v1/targets/history/search",
        "/v1/targets/history/export",
        "/v1/targets/search",
        "/v1/targets/import",
        "/v1/targets/export",
        "/v1/targets/remove",
        "/v1/targets/{target_id}",
        "/v1/targets/{target_id}/flagged",
        "/v1/targets/{target_id}/receipt",
        "/v1/activity",
        "/v1/activity/search",
        "/v1/activity/summary",
        "/v1/activity/{entry_id}/ruling",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["description"]
            assert "HTTPValidationError" not in str(operation["responses"])  # what it names is a 400 here
