"""A provider's exception as one of alu's errors: what happened and what to do, without the provider's text.

The exceptions are distinguished by the names of their classes (litellm's derive from openai's, the others are
those of httpx2), so that no library is imported to do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from alu.models.retry import MORE_TIME, retry_after
from alu.models.wire import Refused, rejected_parameters

__all__ = ["fault_of"]

_OVERLOADED = frozenset({429, 503, 529})
_TOO_LONG = (
    "context_length",
    "context length",
    "context size",
    "context window",
    "maximum context",
    "prompt is too long",
)


def fault_of(error: Exception, who: str, *, key: str = "ALU_API_KEY", keyed: bool) -> AluError:
    """Return what to raise for `error`.

    Args:
        error: what the provider's client raised.
        who: the model's name, shown.
        key: environment variables that may hold the provider's key, shown.
        keyed: whether a key was sent.
    """
    kinds = {c.__name__ for c in type(error).__mro__}
    if kinds & {"Timeout", "ReadTimeout"}:
        return ModelTimeout(f"{who} did not answer in time: {MORE_TIME}")
    if kinds & {"APITimeoutError", "APIConnectionError", "TransportError"}:
        return ModelUnreachable(
            f"cannot reach {who}: check that its server runs and that the address is right (--model)"
        )
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 300:
        return _answered(error, status, who, key, keyed=keyed)
    return BadReply(f"{who} answered with something that is no reply ({type(error).__name__})")


def _answered(error: Exception, status: int, who: str, key: str, *, keyed: bool) -> AluError:
    """Map an answer with an HTTP status that is not a success; `key` names where a key is looked for."""
    said = _said(error)
    if status in {401, 403}:
        if not keyed:
            return MissingKey(f"{who} wants a key (HTTP {status}): set {key}")
        return ModelRejected(
            f"{who} refuses the key (HTTP {status}): check that {key} is right and may use this model", status
        )
    if status == 404:
        return UnknownModel(f"{who} is not known there (HTTP 404): check the model's name, and the address up to /v1")
    if status == 402 or (status == 429 and "insufficient_quota" in said):
        return ModelRejected(f"the account for {who} has no credit left (HTTP {status})", 402)
    if status in _OVERLOADED:
        return ModelBusy(
            f"{who} is overloaded or limits the rate (HTTP {status}): try later, or ask less at once",
            retry_after(_headers(error)),
        )
    if status in {400, 413, 422} or (status == 500 and any(s in said for s in _TOO_LONG)):
        return _refused(status, said, who)
    if status < 400:
        return ModelRejected(f"{who} redirects (HTTP {status}): give the address that it redirects to", status)
    return ModelRejected(f"{who} failed (HTTP {status})", status)


def _refused(status: int, said: str, who: str) -> AluError:
    if status == 413 or any(s in said for s in _TOO_LONG):
        return ModelRejected(
            f"the prompt is longer than the context of {who} (HTTP {status}): shorten it, or take another model", 413
        )
    if "llm provider not provided" in said:
        return UnknownModel(f"{who} names no provider that litellm knows: write it as in openai/gpt-4o-mini")
    if any(s in said for s in ("model_not_found", "does not exist", "unknown model", "model not found")):
        return UnknownModel(f"{who} is not known there (HTTP {status}): check the model's name")
    return Refused(f"{who} refuses the request (HTTP {status})", status, rejected_parameters(said))


def _said(error: Exception) -> str:
    """Return what the provider said, to look at and never to show."""
    return f"{getattr(error, 'message', '')} {getattr(error, 'code', '')} {getattr(error, 'body', '')}"[:20_000].lower()


def _headers(error: Exception) -> Mapping[str, Any]:
    """Return the response's headers, which litellm keeps apart from a response that it makes up."""
    kept: Mapping[str, Any] | None = getattr(error, "litellm_response_headers", None)
    sent: Mapping[str, Any] | None = getattr(getattr(error, "response", None), "headers", None)
    return kept or sent or {}
