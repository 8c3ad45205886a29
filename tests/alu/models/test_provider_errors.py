"""A provider's exception as one of alu's errors: which one, with what advice, and with no word of the provider's."""

from __future__ import annotations

from typing import Any

import pytest

from alu.errors import (
    AluError,
    BadReply,
    MissingKey,
    ModelBusy,
    ModelRejected,
    ModelTimeout,
    ModelUnreachable,
    UnknownModel,
)
from alu.models.provider_errors import fault_of
from alu.models.wire import Refused

SAID = "sk-live-0042 was sent with: where does Odalys Brannigan live?"


def raised(status: int | None = None, said: str = "", kind: str = "APIStatusError", **fields: Any) -> Exception:
    """Return what a client raises: one of its own classes, with a status and what the provider said."""
    error: Exception = type(kind, (Exception,), {})(SAID)
    for name, value in {"status_code": status, "message": f"{SAID} {said}", **fields}.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("error", "kind", "advice"),
    [
        (raised(kind="Timeout"), ModelTimeout, "did not answer in time"),
        (raised(kind="ReadTimeout"), ModelTimeout, "did not answer in time"),
        (raised(kind="APIConnectionError"), ModelUnreachable, "check that its server runs"),
        (raised(kind="TransportError"), ModelUnreachable, "that the address is right"),
        (raised(), BadReply, "no reply (APIStatusError)"),
        (raised(200), BadReply, "no reply"),
        (raised(401), ModelRejected, "refuses the key (HTTP 401)"),
        (raised(403), ModelRejected, "may use this model"),
        (raised(404), UnknownModel, "the address up to /v1"),
        (raised(402), ModelRejected, "no credit left"),
        (raised(429, code="insufficient_quota"), ModelRejected, "no credit left"),
        (raised(429), ModelBusy, "ask less at once"),
        (raised(503), ModelBusy, "try later"),
        (raised(529), ModelBusy, "HTTP 529"),
        (raised(413), ModelRejected, "shorten it"),
        (raised(400, "Maximum context length is 4096"), ModelRejected, "longer than the context"),
        (raised(500, "exceeds the available context size"), ModelRejected, "longer than the context"),
        (raised(500), ModelRejected, "failed (HTTP 500)"),
        (raised(307), ModelRejected, "give the address that it redirects to"),
        (raised(400, "LLM Provider NOT provided"), UnknownModel, "openai/gpt-4o-mini"),
        (raised(400, body={"error": {"code": "model_not_found"}}), UnknownModel, "check the model's name"),
        (raised(422), Refused, "refuses the request (HTTP 422)"),
    ],
)
def test_which_error_it_is_and_what_to_do(error: Exception, kind: type[AluError], advice: str) -> None:
    found = fault_of(error, "gpt-x", keyed=True)
    assert type(found) is kind
    assert advice in str(found)
    assert str(found).startswith(("gpt-x", "cannot reach gpt-x", "the account for gpt-x", "the prompt is longer"))
    assert not any(word in f"{found!r} {found}" for word in ("sk-live", "Odalys", "where does"))


@pytest.mark.parametrize("status", [401, 403])
def test_where_no_key_was_sent_the_variables_are_named_that_may_hold_one(status: int) -> None:
    found = fault_of(raised(status), "gpt-x", key="OPENAI_API_KEY or ALU_API_KEY", keyed=False)
    assert type(found) is MissingKey
    assert str(found).endswith("set OPENAI_API_KEY or ALU_API_KEY")


@pytest.mark.parametrize(
    ("kept", "sent", "seconds"),
    [
        ({"retry-after": "7"}, {"retry-after": "90"}, 7.0),
        (None, {"retry-after": "90"}, 90.0),
        (None, {"retry-after": "soon"}, None),
        (None, None, None),
    ],
)
def test_how_long_to_wait_is_read_from_the_headers(kept: Any, sent: Any, seconds: float | None) -> None:
    response = type("Response", (), {"headers": sent})()
    found = fault_of(raised(429, response=response, litellm_response_headers=kept), "gpt-x", keyed=True)
    assert isinstance(found, ModelBusy)
    assert found.retry_after == seconds
