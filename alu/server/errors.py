"""Errors as OpenAI words them, `{"error": {"message", "type", "param", "code"}}`, or Anthropic.

No text of a dialogue is in any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from alu.errors import (
    AluError,
    ConfigError,
    DuplicateTarget,
    InputError,
    MissingKey,
    ModelBusy,
    ModelError,
    ModelRejected,
    ModelTimeout,
    StoreError,
    TargetFileError,
    UnknownModel,
    UnknownTarget,
    plainly,
)

__all__ = ["ApiError", "AsciiJson", "ErrorBody", "as_api_error", "body_of", "install", "response_of", "responses"]

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "invalid_request_error",
    415: "invalid_request_error",
    422: "invalid_request_error",
    429: "rate_limit_error",
    504: "timeout_error",
}


ANTHROPIC = "/v1/messages"
"""What the addresses of Anthropic's protocol begin with."""
_ANTHROPICS = {409: "invalid_request_error", 413: "request_too_large"}
"""Its types of errors, where they are not OpenAI's."""


_NOWHERE = "nothing is at this address: /openapi.json lists what is there; the base URL of OpenAI's clients ends in /v1"


class ApiError(Exception):
    """An error as the client sees it: a status, a message and, where there is one, the parameter at fault.

    `public` is the message for clients that are not admins: the other may say where a server or a file is.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
        problems: Iterable[str] = (),
        report: Mapping[str, Any] | None = None,
        public: str = "",
    ) -> None:
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.headers = dict(headers or {})
        self.problems = tuple(problems)
        self.report = report
        self.public = public
        super().__init__(message)

    def for_client(self, *, admin: bool) -> ApiError:
        """Return the error as an admin, or any other client, may see it."""
        if admin or not self.public:
            return self
        return ApiError(self.status, self.public, code=self.code, headers=self.headers)


class AsciiJson(JSONResponse):
    """JSON in ASCII: what a model writes may hold half a character, which no other encoding can send."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return json.dumps(content, separators=(",", ":")).encode()


class ErrorDetail(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None
    problems: list[str] | None = None
    """For a file of targets: one line each."""
    report: dict[str, Any] | None = None
    """What a new target would flag, where it is refused for that."""


class ErrorBody(BaseModel):
    """OpenAI's error object."""

    error: ErrorDetail


def body_of(error: ApiError, path: str = "") -> dict[str, Any]:
    """Return the JSON object for `error`, in the shape of the protocol that `path` belongs to: OpenAI's by default."""
    kind = _TYPES.get(error.status, "api_error" if error.status >= 500 else "invalid_request_error")
    if path.startswith(ANTHROPIC):
        return {"type": "error", "error": {"type": _ANTHROPICS.get(error.status, kind), "message": error.message}}
    detail: dict[str, Any] = {"message": error.message, "type": kind, "param": error.param, "code": error.code}
    if error.problems:
        detail["problems"] = list(error.problems)
    if error.report:
        detail["report"] = dict(error.report)
    return {"error": detail}


def as_api_error(error: AluError) -> ApiError:
    """Return the error that the client gets for `error`; the status that a model's server gave is kept."""
    message = (str(error) or type(error).__name__) + _hint(error)
    code = type(error).__name__
    if isinstance(error, ModelBusy):
        wait = max(1, round(error.retry_after or 1))
        return ApiError(429, message, code=code, headers={"Retry-After": str(wait)}, public=_public(error))
    problems = error.problems if isinstance(error, TargetFileError) else ()
    return ApiError(_status(error), message, code=code, problems=problems, public=_public(error))


_UPSTREAM = {
    401: (502, "the model's server refused alu's key: check api_key"),
    403: (502, "the model's server refused alu's key: check api_key"),
    404: (424, "the model's server has no such model or path: check --model"),
    500: (502, ""),
}
"""What becomes of a status that would speak of the client's own key or path, or of alu itself; a hint for admins."""


def _hint(error: AluError) -> str:
    """Return what to do about a model's server that refused alu itself, after a colon; else nothing."""
    found = _UPSTREAM.get(error.status or 0) if isinstance(error, ModelRejected) else None
    return f" ({found[1]})" if found and found[1] else ""


def _public(error: AluError) -> str:
    """Return the message about `error` for clients that are not admins; empty where they may see the whole one."""
    if isinstance(error, ModelError | ConfigError):
        return "the model did not answer"
    asked = isinstance(error, UnknownTarget | DuplicateTarget)
    return "the targets cannot be read" if isinstance(error, StoreError) and not asked else ""


def _status(error: AluError) -> int:
    if isinstance(error, ModelRejected) and error.status and 400 <= error.status <= 599:
        return _UPSTREAM.get(error.status, (error.status, ""))[0]
    statuses: tuple[tuple[type[AluError], int], ...] = (
        (ModelTimeout, 504),
        (MissingKey, 502),
        (UnknownModel, 424),
        (ModelError, 502),
        (InputError, 400),
        (UnknownTarget, 404),
        (DuplicateTarget, 409),
        (StoreError, 503),
        (ConfigError, 500),
    )
    return next((status for kind, status in statuses if isinstance(error, kind)), 500)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entries of these statuses."""
    return {s: {"model": ErrorBody, "description": HTTPStatus(s).phrase} for s in statuses}


def install(app: FastAPI) -> None:
    """Answer every exception in OpenAI's shape."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(AluError, _alu_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)


def response_of(error: ApiError) -> Response:
    """Return the HTTP response for `error`, in the shape of the protocol that the request came in."""
    return _Worded(error)


class _Worded(Response):
    def __init__(self, error: ApiError) -> None:
        super().__init__(status_code=error.status)
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = self._error
        await AsciiJson(body_of(error, scope["path"]), error.status, error.headers)(scope, receive, send)


async def _api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return response_of(error)


async def _alu_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AluError)
    client = getattr(request.state, "client", None)  # None before authentication
    return response_of(as_api_error(error).for_client(admin=client is not None and client.is_admin))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = _NOWHERE if error.status_code == 404 else str(error.detail)
    return response_of(ApiError(error.status_code, message, headers=error.headers))


async def _bad_request(request: Request, error: Exception) -> Response:
    """Name the first field that is wrong; its value is not shown."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
    if first["type"] == "json_invalid":
        return response_of(ApiError(400, "the body is not JSON", code="json_invalid"))
    param = ".".join(place) or None
    return response_of(
        ApiError(400, f"{param or 'body'}: {plainly(str(first['msg']))}", code=str(first["type"]), param=param)
    )
